"""Events about clients."""

from otklik.core.events import Audience, declare

COMPANY_CREATED = declare("company.created", audience=Audience.INTERNAL)
COMPANY_CHANGED = declare("company.changed", audience=Audience.INTERNAL)
CONTACT_CREATED = declare("contact.created", audience=Audience.INTERNAL)
CONTACT_CHANGED = declare("contact.changed", audience=Audience.INTERNAL)

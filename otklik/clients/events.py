"""Events about clients."""

from otklik.core.events import Audience, declare

COMPANY_CREATED = declare("company.created", audience=Audience.INTERNAL)
COMPANY_CHANGED = declare("company.changed", audience=Audience.INTERNAL)
CONTACT_CREATED = declare("contact.created", audience=Audience.INTERNAL)
CONTACT_CHANGED = declare("contact.changed", audience=Audience.INTERNAL)
VIEWING_STARTED = declare("viewing.started", audience=Audience.ADMIN)
SITE_CREATED = declare("site.created", audience=Audience.INTERNAL)
SITE_CHANGED = declare("site.changed", audience=Audience.INTERNAL)
ASSET_CREATED = declare("asset.created", audience=Audience.INTERNAL)
ASSET_CHANGED = declare("asset.changed", audience=Audience.INTERNAL)
ASSET_DIRECTORY_CHANGED = declare("asset_directory.changed", audience=Audience.ADMIN)
CONTRACT_CREATED = declare("contract.created", audience=Audience.INTERNAL)
CONTRACT_CHANGED = declare("contract.changed", audience=Audience.INTERNAL)
PERIOD_ADDED = declare("period.added", audience=Audience.INTERNAL)
PERIOD_CHANGED = declare("period.changed", audience=Audience.INTERNAL)
PERIOD_REMOVED = declare("period.removed", audience=Audience.INTERNAL)
PERIOD_REMINDED = declare("period.reminded", audience=Audience.INTERNAL)

"""Events of the catalogue."""

from otklik.core.events import Audience, declare

SERVICE_CHANGED = declare("service.changed", audience=Audience.ADMIN)
ACCOUNT_CHANGED = declare("account.changed", audience=Audience.ADMIN)
CATALOGUE_CHANGED = declare("catalogue.changed", audience=Audience.ADMIN)
"""A type, category or priority was made or changed; `data` names kind and code."""

"""Events of the mail channel."""

from otklik.core.events import Audience, declare

OAUTH_CLIENT_CHANGED = declare("oauth_client.changed", audience=Audience.ADMIN)
"""A registration with a mail provider was made, changed or removed; `data` names it, never its secret."""

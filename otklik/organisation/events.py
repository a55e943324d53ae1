"""Events of the installation's own configuration."""

from otklik.core.events import Audience, declare

SETTING_CHANGED = declare("setting.changed", audience=Audience.ADMIN)
"""`changes`: field = the setting's key, from, to."""
CONFIGURATION_CHANGED = declare("configuration.changed", audience=Audience.ADMIN)
"""A configuration object was made, changed or hidden. `data`: kind, uid, name; `changes`: its fields."""

"""Events about imports. `data`: kind, file's name, counts."""

from otklik.core.events import Audience, declare

IMPORT_STARTED = declare("import.started", audience=Audience.ADMIN)
IMPORT_FINISHED = declare("import.finished", audience=Audience.ADMIN)
"""Every row was taken or told bad, or it was stopped, or could not go on: `data.stage`."""

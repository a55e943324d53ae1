"""Events about imports and exports. `data`: kind, file's name or form, counts."""

from otklik.core.events import Audience, declare

IMPORT_STARTED = declare("import.started", audience=Audience.ADMIN)
IMPORT_FINISHED = declare("import.finished", audience=Audience.ADMIN)
"""Every row was taken or told bad, or it was stopped, or could not go on: `data.stage`."""
EXPORTED = declare("export.taken", audience=Audience.ADMIN)
"""Somebody took clients out into a file. `data`: kind, form, `rows` that went out, `filters` by name (not
what was looked for: that may be anybody's name)."""

"""What taking back what a rule did would do, for a rule of any table."""

from __future__ import annotations

from datetime import datetime

from otklik.automation.tables import table_called
from otklik.automation.taking_back.planning import Preview, preview
from otklik.automation.taking_back.recounting import preview_recount
from otklik.people.actor import Actor


def look(actor: Actor, key: str, uid: str, since: datetime, until: datetime) -> Preview:
    """Of an SLA rule what switching it off does to deadlines (`recounting`), of others what goes back
    (`planning`). Needs the right to set the table up; `NotPossible` for what people press."""
    if table_called(key).counts_anew:
        return preview_recount(actor, uid, since, until)
    return preview(actor, key, uid, since, until)

"""Taking back a block, or its end, from the log of the settings."""

from __future__ import annotations

from otklik.channels.mail.commands import block_sender, unblock_sender
from otklik.channels.mail.events import BLOCKED_SENDER_CHANGED
from otklik.channels.mail.models import BlockedSender
from otklik.core.configuring import undoing
from otklik.core.models import Event
from otklik.people.actor import Actor
from otklik.people.returning import WayBack, declare_way_back


def restore(actor: Actor, event: Event) -> None:
    """Make it as it was before. For whoever may block; `NotPossible` when it was changed since.

    Writes `blocked_sender.changed`.
    """
    row = BlockedSender.objects.get(pk=event.subject_id or 0)
    before = undoing.expect(event.changes, {"active": row.active})
    if before["active"]:
        block_sender(actor, row.value, row.reason)
    else:
        unblock_sender(actor, row)


def _title(event: Event) -> str:
    found = BlockedSender.objects.filter(pk=event.subject_id or 0).first()
    return found.value if found else ""


def _never(_event: Event) -> bool:
    """Every event of it tells what it was before."""
    return False


def _always(_event: Event) -> bool:
    return True


BLOCKED_BACK = declare_way_back(
    WayBack("blocked_sender", BLOCKED_SENDER_CHANGED, _title, _never, _always, restore)
)

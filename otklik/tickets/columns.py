"""Columns of the ticket list: which there are, which an employee has chosen, in their order (WORK-15)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from otklik.core.configuring.kinds import Label
from otklik.fields.queries import FieldInfo, shown_in_lists
from otklik.people.actor import Actor
from otklik.people.queries import staff
from otklik.tickets.custom import TICKET
from otklik.tickets.queries.routes import routes

SUBJECT = "subject"
DELIVERED: tuple[str, ...] = ("number", SUBJECT, "client", "status", "assignee", "due", "updated")
"""What everybody sees until they choose: cells of the list itself, with what can be done in them."""
_NAMES: dict[str, Label] = {
    "number": _("No."),
    SUBJECT: _("Subject"),
    "client": _("Client"),
    "status": _("Status"),
    "assignee": _("Assignee"),
    "due": _("Resolve by"),
    "updated": _("Updated"),
    "priority": _("Priority"),
    "type": _("Type"),
    "service": _("Service"),
    "team": _("Team"),
    "created": _("Came in"),
    "turn": _("Whose turn"),
    "stage": _("Stage"),
    "processing_by": _("In processing by"),
    "processing_since": _("Processing began"),
    "processed_at": _("Processing ended"),
    "processing_time": _("Processing took"),
}
_PROCESSING = frozenset({"processing_by", "processing_since", "processed_at", "processing_time"})


@dataclass(frozen=True)
class Column:
    """A column: `code` is its name, or `field.<key>`. `field`: the custom field it shows."""

    code: str
    title: str
    field: FieldInfo | None = None

    @property
    def is_own(self) -> bool:
        """A cell of words alone, not one of those the list is delivered with."""
        return self.code not in DELIVERED


def all_columns(actor: Actor) -> list[Column]:
    """Every column the actor may have, in the order they are offered."""
    fields = [Column(one.form_name, str(one.name), one) for one in shown_in_lists(actor, TICKET.kind)]
    unused = _unused()
    return [Column(code, str(name)) for code, name in _NAMES.items() if code not in unused] + fields


def _unused() -> frozenset[str]:
    """Columns of what this installation does not use."""
    claims = any(team.claim_by_opening for team in staff().teams.values())
    return frozenset({"stage"} if not routes().in_use else ()) | (frozenset() if claims else _PROCESSING)


def columns_for(actor: Actor, wanted: Sequence[str] = ()) -> list[Column]:
    """The columns wanted, else those the actor has chosen, as far as they exist for them; the subject is
    always there."""
    me = staff().agents.get(actor.agent_id or 0)
    chosen = wanted or (me.list_columns if me and me.list_columns else DELIVERED)
    if chosen is DELIVERED:
        return [Column(code, str(_NAMES[code])) for code in DELIVERED]
    known = {column.code: column for column in all_columns(actor)}
    found = [known[code] for code in chosen if code in known]
    return found if any(one.code == SUBJECT for one in found) else [known[SUBJECT], *found]

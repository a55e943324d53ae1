"""Switching a status off and saying where its tickets go (FLOW-1)."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from otklik.core import small
from otklik.core.configuring.rows import HIDDEN
from otklik.core.errors import Denied, Invalid, NotPossible
from otklik.core.events import Change, Subject, record
from otklik.people.actor import Actor
from otklik.people.rights import ADMINISTER
from otklik.tickets.enums import OPEN_STATES
from otklik.tickets.events import WORKFLOW_CHANGED
from otklik.tickets.models import Status
from otklik.tickets.queries.workflow import workflow
from otklik.tickets.shapes import may_hide


@transaction.atomic
def retire_status(actor: Actor, status: Status, successor: str) -> Status:
    """Offer a status no more and move the tickets that stand in it to the `successor` (a code).

    Needs `administer`. The tickets follow behind, some at a time (`tickets.rehoming`); what is closed stays
    as it was. `NotPossible` for the status of a state and where others would have no way out; `Invalid` for a
    successor that is none: itself, switched off, or done where the tickets are not. Writes
    `workflow.changed` with `hidden` and `successor`.
    """
    if not actor.has(ADMINISTER):
        raise Denied(_("Your role does not let you change this."))
    row = Status.objects.select_for_update().get(pk=status.pk)
    if row.is_initial:
        raise NotPossible(_("It is the default one. Make another the default first."))
    may_hide(row)
    target = workflow().named(successor)
    if target is None or target.pk == row.pk:
        raise Invalid({"successor": _("Choose where the tickets go.")})
    if (target.state in OPEN_STATES) != (row.state in OPEN_STATES) or target.asks_until:
        raise Invalid({"successor": _("Choose a status that means the same: still worked on, or done.")})
    row.enabled, row.successor = False, target
    row.save(update_fields=["enabled", "successor"])
    small.bump()
    changes = [Change(HIDDEN, False, True), Change("successor", None, target.code)]
    data = {"kind": "status", "uid": str(row.uid), "name": str(row.name)[:120]}
    record(WORKFLOW_CHANGED, actor.ref, Subject("status", row.pk), changes=changes, data=data)
    return row

"""Taking back at work: some tickets a job of the queue, in the order of their ids, as one step that can be
undone itself."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from otklik.automation.tables import table_called
from otklik.automation.taking_back.deeds import Deeds, deeds_between, deeds_of
from otklik.core import clock
from otklik.core.circumstances import batch
from otklik.core.errors import Invalid, NotPossible
from otklik.core.ids import uuid7
from otklik.core.models.job import Job
from otklik.core.reacting import timer
from otklik.core.timers import set_timer
from otklik.people.actor import Actor
from otklik.tickets.commands.locking import lock_all, locked_if_there
from otklik.tickets.commands.stepping import RESULTS, actor_of_step, whole_or_refused
from otklik.tickets.commands.undoing import take_back as take_back_events
from otklik.tickets.enums import OperationKind
from otklik.tickets.models import Operation, Ticket

AT_ONCE = 50
"""Tickets of one transaction."""
MOST_KEPT = 100
"""Tickets of which is kept what stayed."""
NEXT = "automation.take_back_next"
"""The name of the timer."""


@transaction.atomic
def take_back(actor: Actor, key: str, uid: str, since: datetime) -> Operation:
    """Begin to take back everything a rule did since a moment: fields and followers go back where nobody has
    changed them since, notes go. Letters, answers, calls of other programs and tickets it made stay.

    Needs the right to set the table up. `Invalid` for a moment to come, `NotPossible` where nothing was done
    since or where `deeds_of` says so. The worker writes `ticket.undone` for each ticket. It is a step like a
    bulk change: read and undone by its uid within thirty days.
    """
    now = clock.now()
    if since > now:
        raise Invalid({"since": _("Choose a moment that has passed.")})
    deeds = deeds_of(actor, key, uid, since, now)
    total = deeds.events.values("ticket_id").distinct().count()
    if not total:
        raise NotPossible(_("It has changed nothing since then."))
    row = Operation.objects.create(
        uid=uuid7(), kind=OperationKind.RULE, agent_id=actor.agent_id, at=now, total=total, what=_asked(deeds)
    )
    set_timer(_key(row), NEXT, now, {"operation": row.pk})
    return row


@timer(lane="default")
def take_back_next(job: Job) -> None:
    """The next tickets; then a timer for those behind, in the transaction of the acknowledgement. Who left
    meanwhile takes back no more; what was undone meanwhile stops."""
    row = Operation.objects.select_for_update().get(pk=int(job.payload["operation"]))
    actor = actor_of_step(row) if row.finished_at is None else None
    if actor is None:
        return
    with override(actor.language):
        has_more = _some(actor, row)
    if has_more:
        set_timer(_key(row), NEXT, clock.now(), {"operation": row.pk})


def _asked(deeds: Deeds) -> dict[str, object]:
    """What stands in the step: which rule, from when to when, how far it is, what stays."""
    return {
        "table": deeds.table.key,
        "rule": str(deeds.rule.uid),
        "rule_id": deeds.rule.pk,
        "name": dict(deeds.rule.name.texts),
        "since": deeds.since.isoformat(),
        "until": deeds.until.isoformat(),
        "letters": deeds.letters,
        "calls": deeds.calls,
        "made": deeds.made,
        "after": 0,
        "kept": [],
        "kept_number": 0,
    }


def _some(actor: Actor, row: Operation) -> bool:
    deeds = _deeds(row)
    behind = deeds.events.filter(ticket_id__gt=row.what["after"]).order_by("ticket_id")
    ids = [pk for pk in behind.values_list("ticket_id", flat=True).distinct()[:AT_ONCE] if pk is not None]
    lock_all(ids)
    with batch(row.uid):
        for ticket_id in ids:
            _one(actor, row, deeds, ticket_id)
    row.position += len(ids)
    has_more = len(ids) == AT_ONCE
    if ids:
        row.what = {**row.what, "after": ids[-1]}
    row.finished_at = None if has_more else clock.now()
    row.save(update_fields=[*RESULTS, "what"])
    return has_more


def _deeds(row: Operation) -> Deeds:
    what = row.what
    table = table_called(str(what["table"]))
    rule = table.shape.model._default_manager.get(pk=what["rule_id"])
    since, until = (datetime.fromisoformat(str(what[name])) for name in ("since", "until"))
    return deeds_between(table, rule, since, until)


def _one(actor: Actor, row: Operation, deeds: Deeds, ticket_id: int) -> None:
    """One ticket in a savepoint: what can go back of it, or nothing of it."""
    ticket = locked_if_there(ticket_id)
    if ticket is None:
        return
    events = list(deeds.events.filter(ticket_id=ticket_id).order_by("pk"))
    data = {"operation": str(row.uid), "kind": row.kind, "rule": row.what["name"]}
    with whole_or_refused(row, ticket):
        taken = take_back_events(actor, ticket, events, data)
        row.done += taken.did
        _keep(row, ticket, taken.left)


def _keep(row: Operation, ticket: Ticket, left: Sequence[str]) -> None:
    if not left:
        return
    kept, number = row.what["kept"], row.what["kept_number"]
    if len(kept) < MOST_KEPT:
        kept = [*kept, [ticket.number, list(left)]]
    row.what = {**row.what, "kept": kept, "kept_number": number + 1}


def _key(row: Operation) -> str:
    return f"{NEXT}:{row.pk}"

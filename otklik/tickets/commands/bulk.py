"""The same change for many tickets: each by the commands that single changes go through, some at a time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from otklik.catalogue.queries import catalogue
from otklik.core import clock
from otklik.core.errors import Denied, Invalid
from otklik.core.timers import cancel_timer, set_timer
from otklik.people.actor import Actor
from otklik.people.queries import staff
from otklik.tickets.bulk import BulkChange, bulk_change, given_to
from otklik.tickets.commands.assign import assign, release, take
from otklik.tickets.commands.edit import Edit, edit
from otklik.tickets.commands.enter import Entering, enter
from otklik.tickets.commands.observe import observe
from otklik.tickets.commands.stepping import RESULTS, begin_step, do_some, wanted_of
from otklik.tickets.content import from_text
from otklik.tickets.enums import OperationKind
from otklik.tickets.models import Operation, Ticket, TicketCategory
from otklik.tickets.queries.workflow import workflow

AT_ONCE = 200
"""Tickets a request does itself; of more it does none and the worker all."""
NEXT = "tickets.change_next"
"""The name of the timer."""
NOBODY = "none"
_OUTLIVED = timedelta(minutes=2)
"""After so long a worker goes on with what a request had begun: its process may have died."""


def change_many(actor: Actor, ids: Sequence[int], change: BulkChange) -> Operation:
    """Change these tickets alike, as one step that can be undone. For employees; each ticket is checked by
    the commands of the single changes, and what one refuses is kept with its reason while the others go on.
    One ticket changes wholly or not at all. A step in which nothing was changed is not kept.

    Up to `AT_ONCE` are done when this returns; more are left to the worker. Opens its own transactions, so
    that no lock waits for long. `Invalid` for an unknown code, for nothing to do and for more than `MOST`.
    """
    if not actor.is_agent:
        raise Denied(_("This is for employees."))
    _check(change)
    wanted = wanted_of(ids)
    row = _begin(actor, wanted, change)
    if len(wanted) > AT_ONCE:
        return row
    while change_some(actor, row.pk):
        continue
    row.refresh_from_db()
    if not row.done:
        Operation.objects.filter(pk=row.pk).delete()
    return row


@transaction.atomic
def change_some(actor: Actor, operation_id: int) -> bool:
    """The next tickets of a bulk change; whether there are more. One that was undone or is done stops."""
    row = Operation.objects.select_for_update().get(pk=operation_id)
    if row.finished_at is not None:
        return False
    change = bulk_change(row.what)
    do_some(actor, row, lambda ticket: _apply(actor, ticket, change))
    if row.position >= row.total:
        row.finished_at = clock.now()
        cancel_timer(_key(row.pk))
    row.save(update_fields=RESULTS)
    return row.finished_at is None


def go_on(actor: Actor, operation_id: int) -> None:
    """The worker's part: the next tickets, then a timer for those behind."""
    with override(actor.language):
        has_more = change_some(actor, operation_id)
    if has_more:
        set_timer(_key(operation_id), NEXT, clock.now(), {"operation": operation_id})


@transaction.atomic
def _begin(actor: Actor, ids: list[int], change: BulkChange) -> Operation:
    row, now = begin_step(actor, OperationKind.BULK, change.stored(), ids), clock.now()
    if ids:
        moment = now if len(ids) > AT_ONCE else now + _OUTLIVED
        set_timer(_key(row.pk), NEXT, moment, {"operation": row.pk})
    return row


def _key(operation_id: int) -> str:
    return f"{NEXT}:{operation_id}"


def _apply(actor: Actor, ticket: Ticket, change: BulkChange) -> None:
    fields = _edit(ticket, change)
    if fields is not None:
        edit(actor, ticket, fields)
    for who, following in _followers(change):
        agent_id, team_id = _someone(who)
        observe(actor, ticket, agent_id=agent_id, team_id=team_id, following=following)
    if change.gives:
        agent, version = given_to(change.gives)[ticket.pk]
        _assign(actor, ticket, f"agent:{agent}", version)
    if change.assignee:
        _assign(actor, ticket, change.assignee)
    if change.status:
        enter(actor, ticket, change.status, _entering(change))


def _entering(change: BulkChange) -> Entering:
    """What was said is the solution where the status asks for one, else the reason."""
    status = workflow().named(change.status)
    if status is not None and status.asks_solution:
        return Entering(solution=from_text(change.why))
    return Entering(until=change.moment, why=change.why)


def _edit(ticket: Ticket, change: BulkChange) -> Edit | None:
    if not (change.priority or change.type or change.service or change.label or change.unlabel):
        return None
    known, labels = catalogue(), None
    if change.label or change.unlabel:
        have = set(TicketCategory.objects.filter(ticket=ticket).values_list("category_id", flat=True))
        wanted = [
            row for row in known.categories.values() if row.pk in have and row.code not in change.unlabel
        ]
        wanted += [
            row for row in known.categories.values() if row.code in change.label and row.pk not in have
        ]
        labels = wanted
    return Edit(
        priority=next((row for row in known.priorities.values() if row.code == change.priority), None),
        type=next((row for row in known.types.values() if row.code == change.type), None),
        service=next((row for row in known.services.values() if row.code == change.service), None),
        categories=labels,
    )


def _followers(change: BulkChange) -> list[tuple[str, bool]]:
    return [*((who, True) for who in change.follow), *((who, False) for who in change.unfollow)]


def _assign(actor: Actor, ticket: Ticket, who: str, version: int | None = None) -> None:
    if who == NOBODY:
        release(actor, ticket)
        return
    agent_id, team_id = _someone(who)
    if agent_id is not None and agent_id == actor.agent_id:
        take(actor, ticket, version=version)
    else:
        assign(actor, ticket, agent_id=agent_id, team_id=team_id, version=version)


def _someone(who: str) -> tuple[int | None, int | None]:
    """`agent:<uid>` or `team:<code>` as ids; none of both for nobody known."""
    kind, _colon, key = who.partition(":")
    people = staff()
    if kind == "agent":
        return next((agent.id for agent in people.agents.values() if agent.uid == key), None), None
    teams = people.teams.values() if kind == "team" else ()
    return None, next((team.pk for team in teams if team.code == key), None)


def _check(change: BulkChange) -> None:
    """`Invalid` naming every code that is none; also for nothing to do."""
    if change.is_empty:
        raise Invalid({"status": _("Choose what to do with the selected tickets.")})
    problems = {**_unknown_codes(change), **_wrong_status(change)}
    people = [*change.follow, *change.unfollow, change.assignee]
    people += [f"agent:{agent}" for agent, _version in given_to(change.gives).values()]
    if any(_someone(who) == (None, None) for who in people if who not in ("", NOBODY)):
        problems["assignee"] = _("There is no such employee or team.")
    if problems:
        raise Invalid(problems)


def _unknown_codes(change: BulkChange) -> dict[str, str]:
    known = catalogue()
    labels = {row.code for row in known.categories.values()}
    asked = {
        "priority": ([change.priority], {row.code for row in known.priorities.values()}),
        "type": ([change.type], {row.code for row in known.types.values()}),
        "service": ([change.service], {row.code for row in known.services.values()}),
        "label": ([*change.label, *change.unlabel], labels),
    }
    words = _("There is no such value. Choose one from the list.")
    return {name: words for name, (asks, codes) in asked.items() if not codes.issuperset(filter(None, asks))}


def _wrong_status(change: BulkChange) -> dict[str, str]:
    if not change.status:
        return {}
    status = workflow().named(change.status)
    if status is None:
        return {"status": _("There is no such status. Choose one from the list.")}
    if status.asks_until and not change.until:
        return {"until": _("Say until when: a moment in the future.")}
    return {}

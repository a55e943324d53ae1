"""A ticket's fields as they were before a step: the writer behind `undoing.undo`."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from otklik.catalogue.queries import catalogue
from otklik.core import clock
from otklik.core.events import Change
from otklik.core.models import Event
from otklik.fields.commands import Planned, keep_index, keys_by_field
from otklik.fields.queries import PREFIX
from otklik.people.queries import staff
from otklik.tickets.commands import standing, waiting
from otklik.tickets.commands.readers import forget_team, renew_readers
from otklik.tickets.commands.status import MOMENTS, work_code
from otklik.tickets.custom import TICKET
from otklik.tickets.enums import OPEN_STATES, State
from otklik.tickets.events import TICKET_CLOSED, TICKET_POSTPONED, TICKET_RESOLVED
from otklik.tickets.models import Observer, Ticket, TicketCategory
from otklik.tickets.queries.routes import routes
from otklik.tickets.queries.workflow import workflow
from otklik.tickets.undoing import OBSERVER, Back, Plan

KEYS = ("team", "assignee", "priority", "service", "type", "contract")
"""Columns that hold the id of another row."""
PLAIN = ("subject", "rating")
_WRITTEN = (*KEYS, *PLAIN, *MOMENTS, "stage", "priority_level", "assigned_at", "opened_at", "custom")


@dataclass(frozen=True)
class Present:
    """A ticket's fields as the changes of events name them, and who follows it."""

    fields: dict[str, object]
    following: frozenset[str]


def present(row: Ticket) -> Present:
    """How the locked ticket stands now."""
    return presents([row])[row.pk]


def presents(rows: Sequence[Ticket]) -> Mapping[int, Present]:
    """How these tickets stand now, by id. Two queries for any number of them."""
    ids = [row.pk for row in rows]
    labels: dict[int, list[int]] = {}
    for ticket, label in TicketCategory.objects.filter(ticket__in=ids).values_list(
        "ticket_id", "category_id"
    ):
        labels.setdefault(ticket, []).append(label)
    followers: dict[int, set[str]] = {}
    observers = Observer.objects.filter(ticket__in=ids).values_list("ticket_id", "agent_id", "team_id")
    for ticket, agent, team in observers:
        followers.setdefault(ticket, set()).add(_who(agent, team))
    return {row.pk: _present(row, labels.get(row.pk, []), followers.get(row.pk, set())) for row in rows}


def _present(row: Ticket, labels: Sequence[int], followers: Collection[str]) -> Present:
    fields: dict[str, object] = {name: getattr(row, f"{name}_id") for name in KEYS}
    fields |= {name: getattr(row, name) for name in PLAIN}
    fields["status"] = workflow().statuses[row.status_id].code
    stage = routes().stages.get(row.stage_id or 0)
    fields["stage"] = stage.code if stage is not None else None
    fields["categories"] = sorted(labels)
    fields |= {PREFIX + key: value for key, value in (row.custom or {}).items()}
    return Present(fields, frozenset(followers))


def put_back(row: Ticket, plan: Plan, events: Sequence[Event]) -> tuple[Sequence[Change], Sequence[str]]:
    """Write what the plan says on the locked ticket; what changed, and what could not go back because what it
    was is gone (an employee who left, a team or status out of use). `events` are those of the step."""
    possible = [one for one in plan.back if is_there(one)]
    refused = [one.field for one in plan.back if one not in possible]
    for one in possible:
        _put(row, one)
    status = next((one for one in possible if one.field == "status"), None)
    if status is not None:
        reached = _put_status(row, str(status.then), events)
        possible[possible.index(status)] = replace(status, then=reached)
    if possible:
        standing.save(row, workflow().statuses[row.status_id], _WRITTEN)
        _keep_fields(row, possible)
    changes = [Change(one.field, one.now, one.then) for one in possible]
    return [*changes, *_follow(row, plan, may_lose=bool(possible))], refused


def _who(agent_id: int | None, team_id: int | None) -> str:
    return f"agent:{agent_id}" if agent_id else f"team:{team_id}"


def is_there(one: Back) -> bool:
    """Whether what a field goes back to still is something: people leave, statuses go out of use."""
    if one.field == "assignee":
        agent = staff().agents.get(one.then if isinstance(one.then, int) else 0)
        return one.then is None or (agent is not None and agent.is_active)
    if one.field == "team":
        team = staff().teams.get(one.then if isinstance(one.then, int) else 0)
        return one.then is None or (team is not None and not team.hidden)
    if one.field == "stage":
        return one.then is None or routes().named(str(one.then)) is not None
    return one.field != "status" or workflow().named(str(one.then)) is not None


def _put(row: Ticket, one: Back) -> None:
    """Onto the row, or the rows beside it; the status has its own writer."""
    if one.field in KEYS:
        setattr(row, f"{one.field}_id", one.then)
    elif one.field in PLAIN:
        setattr(row, one.field, one.then)
    elif one.field == "stage":
        row.stage = routes().named(str(one.then)) if one.then else None
    elif one.field.startswith(PREFIX):
        custom = {**(row.custom or {}), one.field.removeprefix(PREFIX): one.then}
        row.custom = {key: value for key, value in custom.items() if value is not None} or None
    if one.field == "assignee":
        row.assigned_at = row.opened_at = clock.now() if one.then else None
    if one.field == "priority":
        row.priority_level = catalogue().priorities[row.priority_id].level
    if one.field == "categories" and isinstance(one.then, list):
        TicketCategory.objects.filter(ticket=row).exclude(category_id__in=one.then).delete()
        have = set(TicketCategory.objects.filter(ticket=row).values_list("category_id", flat=True))
        new = [pk for pk in one.then if pk not in have and pk in catalogue().categories]
        TicketCategory.objects.bulk_create([TicketCategory(ticket=row, category_id=pk) for pk in new])


def _put_status(row: Ticket, code: str, events: Sequence[Event]) -> str:
    """The status with its moments, as the history before the step tells them; its code, which is another
    where the time to postpone until has passed. It is no reopening: a mistake is not counted."""
    target = workflow().by_code[code]
    before = Event.objects.filter(ticket_id=row.pk, pk__lt=events[0].pk).order_by("-pk")
    put_off = before.filter(kind=TICKET_POSTPONED.name).first() if target.asks_until else None
    until, why = _postponed(put_off)
    if target.asks_until and (until is None or until <= clock.now()):
        target, until = workflow().by_code[work_code(row)], None
    waiting.wait(row, target, until=until, why=why)
    state = State(target.state)
    if state in OPEN_STATES:
        row.resolved_at = row.closed_at = row.outcome = None
    else:
        done = before.filter(kind__in=(TICKET_RESOLVED.name, TICKET_CLOSED.name)).first()
        moment = done.at if done is not None else clock.now()
        row.resolved_at = row.resolved_at or moment
        row.closed_at = moment if state is State.CLOSED else None
        row.outcome = _outcome(done) if state is State.CLOSED else None
    row.status = target
    return target.code


def _outcome(event: Event | None) -> str | None:
    found = event.data.get("outcome") if event is not None else None
    return str(found) if found else None


def _postponed(event: Event | None) -> tuple[datetime | None, str]:
    if event is None or not event.data.get("until"):
        return None, ""
    return datetime.fromisoformat(str(event.data["until"])), str(event.data.get("why") or "")


def _keep_fields(row: Ticket, possible: Sequence[Back]) -> None:
    touched = [one.field.removeprefix(PREFIX) for one in possible if one.field.startswith(PREFIX)]
    if touched:
        given = {key: (row.custom or {}).get(key) for key in touched}
        keep_index(Planned(row.custom, (), keys_by_field(TICKET.kind, given)), row.pk)


def _follow(row: Ticket, plan: Plan, *, may_lose: bool) -> list[Change]:
    """Followers of the step go, those it took come back; then who may read is worked out anew."""
    changes = []
    for who in plan.unfollow:
        kind, pk = _key(who)
        Observer.objects.filter(ticket=row, **{f"{kind}_id": pk}).delete()
        changes.append(Change(OBSERVER, who, None))
    for who in plan.follow:
        kind, pk = _key(who)
        known = staff().agents if kind == "agent" else staff().teams
        if pk in known:
            Observer.objects.create(ticket=row, **{f"{kind}_id": pk})
            changes.append(Change(OBSERVER, None, who))
    if changes or may_lose:
        renew_readers(row)
    for who in plan.unfollow:
        kind, pk = _key(who)
        if kind == "team":
            forget_team(row, pk)
    return changes


def _key(who: str) -> tuple[str, int]:
    kind, _colon, pk = who.partition(":")
    return kind, int(pk)

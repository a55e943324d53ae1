"""A ticket given to people by a rule: whose it is and who follows it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from django.db import transaction

from otklik.core.actors import SYSTEM
from otklik.core.events import Change, Subject, record
from otklik.core.inserting import insert_soon
from otklik.people.queries import staff
from otklik.tickets.commands.assign import put_holders
from otklik.tickets.commands.locking import locked
from otklik.tickets.commands.placing import team_for
from otklik.tickets.commands.readers import admit_holders, first_readers_again, observers_of, renew_readers
from otklik.tickets.enums import State
from otklik.tickets.events import OBSERVERS_CHANGED, TICKET_ASSIGNED
from otklik.tickets.models import Observer, Ticket
from otklik.tickets.registered import JustRegistered


@dataclass(frozen=True)
class Given:
    """What a rule says. Without team and employee the ticket stays whose it is; observers are added.

    `data` goes with the events: the rule's name, what it saw.
    """

    team_id: int | None = None
    agent_id: int | None = None
    observer_agents: Sequence[int] = ()
    observer_teams: Sequence[int] = ()
    data: Mapping[str, object] | None = None


@dataclass(frozen=True)
class Done:
    """What became of it: whether anything changed, and a registration as it is now."""

    has_changed: bool
    fresh: JustRegistered | None


@transaction.atomic
def give_by_rule(ticket: Ticket, given: Given, fresh: JustRegistered | None = None) -> Done:
    """Give a ticket to whom a rule says. For automation; the caller names the rule (`ruled_by`).

    A team alone keeps the assignee who works in it. Who has left and teams out of use are passed over as
    observers. Writes `ticket.assigned` and `ticket.observers_changed` where something changes. `fresh`: the
    ticket is just being registered.
    """
    row = fresh.ticket if fresh is not None else locked(ticket)
    before = (row.assignee_id, row.team_id)
    moved = _put(row, given)
    following = _following(row, fresh) if _follows(given) or moved else []
    added = _added(row, given, following)
    if not moved and not added:
        return Done(has_changed=False, fresh=fresh)
    insert_soon(added)
    now = _keep_readers(row, fresh, [*following, *added], leaves=before[0] not in (None, row.assignee_id))
    subject = Subject("ticket", row.pk, row.pk, now)
    data = dict(given.data or {})
    if moved:
        record(TICKET_ASSIGNED, SYSTEM, subject, changes=moved, data=data)
    if added:
        changes = [Change("observer", None, _called(one)) for one in added]
        record(OBSERVERS_CHANGED, SYSTEM, subject, changes=changes, data=data)
    return Done(has_changed=True, fresh=now)


def whose(row: Ticket, team_id: int | None, agent_id: int | None) -> tuple[int | None, int | None]:
    """Assignee and team of a ticket for which a rule says this team and employee; nothing is written."""
    if agent_id is None and row.assignee_id is not None:
        info = staff().agents.get(row.assignee_id)
        agent_id = row.assignee_id if info is not None and team_id in info.team_ids else None
    return agent_id, team_for(row.team_id, agent_id, team_id)


def _put(row: Ticket, given: Given) -> list[Change]:
    """Team and assignee as the rule says; closed tickets keep theirs."""
    if not (given.team_id or given.agent_id) or row.state == State.CLOSED:
        return []
    agent_id, team_id = whose(row, given.team_id, given.agent_id)
    if (row.assignee_id, row.team_id) == (agent_id, team_id):
        return []
    return put_holders(row, agent_id, team_id, "assigned" if row.state == State.NEW else "")


def _following(row: Ticket, fresh: JustRegistered | None) -> Sequence[Observer]:
    return fresh.observers if fresh is not None else observers_of(row)


def _follows(given: Given) -> bool:
    return bool(given.observer_agents or given.observer_teams)


def _added(row: Ticket, given: Given, following: Sequence[Observer]) -> list[Observer]:
    people = staff()
    agents = {one.agent_id for one in following}
    teams = {one.team_id for one in following}
    wanted = (people.agents.get(pk) for pk in dict.fromkeys(given.observer_agents))
    groups = (people.teams.get(pk) for pk in dict.fromkeys(given.observer_teams))
    return [
        *(Observer(ticket=row, agent_id=a.id) for a in wanted if a and a.is_active and a.id not in agents),
        *(Observer(ticket=row, team_id=t.pk) for t in groups if t and not t.hidden and t.pk not in teams),
    ]


def _keep_readers(
    row: Ticket, fresh: JustRegistered | None, observers: Sequence[Observer], *, leaves: bool
) -> JustRegistered | None:
    if fresh is not None:
        readers = first_readers_again(row, fresh.readers, observers)
        return replace(fresh, readers=readers, observers=observers)
    if leaves or observers:
        renew_readers(row)
    else:
        admit_holders(row)
    return None


def _called(observer: Observer) -> str:
    return f"agent:{observer.agent_id}" if observer.agent_id else f"team:{observer.team_id}"

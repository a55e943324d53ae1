"""What can be chosen in boxes: statuses, priorities, people and teams, as (value, label, words, allowed)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol, TypeVar

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from otklik.catalogue.queries import catalogue
from otklik.core.errors import Invalid
from otklik.people.actor import Actor
from otklik.people.at_work import away
from otklik.people.queries import staff
from otklik.tickets.enums import OPEN_STATES, State
from otklik.tickets.queries import workflow
from otklik.web.assignment_words import away_words
from otklik.web.showing import value_of
from otklik.web.typography import initials

if TYPE_CHECKING:
    from otklik.catalogue.models import Priority, TicketType
    from otklik.tickets.models import Status, Ticket


class Coded(Protocol):
    """A row of the catalogue that is named by a code."""

    @property
    def code(self) -> str:
        """Unique among its kind."""


T = TypeVar("T", bound=Coded)


@dataclass(frozen=True, slots=True)
class Choice:
    """One option: `kind` tells the template how to draw it (status, priority, person, team, nobody).

    `heading`: what stands above it, where a part of the box begins. `note`: that a colleague is away.
    """

    value: str
    kind: str
    name: str
    glyph: str = ""
    tone: str = ""
    initials: str = ""
    key: int = 0
    allowed: bool = True
    heading: str = ""
    note: str = ""


def statuses(actor: Actor, ticket: Ticket | None = None) -> Sequence[Choice]:
    """All enabled statuses; those that cannot follow a ticket's present one are marked, those its type does
    not use are left out."""
    flow = workflow()
    current, allowed = None, None
    if ticket is not None:
        current = ticket.status_id
        allowed = {s.pk for s in flow.next_for(actor, current, ticket.type_id)}
    return [
        Choice(
            s.code,
            "status",
            str(s.name),
            s.glyph,
            s.color,
            allowed=allowed is None or s.pk in allowed | {current},
        )
        for s in flow.statuses.values()
        if s.enabled and (ticket is None or s.pk == current or flow.fits(s, ticket.type_id))
    ]


def statuses_in_box(actor: Actor, ticket: Ticket) -> Sequence[Choice]:
    """For the box of a card: without what has a menu of its own (postponing, beginning again). What asks for
    more than a press leads to the form that asks."""
    by_code = workflow().by_code
    return [
        choice
        for choice in statuses(actor, ticket)
        if by_code[choice.value].state != State.POSTPONED
        and (ticket.is_open or by_code[choice.value].state not in OPEN_STATES)
    ]


def reasons_of(status: Status) -> list[str]:
    """The reasons a status offers, in the reader's language (FLOW-2)."""
    lines = status.reasons.text(get_language()).splitlines()
    return [line.strip() for line in lines if line.strip()]


def priorities() -> Sequence[Choice]:
    """Priorities, the most urgent first."""
    return [
        Choice(p.code, "priority", str(p.name), p.glyph)
        for p in catalogue().priorities.values()
        if not p.hidden
    ]


def assignees(actor: Actor, team_id: int | None = None) -> Sequence[Choice]:
    """Nobody, me, the teams, then everyone else, those of the ticket's team first."""
    people = staff()
    agents = sorted(people.active(), key=lambda a: (team_id not in a.team_ids, a.name))
    persons = [
        Choice(
            value_of(a), "person", a.name, initials=initials(a.name), key=a.id, note=away_words(away(a.id))
        )
        for a in agents
    ]
    teams = [Choice(f"team:{t.code}", "team", str(t.name)) for t in people.open_teams()]
    # Who held a ticket reads on (architecture, decision 22): said where it is handed over.
    of_teams = _("Teams; the present one keeps reading the ticket") if team_id else _("Teams")
    return [
        Choice("", "nobody", _("Nobody")),
        *(choice for choice in persons if choice.key == actor.agent_id),
        *_headed(teams, of_teams),
        *_headed([choice for choice in persons if choice.key != actor.agent_id], _("Employees")),
    ]


def named_assignees(actor: Actor) -> list[tuple[str, str]]:
    """The same as (value, words), for a plain list of choices."""
    return [(c.value, f"{c.name} ({c.note})" if c.note else c.name) for c in assignees(actor)]


def _headed(choices: Sequence[Choice], heading: str) -> Sequence[Choice]:
    return [replace(choices[0], heading=heading), *choices[1:]] if choices else choices


def services() -> list[tuple[str, list[tuple[str, str]]]]:
    """Services on offer under the name of their package, as (code, code and name)."""
    known = catalogue()
    groups: dict[str, list[tuple[str, str]]] = {}
    for service in known.offered_services():
        path = known.path_of(service)
        package = str(path[0].name) if len(path) > 1 else _("Other services")
        groups.setdefault(package, []).append((service.code, f"{service.code} {service.name}"))
    return list(groups.items())


def coded(rows: Mapping[int, TicketType] | Mapping[int, Priority]) -> list[tuple[str, str]]:
    """(code, name) of what is not hidden."""
    return [(row.code, str(row.name)) for row in rows.values() if not row.hidden]


def labels() -> list[tuple[str, str]]:
    """(code, name) of the categories that are offered."""
    return [(row.code, str(row.name)) for row in catalogue().categories.values() if not row.hidden]


def by_code(rows: Mapping[int, T], code: str) -> T | None:
    """The row with this code, if there is one."""
    return next((row for row in rows.values() if row.code == code), None)


def my_value(actor: Actor) -> str:
    """My own option in a box of assignees."""
    return value_of(staff().agents.get(actor.agent_id or 0))


def chosen_assignee(value: str) -> tuple[int | None, int | None]:
    """`agent:<uid>`, `team:<code>` or empty → (agent id, team id). `Invalid` for anything else."""
    people = staff()
    kind, _colon, key = value.partition(":")
    if not value:
        return None, None
    if kind == "agent":
        agent = next((a for a in people.agents.values() if a.uid == key), None)
        if agent is not None:
            return agent.id, None
    if kind == "team":
        team = next((t for t in people.teams.values() if t.code == key), None)
        if team is not None:
            return None, team.pk
    raise Invalid({"assignee": _("There is no such employee or team.")})


def other_mailboxes(ticket: Ticket) -> Sequence[tuple[str, str, str]]:
    """Where the ticket could go: name, address, team of every mailbox in use but its own."""
    teams = staff().teams
    return [
        (box.name, box.address, str(teams[box.team_id].name) if box.team_id else "")
        for box in catalogue().mailboxes()
        if box.pk != ticket.account_id
    ]

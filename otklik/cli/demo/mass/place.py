"""What a bulk load finds in the installation: ids by the names the conversations use."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from otklik.catalogue.queries import catalogue
from otklik.cli.demo.mass.life import StatusFacts
from otklik.cli.demo.staff import TEAMS
from otklik.cli.demo.words import Speaker
from otklik.organisation.queries import default_brand
from otklik.people.queries import staff
from otklik.tickets.enums import State, Turn
from otklik.tickets.queries.workflow import workflow


@dataclass(frozen=True, slots=True)
class Worker:
    """An employee who answers."""

    id: int
    name: str
    email: str

    @property
    def speaker(self) -> Speaker:
        """Whose sex decides about endings."""
        return Speaker(self.name, self.name.endswith(("а", "я")))


@dataclass(frozen=True)
class Place:
    """Ids by code; priorities with their level; teams with the people who work in them."""

    brand: int
    statuses: Mapping[str, StatusFacts]
    services: Mapping[str, int]
    types: Mapping[str, int]
    priorities: Mapping[str, tuple[int, int]]
    categories: Sequence[int]
    mailbox: int | None
    teams: Mapping[str, int]
    workers: Mapping[str, Sequence[Worker]]


def find() -> Place:
    """The place as it is now."""
    known, people = catalogue(), staff()
    teams = {team.code: team.pk for team in people.open_teams() if team.code in {cast.code for cast in TEAMS}}
    return Place(
        brand=default_brand().pk,
        statuses={
            status.code: StatusFacts(State(status.state), Turn(status.turn) if status.turn else None)
            for status in workflow().statuses.values()
        },
        services={row.code: row.pk for row in known.services.values()},
        types={row.code: row.pk for row in known.types.values()},
        priorities={row.code: (row.pk, row.level) for row in known.priorities.values()},
        categories=list(known.categories),
        mailbox=next((account.pk for account in known.mailboxes()), None),
        teams=teams,
        workers={
            code: [Worker(one.id, one.name, one.email) for one in people.members(pk)]
            for code, pk in teams.items()
        },
    )

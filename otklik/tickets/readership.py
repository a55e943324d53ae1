"""The rule of `access.visible_to` for many people and a few tickets at once: live events to every listener.

`visible_to` asks the database once per actor; with hundreds of people listening that is hundreds of queries
for every change. Here what decides is read once, in two queries, and compared in memory. A test holds both
forms of the rule against each other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field

from otklik.catalogue.queries import catalogue
from otklik.people.actor import Actor
from otklik.tickets.access import VIEW_ALL
from otklik.tickets.models import Ticket, TicketReader


@dataclass(frozen=True, slots=True)
class Readership:
    """Who may know of a ticket: its readers' ids, its company and site, whether clients are kept out."""

    number: str
    teams: frozenset[int]
    agents: frozenset[int]
    contacts: frozenset[int]
    company_id: int | None
    site_id: int | None
    internal: bool
    deleted: bool

    def includes(self, actor: Actor, *, even_deleted: bool = False) -> bool:
        """Whether `access.visible_to(actor)` holds the ticket; `even_deleted`: whether it did before."""
        if self.deleted and not even_deleted:
            return False
        if actor.has(VIEW_ALL):
            return True
        if actor.is_agent:
            return actor.agent_id in self.agents or not actor.team_ids.isdisjoint(self.teams)
        return actor.is_contact and not self.internal and self._is_of(actor)

    def _is_of(self, contact: Actor) -> bool:
        if contact.contact_id in self.contacts:
            return True
        return self.company_id in contact.companies or self.site_id in contact.sites


def readerships(ticket_ids: Collection[int]) -> dict[int, Readership]:
    """The readership of each of these tickets, as of now, in two queries. A purged ticket has none."""
    readers: dict[int, _Readers] = defaultdict(_Readers)
    rows = TicketReader.objects.filter(ticket_id__in=ticket_ids)
    for ticket, team, agent, contact in rows.values_list("ticket_id", "team_id", "agent_id", "contact_id"):
        found = readers[ticket]
        found.teams.add(team)
        found.agents.add(agent)
        found.contacts.add(contact)
    internal = {kind.pk for kind in catalogue().types.values() if kind.internal}
    tickets = Ticket.objects.filter(pk__in=ticket_ids)
    columns = ("pk", "number", "type_id", "company_id", "site_id", "deleted_at")
    return {
        pk: Readership(
            number=number,
            teams=_ids(readers[pk].teams),
            agents=_ids(readers[pk].agents),
            contacts=_ids(readers[pk].contacts),
            company_id=company,
            site_id=site,
            internal=type_id in internal,
            deleted=deleted_at is not None,
        )
        for pk, number, type_id, company, site, deleted_at in tickets.values_list(*columns)
    }


@dataclass
class _Readers:
    teams: set[int | None] = field(default_factory=set)
    agents: set[int | None] = field(default_factory=set)
    contacts: set[int | None] = field(default_factory=set)


def _ids(found: set[int | None]) -> frozenset[int]:
    return frozenset(pk for pk in found if pk is not None)

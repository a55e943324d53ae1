"""One ticket with everything around it, for tests that ask every operation."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import transaction

from otklik.api.document_parts import Node
from otklik.catalogue.commands import create_category
from otklik.core.actors import SYSTEM
from otklik.core.translated import translated
from otklik.tickets.commands import assign, observe
from otklik.tickets.models import MessageFile
from tests import make
from tests.api.program import program
from tests.clients.contracts import contract, period


@dataclass(frozen=True)
class World:
    """What the requests are about."""

    number: str
    message: str
    file: str
    contact: str
    company: str
    agent: str
    team: str
    client_file: str
    site: str
    asset: str
    contract: str
    period: str
    contract_file: str

    def references(self) -> Node:
        """Names of fields → values that lead to objects there are."""
        return {
            "service": "254001",
            "type": "incident",
            "priority": "high",
            "categories": ["paper"],
            "team": "it",
            "assignee": self.agent,
            "agent": self.agent,
            "observers": [self.agent],
            "mentions": [self.agent],
            "mailbox": "support",
            "contact": self.contact,
            "company": self.company,
            "site": self.site,
            "asset": self.asset,
            "payer": self.company,
            "companies": [self.company],
            "contract": self.contract,
            "manager_agent": self.agent,
            "services": ["254001"],
            "files": [],
            "cc": [],
            "status": "on_hold",
            "seen": self.message,
            "until": "2050-01-01T00:00:00Z",
        }


def world_of(people: make.Cast) -> World:
    """The client's ticket with a file, held by `people.agent`, answered, followed by the IT team."""
    make.service("254001", team=people.it)
    make.mailbox("support", team=people.it)
    create_category(SYSTEM, code="paper", name=translated(ru="Бумага", en="Paper"))
    ticket = make.ticket(people.client, files=[make.file(people.client)])
    assign(people.admin, ticket, agent_id=people.agent.agent_id, team_id=people.it.pk)
    reply = make.reply(people.agent, ticket)
    agreed = contract(people.company)
    observe(people.admin, ticket, team_id=people.it.pk)
    site = make.site(people.company)
    return World(
        number=ticket.number,
        message=str(reply.uid),
        file=str(MessageFile.objects.get().file.uid),
        contact=str(make.contact_of(people.client).uid),
        company=str(people.company.uid),
        agent=program(people.teammate).get("/me").body["uid"],
        team=str(people.it.uid),
        client_file=str(make.client_file(people.admin, people.company).uid),
        site=str(site.uid),
        asset=str(make.asset(people.company, site=site, serial="CM-1").uid),
        contract=str(agreed.uid),
        period=str(period(agreed, 0, 30).uid),
        contract_file=str(make.client_file(people.admin, agreed).uid),
    )


@contextmanager
def undone() -> Iterator[None]:
    """Whatever happens inside has not happened afterwards."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)

"""The rule of `visible_to` in memory and in the database: the same for everybody and every ticket."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from otklik.catalogue.models import TicketType
from otklik.core import small
from otklik.core.actors import Via
from otklik.people.actor import SYSTEM, anonymous
from otklik.tickets import commands
from otklik.tickets.access import visible_to
from otklik.tickets.models import Ticket
from otklik.tickets.readership import readerships
from tests import make

pytestmark = pytest.mark.django_db


def test_both_forms_of_the_rule_agree() -> None:
    people = make.cast()
    _tickets_of_every_sort(people)
    everybody = [
        people.agent, people.teammate, people.lead, people.outsider, people.dispatcher, people.admin,
        people.client, people.colleague, people.manager, people.stranger, SYSTEM,
        anonymous(Via.PORTAL), make.actor_of(make.employee("Без Группы")), make.client("Без Компании"),
    ]  # fmt: skip
    every = list(Ticket.objects.values_list("pk", flat=True))
    found = readerships(every)
    assert sorted(found) == sorted(every)
    for actor in everybody:
        in_memory = {pk for pk, readership in found.items() if readership.includes(actor)}
        assert in_memory == set(visible_to(actor).values_list("pk", flat=True)), actor.name


def test_deleted_tickets_are_those_one_could_see() -> None:
    people = make.cast()
    ticket = make.ticket(people.client, team=people.it)
    commands.delete_ticket(people.admin, ticket)
    readership = readerships([ticket.pk])[ticket.pk]
    assert not readership.includes(people.agent)
    assert readership.includes(people.agent, even_deleted=True)
    assert not readership.includes(people.outsider, even_deleted=True)


def test_it_costs_two_queries_however_many_tickets() -> None:
    people = make.cast()
    every = [make.ticket(people.client, team=people.it).pk for _ in range(5)]
    with small.one_version(), CaptureQueriesContext(connection) as queries:
        readerships(every)
    assert len([query for query in queries if "tickets_" in query["sql"]]) == 2
    assert readerships([10**9]) == {}


def _tickets_of_every_sort(people: make.Cast) -> None:
    make.ticket(people.client, team=people.it)
    make.ticket(people.colleague, team=people.hr)
    make.ticket(people.stranger)
    make.ticket(people.dispatcher, contact=make.contact_of(people.client), team=people.hr)
    make.ticket(people.client, assignee=people.agent)
    passed_on = make.ticket(people.client, team=people.it)
    commands.assign(people.dispatcher, passed_on, agent_id=None, team_id=people.hr.pk)
    commands.observe(
        people.dispatcher, make.ticket(people.stranger, team=people.hr), agent_id=people.agent.agent_id
    )
    commands.observe(people.dispatcher, make.ticket(people.stranger, team=people.hr), team_id=people.it.pk)
    make.note(people.outsider, make.ticket(people.stranger, team=people.hr), "@Пётр Орлов глянь")
    commands.delete_ticket(people.admin, make.ticket(people.client, team=people.it))
    internal = make.ticket(people.client, team=people.it)
    kind = TicketType.objects.create(code="inner", name={"en": "Internal"}, internal=True, position=99)
    Ticket.objects.filter(pk=internal.pk).update(type=kind)
    small.bump()

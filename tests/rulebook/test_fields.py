"""What rules can ask of a ticket's client, place and own fields."""

from __future__ import annotations

from otklik.automation.routing_shape import ROUTING_RULE
from otklik.fields.shapes import FIELD
from otklik.people.actor import SYSTEM
from otklik.people.commands import set_settings, set_up
from otklik.rules.matching import facts_of
from otklik.tickets import commands
from otklik.tickets.commands import Edit, Registration
from otklik.tickets.content import from_text
from otklik.tickets.models import Ticket
from tests import make
from tests.support.pages import text_of, visitor

OWN = {"room": "text", "cost": "number", "price": "money", "buyer": "agent"}


def test_whose_where_and_which_machine(people: make.Cast) -> None:
    """Asked at registration and, where it is wanted, when they change; a page finds each by its words."""
    site = make.site(people.company)
    machine = make.asset(people.company, site=site)
    contact = make.contact_of(people.client)
    for field, row in (("contact", contact), ("site", site), ("asset", machine)):
        asked = {"all": [{"field": field, "op": "one_of", "values": [str(row.uid)]}]}
        set_up(
            people.admin, ROUTING_RULE, {"name": {"ru": row.name}, "team": people.hr.pk, "condition": asked}
        )
        page = text_of(visitor(people.admin).get("/settings/routing"))
        assert row.name in page
        found = text_of(visitor(people.admin).get(f"/desk/clients/options/{field}", {"q": row.name[:5]}))
        assert str(row.uid) in found
    set_settings(people.admin, {"routing.on_change": True})
    assert make.ticket(people.client).team == people.hr
    other = make.ticket(people.colleague)
    assert other.team == people.front
    commands.edit(people.dispatcher, other, Edit(asset=machine))
    assert Ticket.objects.get(pk=other.pk).team == people.hr
    what = Registration("Кофе", from_text("Нет"), contact=make.contact_of(people.colleague), site=site)
    assert commands.register(SYSTEM, what).team == people.hr


def test_own_fields_of_words_and_numbers(people: make.Cast) -> None:
    """Words in any form, numbers and amounts without their fraction, employees by uid."""
    for key, kind in OWN.items():
        values = {"owner": "ticket", "key": key, "kind": kind, "name": {"ru": key}}
        set_up(people.admin, FIELD, {**values, "currency": "RUB"} if kind == "money" else values)
    ticket = make.ticket(people.client)
    buyer = str(make.agent_of(people.lead).uid)
    given: dict[str, object] = {
        "room": "Красные кабинеты",
        "cost": "12,5",
        "price": "1999,90",
        "buyer": buyer,
    }
    commands.edit(SYSTEM, ticket, Edit(fields=given))
    facts = facts_of(Ticket.objects.get(pk=ticket.pk))
    assert (facts["field.cost"], facts["field.price"], facts["field.buyer"]) == (12, 1999, buyer)
    asked = [
        {"field": "field.room", "op": "one_of", "values": ["красный кабинет"]},
        {"field": "field.cost", "op": "between", "values": [10, 12]},
    ]
    set_up(
        people.admin,
        ROUTING_RULE,
        {"name": {"ru": "Дорого"}, "team": people.hr.pk, "condition": {"all": asked}},
    )
    what = Registration(
        "Ремонт", from_text("Сломан"), contact=make.contact_of(people.client), fields={**given, "cost": "10"}
    )
    assert commands.register(people.dispatcher, what).team == people.hr

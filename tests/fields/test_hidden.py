"""A field that is for some roles only: wherever its value could be read, everybody else reads that there is
no access, or nothing at all."""

from __future__ import annotations

import pytest

from otklik.clients.commands import give_fields
from otklik.core import worker
from otklik.people.actor import Actor
from otklik.people.models import Role
from otklik.tickets import commands
from otklik.tickets.commands import Edit
from otklik.tickets.models import Ticket
from tests import make
from tests.api.program import program
from tests.fields.made import field
from tests.support.pages import ids, rows_of, text_of, visitor, words_of

SECRET = "тайна"
LIST = "/desk/tickets?view=all"


@pytest.fixture
def ticket(people: make.Cast) -> Ticket:
    """With a value for leads alone, filterable and a column; its company has one, too."""
    lead = Role.objects.get(code="lead").pk
    field(people.admin, "secret", roles=[lead], filterable=True, in_list=True)
    field(people.admin, "secret", owner="company", roles=[lead], filterable=True)
    worker.drain()
    found = make.ticket(people.client, "Касса", team=people.it)
    commands.edit(people.lead, found, Edit(fields={"secret": SECRET}))
    give_fields(people.lead, people.company, {"secret": SECRET})
    return found


def test_pages(people: make.Cast, ticket: Ticket) -> None:
    """Card, history and forms: who may see it does, a colleague of the same team reads "no access", a client
    not even that there is such a field."""
    card, edit = f"/desk/tickets/{ticket.number}", f"/desk/tickets/{ticket.number}/fields"
    assert words_of(visitor(people.lead).get(card)).count(SECRET) >= 2  # on the card and in its history
    assert 'name="field.secret"' in text_of(visitor(people.lead).get(edit))
    page = visitor(people.agent)
    shown = words_of(page.get(card))
    assert (SECRET in shown, "нет доступа" in shown, "Поле secret" in shown) == (False, True, True)
    assert 'name="field.secret"' not in text_of(page.get(card)) + text_of(page.get(edit))
    assert 'name="field.secret"' not in text_of(page.get("/desk/tickets/new"))
    request = words_of(visitor(people.client).get(f"/requests/{ticket.number}"))
    assert (SECRET in request, "secret" in request) == (False, False)


def test_lists(people: make.Cast, ticket: Ticket) -> None:
    """No filter, no column, and an address typed by hand finds nothing, in whatever order people ask."""
    wanted = f"{LIST}&field.secret={SECRET}"
    for _turn in range(2):  # what one of them has had prepared is not the other's
        assert rows_of(visitor(people.lead).get(wanted)) == [ticket.number]
        assert rows_of(visitor(people.agent).get(wanted)) == []
        assert rows_of(visitor(people.agent).get(f"{LIST}&field.secret=none")) == []
    boxes = LIST.replace("tickets?", "tickets/filter?")
    assert "flt-field.secret" in ids(visitor(people.lead).get(boxes))
    assert "flt-field.secret" not in ids(visitor(people.agent).get(boxes))
    page = visitor(people.agent)
    page.post("/desk/tickets/columns", {"column": ["subject", "status", "field.secret"]})
    shown = text_of(page.get(f"{LIST}&sort=field.secret"))
    assert (SECRET in shown, "field.secret" in shown) == (False, False)


def test_programs(people: make.Cast, ticket: Ticket) -> None:
    """The API: neither the value, nor its changes, nor a filter."""
    path = f"/tickets/{ticket.number}"
    assert program(people.lead).get(path).body["fields"] == {"secret": SECRET}
    assert program(people.lead).get(f"/tickets?field.secret={SECRET}").body["items"] != []
    api = program(people.agent)
    assert api.get(path).body["fields"] == {}
    assert SECRET not in str(api.get(f"{path}/events").body)
    assert SECRET in str(program(people.lead).get(f"{path}/events").body)
    assert api.get(f"/tickets?field.secret={SECRET}").status == 422
    assert api.get(f"/companies?field.secret={SECRET}").status == 422
    assert api.patch(path, {"fields": {"secret": "1"}}).status == 422
    assert Ticket.objects.get(pk=ticket.pk).custom == {"secret": SECRET}


def test_tables(people: make.Cast, ticket: Ticket) -> None:
    """What is taken out of the desk has no such column."""
    address = "/desk/clients/tables/companies.csv"
    has_it = [SECRET in _table(reader, address) for reader in (people.lead, people.dispatcher, people.agent)]
    assert has_it == [True, False, False]


def _table(reader: Actor, address: str) -> str:
    answer = visitor(reader).get(address)
    return b"".join(getattr(answer, "streaming_content", [b""])).decode()

"""Lists of clients narrowed by custom fields: on pages, in tables that are taken out."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from otklik.clients.commands import give_fields
from otklik.clients.models import Asset, Company, Contact, Contract, Site
from otklik.core import worker
from otklik.people.models import Role
from tests import make
from tests.clients.contracts import contract
from tests.fields.made import field, option
from tests.support.pages import text_of, visitor, words_of

LISTS = {
    "company": "desk-companies",
    "contact": "desk-contacts",
    "site": "desk-sites",
    "asset": "desk-assets",
    "contract": "desk-contracts",
}
KINDS = {"company": "companies", **{one: f"{one}s" for one in ("contact", "site", "asset", "contract")}}


@pytest.mark.parametrize("owner", LISTS)
def test_a_list_is_narrowed(people: make.Cast, owner: str) -> None:
    """Each filter is a part of the same questions; boxes open at a press, chips say what is chosen; the file
    holds the same; a field that is not theirs to see is not offered and finds nothing."""
    fits, other = _two(people, owner)
    lead = Role.objects.get(code="lead").pk
    room = field(people.admin, "room", "list", owner=owner, filterable=True)
    option(people.admin, room, "a")
    option(people.admin, room, "b")
    field(people.admin, "floor", "number", owner=owner, filterable=True)
    field(people.admin, "secret", owner=owner, filterable=True, roles=[lead])
    worker.drain()
    give_fields(people.admin, fits, {"room": "a", "floor": "3", "secret": "тайна"})
    give_fields(people.admin, other, {"room": "b", "floor": "9"})
    page, address = visitor(people.dispatcher), reverse(LISTS[owner])
    names = (_called(fits), _called(other))

    def shown(query: str) -> tuple[bool, bool]:
        words = words_of(page.get(f"{address}?{query}")).partition("Найти")[2]
        return names[0] in words, names[1] in words

    assert shown("") == (True, True)
    assert shown("field.room=a&field.floor.from=&field.floor.to=") == (True, False)
    assert shown("field.floor.from=2&field.floor.to=5") == (True, False)
    assert shown("field.room=none") == shown("field.secret=тайна") == (False, False)
    closed, opened = (text_of(page.get(f"{address}?field.room=a{more}")) for more in ("", "&filters=1"))
    assert ("Поле room: <b>Вариант a" in closed, "<select" in closed.partition('id="flt-')[2]) == (
        True,
        False,
    )
    assert 'name="field.room" value="a"' in closed
    assert ('value="a" selected' in opened, "field.floor.from" in opened) == (True, True)
    assert "Поле secret" not in opened
    assert "Поле secret" in text_of(visitor(people.admin).get(f"{address}?filters=1"))
    plain, narrowed = (_queries(page, f"{address}?{query}") for query in ("", "field.room=a&field.floor=3"))
    assert plain == narrowed
    answer = page.get(f"/desk/clients/tables/{KINDS[owner]}.csv?field.room=a")
    table = answer.getvalue().decode()
    assert (names[0] in table, names[1] in table) == (True, False)


def test_contacts_by_page_and_company(people: make.Cast) -> None:
    """The list of all contacts goes on by pages, and can be of one company."""
    everyone = reverse("desk-contacts")
    page = visitor(people.dispatcher)
    stranger = make.contact("Яна Чужая", people.other_company)
    mine = words_of(page.get(f"{everyone}?company={people.company.uid}"))
    assert (make.contact_of(people.client).name in mine, stranger.name in mine) == (True, False)
    assert stranger.name in words_of(page.get(everyone))
    assert stranger.name not in words_of(visitor(people.outsider).get(everyone))


def _two(people: make.Cast, owner: str) -> tuple[Company | Contact | Site | Asset | Contract, ...]:
    if owner == "company":
        return people.company, people.other_company
    if owner == "contact":
        return make.contact_of(people.client), make.contact_of(people.stranger)
    if owner == "site":
        return make.site(people.company, "Кофейня", ""), make.site(people.other_company, "Булочная", "")
    if owner == "asset":
        return make.asset(people.company, "Касса"), make.asset(people.other_company, "Весы")
    return contract(people.company, "К-77"), contract(people.other_company, "Д-88")


def _called(row: Company | Contact | Site | Asset | Contract) -> str:
    return row.number if isinstance(row, Contract) else row.name


def _queries(page: Client, address: str) -> int:
    page.get(address)
    with CaptureQueriesContext(connection) as caught:
        assert page.get(address).status_code == 200
    return len(caught)

"""Lists of clients narrowed by custom fields: on pages, in tables that are taken out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from otklik.clients.commands import give_fields
from otklik.clients.commands.fields import Owned
from otklik.core import worker
from otklik.people.actor import Actor
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
    fits.give({"room": "a", "floor": "3", "secret": "тайна"})
    other.give({"room": "b", "floor": "9"})
    page, address = visitor(people.dispatcher), reverse(LISTS[owner])
    names = (fits.name, other.name)

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


@dataclass(frozen=True)
class _Row:
    """What it is called in its list, and how it is given values."""

    name: str
    give: Callable[[Mapping[str, object]], object]


def _two(people: make.Cast, owner: str) -> tuple[_Row, _Row]:
    admin, mine, theirs = people.admin, people.company, people.other_company
    if owner == "company":
        return _row(admin, mine, mine.name), _row(admin, theirs, theirs.name)
    if owner == "contact":
        one, other = make.contact_of(people.client), make.contact_of(people.stranger)
        return _row(admin, one, one.name), _row(admin, other, other.name)
    if owner == "site":
        cafe, bakery = make.site(mine, "Кофейня", ""), make.site(theirs, "Булочная", "")
        return _row(admin, cafe, cafe.name), _row(admin, bakery, bakery.name)
    if owner == "asset":
        till, scales = make.asset(mine, "Касса"), make.asset(theirs, "Весы")
        return _row(admin, till, till.name), _row(admin, scales, scales.name)
    return _row(admin, contract(mine, "К-77"), "К-77"), _row(admin, contract(theirs, "Д-88"), "Д-88")


def _row(by: Actor, row: Owned, name: str) -> _Row:
    return _Row(name, partial(give_fields, by, row))


def _queries(page: Client, address: str) -> int:
    page.get(address)
    with CaptureQueriesContext(connection) as caught:
        assert page.get(address).status_code == 200
    return len(caught)

"""Custom fields as columns of the lists of clients."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from otklik.clients.commands import AssetSpec, create_asset, give_fields
from otklik.people.models import Role
from tests import make
from tests.clients.contracts import contract
from tests.fields.made import field
from tests.support.pages import text_of, visitor

LISTS = {
    "company": "/desk/clients/",
    "contact": "/desk/clients/?q=Иван",
    "site": "/desk/clients/sites",
    "asset": "/desk/clients/assets",
    "contract": "/desk/clients/contracts",
}


@pytest.mark.parametrize("owner", LISTS)
def test_shown_to_whoever_may_see_them(people: make.Cast, owner: str) -> None:
    """In the list of their kind alone, escaped, at no query more; fields that are no column stay away."""
    page = visitor(people.dispatcher)
    give = _maker(people, owner)
    plain = _queries(page, LISTS[owner])
    lead = Role.objects.get(code="lead").pk
    field(people.admin, "price", "money", owner=owner, in_list=True)
    field(people.admin, "note", owner=owner, in_list=True)
    field(people.admin, "secret", owner=owner, in_list=True, roles=[lead])
    field(people.admin, "inner", owner=owner)
    values = {"price": "1500", "note": "<b>важно</b>", "secret": "тайна", "inner": "внутри"}
    give(values)
    assert _queries(page, LISTS[owner]) == plain
    shown = text_of(page.get(LISTS[owner])).replace("\u00a0", " ")
    words = ("1 500 ₽", "&lt;b&gt;важно", "тайна", "Поле secret", "внутри")
    assert [one in shown for one in words] == [True, True, False, False, False]
    assert "тайна" in text_of(visitor(people.admin).get(LISTS[owner]))


def _maker(people: make.Cast, owner: str) -> Callable[[Mapping[str, object]], object]:
    """Makes one of these where there is none; what comes back gives it values."""
    admin = people.admin
    if owner == "company":
        return partial(give_fields, admin, people.company)
    if owner == "contact":
        return partial(give_fields, admin, make.contact_of(people.client))
    if owner == "site":
        return partial(give_fields, admin, make.site(people.company))
    if owner == "asset":
        return partial(give_fields, admin, create_asset(admin, AssetSpec(people.company, "Касса")))
    return partial(give_fields, admin, contract(people.company))


def _queries(page: Client, address: str) -> int:
    for _visit in range(2):
        page.get(address)
    with CaptureQueriesContext(connection) as caught:
        assert page.get(address).status_code == 200
    return len(caught)

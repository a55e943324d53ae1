"""Lists: whom they show what, filters, pages by cursor."""

from __future__ import annotations

from datetime import timedelta

import pytest

from otklik.catalogue.commands import create_category
from otklik.catalogue.queries import catalogue
from otklik.core.actors import SYSTEM
from otklik.core.translated import translated
from otklik.tickets.commands import set_status
from otklik.tickets.models import Ticket
from tests import make
from tests.api.program import Program, program
from tests.support.fixtures import FrozenClock

pytestmark = pytest.mark.django_db


def test_everybody_lists_what_they_may_see(people: make.Cast) -> None:
    of_it = make.ticket(people.client, team=people.it)
    of_hr = make.ticket(people.stranger, team=people.hr)
    of_colleague = make.ticket(people.colleague)
    internal = make.ticket(people.agent, team=people.it)
    Ticket.objects.filter(pk=internal.pk).update(
        type_id=_type("internal"), contact_id=people.client.contact_id
    )
    shown = {
        "agent": {of_it, internal},
        "outsider": {of_hr},
        "dispatcher": {of_it, of_hr, of_colleague, internal},
        "client": {of_it},
        "colleague": {of_colleague},
        "manager": {of_it, of_colleague},
        "stranger": {of_hr},
    }
    for who, tickets in shown.items():
        items = program(getattr(people, who)).get("/tickets").body["items"]
        assert {item["number"] for item in items} == {ticket.number for ticket in tickets}, who


def test_filters_narrow_the_list(people: make.Cast, frozen_clock: FrozenClock) -> None:
    service = make.service("254001", team=people.it)
    old = make.ticket(people.client, service=service)
    frozen_clock.move(timedelta(days=1))
    new = make.ticket(people.stranger, team=people.hr)
    mine = make.ticket(people.colleague, assignee=people.dispatcher)
    set_status(people.admin, new, "resolved")
    agent = program(people.dispatcher)
    uid = agent.get("/me").body["uid"]
    day = frozen_clock.now.isoformat()
    expected: list[tuple[dict[str, str | int], set[Ticket]]] = [
        ({}, {old, new, mine}),
        ({"state": "resolved"}, {new}),
        ({"state": "new,open"}, {old, mine}),
        ({"status": "assigned"}, {old, mine}),
        ({"status": "assigned,resolved"}, {old, new, mine}),
        ({"team": "it"}, {old}),
        ({"team": "front"}, {mine}),
        ({"assignee": "me"}, {mine}),
        ({"assignee": "none"}, {old, new}),
        ({"assignee": uid}, {mine}),
        ({"contact": str(make.contact_of(people.client).uid)}, {old}),
        ({"company": str(people.company.uid)}, {old, mine}),
        ({"service": "254001"}, {old}),
        ({"service": "none"}, {new, mine}),
        ({"type": "request"}, {old, new, mine}),
        ({"type": "incident"}, set()),
        ({"priority": "normal,high"}, {old, new, mine}),
        ({"number": new.number.lower()}, {new}),
        ({"number": "INC0"}, set()),
        ({"created_since": day}, {new, mine}),
        ({"updated_since": day, "company": str(people.company.uid)}, {mine}),
        ({"view": "mine"}, {mine}),
        ({"view": "archive"}, {old, new, mine}),
        ({"view": "unassigned", "team": "it"}, {old}),
    ]
    for query, tickets in expected:
        answer = agent.get("/tickets", **query)
        assert answer.status == 200, (query, answer.body)
        assert {item["number"] for item in answer.body["items"]} == {t.number for t in tickets}, query


@pytest.mark.parametrize(
    "query",
    [
        {"state": "nothing"},
        {"state": "open,nothing"},
        {"status": "nothing"},
        {"team": "nothing"},
        {"type": "nothing"},
        {"service": "nothing"},
        {"priority": "nothing"},
        {"view": "nothing"},
        {"assignee": "nobody"},
        {"contact": "5"},
        {"created_since": "yesterday"},
        {"created_since": "2026-11-20T10:00:00"},
        {"updated_since": "9999-12-31T23:59:59-12:00"},
        {"sort": "subject"},
        {"limit": "0"},
        {"limit": "101"},
        {"limit": "many"},
        {"number": "a\x00b"},
        {"strange": "1"},
    ],
)
def test_a_filter_that_names_nothing_is_refused(people: make.Cast, query: dict[str, str]) -> None:
    answer = program(people.dispatcher).get("/tickets", **query)
    assert answer.problem == "invalid"
    assert list(answer.body["errors"]) == list(query)


@pytest.mark.parametrize("query", [{"assignee": "me"}, {"team": "it"}, {"view": "all"}])
def test_a_client_does_not_filter_by_what_is_ours(people: make.Cast, query: dict[str, str]) -> None:
    assert program(people.client).get("/tickets", **query).problem == "denied"


@pytest.mark.parametrize("sort", ["created", "-created", "updated", "-updated"])
def test_pages_follow_one_another_without_gap_or_double(
    people: make.Cast, frozen_clock: FrozenClock, sort: str
) -> None:
    numbers = []
    for _n in range(7):
        numbers.append(make.ticket(people.client).number)
        if len(numbers) % 3 == 0:  # some share a moment
            frozen_clock.move(timedelta(minutes=1))
    seen = _all_pages(program(people.client), f"/tickets?limit=3&sort={sort}&state=open")
    assert [len(page) for page in seen] == [3, 3, 1]
    found = [item["number"] for page in seen for item in page]
    assert found == (numbers[::-1] if sort.startswith("-") else numbers)


def test_a_page_stays_where_it_was_when_new_tickets_come(people: make.Cast) -> None:
    numbers = [make.ticket(people.client).number for _n in range(4)]
    asking = program(people.client)
    first = asking.get("/tickets", limit=2)
    assert first.headers["Link"] == f'<{first.body["next"]}>; rel="next"'
    make.ticket(people.client)
    second = asking.get(first.body["next"])
    assert [item["number"] for item in second.body["items"]] == numbers[1::-1]
    assert second.body["next"] is None
    assert "Link" not in second.headers


def test_every_small_list_has_pages_too(people: make.Cast) -> None:
    make.service("1"), make.service("2")
    for code in ("a", "b"):
        create_category(SYSTEM, code=code, name=translated(ru=code, en=code))
    make.mailbox("one"), make.mailbox("two")
    asking = program(people.admin)
    for path in (
        "/services", "/types", "/categories", "/priorities", "/statuses", "/mailboxes", "/views", "/agents",
        "/teams", "/roles", "/contacts", "/companies",
    ):  # fmt: skip
        whole = asking.get(f"{path}?limit=100").body["items"]
        assert len(whole) > 1, path
        pages = _all_pages(asking, f"{path}?limit=1")
        assert [item for page in pages for item in page] == whole, path


def _all_pages(asking: Program, address: str | None) -> list[list[dict[str, object]]]:
    pages = []
    while address is not None:
        answer = asking.get(address)
        assert answer.status == 200, answer.body
        pages.append(answer.body["items"])
        address = answer.body["next"]
    return pages


def _type(code: str) -> int:
    return next(row.pk for row in catalogue().types.values() if row.code == code)

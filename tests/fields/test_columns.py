"""Columns of the ticket list: everybody's own choice and order; no query more for custom ones."""

from __future__ import annotations

import cProfile
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from otklik.core import worker
from otklik.fields.queries import condition
from otklik.people.models import Role
from otklik.tickets import commands
from otklik.tickets.columns import DELIVERED
from otklik.tickets.commands import Edit
from otklik.tickets.models import Ticket
from tests import make
from tests.fields.made import field, option
from tests.support.pages import text_of, visitor

LIST = "/desk/tickets?view=all"
CHOOSE = "/desk/tickets/columns"


def heads(page: Client) -> list[str]:
    table = text_of(page.get(LIST)).partition("<thead>")[2].partition("</thead>")[0]
    return [re.sub("<[^>]+>", "", head).strip() for head in re.findall(r"<th .*?</th>", table, re.S)][1:]


def test_chosen_and_ordered(people: make.Cast) -> None:
    """Kept with the account, for nobody else; one step to a side; the delivered ones come back."""
    field(people.admin, "room", in_list=True)
    ticket = make.ticket(people.client, team=people.it)
    commands.edit(people.agent, ticket, Edit(fields={"room": "<b>312</b>"}))
    page = visitor(people.agent)
    usual = heads(page)
    assert len(usual) == len(DELIVERED)
    sent = {"column": ["number", "subject", "field.room", "team", "nothing"], "back": "view=all"}
    answer = page.post(CHOOSE, sent)
    assert (answer.status_code, answer.headers["Location"]) == (302, LIST)
    assert heads(page) == ["№", "Тема", "Поле room", "Группа"]
    shown = text_of(page.get(LIST))
    assert "&lt;b&gt;312&lt;/b&gt;" in shown
    assert "<b>312</b>" not in shown
    assert f'id="row-{ticket.number}"' in text_of(
        page.get(f"/desk/tickets/rows?view=all&numbers={ticket.number}")
    )
    page.post(CHOOSE, {**sent, "up": "field.room"})
    assert heads(page) == ["№", "Поле room", "Тема", "Группа"]
    assert heads(visitor(people.teammate)) == usual
    page.post(CHOOSE, {"reset": "1"})
    assert heads(page) == usual


def test_a_column_nobody_may_see_is_gone(people: make.Cast) -> None:
    lead = Role.objects.get(code="lead")
    field(people.admin, "secret", in_list=True, roles=[lead.pk])
    ticket = make.ticket(people.client, team=people.it)
    commands.edit(people.lead, ticket, Edit(fields={"secret": "тайна"}))
    page = visitor(people.agent)
    page.post(CHOOSE, {"column": ["subject", "client", "field.secret"]})
    shown = text_of(page.get(LIST))
    assert "тайна" not in shown
    assert "Поле secret" not in shown
    page = visitor(people.lead)
    page.post(CHOOSE, {"column": ["subject", "client", "field.secret"]})
    assert "тайна" in text_of(page.get(LIST))


def test_ten_columns_cost_no_query_and_a_filter_one_part_of_one(people: make.Cast) -> None:
    """Ten fields shown and two filtered: the same questions as without, with two semi-joins."""
    kinds = ["text", "number", "money", "date", "list", "flag", "link", "agent", "multi", "company"]
    for kind in kinds:
        made = field(people.admin, f"f-{kind}", kind, in_list=True, filterable=True)
        if kind in ("list", "multi"):
            option(people.admin, made, "a")
    worker.drain()
    values = {"f-text": "слово", "f-number": "1.5", "f-money": "10", "f-date": "2026-11-20", "f-list": "a"}
    more = {"f-flag": True, "f-link": "https://a.example", "f-multi": ["a"]}
    for n in range(5):
        ticket = make.ticket(people.client, f"Тема {n}", team=people.it)
        commands.edit(people.admin, ticket, Edit(fields={**values, **more, "f-company": "ООО «Альфа»"}))
    page = visitor(people.agent)
    page.get(LIST)
    plain = asked(page, LIST)
    page.post(CHOOSE, {"column": [*DELIVERED, *(f"field.f-{kind}" for kind in kinds)]})
    page.get(LIST)
    assert len(asked(page, LIST)) == len(plain)
    narrowed = f"{LIST}&field.f-list=a&field.f-number=1..2"
    page.get(narrowed)  # its numbers are kept for some seconds
    filtered = asked(page, narrowed)
    assert len(filtered) == len(plain)
    rows = next(sql for sql in filtered if "tickets_ticket" in sql and "ORDER BY" in sql and "LIMIT" in sql)
    assert rows.count("fields_fieldindex") >= 2
    assert rows.count("EXISTS") - _without_fields(plain) == 2
    assert "АЛЬФА" in text_of(page.get(LIST)).upper()


def test_ten_columns_stay_within_a_quarter(people: make.Cast) -> None:
    """Calls of Python functions for a page, which do not depend on the machine's load (decision 0013)."""
    kinds = ["text", "number", "money", "date", "list", "flag", "link", "agent", "multi", "company"]
    values: dict[str, object] = {
        "f-text": "слово", "f-number": "1.5", "f-money": "10", "f-date": "2026-11-20", "f-list": "a",
        "f-flag": True, "f-link": "https://a.example", "f-multi": ["a"], "f-company": "ООО «Альфа»",
        "f-agent": "Елена Белова",
    }  # fmt: skip
    for kind in kinds:
        made = field(people.admin, f"f-{kind}", kind, in_list=True)
        if kind in ("list", "multi"):
            option(people.admin, made, "a")
    for n in range(25):
        ticket = make.ticket(people.client, f"Тема {n}", team=people.it)
        commands.edit(people.admin, ticket, Edit(fields=values))
    page = visitor(people.agent)
    plain = calls(page)
    page.post(CHOOSE, {"column": [*DELIVERED, *(f"field.f-{kind}" for kind in kinds)]})
    now = calls(page)
    assert now <= plain * 1.25


def calls(page: Client) -> int:
    """What a page costs when everything is in memory that is kept there."""
    for _visit in range(2):
        page.get(LIST)
    profile = cProfile.Profile()
    profile.runcall(page.get, LIST)
    return sum(entry.callcount for entry in profile.getstats())


@pytest.mark.sqlite_only
def test_filters_are_answered_by_indexes(people: make.Cast) -> None:
    """The open tickets are walked in the list's own order, and each is held against the index of the field by
    all three of its columns: no ticket and no key is scanned for."""
    field(people.admin, "note", filterable=True)
    field(people.admin, "size", "number", filterable=True)
    worker.drain()
    where = condition(people.admin, "ticket", {"note": "слово", "size": "1..2"})
    rows = Ticket.objects.filter(where, is_open=True, deleted_at__isnull=True)
    plan = rows.order_by("rank", "-priority_level", "due_sort", "id").values_list("pk")[:50].explain()
    assert "SCAN tickets_ticket USING INDEX ticket_urgent" in plan
    assert "field_by_text (field_id=? AND key_text=? AND owner_id=?)" in plan
    assert "SEARCH" in plan.partition("field_by_number")[0].splitlines()[-1]
    assert "TEMP B-TREE" not in plan
    assert not re.search(r"SCAN (U\d|fields_fieldindex)", plan)


def asked(page: Client, address: str) -> list[str]:
    with CaptureQueriesContext(
        connection,
    ) as caught:
        assert page.get(address).status_code == 200
    return [query["sql"] for query in caught.captured_queries]


def _without_fields(plain: list[str]) -> int:
    rows = next(sql for sql in plain if "tickets_ticket" in sql and "ORDER BY" in sql and "LIMIT" in sql)
    return rows.count("EXISTS")

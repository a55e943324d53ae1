"""The list of tickets as a file: what the list shows, no more and no less, evaluated by nobody."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.test import Client
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from otklik.catalogue.models import Priority
from otklik.core import clock
from otklik.tickets import commands
from otklik.tickets.commands import ViewValues
from otklik.tickets.models import Ticket
from otklik.tickets.queries import listing
from tests import make
from tests.fields.made import field
from tests.support.pages import visitor
from tests.support.writes import recorded

LAST_DAY = datetime.combine(date(2026, 12, 31), time())
Cells = list[tuple[object, ...]]


def _taken(client: Client, form: str, query: str) -> bytes:
    answer = client.get(f"/desk/tickets/table.{form}{query}")
    assert (answer.status_code, answer.streaming) == (200, True)
    return answer.getvalue()


def _opened(client: Client, query: str) -> Worksheet:
    page = load_workbook(io.BytesIO(_taken(client, "xlsx", query))).active
    assert isinstance(page, Worksheet)
    return page


def _sheet(client: Client, query: str = "") -> Cells:
    return list(_opened(client, query).iter_rows(values_only=True))


def _numbers(cells: Cells) -> list[object]:
    return [row[0] for row in cells[1:]]


@pytest.fixture
def three(people: make.Cast) -> list[Ticket]:
    """Two of one team, one of another."""
    return [
        make.ticket(people.client, "=СУММ(A1)", team=people.it),
        make.ticket(people.client, "Тема", team=people.it),
        make.ticket(people.stranger, "Чужая", team=people.hr),
    ]


@pytest.fixture
def urgent(people: make.Cast, three: list[Ticket]) -> Ticket:
    """The second of them."""
    commands.edit(people.admin, three[1], commands.Edit(priority=Priority.objects.get(code="high")))
    return three[1]


def test_what_the_list_shows(people: make.Cast, three: list[Ticket]) -> None:
    """The reader's columns; the client is two; moments are moments, in the reader's zone."""
    cells = _sheet(visitor(people.agent), "?view=all&sort=created")
    heads = "№ Тема Компания Контакт Статус Ответственный Решить_до Обновлена"
    assert cells[0] == tuple(head.replace("_", " ") for head in heads.split())
    assert _numbers(cells) == [three[1].number, three[0].number]
    row = cells[1]
    assert row[2:5] == ("ООО «Альфа»", "Иван Клиентов", "Назначена")
    moscow = three[1].updated_at.astimezone(UTC).replace(tzinfo=None, microsecond=0) + timedelta(hours=3)
    assert row[7] == moscow


def test_nothing_is_evaluated(people: make.Cast, three: list[Ticket]) -> None:
    client = visitor(people.agent)
    subjects = {cell.value: cell for cell in _opened(client, "?view=all")["B"]}
    assert (subjects["=СУММ(A1)"].data_type, subjects["=СУММ(A1)"].quotePrefix) == ("s", True)
    text = _taken(client, "csv", "?view=all").decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text), delimiter=";"))
    assert "'=СУММ(A1)" in [row[1] for row in rows]


def test_filters_order_and_access_are_the_lists(
    people: make.Cast, three: list[Ticket], urgent: Ticket
) -> None:
    assert _numbers(_sheet(visitor(people.agent), "?view=all&priority=high")) == [urgent.number]
    assert set(_numbers(_sheet(visitor(people.outsider), "?view=all"))) == {three[2].number}
    assert len(_numbers(_sheet(visitor(people.admin), "?view=all"))) == 3
    assert visitor(people.client).get("/desk/tickets/table.xlsx").status_code in (302, 403)
    assert visitor(people.agent).get("/desk/tickets/table.pdf").status_code == 404


def test_own_columns_hold_numbers_days_and_sums(people: make.Cast, three: list[Ticket]) -> None:
    for key, kind in (("amount", "number"), ("day", "date"), ("sum", "money")):
        field(people.admin, key, kind, in_list=True)
    values = {"amount": "12.5", "day": "2026-12-31", "sum": {"amount": 123450, "currency": "RUB"}}
    Ticket.objects.filter(pk=three[0].pk).update(custom=values)
    columns = ("subject", "field.amount", "field.day", "field.sum")
    view = commands.save_view(people.agent, ViewValues({"ru": "Суммы"}, "all", {}, columns=columns))
    heads, *rows = _sheet(visitor(people.agent), f"?view={view.uid}")
    assert heads == ("Тема", "Поле amount", "Поле day", "Поле sum, ₽")
    assert next(row for row in rows if row[0] == "=СУММ(A1)")[1:] == (12.5, LAST_DAY, 1234.5)
    assert next(row for row in rows if row[0] == "Тема")[1:] == (None, None, None)


def test_the_whole_list_in_pieces(people: make.Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the page, none twice though one is changed between two pieces, and told in the audit log."""
    monkeypatch.setattr(listing, "WHOLE_AT_ONCE", 2)
    tickets = [make.ticket(people.client, f"Тема {number}", team=people.it) for number in range(5)]
    query = listing.ListQuery(view="all", sort="updated")
    rows = listing.whole_list(people.agent, query)
    seen = [next(rows).number, next(rows).number]
    Ticket.objects.filter(number=seen[0]).update(updated_at=clock.now() - timedelta(days=9))
    seen += [row.number for row in rows]
    assert sorted(seen) == sorted(ticket.number for ticket in tickets)
    with recorded() as events:
        _sheet(visitor(people.agent), "?view=all&assignee=none")
    told = {"kind": "tickets", "form": "xlsx", "rows": 5, "filters": ["assignee"]}
    assert [(event.kind, event.data) for event in events] == [("export.taken", told)]

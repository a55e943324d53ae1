"""Custom fields on pages of employees: the filter's boxes and chips, the settings' form."""

from __future__ import annotations

import pytest

from otklik.core import worker
from otklik.tickets import commands
from otklik.tickets.commands import Edit
from otklik.tickets.queries.filtering import filters_from
from tests import make
from tests.fields.made import field, option
from tests.support.pages import rows_of, text_of, visitor, words_of

LIST = "/desk/tickets?view=all"


@pytest.mark.parametrize(
    ("sent", "wanted"),
    [
        ({"field.day.from": "2026-12-01", "field.day.to": "2026-12-20"}, "2026-12-01..2026-12-20"),
        ({"field.day.from": "2026-12-01", "field.day.to": ""}, "2026-12-01.."),
        ({"field.day.from": "", "field.day.to": "2026-12-20"}, "..2026-12-20"),
        ({"field.day.from": "2026-12-01", "field.day.to": "2026-12-01"}, "2026-12-01"),
        ({"field.day": "none", "field.day.from": "2026-12-01", "field.day.to": ""}, "none"),
        ({"field.day.from": "", "field.day.to": ""}, ""),
        ({"field.day": "2026-12-01..2026-12-20"}, "2026-12-01..2026-12-20"),
    ],
)
def test_two_ends_are_one_filter(sent: dict[str, str], wanted: str) -> None:
    found = filters_from(lambda name, _other: sent.get(name, ""), sent)
    assert found.active == ({"field.day": wanted} if wanted else {})


def test_what_is_measured_is_filtered_from_and_to(people: make.Cast) -> None:
    """By boxes of their own kind; the chip says it as people write it; the boxes keep what was asked."""
    field(people.admin, "day", "date", filterable=True)
    field(people.admin, "sum", "money", filterable=True)
    field(people.admin, "room", filterable=True)
    worker.drain()
    early, late, none = (make.ticket(people.client, f"Тема {n}", team=people.it) for n in range(3))
    commands.edit(people.admin, early, Edit(fields={"day": "2026-12-01", "sum": "1500"}))
    commands.edit(people.admin, late, Edit(fields={"day": "2026-12-31", "sum": "2500", "room": "3-12"}))
    page = visitor(people.agent)
    shown = page.get(f"{LIST}&field.day.from=2026-12-01&field.day.to=2026-12-20")
    assert rows_of(shown) == [early.number]
    assert "01.12.2026 – 20.12.2026" in words_of(shown)
    box = '<input id="flt-field.day" type="date" name="field.day.from" value="2026-12-01"'
    boxes = LIST.replace("tickets?", "tickets/filter?")
    assert box in text_of(page.get(f"{boxes}&field.day.from=2026-12-01&field.day.to=2026-12-20"))
    shown = page.get(f"{LIST}&field.sum.from=2000&field.sum.to=")
    assert rows_of(shown) == [late.number]
    assert "от 2 000 ₽" in words_of(shown)
    shown = page.get(f"{LIST}&field.room=&field.room=none&field.sum.to=2 000")
    assert rows_of(shown) == [early.number]
    assert "до 2 000 ₽" in words_of(shown)
    assert "Поле room: не заполнено" in words_of(shown)
    assert rows_of(page.get(f"{LIST}&field.day=none")) == [none.number]
    assert "вчера" in words_of(
        page.get(f"{LIST}&field.day=вчера")
    )  # what nobody can read stays as it was typed


def test_the_settings_form_asks_what_belongs_together(people: make.Cast) -> None:
    """A new one's form holds all and says what shows with which choice; what does not belong is not kept."""
    page = visitor(people.admin)
    form = text_of(page.get("/settings/custom-fields/new"))
    assert 'data-when="kind:money"' in form
    assert 'data-when="owner:ticket clients:fill"' in form
    sent = {"owner": "company", "kind": "long", "name_ru": "Условия", "clients": "no"}
    answer = page.post("/settings/custom-fields/new", {**sent, "filterable": "1", "types": "1"})
    assert answer.status_code == 302
    shown = text_of(page.get(answer.headers["Location"]))
    assert 'name="filterable"' not in shown
    assert 'name="types"' not in shown


def test_options_stand_in_their_tree(people: make.Cast) -> None:
    tree = field(people.admin, "place", "tree")
    city = option(people.admin, tree, "city")
    option(people.admin, tree, "street", city)
    shown = text_of(visitor(people.admin).get(f"/settings/custom-fields/{tree.uid}"))
    options = shown[shown.index('class="options__list"') :]
    assert options.index('class="d0"') < options.index("Вариант city") < options.index('class="d1"')

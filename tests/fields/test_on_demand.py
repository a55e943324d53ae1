"""Boxes and forms of custom fields come when somebody wants them: pages hold values, and what is set."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from otklik.core import worker
from otklik.people.models import Role
from otklik.tickets import commands
from otklik.tickets.commands import Edit
from otklik.tickets.models import Ticket
from tests import make
from tests.fields.made import field
from tests.support.pages import SCRIPT, ids, rows_of, ru, text_of, visitor, words_of

LIST, BOXES = "/desk/tickets?view=all", "/desk/tickets/filter?view=all"
ROOMS = [f"room{n}" for n in range(10)]


@pytest.fixture
def ticket(people: make.Cast) -> Ticket:
    """With a value in each of ten fields, and in one that only leads may see."""
    lead = Role.objects.get(code="lead").pk
    found = make.ticket(people.client, "Касса", team=people.it)
    for key in ROOMS:
        field(people.admin, key, filterable=True, in_list=True)
    field(people.admin, "secret", roles=[lead], filterable=True)
    worker.drain()
    values = {key: f"Кабинет {key}" for key in ROOMS}
    commands.edit(people.lead, found, Edit(fields={**values, "secret": "тайна"}))
    return found


def _part(page: Client, path: str) -> str:
    answer = page.get(path, headers=SCRIPT)
    assert answer.status_code == 200
    return text_of(answer)


def test_the_filter_comes_when_it_is_opened(people: make.Cast, ticket: Ticket) -> None:
    """The list says what is set and leads to the boxes; they hold it, and keep what has no box of its own."""
    page, set_now = visitor(people.agent), "&field.room3=Кабинет room3"
    shown = page.get(LIST + set_now)
    assert rows_of(shown) == [ticket.number]
    assert "Поле room3: Кабинет room3" in words_of(shown)
    assert not {one for one in ids(shown) if one.startswith("flt-")}
    company = str(people.company.uid)
    box = _part(page, f"{BOXES}{set_now}&company={company}")
    assert box.lstrip().startswith('<form class="pop pop--form" id="filter" popover')
    assert 'name="field.room3" value="Кабинет room3"' in box
    assert f'<input type="hidden" name="company" value="{company}">' in box
    assert "field.secret" not in box
    assert 'id="flt-field.secret"' in _part(visitor(people.lead), BOXES)


def test_without_script_the_filter_is_a_page(people: make.Cast, ticket: Ticket) -> None:
    page = visitor(people.agent)
    assert 'href="/desk/tickets/filter?view=all&amp;field.room3=x"' in text_of(
        page.get(f"{LIST}&field.room3=x")
    )
    alone = page.get(f"{BOXES}&field.room3=x")
    assert {"flt-status", "flt-field.room3", "flt-sort"} <= set(ids(alone))
    assert "popover" not in text_of(alone).partition('<form class="fields"')[2].partition("</form>")[0]


def test_the_form_of_a_card_comes_when_it_is_opened(people: make.Cast, ticket: Ticket) -> None:
    """Values stand on the card; the form holds them, of those fields alone that are one's own to see."""
    card, edit = f"/desk/tickets/{ticket.number}", f"/desk/tickets/{ticket.number}/custom/form"
    page = visitor(people.agent)
    shown = page.get(card)
    assert all(f"Кабинет {key}" in words_of(shown) for key in ROOMS)
    assert 'name="field.' not in text_of(shown)
    assert f'href="{edit}"' in text_of(shown)
    form = _part(page, edit)
    assert 'name="field.room3" value="Кабинет room3"' in form
    assert ("field.secret" in form, "тайна" in form) == (False, False)
    assert 'name="field.secret" value="тайна"' in _part(visitor(people.lead), edit)
    assert page.get(edit).headers["Location"] == f"{card}/fields"
    answer = page.post(f"{card}/custom", {"asked": "field.room3", "field.room3": "Склад"}, headers=SCRIPT)
    assert "Склад" in words_of(answer)
    ticket.refresh_from_db()
    values = ticket.custom or {}
    assert (values["room3"], values["room4"], values["secret"]) == ("Склад", "Кабинет room4", "тайна")


def test_only_for_who_may_change_the_ticket(people: make.Cast, ticket: Ticket) -> None:
    """Whoever follows a ticket of another team reads its values, and is offered no form."""
    edit = f"/desk/tickets/{ticket.number}/custom/form"
    assert visitor(people.outsider).get(edit, headers=SCRIPT).status_code == 404
    commands.assign(people.lead, ticket, agent_id=None, team_id=people.hr.pk)
    reader = visitor(people.agent)
    assert 'data-load="custom-edit"' not in text_of(reader.get(f"/desk/tickets/{ticket.number}"))
    assert reader.get(edit, headers=SCRIPT).status_code == 403


def test_pages_do_not_grow_with_the_fields(people: make.Cast, ticket: Ticket) -> None:
    """Ten more fields that can be filtered by: no byte of the list, no question of it or of the form."""
    page, edit = visitor(people.agent), f"/desk/tickets/{ticket.number}/custom/form"

    def asked_for() -> tuple[int, int, int]:
        for path in (LIST, BOXES, edit):
            _part(page, path)
        with CaptureQueriesContext(connection) as queries:
            size = len(page.get(LIST).content)
        with CaptureQueriesContext(connection) as of_form:
            _part(page, edit)
        return size, len(queries), len(of_form)

    before = asked_for()
    for n in range(10):
        field(people.admin, f"more{n}", filterable=True)
    worker.drain()
    assert asked_for() == before
    assert ru("Filter") in words_of(page.get(LIST))

"""Saved views on pages: kept from a list, opened by their address, changed, shared; with what has gone."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from otklik.catalogue.models import Priority
from otklik.core import small
from otklik.people.actor import Actor
from otklik.people.commands import Preferences, set_preferences
from otklik.tickets import commands
from otklik.tickets.commands import ViewValues
from otklik.tickets.enums import SharedWith
from otklik.tickets.models import SavedView
from otklik.tickets.queries.saved_views import saved_views
from tests import make
from tests.support.pages import rows_of, ru, text_of, visitor, words_of
from tests.support.writes import unchanged

pytestmark = pytest.mark.django_db
LIST, VIEWS, COUNTS = "/desk/tickets", "/desk/views", "/desk/counts"
COLUMNS = reverse("desk-columns")


def kept(actor: Actor, name: str = "Кассы", **filters: str) -> SavedView:
    return commands.save_view(actor, ViewValues({"ru": name}, "all", filters))


def opened(browser: Client, row: SavedView, **further: str) -> str:
    page = browser.get(LIST, {"view": str(row.uid), **further})
    assert page.status_code == 200
    return text_of(page)


def links(page: str) -> list[str]:
    return [unescape(link) for link in re.findall(r'(?:href|action)="([^"]+)"', page)]


def test_a_narrowed_list_is_kept(people: make.Cast) -> None:
    """Offered where something is narrowed; what is kept opens by its address, with its number at the side."""
    mine = make.ticket(people.client, team=people.it, assignee=people.agent)
    make.ticket(people.client, team=people.it)
    browser = visitor(people.agent)
    save = "/desk/views/new?view=all&assignee=me"
    assert not any(link.startswith("/desk/views/new") for link in links(text_of(browser.get(LIST))))
    assert save in links(text_of(browser.get(LIST, {"assignee": "me"})))
    form = words_of(browser.get(save))
    assert f"{ru('Assignee')} {ru('Me')}" in form
    nameless = browser.post(save, {"name_ru": " "})
    assert (nameless.status_code, SavedView.objects.count()) == (422, 0)
    assert ru("Give the view a name.") in words_of(nameless)
    answer = browser.post(save, {"name_ru": "Моё сейчас"})
    (view,) = saved_views(people.agent)
    assert answer.headers["Location"] == f"{LIST}?view={view.uid}"
    page = browser.get(answer.headers["Location"])
    assert rows_of(page) == [mine.number]
    assert f'data-count="{view.key}">' in text_of(page)
    assert browser.get(COUNTS).json()[view.key] in ("", "1")
    assert visitor(people.agent).get(COUNTS).json()[view.key] == "1"
    assert visitor(people.teammate).get(answer.headers["Location"]).status_code == 404
    assert view.key not in visitor(people.teammate).get(COUNTS).json()


def test_further_filters_change_it_until_they_are_kept(people: make.Cast) -> None:
    """The address has what differs; a filter with nothing in it is taken out; then it is kept."""
    row = kept(people.agent, team="it", assignee="none")
    browser = visitor(people.agent)
    assert not any("/query" in link or "/views/new" in link for link in links(opened(browser, row)))
    changed = {"assignee": "", "priority": "high"}
    page = opened(browser, row, **changed)
    address = urlencode({"view": str(row.uid), **changed})
    assert {f"/desk/views/{row.uid}/query?{address}", f"/desk/views/new?{address}"} <= set(links(page))
    stale = browser.post(f"/desk/views/{row.uid}/query?{address}", {"version": "7"})
    assert stale.status_code == 409
    kept_now = browser.post(f"/desk/views/{row.uid}/query?{address}", {"version": "1"})
    assert kept_now.headers["Location"] == f"{LIST}?view={row.uid}"
    row.refresh_from_db()
    assert row.filters == {"team": "it", "priority": "high"}
    another = browser.post(f"/desk/views/new?{address}&team=", {"name_ru": "Все важные"})
    assert another.status_code == 302
    assert saved_views(people.agent)[1].filters.active == {"priority": "high"}


def test_live_parts_are_those_of_the_view(people: make.Cast) -> None:
    """Rows, numbers, the filter and its form go by the view as it is looked at."""
    urgent = make.ticket(people.client, team=people.it)
    commands.edit(people.admin, urgent, commands.Edit(priority=Priority.objects.get(code="high")))
    other = make.ticket(people.client, team=people.it)
    row = kept(people.agent, priority="high")
    browser = visitor(people.agent)
    page = opened(browser, row)
    numbers = f"{urgent.number},{other.number}"
    assert rows_of(browser.get(f"{LIST}/rows", {"view": str(row.uid), "numbers": numbers})) == [urgent.number]
    assert browser.get(COUNTS, {"view": str(row.uid)}).json()["total"] == "1"
    form = text_of(browser.get(f"{LIST}/filter", {"view": str(row.uid)}))
    assert f'name="view" value="{row.uid}"' in form
    assert '<option value="high" selected>' in form
    without = next(link for link in links(page) if link.endswith("priority="))
    assert set(rows_of(browser.get(without))) == {urgent.number, other.number}


def test_columns_and_order_of_its_own(people: make.Cast) -> None:
    """For everybody who opens it; chosen otherwise they stand in the address, not in the account."""
    columns = ["number", "subject", "priority"]
    row = commands.save_view(people.admin, ViewValues({"ru": "Кратко"}, "all", {}, "created", columns))
    commands.share_view(people.admin, row, SharedWith.ALL)
    set_preferences(people.agent, Preferences(list_columns=["subject", "client"]))
    make.ticket(people.client, team=people.it)
    browser = visitor(people.agent)
    page = browser.get(LIST, {"view": str(row.uid)})
    assert f"{ru('Subject')} {ru('Priority')}" in words_of(page)
    assert ru("Newest first") in words_of(page)
    chosen = browser.post(COLUMNS, {"back": f"view={row.uid}", "column": ["subject", "client", "status"]})
    assert chosen.headers["Location"] == f"{LIST}?" + urlencode(
        {"view": str(row.uid), "columns": "subject,client,status"}
    )
    assert f"{ru('Client')} {ru('Status')}" in words_of(browser.get(chosen.headers["Location"]))
    back = browser.post(COLUMNS, {"back": f"view={row.uid}&columns=subject", "reset": "1"})
    assert back.headers["Location"] == f"{LIST}?view={row.uid}"
    assert make.user_of(people.agent).list_columns == ["subject", "client"]


def test_what_has_gone_is_said(people: make.Cast) -> None:
    """In words, and the list without it is one press away."""
    ticket = make.ticket(people.client, team=people.it)
    row = kept(people.agent, team="it")
    SavedView.objects.filter(pk=row.pk).update(
        filters={"team": "it", "status": "gone", "field.region": "north"}
    )
    small.bump()
    browser = visitor(people.agent)
    page = browser.get(LIST, {"view": str(row.uid)})
    gone = f"{ru('Status')}, {ru('a field that is gone')}"
    assert ru("The view asks for what is gone: %(names)s", names=gone) in words_of(page)
    assert rows_of(page) == []
    address = urlencode({"view": str(row.uid), "status": "", "field.region": ""})
    assert f"{LIST}?{address}" in links(text_of(page))
    mended = browser.get(f"{LIST}?{address}")
    assert rows_of(mended) == [ticket.number]
    assert browser.post(f"/desk/views/{row.uid}/query?{address}", {"version": "1"}).status_code == 302
    row.refresh_from_db()
    assert row.filters == {"team": "it"}


def test_shared_by_a_lead_with_their_team(people: make.Cast) -> None:
    """The form offers it to who may; a colleague opens the view, and may not touch it."""
    assert 'name="shared_with"' not in text_of(visitor(people.agent).get(f"{VIEWS}/new", {"team": "it"}))
    lead = visitor(people.lead)
    form = text_of(lead.get(f"{VIEWS}/new", {"team": "it"}))
    assert ('value="teams"' in form, 'name="team" value="it"' in form, 'value="all"' in form) == (
        True,
        True,
        False,
    )
    lead.post(
        f"{VIEWS}/new?team=it",
        {"name_ru": "Наше", "name_en": "Ours", "shared_with": "teams", "team": "it"},
    )
    row = SavedView.objects.get()
    agent = visitor(people.agent)
    assert "Наше" in words_of(agent.get(LIST, {"view": str(row.uid)}))
    with unchanged():
        for path in (f"{VIEWS}/{row.uid}", f"{VIEWS}/{row.uid}/removal", f"{VIEWS}/{row.uid}/query?team=it"):
            assert agent.post(path, {"name_ru": "Чужое"}).status_code == 403
    assert visitor(people.outsider).get(LIST, {"view": str(row.uid)}).status_code == 404
    changed = lead.post(f"{VIEWS}/{row.uid}", {"version": "2", "name_ru": "Моё", "shared_with": "nobody"})
    assert changed.status_code == 302
    assert agent.get(LIST, {"view": str(row.uid)}).status_code == 404
    assert lead.post(f"{VIEWS}/{row.uid}/removal").status_code == 302
    assert not SavedView.objects.exists()


def test_a_refused_sharing_keeps_nothing(people: make.Cast) -> None:
    """Name and sharing are one step for whoever presses."""
    browser = visitor(people.agent)
    with unchanged():
        answer = browser.post(f"{VIEWS}/new?team=it", {"name_ru": "Всем", "shared_with": "all"})
    assert answer.status_code == 403


def test_deleting_is_asked_about(people: make.Cast) -> None:
    """Behind a press that opens the question; a new view that is given up leads back to the list it is of."""
    row = kept(people.agent)
    browser = visitor(people.agent)
    page = text_of(browser.get(f"{VIEWS}/{row.uid}"))
    asked = page[page.index("<details") : page.index("</details>")]
    assert f'action="{VIEWS}/{row.uid}/removal"' in asked
    assert ru("It cannot come back. The tickets stay as they are.") in asked
    assert f"{LIST}?view=all&assignee=me" in links(text_of(browser.get(f"{VIEWS}/new?view=all&assignee=me")))


def test_the_order_at_the_side(people: make.Cast) -> None:
    """Moved by buttons, put out of sight and brought back, without script."""
    rows = [kept(people.agent, name, team="it") for name in ("А", "Б", "В")]
    browser = visitor(people.agent)

    def order() -> list[tuple[str, bool]]:
        return [(str(view.name), view.is_shown) for view in saved_views(people.agent)]

    browser.post(f"{VIEWS}/order", {"up": str(rows[2].uid)})
    browser.post(f"{VIEWS}/order", {"hide": str(rows[0].uid)})
    assert order() == [("А", False), ("В", True), ("Б", True)]
    side = text_of(browser.get(VIEWS))
    assert f'data-count="view:{rows[0].uid}"' not in side
    browser.post(f"{VIEWS}/order", {"show": str(rows[0].uid)})
    browser.post(f"{VIEWS}/order", {"down": str(rows[0].uid)})
    assert order() == [("В", True), ("А", True), ("Б", True)]


def test_a_page_costs_the_same_with_one_view_and_with_twenty(people: make.Cast) -> None:
    """As many queries; the list of a view as many as that of a delivered one."""
    make.ticket(people.client, team=people.it)

    def queries(**address: str) -> int:
        browser = visitor(people.agent)
        browser.get(LIST, address)
        browser = visitor(people.agent)
        with CaptureQueriesContext(connection) as asked:
            assert browser.get(LIST, address).status_code == 200
        return len(asked)

    none = queries()
    row = kept(people.agent, team="it")
    assert queries() == none
    for number in range(19):
        kept(people.agent, str(number), priority="high", team="it")
    assert queries() == none
    assert queries(view=str(row.uid)) == queries(view="all", team="it")

"""The open card: boxes are chosen from, parts renewed; the answer box is nobody's but the writer's."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from otklik.tickets import commands
from otklik.tickets.models import Ticket
from tests import make
from tests.browser.conftest import SignedIn
from tests.browser.pages import assignee, note_box, open_card, reply_box, says
from tests.support.browser import Visitors

pytestmark = [pytest.mark.browser, pytest.mark.one_engine]


def status(page: Page) -> Locator:
    """The box of the card that says how the ticket stands."""
    return page.locator('#facts [popovertarget="lb-status"]')


def test_what_others_do_leaves_the_answer_box_alone(people: make.Cast, signed_in: SignedIn) -> None:
    """Facts and thread change around somebody who writes: the same fields, texts, cursor and focus."""
    ticket = make.ticket(people.client, "Пишем вместе", "Вопрос", team=people.it)
    page = signed_in(people.agent)
    open_card(page, ticket.number)
    note_box(page).evaluate("box => { box.dataset.mine = 'note' }")
    reply_box(page).evaluate("box => { box.dataset.mine = 'reply' }")
    page.locator('[data-mode="note"]').check(force=True)
    note_box(page).fill("Внутри")
    page.locator('[data-mode="reply"]').check(force=True)
    reply_box(page).fill("Начало конец")
    reply_box(page).evaluate("box => box.setSelectionRange(7, 7)")

    make.message(people.client, ticket, "Ещё одно")
    commands.take(people.teammate, Ticket.objects.get(pk=ticket.pk))
    expect(says(page, "Ещё одно")).to_be_visible()
    expect(assignee(page)).to_contain_text("Пётр Орлов")

    expect(reply_box(page)).to_be_focused()
    page.keyboard.type("и ")
    expect(page.locator('[data-mine="reply"]')).to_have_value("Начало и конец")
    expect(page.locator('[data-mine="note"]')).to_have_value("Внутри")
    expect(page.locator("[data-mine]")).to_have_count(2)


def test_folded_lines_stay_where_they_were(people: make.Cast, signed_in: SignedIn) -> None:
    """The newest lines come again with every change: what stands folded is not taken out."""
    ticket = make.ticket(people.client, "Складки", "Вопрос", team=people.it)
    for code in ("in_progress", "on_hold", "in_progress"):
        commands.set_status(people.teammate, Ticket.objects.get(pk=ticket.pk), code)
    page = signed_in(people.agent)
    open_card(page, ticket.number)
    lines = page.locator("[data-thread] [id^=e-]")
    before = lines.evaluate_all("all => all.map((one) => one.id)")
    expect(page.locator("[data-thread] .evs")).to_have_count(1)
    commands.set_status(people.teammate, Ticket.objects.get(pk=ticket.pk), "on_hold")
    expect(status(page)).to_contain_text("На паузе")
    expect(lines).to_have_count(len(before) + 1)
    assert lines.evaluate_all("all => all.map((one) => one.id)")[:-1] == before
    expect(page.locator("[data-thread] .evs")).to_have_count(1)


def test_reply_and_note_are_two_fields(people: make.Cast, signed_in: SignedIn) -> None:
    """Each is seen alone, keeps its own text and sends nothing of the other."""
    ticket = make.ticket(people.client, "Два поля", "Вопрос", team=people.it)
    page = signed_in(people.agent)
    open_card(page, ticket.number)
    page.keyboard.press("r")
    page.keyboard.type("Клиенту")
    expect(note_box(page)).to_be_hidden()
    page.locator('[data-mode="note"]').check(force=True)
    expect(reply_box(page)).to_be_hidden()
    expect(note_box(page)).to_have_value("")
    note_box(page).fill("Коллегам")
    with page.expect_request("**/messages") as sent:
        note_box(page).press("Control+Enter")
    expect(says(page, "Коллегам")).to_be_visible()
    body = sent.value.post_data or ""
    assert "Коллегам" in body
    assert "Клиенту" not in body
    assert "reply_text" not in body
    expect(note_box(page)).to_have_value("")
    expect(reply_box(page)).to_have_value("Клиенту")


def test_status_is_chosen_in_its_box(people: make.Cast, signed_in: SignedIn) -> None:
    ticket = make.ticket(people.client, "Статусы", "Вопрос", team=people.it, assignee=people.agent)
    page, other = signed_in(people.agent), signed_in(people.teammate)
    open_card(page, ticket.number)
    open_card(other, ticket.number)
    page.keyboard.press("s")
    box = page.locator("#lb-status")
    expect(box).to_be_visible()
    expect(box.locator('[aria-selected="true"]')).to_have_attribute("value", "assigned")
    page.keyboard.press("Escape")
    expect(box).to_be_hidden()
    status(page).click()
    box.locator('.item[value="waiting_others"]').click()
    expect(box).to_be_hidden()
    expect(status(page)).to_contain_text("Ждём других")
    expect(status(page)).to_be_focused()
    expect(page.locator(".thread .ev", has_text="Ждём других")).to_be_visible()
    expect(status(other)).to_contain_text("Ждём других")
    assert Ticket.objects.get(pk=ticket.pk).status.code == "waiting_others"


def test_assignee_is_found_by_typing(people: make.Cast, signed_in: SignedIn) -> None:
    for number in range(8):  # from eight on the box has a field to find in
        make.employee(f"Коллега Номер{number}", teams=[people.it])
    ticket = make.ticket(people.client, "Кому", "Вопрос", team=people.it)
    page = signed_in(people.agent)
    open_card(page, ticket.number)
    page.keyboard.press("a")
    box = page.locator("#lb-who")
    expect(box.locator("[data-filter]")).to_be_focused()
    page.keyboard.type("нет таких")
    expect(box.locator("[data-none]")).to_be_visible()
    box.locator("[data-filter]").fill("орл")
    expect(box.locator(".item:visible")).to_have_count(1)
    page.keyboard.press("Enter")
    expect(assignee(page)).to_contain_text("Пётр Орлов")
    expect(page.locator(".thread .ev", has_text="Пётр Орлов")).to_be_visible()
    taken = Ticket.objects.get(pk=ticket.pk)
    assert taken.assignee_id == people.teammate.agent_id


def test_a_refused_choice_comes_back(people: make.Cast, signed_in: SignedIn, visitors: Visitors) -> None:
    """What the server does not take stands on the card no longer than it takes to say so."""
    ticket = make.ticket(people.client, "Отказ", "Вопрос", team=people.it, assignee=people.agent)
    page = signed_in(people.agent)
    open_card(page, ticket.number)
    page.route("**/facts", lambda route: route.fulfill(body=""))  # nothing else renews the box
    page.route("**/status", _as_from_a_stale_card)
    status(page).click()
    page.locator('#lb-status .item[value="resolved"]').click()
    expect(page.locator(".toast")).to_contain_text("Заявку за это время изменили")
    expect(status(page)).to_contain_text("Назначена")
    visitors.forgive("409 (Conflict)")
    assert Ticket.objects.get(pk=ticket.pk).status.code == "assigned"


def _as_from_a_stale_card(route: Route) -> None:
    route.continue_(post_data=re.sub(r"version=\d+", "version=0", route.request.post_data or ""))

"""Sending once, losing nothing, mixing nothing: two people, a stale card, double presses, the way back."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, Route, expect

from otklik.tickets.models import Draft, Message
from tests import make
from tests.browser.conftest import SignedIn
from tests.browser.pages import note_box, open_card, reply_box, says
from tests.support.browser import Visitors

pytestmark = pytest.mark.browser


def texts(number: str) -> list[str]:
    """What stands in the thread, in order."""
    return list(
        Message.objects.filter(ticket__number=number).order_by("pk").values_list("body__text", flat=True)
    )


def test_a_stale_answer_is_stopped_and_can_be_sent_anyway(
    people: make.Cast, signed_in: SignedIn, visitors: Visitors
) -> None:
    ticket = make.ticket(people.client, "Две руки", "Вопрос", team=people.it)
    first, second = signed_in(people.agent), signed_in(people.teammate)
    open_card(first, ticket.number)
    open_card(second, ticket.number)
    reply_box(second).fill("Ответ Петра")
    reply_box(first).fill("Ответ Елены")
    reply_box(first).press("Control+Enter")
    expect(says(first, "Ответ Елены")).to_be_visible()
    expect(says(second, "Ответ Елены")).to_be_visible()

    reply_box(second).press("Control+Enter")
    stop = second.locator("[data-notice] .stop")
    expect(stop).to_contain_text("Пока вы писали, пришло новое сообщение")
    expect(reply_box(second)).to_have_value("Ответ Петра")
    assert texts(ticket.number) == ["Вопрос", "Ответ Елены"]
    visitors.forgive("409 (Conflict)")

    second.locator('[data-mode="note"]').check(force=True)
    note_box(second).fill("Заметка остаётся")
    second.locator('[data-mode="reply"]').check(force=True)
    stop.get_by_role("button").click()
    expect(says(second, "Ответ Петра")).to_be_visible()
    expect(stop).to_have_count(0)
    expect(reply_box(second)).to_have_value("")
    expect(note_box(second)).to_have_value("Заметка остаётся")
    assert texts(ticket.number) == ["Вопрос", "Ответ Елены", "Ответ Петра"]


def test_pressing_twice_sends_once_and_the_way_back_sends_nothing(
    people: make.Cast, signed_in: SignedIn
) -> None:
    ticket = make.ticket(people.client, "Дважды", "Вопрос", team=people.it)
    page = signed_in(people.agent)
    open_card(page, ticket.number)
    reply_box(page).fill("Один раз")
    page.evaluate(
        """() => {
          const send = document.querySelector('[data-send="reply"]');
          send.click(); send.click();
          const key = {key: "Enter", code: "Enter", ctrlKey: true, bubbles: true, cancelable: true};
          document.querySelector('[data-text="reply"]').dispatchEvent(new KeyboardEvent("keydown", key));
        }"""
    )
    expect(says(page, "Один раз")).to_have_count(1)
    assert texts(ticket.number) == ["Вопрос", "Один раз"]
    page.goto("/desk/tickets")
    page.go_back()
    expect(says(page, "Один раз")).to_have_count(1)
    expect(reply_box(page)).to_have_value("")
    page.reload()
    expect(says(page, "Один раз")).to_have_count(1)
    assert texts(ticket.number) == ["Вопрос", "Один раз"]


def test_a_draft_survives_and_the_note_never_reaches_the_reply(
    people: make.Cast, signed_in: SignedIn
) -> None:
    ticket = make.ticket(people.client, "Черновики", "Вопрос", team=people.it)
    page = signed_in(people.agent)
    open_card(page, ticket.number)
    reply_box(page).fill("Ответ пишется")
    page.locator('[data-mode="note"]').check(force=True)
    note_box(page).fill("Тайное слово")
    expect(page.locator("[data-saved]")).to_contain_text("Черновик сохранён")
    page.reload()
    expect(reply_box(page)).to_have_value("Ответ пишется")
    expect(note_box(page)).to_have_value("Тайное слово")
    _kept_without_the_browser(page, ticket.number)

    reply_box(page).press("Control+Enter")
    expect(says(page, "Ответ пишется")).to_be_visible()
    assert texts(ticket.number) == ["Вопрос", "Ответ пишется"]
    expect(note_box(page)).to_have_value("Тайное слово")
    client = signed_in(people.client)
    client.goto(f"/requests/{ticket.number}")
    expect(client.locator(".say", has_text="Ответ пишется")).to_be_visible()
    expect(client.get_by_text("Тайное слово")).to_have_count(0)


def _kept_without_the_browser(page: Page, number: str) -> None:
    """Both texts stand on the server: another browser of the same person finds them."""
    assert dict(Draft.objects.filter(ticket__number=number).values_list("kind", "text")) == {
        "reply": "Ответ пишется",
        "note": "Тайное слово",
    }
    page.evaluate("localStorage.clear()")
    page.reload()
    expect(reply_box(page)).to_have_value("Ответ пишется")


def test_what_the_server_did_not_get_is_sent_again_with_the_same_key(
    people: make.Cast, signed_in: SignedIn, visitors: Visitors
) -> None:
    """The answer to a send that arrived is lost on the way: trying again sends nothing twice."""
    ticket = make.ticket(people.client, "Обрыв", "Вопрос", team=people.it)
    page = signed_in(people.agent)
    open_card(page, ticket.number)
    lost: list[str] = []

    def lose_the_first_answer(route: Route) -> None:
        lost.append("lost")
        route.fetch()
        route.abort()

    page.route("**/messages", lose_the_first_answer, times=1)
    reply_box(page).fill("Дошло с первого раза")
    reply_box(page).press("Control+Enter")
    stop = page.locator("[data-notice] .stop")
    expect(stop).to_contain_text("Текст цел")
    expect(reply_box(page)).to_have_value("Дошло с первого раза")
    visitors.forgive("net::ERR_FAILED")
    stop.get_by_role("button").click()
    expect(reply_box(page)).to_have_value("")
    expect(says(page, "Дошло с первого раза")).to_have_count(1)
    assert lost == ["lost"]
    assert texts(ticket.number) == ["Вопрос", "Дошло с первого раза"]

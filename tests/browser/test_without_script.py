"""Reading and answering work in a browser that runs no scripts."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from otklik.tickets.models import Ticket
from tests import make
from tests.browser.conftest import SignedIn
from tests.browser.pages import row, says
from tests.support.browser import Visitors

pytestmark = [pytest.mark.browser, pytest.mark.one_engine]


def test_signing_in_reading_and_answering(people: make.Cast, visitors: Visitors) -> None:
    ticket = make.ticket(people.client, "Без скриптов", "Вопрос клиента", team=people.it)
    page = visitors.open(script=False)
    page.goto(f"/desk/tickets/{ticket.number}")
    page.fill("[name=login]", make.user_of(people.agent).login)
    page.fill("[name=password]", make.PASSWORD)
    page.click("button[type=submit]")
    expect(says(page, "Вопрос клиента")).to_be_visible()
    page.get_by_role("button", name="Взять").click()
    expect(page.locator("#facts")).to_contain_text("В работе")
    page.fill('[name="reply_text"]', "Ответ без скриптов")
    page.set_input_files(
        '[name="reply_files"]', {"name": "акт.txt", "mimeType": "text/plain", "buffer": b"1"}
    )
    page.locator('[data-send="reply"]').click()
    expect(says(page, "Ответ без скриптов")).to_contain_text("акт.txt")
    page.locator('[data-mode="note"]').check(force=True)
    page.fill('[name="note_text"]', "Заметка без скриптов")
    page.locator('[data-send="note"]').click()
    expect(says(page, "Заметка без скриптов")).to_contain_text("клиент не видит")
    page.goto("/desk/tickets?view=mine")
    expect(row(page, ticket.number)).to_be_visible()


def test_a_client_asks_and_answers(people: make.Cast, signed_in: SignedIn, visitors: Visitors) -> None:
    page = signed_in(people.client, script=False)
    page.goto("/")
    page.locator(".lead").get_by_role("link", name="Новая заявка").click()
    page.get_by_role("button", name="Отправить заявку").click()
    expect(page.get_by_role("alert")).to_be_visible()
    visitors.forgive("422")
    page.get_by_label("В двух словах").fill("Не печатает принтер")
    page.get_by_label("Подробнее").fill("Мигает красным.")
    page.get_by_role("button", name="Отправить заявку").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Заявка зарегистрирована")
    page.get_by_role("link", name="Открыть заявку").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Не печатает принтер")
    page.get_by_label("Ваш ответ").fill("Уже не мигает.")
    page.get_by_role("button", name="Отправить").click()
    expect(page.locator(".say")).to_have_count(2)


def test_a_client_is_found_by_words_and_facts_are_changed(
    people: make.Cast, signed_in: SignedIn, visitors: Visitors
) -> None:
    page = signed_in(people.dispatcher, script=False)
    page.goto("/desk/tickets/new")
    page.get_by_label("Клиент", exact=False).first.fill("ООО «Альфа»")
    page.get_by_label("Тема").fill("Звонок")
    page.get_by_label("Описание").fill("Просит перезвонить.")
    page.get_by_role("button", name="Создать").click()
    expect(page.get_by_role("alert")).to_contain_text("Подходят несколько клиентов")
    visitors.forgive("422")
    page.get_by_text("Мария Соседова").click()
    page.get_by_role("button", name="Создать").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Звонок")
    ticket = Ticket.objects.get(subject="Звонок")
    assert (ticket.contact_name, ticket.via) == ("Мария Соседова", "phone")
    page.goto(f"/desk/tickets/{ticket.number}/fields")
    page.get_by_label("Тема").fill("Просьба перезвонить")
    page.get_by_role("button", name="Сохранить").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Просьба перезвонить")
    expect(page.locator(".flash")).to_have_text("Сохранено.")


def test_older_messages_are_a_page(people: make.Cast, signed_in: SignedIn) -> None:
    ticket = make.ticket(people.client, "Длинная переписка", "Самое первое", team=people.it)
    for number in range(2, 64):
        make.message(people.client, ticket, f"Сообщение {number}")
    page = signed_in(people.agent, script=False)
    page.goto(f"/desk/tickets/{ticket.number}")
    expect(says(page, "Самое первое")).to_have_count(0)
    page.locator("[data-earlier]").click()
    expect(says(page, "Самое первое")).to_be_visible()
    expect(page.locator(".msg")).to_have_count(3)
    page.get_by_role("link", name="К последним сообщениям").click()
    expect(page.locator(".msg")).to_have_count(60)
    by_script = signed_in(people.agent)
    by_script.goto(f"/desk/tickets/{ticket.number}")
    by_script.locator("[data-earlier]").click()
    expect(by_script.locator(".msg")).to_have_count(63)
    expect(by_script.locator("#earlier")).to_have_text("Начало переписки")

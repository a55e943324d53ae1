"""A question arrives by mail, stands on the desk, is answered; the client writes again."""

from __future__ import annotations

from email.message import EmailMessage

import pytest
from playwright.sync_api import Page, expect

from otklik.core.actors import SYSTEM as BY_SYSTEM
from otklik.organisation.commands import change_setting
from otklik.tickets.models import Message
from tests import make
from tests.browser.conftest import SignedIn
from tests.browser.pages import assignee, card_is_open, note_box, open_list, reply_box, row, says
from tests.channels.mail.writing import mail
from tests.scenarios.mails import held_letters, receive
from tests.support.ports import wait_until
from tests.support.servers import Installation

pytestmark = pytest.mark.browser


@pytest.mark.timeout(600)
def test_from_mail_to_answer_and_back(people: make.Cast, here: Installation, signed_in: SignedIn) -> None:
    make.mailbox("support", team=people.it)
    change_setting(BY_SYSTEM, "mail.gather_answers_seconds", 0)
    page = signed_in(people.agent)
    open_list(page)
    raw = mail("Иван Клиентов <client@alpha.test>", "Касса не видит сканер.", subject="Касса и сканер")
    taken = receive(here, raw, "--mailbox", "support")
    number = str(taken.json["ticket"])
    expect(row(page, number)).to_be_visible()
    expect(row(page, number)).to_have_class("row row--turn row--fresh")
    assert "Клиент ждёт ответа" in page.locator(f"tr:has(+ #row-{number})").inner_text()

    with here.worker():
        row(page, number).locator(".row__subj").click()
        _take_note_and_answer(page, number)
        wait_until(lambda: len(_to_client(here)) == 1, "the letter stands in the outbox", seconds=120)
        [letter] = _to_client(here)
        assert letter.is_multipart()
        assert letter["In-Reply-To"] is not None
        text = letter.as_string() + str(letter.get_body(("plain",)))
        assert "проверь драйвер" not in text

        answer = mail(
            "Иван Клиентов <client@alpha.test>",
            "Не помогло, экран чёрный.",
            subject=f"Re: {letter['Subject']}",
            headers={"In-Reply-To": str(letter["Message-ID"]), "References": str(letter["Message-ID"])},
        )
        again = receive(here, answer, "--mailbox", "support")
        assert (again.json["ticket"], again.json["action"]) == (number, "appended")
        expect(says(page, "Не помогло")).to_be_visible()
        expect(page.locator("#facts")).to_contain_text("В работе")
        expect(page.locator(".thread")).to_contain_text("возвращена в работу")
    assert receive(here, raw, "--mailbox", "support").json["action"] == "duplicate"
    page.reload()
    history = page.locator(".thread").inner_text()
    for told in ("взята в работу", "Выполнена", "возвращена в работу"):
        assert told in history
    assert Message.objects.filter(ticket__number=number, automatic=False).count() == 4


def _take_note_and_answer(page: Page, number: str) -> None:
    card_is_open(page, number)
    page.keyboard.press("i")
    expect(assignee(page)).to_contain_text("Елена Белова")
    page.keyboard.press("n")
    note_box(page).press_sequentially("@Пётр")
    page.locator(".pop--mention .item", has_text="Пётр Орлов").click()
    note_box(page).press_sequentially("проверь драйвер")
    note_box(page).press("Control+Enter")
    expect(says(page, "проверь драйвер").locator(".mention")).to_have_text("@Пётр Орлов")
    page.keyboard.press("Escape")
    reply_box(page).fill("Перезагрузите кассу, сканер вернётся.")
    reply_box(page).press("Control+Shift+Enter")
    expect(says(page, "Перезагрузите кассу")).to_be_visible()
    expect(page.locator("#facts")).to_contain_text("Выполнена")


def _to_client(here: Installation) -> list[EmailMessage]:
    """What an employee wrote: the confirmation is a machine's and says so."""
    letters = [letter for letter in held_letters(here) if "client@alpha.test" in str(letter["To"])]
    return [letter for letter in letters if letter["Auto-Submitted"] is None]

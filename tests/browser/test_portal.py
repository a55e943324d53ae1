"""A client's whole way in a browser: choosing, asking, answering, judging; with scripts and without."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from playwright.sync_api import FilePayload, Page, expect

from otklik.catalogue.commands import create_service
from otklik.catalogue.commands.make import ServiceSpec
from otklik.core.actors import SYSTEM as BY_SYSTEM
from otklik.core.translated import translated
from otklik.notifications.links import opinion_link, personal_link
from otklik.tickets.models import Ticket
from tests import make
from tests.browser.conftest import SignedIn
from tests.browser.pages import has_no_sideways_scroll
from tests.support.accessibility import show, violations
from tests.support.browser import NARROW, WIDE, Visitors
from tests.support.picture import PICTURE as PICTURE_BYTES
from tests.support.writes import unchanged

pytestmark = [pytest.mark.browser, pytest.mark.one_engine]
PICTURE: FilePayload = {"name": "экран.png", "mimeType": "image/png", "buffer": PICTURE_BYTES}


@pytest.fixture
def catalogue(people: make.Cast) -> None:
    """Two packages with a service each."""
    for code, package, number, name in (
        ("hr", "Кадры", "254001", "Заказ справок"),
        ("it", "Техника", "101001", "Печать"),
    ):
        pack = create_service(
            BY_SYSTEM, ServiceSpec(code, translated(ru=package), team=people.hr, is_package=True)
        )
        guidance = translated(ru="Напишите, за какой год. Бланк: https://example.com/blank")
        create_service(
            BY_SYSTEM,
            ServiceSpec(number, translated(ru=name), guidance=guidance, parent=pack, team=people.hr),
        )


@pytest.fixture
def done(people: make.Cast) -> Ticket:
    """A request whose work is done."""
    ticket = make.ticket(people.client, team=people.it, files=[make.file(people.client)])
    make.reply(people.agent, ticket, "Вернули драйвер.", status="resolved")
    return ticket


def _path(link: str) -> str:
    return re.sub(r"^https?://[^/]+", "", link)


def test_a_clerk_asks_for_a_colleague(people: make.Cast, catalogue: None, signed_in: SignedIn) -> None:
    page = signed_in(people.client)
    page.goto("/requests/new")
    page.get_by_role("searchbox").press_sequentially("справок")
    expect(page.get_by_role("link", name="Печать")).to_be_hidden()
    page.get_by_role("link", name="Заказ справок").click()
    expect(page.locator(".guide a")).to_have_attribute("href", "https://example.com/blank")
    expect(page.get_by_label("Коллега", exact=True)).to_be_hidden()
    page.get_by_label("Для коллеги").check()
    page.get_by_label("Коллега", exact=True).press_sequentially("сосед")
    expect(page.locator("#people [role=option]")).to_have_count(1)
    page.keyboard.press("Enter")
    page.get_by_label("В двух словах").fill("Справка за 2026 год")
    page.set_input_files("[data-pick-files]", PICTURE)
    expect(page.locator(".upfile[data-state=done]")).to_have_count(1)
    page.get_by_role("button", name="Отправить заявку").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Заявка зарегистрирована")
    ticket = Ticket.objects.get()
    assert (ticket.contact_id, ticket.initiator_contact_id, ticket.files) == (
        people.colleague.contact_id, people.client.contact_id, 1,
    )  # fmt: skip
    expect(page.locator(".got__n")).to_have_text(ticket.number)
    for said in ("Мария Соседова", "Иван Клиентов", "colleague@alpha.test", "client@alpha.test"):
        expect(page.get_by_role("main")).to_contain_text(said)


def test_what_was_typed_stays_when_the_service_is_changed(
    people: make.Cast, catalogue: None, signed_in: SignedIn
) -> None:
    page = signed_in(people.client)
    page.goto("/requests/new?service=254001")
    page.get_by_label("Подробнее").fill("Долгий рассказ")
    page.get_by_role("link", name="Изменить услугу").click()
    page.get_by_text("Техника").click()
    page.get_by_role("link", name="Печать").click()
    expect(page.get_by_label("Подробнее")).to_have_value("Долгий рассказ")


def test_without_script_and_without_an_account(
    people: make.Cast, catalogue: None, visitors: Visitors
) -> None:
    page = visitors.open(script=False)
    page.goto("/new")
    page.get_by_text("Кадры").click()
    page.get_by_role("link", name="Заказ справок").click()
    page.get_by_label("В двух словах").fill("Справка")
    page.get_by_label("Подробнее").fill("За 2026 год")
    page.set_input_files("[data-pick-files]", PICTURE)
    page.get_by_label("Ваше имя").fill("Анна")
    page.get_by_label("Почта", exact=True).fill("anna@street.test")
    page.wait_for_timeout(timedelta(seconds=3.5) / timedelta(milliseconds=1))
    page.get_by_role("button", name="Отправить заявку").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Заявка зарегистрирована")
    ticket = Ticket.objects.get()
    assert (ticket.files, ticket.via) == (1, "form")
    expect(page.get_by_role("main")).to_contain_text("anna@street.test")
    page.get_by_role("link", name="Как дела с заявкой").click()
    page.get_by_label("Номер").fill(ticket.number)
    page.get_by_label("Почта", exact=True).fill("anna@street.test")
    page.get_by_role("button", name="Прислать ссылку").click()
    expect(page.get_by_role("status").first).to_contain_text("Проверьте почту")


def test_done_work_is_sent_back_and_rated(people: make.Cast, done: Ticket, signed_in: SignedIn) -> None:
    page = signed_in(people.client)
    page.goto(f"/requests/{done.number}")
    page.get_by_role("link", name="Проблема осталась").click()
    expect(page.get_by_label("Что осталось не так?")).to_be_focused()
    page.keyboard.type("Чек печатается через раз")
    page.get_by_role("button", name="Вернуть в работу").click()
    expect(page.get_by_role("status").first).to_contain_text("снова в работе")
    make.reply(people.agent, done, "Теперь точно.", status="resolved")
    page.goto(f"/requests/{done.number}")
    expect(page.get_by_label("Что запомнилось?")).to_be_hidden()
    page.get_by_label("5 Отлично").check(force=True)
    page.get_by_label("Что запомнилось?").fill("Быстро")
    page.get_by_role("button", name="Всё работает, закройте").click()
    expect(page.locator("#standing-h")).to_contain_text("Закрыта")
    expect(page.locator("#standing")).to_contain_text("Вы поставили 5 из 5: Быстро")


@pytest.mark.parametrize("script", [True, False])
def test_one_press_from_a_letter(people: make.Cast, done: Ticket, visitors: Visitors, script: bool) -> None:
    page = visitors.open(script=script)
    page.goto(_path(opinion_link(done.pk, people.client.contact_id, rate=5)))
    page.get_by_role("button", name="Оценить").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Спасибо, оценка сохранена")
    expect(page.get_by_role("main")).to_contain_text("Заявка закрыта")
    done.refresh_from_db()
    assert (done.rating, done.state) == (5, "closed")


SCANNER = """
() => {
  for (const form of document.forms) {
    if (form.method !== "post" || form.action.includes("/language")) continue;
    form.querySelectorAll("textarea").forEach((area) => (area.value = "Чек печатается через раз"));
    const button = form.querySelector("button");
    button?.dispatchEvent(new MouseEvent("click", {bubbles: true, cancelable: true}));
  }
}
"""


def test_a_scanner_with_scripts_changes_nothing(people: make.Cast, done: Ticket, visitors: Visitors) -> None:
    """It opens the page, waits, fills in and presses everything by script, and sends forms by themselves."""
    page = visitors.open()
    links = [
        opinion_link(done.pk, people.client.contact_id, rate=1),
        opinion_link(done.pk, people.client.contact_id, reopen=True),
    ]
    with unchanged():
        for link in links:
            page.goto(_path(link))
            page.wait_for_timeout(900)
            with page.expect_navigation():
                page.evaluate(SCANNER)
            page.goto(_path(link))
            with page.expect_navigation():
                page.evaluate("document.querySelector('form[data-press]').submit()")
            visitors.forgive("409")
    expect(page.get_by_role("alert")).to_contain_text("Нажмите кнопку сами")


def test_no_page_breaks_a_rule(
    people: make.Cast, catalogue: None, done: Ticket, signed_in: SignedIn, visitors: Visitors
) -> None:
    """Of accessibility; and none scrolls sideways on a phone."""
    inside = signed_in(people.manager)
    own = ["/", "/company", "/?state=closed", "/requests/new", "/requests/new?service=254001",
           f"/requests/{done.number}", f"/requests/{done.number}/registered"]  # fmt: skip
    outside = visitors.open(locale="en-GB")
    links = [
        _path(personal_link(done.pk, people.client.contact_id)),
        _path(opinion_link(done.pk, people.client.contact_id, rate=4)),
        _path(opinion_link(done.pk, people.client.contact_id, reopen=True)),
    ]
    found = [
        *_looked_at(inside, own),
        *_looked_at(outside, ["/new", "/new?service=-", "/status", "/password", *links]),
    ]
    assert found == []


def _looked_at(page: Page, addresses: list[str]) -> list[object]:
    found: list[object] = []
    for address in addresses:
        page.goto(address)
        for size, theme in ((WIDE, "light"), (NARROW, "dark")):
            show(page, size, "light" if theme == "light" else "dark")
            found += [(address, theme, one) for one in violations(page)]
        if not has_no_sideways_scroll(page):
            found.append((address, "scrolls sideways"))
    return found

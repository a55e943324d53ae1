"""Texts of letters to employees, texts of one brand or mailbox, and a text mailed to whoever writes it."""

from __future__ import annotations

from email import message_from_bytes, policy

import pytest

from otklik.channels.mail.outbox import kept
from otklik.core.worker import drain
from otklik.notifications.commands import TextPlace, set_template
from otklik.notifications.enums import STAFF_TEXTS, TextKind
from otklik.notifications.models import HouseLetter, TextTemplate
from otklik.notifications.texts import Text
from otklik.tickets.commands import assign
from otklik.tickets.models import Ticket
from tests import make
from tests.api.program import program
from tests.channels.mail.writing import letters_to, mail, markup, take, ticket_of, words
from tests.support.pages import text_of, visitor
from tests.support.writes import kinds, recorded, unchanged

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unconfirmed")]
PAGE = "/settings/letters"
ASSIGNED = Text("[{{ number }}] К работе", "{{ reason }} Клиент: {{ client }}, статус {{ status }}.")


@pytest.fixture
def ticket(people: make.Cast) -> Ticket:
    return ticket_of(take(mail("Иван <ivan@far.test>"), make.mailbox("it", team=people.it)))


def test_an_employee_reads_what_an_administrator_wrote(people: make.Cast, ticket: Ticket) -> None:
    set_template(people.admin, TextPlace(TextKind.ASSIGNED, "ru"), ASSIGNED)
    assign(people.lead, ticket, agent_id=people.agent.agent_id, team_id=None)
    [letter] = [one for one in letters_to("agent@desk.test") if "К работе" in str(one["Subject"])]
    assert str(letter["Subject"]) == f"[{ticket.number}] К работе"
    assert "Заявка назначена вам" in words(letter)
    assert "Клиент: Иван, статус " in words(letter)
    assert "Клиент: Иван" in markup(letter)


def test_every_letter_to_employees_can_be_looked_at(people: make.Cast, ticket: Ticket) -> None:
    admin = visitor(people.admin)
    page = text_of(admin.get(PAGE))
    assert "Сотрудникам" in page
    form = {"subject_ru": "[{{ number }}]", "text_ru": "ВОТ: {{ reason }}", "preview": "ru"}
    for kind in STAFF_TEXTS:
        assert f"{PAGE}/{kind.value}" in page
        with unchanged():
            shown = admin.post(f"{PAGE}/{kind.value}/preview", {**form, "number": ticket.number})
        assert (shown.status_code, "ВОТ: " in text_of(shown)) == (200, True), kind
    wrong = admin.post(
        f"{PAGE}/mention", {**form, "text_ru": "{{ answer }}", "subject_en": "", "text_en": "x"}
    )
    assert (wrong.status_code, 'id="f-text_ru-err"' in text_of(wrong)) == (422, True)


def test_a_text_is_mailed_to_who_writes_it(people: make.Cast, ticket: Ticket) -> None:
    """As it stands in the form, unsaved; nobody else hears of it."""
    admin = visitor(people.admin)
    form = {
        "subject_ru": "[{{ number }}]",
        "text_ru": "Здравствуйте!\n\n{{ answer }}",
        "number": ticket.number,
    }
    with recorded() as events:
        page = text_of(admin.post(f"{PAGE}/reply", {**form, "test": "ru"}))
    assert kinds(events) == ["template.tried"]
    assert "Пробное письмо отправлено на admin@desk.test" in page
    assert "Здравствуйте!" in page, "nothing typed is lost"
    drain()
    letter = message_from_bytes(kept(HouseLetter.objects.get().uid), policy=policy.default)
    assert (str(letter["To"]), str(letter["Subject"])) == ("admin@desk.test", f"Проверка: [{ticket.number}]")
    assert "Здравствуйте!" in words(letter)
    assert not TextTemplate.objects.exists()
    with unchanged():
        wrong = admin.post(f"{PAGE}/reply", {**form, "text_ru": "Без слов", "test": "ru"})
        lost = admin.post(f"{PAGE}/reply", {**form, "number": "INC999", "test": "ru"})
    assert (wrong.status_code, lost.status_code) == (422, 404)
    body = {"language": "en", "ticket": ticket.number}
    sent = program(people.admin).post("/letters/done/actions/test", body)
    assert (sent.status, sent.body) == (200, {"address": "admin@desk.test"})


def test_a_text_of_one_mailbox_or_brand(people: make.Cast, ticket: Ticket) -> None:
    """Chosen on the page and by the API; the wider one holds elsewhere."""
    other = make.mailbox("hr", team=people.hr)
    admin, asking = visitor(people.admin), program(people.admin)
    whose = {"for": "mailbox:it"}
    assert "mailbox%3Ait" in text_of(admin.get(f"{PAGE}/reply"))
    form = {f"subject_{code}": "[{{ number }}] {{ subject }}" for code in ("ru", "en")}
    form |= {"text_ru": "Из группы ИТ: {{ answer }}", "text_en": "{{ answer }}", **whose}
    saved = admin.post(f"{PAGE}/reply", form)
    assert saved.headers["Location"].endswith("?for=mailbox%3Ait")
    assert TextTemplate.objects.get().account == ticket.account
    assert "Из группы ИТ" in text_of(admin.get(f"{PAGE}/reply", whose))
    assert "Из группы ИТ" not in text_of(admin.get(f"{PAGE}/reply"))
    make.reply(people.agent, ticket, "Сделано.")
    assert "Из группы ИТ:" in words(letters_to("ivan@far.test")[-1])
    read = asking.get("/letters/reply?mailbox=it").body["texts"]["ru"]
    assert (read["text"], read["delivered"]) == ("Из группы ИТ: {{ answer }}", False)
    assert asking.get(f"/letters/reply?mailbox={other.name}").body["texts"]["ru"]["delivered"] is True
    brands = {"language": "ru", "text": "Бренд: {{ answer }}", "brand": "default"}
    assert asking.patch("/letters/reply", brands).status == 200
    assert asking.get("/letters/reply?mailbox=hr").body["texts"]["ru"]["text"] == "Бренд: {{ answer }}"
    assert asking.get("/letters/reply?brand=none").problem == "invalid"
    assert admin.get(f"{PAGE}/reply", {"for": "mailbox:none"}).status_code == 404
    admin.post(f"{PAGE}/reply", {**whose, "reset": "1"})
    assert "Бренд: " in text_of(admin.get(f"{PAGE}/reply", whose)), "the wider text holds again"

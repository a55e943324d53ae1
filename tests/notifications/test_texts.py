"""Texts an administrator writes: what may stand in them, whose is in force, what a letter makes of them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otklik.channels.mail.previewing import preview
from otklik.core.errors import Denied, Invalid
from otklik.core.models import Event
from otklik.core.worker import drain
from otklik.notifications import filling
from otklik.notifications.commands import TextPlace, reset_template, set_template
from otklik.notifications.enums import TextKind
from otklik.notifications.models import Delivery, TextTemplate
from otklik.notifications.texts import Text, delivered, placeholders_of, text_in_force
from otklik.organisation.queries import default_brand
from tests import make
from tests.channels.mail.writing import letters_to, words

pytestmark = pytest.mark.django_db
DONE = TextPlace(TextKind.DONE, "ru")


def test_placeholders_are_filled_and_nothing_else_is_read() -> None:
    values = {"number": "INC1", "client": "{{ subject }} {% x %}", "subject": ""}
    assert filling.fill("№ {{number}} для {{ client }}", values) == "№ INC1 для {{ subject }} {% x %}"
    assert filling.fill("Тема: {{ number }}\n{{ subject }}\nДальше", values) == "Тема: INC1\nДальше"
    assert filling.around("до\n{{ answer }}\nпосле", "answer") == ("до", "после")


@pytest.mark.parametrize(
    ("text", "nearest"),
    [
        ("{{ numer }}", "number"),
        ("{{ number.__class__ }}", ""),
        ("{{ number | upper }}", ""),
        ("{% for x in y %}", ""),
        ("{{ number", ""),
        ("number }}", ""),
        ("{{ Number }}", ""),
        ("{{ xyzzy }}", ""),
    ],
)
def test_what_means_nothing_is_an_error(text: str, nearest: str) -> None:
    with pytest.raises(filling.BadText) as bad:
        filling.fill(text, {"number": "1"})
    assert bad.value.nearest == nearest


@given(st.text(alphabet="{}% a.b_|\n"))
def test_no_text_does_anything_but_fill(text: str) -> None:
    try:
        filled = filling.fill(text, {"a": "1"})
    except filling.BadText:
        return
    assert "{{" not in filled
    assert "{%" not in filled


@pytest.mark.parametrize("language", ["ru", "en"])
@pytest.mark.parametrize("kind", list(TextKind))
def test_every_delivered_text_may_be_saved_as_it_is(people: make.Cast, kind: TextKind, language: str) -> None:
    text = delivered(kind, language)
    set_template(people.admin, TextPlace(kind, language), text)
    assert text_in_force(kind, language) == text
    assert set(placeholders_of(kind)) >= {"number", "next_step", "closes_at"}


def test_the_mailboxs_text_comes_before_the_brands_and_that_before_all(people: make.Cast) -> None:
    box, brand = make.mailbox("it"), default_brand()
    for place, words_ in (
        (DONE, "Всем: {{ answer }}"),
        (TextPlace(TextKind.DONE, "ru", brand=brand), "Бренд: {{ answer }}"),
        (TextPlace(TextKind.DONE, "ru", account=box), "Ящик: {{ answer }}"),
    ):
        set_template(people.admin, place, Text("", words_))

    def force(account: int | None, brand_id: int | None) -> str:
        return text_in_force(TextKind.DONE, "ru", account_id=account, brand_id=brand_id).text[:4]

    assert (force(box.pk, brand.pk), force(None, brand.pk), force(None, None)) == (
        "Ящик",
        "Бренд"[:4],
        "Всем",
    )
    assert text_in_force(TextKind.DONE, "en").text == "{{ answer }}"
    reset_template(people.admin, TextPlace(TextKind.DONE, "ru", account=box))
    assert force(box.pk, brand.pk) == "Бренд"[:4]


def test_every_change_can_be_taken_back_from_its_event(people: make.Cast) -> None:
    set_template(people.admin, DONE, Text("[{{ number }}] Готово", "Сделали.\n\n{{ answer }}"))
    set_template(people.admin, DONE, Text("[{{ number }}] Готово", "{{ answer }}\n\nСпасибо"))
    event = Event.objects.filter(kind="template.changed").latest("id")
    assert event.changes == [
        {"field": "text", "from": "Сделали.\n\n{{ answer }}", "to": "{{ answer }}\n\nСпасибо"}
    ]
    assert (event.data["kind"], event.data["language"], event.audience) == ("done", "ru", "admin")
    count = Event.objects.count()
    set_template(people.admin, DONE, Text("[{{ number }}] Готово", "{{ answer }}\n\nСпасибо"))
    assert Event.objects.count() == count, "the same again writes nothing"
    reset_template(people.admin, DONE)
    assert not TextTemplate.objects.exists()


@pytest.mark.parametrize(
    ("text", "field"),
    [
        (Text("", "Без ответа"), "text"),
        (Text("", "{{ answer }} {{ secret }}"), "text"),
        (Text("", ""), "text"),
        (Text("Просто тема", "{{ answer }}"), "subject"),
        (Text("{{ number }} {{ answer }}", "{{ answer }}"), "subject"),
        (Text("", "{{ answer }}" + "x" * 20_000), "text"),
    ],
)
def test_a_text_that_would_harm_is_not_saved(people: make.Cast, text: Text, field: str) -> None:
    with pytest.raises(Invalid) as refused:
        set_template(people.admin, DONE, text)
    assert list(refused.value.fields) == [field]
    with pytest.raises(Denied):
        set_template(people.lead, DONE, Text("", "{{ answer }}"))
    assert not TextTemplate.objects.exists()


def test_letters_are_written_by_the_texts_in_force(people: make.Cast, unconfirmed: None) -> None:
    make.mailbox("support", team=people.it)
    set_template(
        people.admin,
        DONE,
        Text("Готово [{{ number }}]", "Закончили «{{ subject }}».\n{{ answer }}\nСпасибо."),
    )
    set_template(
        people.admin, TextPlace(TextKind.FRAME, "ru"), Text("", "Сервис Альфа\n{{ content }}\nЗвоните: 112")
    )
    ticket = make.ticket(people.client, "Лампа", team=people.it)
    make.reply(people.agent, ticket, "Лампу заменили.", status="resolved")
    [letter] = letters_to("client@alpha.test")
    lines = [line for line in words(letter).splitlines() if line]
    assert lines[1:4] == ["Сервис Альфа", "Закончили «Лампа».", "Лампу заменили."]
    assert "Спасибо." in lines
    assert lines[-1] == "Звоните: 112"
    assert letter["Subject"] == f"Готово [{ticket.number}]"


def test_a_preview_shows_the_letter_and_sends_nothing(people: make.Cast, unconfirmed: None) -> None:
    make.mailbox("support", team=people.it)
    ticket = make.ticket(people.client, team=people.it)
    make.reply(people.agent, ticket, "Мастер едет.")
    drain()
    before = Delivery.objects.count()
    for kind in TextKind:
        own = next(iter({"answer", "content"} & set(placeholders_of(kind))), "")
        text = f"Проба для {{{{ client }}}}\n{{{{ {own} }}}}" if own else "Проба для {{ client }}"
        shown = preview(people.admin, TextPlace(kind, "en"), Text("", text), ticket.number)
        assert shown.subject == f"[{ticket.number}] {ticket.subject}"
        assert "Проба для Иван Клиентов" in shown.text
        assert "Проба для Иван Клиентов" in shown.html
    assert (Delivery.objects.count(), TextTemplate.objects.count()) == (before, 0)
    with pytest.raises(Invalid):
        preview(people.admin, DONE, Text("", "{{ nothing }}"), ticket.number)
    with pytest.raises(Denied):
        preview(people.agent, DONE, Text("", "{{ answer }}"), ticket.number)

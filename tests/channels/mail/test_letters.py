"""What letters say, in both languages, and that every mail program can show them (ux.md f)."""

from __future__ import annotations

import re
from email.message import EmailMessage

import pytest

from otklik.catalogue.commands import create_account
from otklik.catalogue.commands.make import AccountSpec
from otklik.catalogue.models import ChannelAccount, TicketType
from otklik.channels.mail.rendering import MAX_HTML
from otklik.clients.acting import actor_of_contact
from otklik.clients.commands import ContactSpec, create_contact
from otklik.clients.models import Contact
from otklik.core.actors import SYSTEM as BY_SYSTEM
from otklik.core.actors import Via
from otklik.core.translated import translated
from otklik.organisation.queries import default_brand
from otklik.people.actor import SYSTEM, Actor
from otklik.people.models import Agent
from otklik.tickets.commands import Registration, Reply, assign, register, reply
from otklik.tickets.content import Content, from_text
from otklik.tickets.models import Ticket
from tests import make
from tests.channels.mail.writing import letters_to, markup, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unconfirmed")]
LANGUAGES = ("ru", "en")
SAYS = {
    "ru": {
        "reply": "Хотите что-то добавить? Ответьте на это письмо, можно с фото.",
        "resolved": "Вернём в работу без новой заявки. Или просто ответьте на это письмо.",
        "registered": "Новая заявка, клиент: Анна.",
        "assigned": "Заявка назначена вам, назначение: Дина Первая.",
        "message": "Пишет Анна:",
        "mention": "Вас упоминают в заметке, автор: Дина Первая.",
        "to client": "Ваш ответ на это письмо получит клиент.",
        "inside": "Ваш ответ на это письмо станет заметкой, клиент её не увидит.",
        "facts": ["Номер: ", "Тема: Заявка Анны", "Статус: "],
        "history": "Последние сообщения",
        "sender": "Линия сервиса",
    },
    "en": {
        "reply": "Want to add something? Answer this mail, photos are welcome.",
        "resolved": "We take it back to work without a new request. Or simply answer this mail.",
        "registered": "New ticket from Анна.",
        "assigned": "Дина Первая gave you this ticket.",
        "message": "Анна wrote:",
        "mention": "Дина Первая mentioned you in a note:",
        "to client": "Your answer to this mail goes to the client.",
        "inside": "Your answer to this mail becomes a note; the client does not see it.",
        "facts": ["Number: ", "Subject: Заявка Анны", "Status: "],
        "history": "Earlier messages",
        "sender": "Service line",
    },
}


@pytest.fixture
def people() -> make.Cast:
    return make.cast()


@pytest.fixture
def support(people: make.Cast) -> ChannelAccount:
    spec = AccountSpec(
        "support",
        "support@desk.test",
        translated(ru="Поддержка", en="Support"),
        default_brand(),
        sender_name=translated(ru="Линия сервиса", en="Service line"),
        signature=translated(ru="8 800 000-00-00", en="8 800 000-00-00"),
        team=people.it,
    )
    return create_account(BY_SYSTEM, spec)


def ticket_in(language: str, support: ChannelAccount, assignee: Actor | None = None) -> Ticket:
    contact = create_contact(
        SYSTEM, ContactSpec("Анна", emails=["anna@client.test"], language=language, company=None)
    )
    return _registered(contact, support, language, assignee)


def _registered(contact: Contact, support: ChannelAccount, language: str, assignee: Actor | None) -> Ticket:
    agent = Agent.objects.get(pk=assignee.agent_id or 0) if assignee else None
    what = Registration(
        "Заявка Анны",
        from_text("Всё сломалось."),
        contact=contact,
        account=support,
        language=language,
        team=support.team,
        assignee=agent,
    )
    return register(SYSTEM, what)


def every_letter(people: make.Cast, support: ChannelAccount, language: str) -> dict[str, EmailMessage]:
    """One of each kind, to a client and an employee of that language."""
    reader = make.actor_of(
        make.employee("Читатель Писем", teams=[people.it], email="reader@desk.test", language=language)
    )
    ticket = ticket_in(language, support, assignee=reader)
    assign(people.dispatcher, ticket, agent_id=None, team_id=people.it.pk)
    assign(people.dispatcher, ticket, agent_id=reader.agent_id, team_id=people.it.pk)
    anna = actor_of_contact(Contact.objects.get(name="Анна"), Via.PORTAL)
    make.message(anna, ticket, "Есть новости?")
    make.note(people.dispatcher, ticket, "@Читатель Писем СЕКРЕТ", files=[make.file(people.dispatcher)])
    make.reply(people.dispatcher, ticket, "Уже едем.")
    make.reply(people.dispatcher, ticket, "Готово.", status="resolved")
    staff_kinds = ["registered", "assigned", "message", "mention"]
    found = dict(zip(staff_kinds, letters_to("reader@desk.test"), strict=True))
    return found | dict(zip(["reply", "resolved"], letters_to("anna@client.test"), strict=True))


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_letter_says_its_thing_in_the_readers_language(
    people: make.Cast, support: ChannelAccount, language: str
) -> None:
    letters = every_letter(people, support, language)
    said = SAYS[language]
    for kind, letter in letters.items():
        text = words(letter)
        assert str(said[kind]) in text, kind
        assert f'lang="{language}"' in markup(letter)
        assert str(letter["Subject"]) == str(letters["reply"]["Subject"])
    for kind in ("registered", "assigned", "message"):
        assert str(said["to client"]) in words(letters[kind])
        assert "/desk/tickets/" in words(letters[kind])
    assert str(said["inside"]) in words(letters["mention"])
    for kind in ("reply", "resolved"):
        lines = [line for line in words(letters[kind]).splitlines() if line]
        assert lines[1] in ("Уже едем.", "Готово."), "the answer is the first line under the separator"
        assert lines[2:5] == ["Дина Первая", said["sender"], "8 800 000-00-00"]
        assert said["history"] in lines
    assert all(f"\n{fact}" in words(letters["reply"]) for fact in said["facts"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_mail_program_can_show_it(people: make.Cast, support: ChannelAccount, language: str) -> None:
    for letter in every_letter(people, support, language).values():
        html = markup(letter)
        assert len(html.encode()) < MAX_HTML
        assert words(letter).strip()
        assert '<meta name="color-scheme" content="light dark">' in html
        assert not re.search(r"<(?:link|script|iframe|form|img|svg)\b|@import|url\(|@font-face", html)
        for address in re.findall(r'href="([^"]*)"', html):
            assert address.startswith("http")
        for paragraph in re.findall(r"<p[ >]", html):
            assert paragraph == "<p ", "styles stand beside each element"


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_word_of_a_note_reaches_the_client(
    people: make.Cast, support: ChannelAccount, language: str
) -> None:
    letters = every_letter(people, support, language)
    for kind in ("reply", "resolved"):
        assert "СЕКРЕТ" not in letters[kind].as_string()
        assert "СЕКРЕТ" not in words(letters[kind]) + markup(letters[kind])


def test_the_last_three_public_messages_stand_in_a_quote(people: make.Cast, support: ChannelAccount) -> None:
    ticket = ticket_in("ru", support)
    for number in range(5):
        make.reply(people.dispatcher, ticket, f"Ответ {number}")
    letter = letters_to("anna@client.test")[-1]
    quoted = re.findall(r"^> (.*)$", words(letter), re.MULTILINE)
    assert quoted == ["Ответ 3", "Ответ 2", "Ответ 1"]
    assert markup(letter).count('<blockquote type="cite"') == 1


def test_a_letter_too_long_for_mail_programs_goes_without_history(
    people: make.Cast, support: ChannelAccount
) -> None:
    ticket = ticket_in("ru", support)
    make.reply(people.dispatcher, ticket, "Прежний ответ")
    make.reply(people.dispatcher, ticket, "слово " * 6000)
    letter = letters_to("anna@client.test")[-1]
    assert "Прежний ответ" not in markup(letter)
    assert "Прежний ответ" not in words(letter)


def test_what_people_write_cannot_become_markup(people: make.Cast, support: ChannelAccount) -> None:
    ticket = ticket_in("ru", support)
    Ticket.objects.filter(pk=ticket.pk).update(subject="<script>alert(1)</script>", contact_name="<b>А</b>")
    ticket.refresh_from_db()
    make.reply(people.dispatcher, ticket, "<img src=x onerror=alert(1)> & {{ 7*7 }}")
    make.reply(people.dispatcher, ticket, "второй")
    letter = letters_to("anna@client.test")[-1]
    assert "<script>" not in markup(letter)
    assert "<img" not in markup(letter)
    assert "<img src=x onerror=alert(1)> & {{ 7*7 }}" in words(letter)


def test_nothing_is_told_to_clients_of_internal_types(people: make.Cast, support: ChannelAccount) -> None:
    ticket = ticket_in("ru", support)
    Ticket.objects.filter(pk=ticket.pk).update(type=TicketType.objects.get(internal=True))
    ticket.refresh_from_db()
    make.reply(people.dispatcher, ticket, "Между нами")
    assert letters_to("anna@client.test") == []


def test_styles_of_the_answer_stand_beside_its_elements(people: make.Cast, support: ChannelAccount) -> None:
    ticket = ticket_in("ru", support)
    content = Content("<p>Раз</p><ul><li>два</li></ul>", "Раз два")
    reply(people.dispatcher, ticket, Reply(content))
    assert '<li style="margin: 0 0 4px' in markup(letters_to("anna@client.test")[-1])

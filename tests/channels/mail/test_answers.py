"""Answers to our letters: who may say what in which ticket, by mail."""

from __future__ import annotations

from datetime import timedelta

import pytest

from otklik.catalogue.models import ChannelAccount
from otklik.channels.mail import tokens
from otklik.channels.mail.claims import Purpose, Token
from otklik.channels.mail.commands import allow_plus_addressing
from otklik.channels.mail.enums import Outcome
from otklik.channels.mail.queries import originals
from otklik.clients.models import Contact
from otklik.core.worker import drain
from otklik.notifications.models import Delivery
from otklik.people.actor import SYSTEM
from otklik.tickets.commands import Reply, reply, set_status
from otklik.tickets.content import from_text
from otklik.tickets.models import Link, Message, Ticket
from tests import make
from tests.channels.mail.writing import answer_to, last_message, letters_to, mail, take, ticket_of, words
from tests.support.fixtures import FrozenClock

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unconfirmed")]
CLIENT = "Иван Клиентов <client@alpha.test>"
AGENT = "Елена Белова <agent@desk.test>"
STRANGER = "Кто-то <somebody@elsewhere.test>"


@pytest.fixture
def people() -> make.Cast:
    return make.cast()


@pytest.fixture
def support(people: make.Cast) -> ChannelAccount:
    return make.mailbox("support", team=people.it)


@pytest.fixture
def ticket(people: make.Cast, support: ChannelAccount) -> Ticket:
    """The client's ticket, in the agent's hands."""
    ticket = ticket_of(take(mail(CLIENT, subject="Не печатает принтер в бухгалтерии"), support))
    make.reply(people.agent, ticket, "Мастер уже едет.")
    ticket.refresh_from_db()
    return ticket


def seen_by_client(ticket: Ticket) -> list[str]:
    """Texts of the ticket that a client may read."""
    rows = Message.objects.filter(ticket=ticket, public=True).order_by("id")
    return list(rows.values_list("body__text", flat=True))


def test_a_clients_answer_is_a_public_message_and_reopens(people: make.Cast, ticket: Ticket) -> None:
    set_status(people.agent, ticket, "resolved")
    letter = letters_to("client@alpha.test")[-1]
    taken = take(answer_to(letter, CLIENT, "Всё ещё не печатает."))
    assert taken.answer() == {"ticket": ticket.number, "action": "appended", "reason": "token"}
    message = last_message(ticket)
    assert (message.body.text, message.public, message.contact_id, message.via) == (
        "Всё ещё не печатает.",
        True,
        people.client.contact_id,
        "mail",
    )
    assert "Мастер уже едет." in message.body.full_text
    ticket.refresh_from_db()
    assert (ticket.state, ticket.reopened, ticket.last_by_client) == ("open", 1, True)


def test_the_number_in_the_subject_is_enough_for_the_client(ticket: Ticket) -> None:
    taken = take(mail(CLIENT, "Ещё раз", subject=f"вопрос [{ticket.number}]"))
    assert taken.answer() == {"ticket": ticket.number, "action": "appended", "reason": "number"}
    assert seen_by_client(ticket)[-1] == "Ещё раз"


def test_a_known_message_id_is_enough_for_the_client(ticket: Ticket) -> None:
    mine = ticket.mail_ids.order_by("id")[0].header
    taken = take(mail(CLIENT, "Дополнение", subject="Дополнение", headers={"References": f"<{mine}>"}))
    assert taken.answer() == {"ticket": ticket.number, "action": "appended", "reason": "thread"}


def test_the_token_in_the_address_is_enough_for_the_client(support: ChannelAccount, ticket: Ticket) -> None:
    allow_plus_addressing(SYSTEM.ref, support)
    letter = letters_to("client@alpha.test")[-1]
    assert str(letter["Reply-To"]).startswith("support+")
    taken = take(mail(CLIENT, "Новое письмо", to=str(letter["Reply-To"]), subject="Другое"))
    assert (taken.number, taken.reason) == (ticket.number, "token")


def test_the_companys_manager_takes_part_and_another_companys_contact_does_not(
    people: make.Cast, ticket: Ticket
) -> None:
    subject = f"Re: [{ticket.number}] {ticket.subject}"
    assert take(mail("manager@alpha.test", "Ускорьте", subject=subject)).number == ticket.number
    assert seen_by_client(ticket)[-1] == "Ускорьте"
    stranger = take(mail("stranger@beta.test", "Дайте знать", subject=subject))
    assert stranger.number == ticket.number
    assert seen_by_client(ticket)[-1] == "Ускорьте"
    message = last_message(ticket)
    assert (message.author_kind, message.contact_id, message.public) == ("sender", None, False)


def test_whoever_was_in_copy_of_an_answer_takes_part(people: make.Cast, ticket: Ticket) -> None:
    reply(people.agent, ticket, Reply(from_text("Отвечаю всем"), cc=["boss@partner.test"]))
    letter = letters_to("boss@partner.test")[-1]
    assert "boss@partner.test" in str(letter["Cc"])
    taken = take(answer_to(letter, "boss@partner.test", "Спасибо"))
    assert taken.number == ticket.number
    assert seen_by_client(ticket)[-1] == "Спасибо"


def test_a_stranger_with_forged_references_stays_inside_and_is_marked(
    people: make.Cast, ticket: Ticket
) -> None:
    set_status(people.agent, ticket, "resolved")
    letter = letters_to("client@alpha.test")[-1]
    before = seen_by_client(ticket)
    taken = take(answer_to(letter, STRANGER, "Пришлите мне пароль"))
    assert taken.answer() == {"ticket": ticket.number, "action": "appended", "reason": "token"}
    message = last_message(ticket)
    assert (message.public, message.kind, message.author_kind, message.author_email) == (
        False,
        "note",
        "sender",
        "somebody@elsewhere.test",
    )
    assert seen_by_client(ticket) == before
    ticket.refresh_from_db()
    assert ticket.state == "resolved", "an unknown sender moves nothing"
    assert "somebody@elsewhere.test" in words(letters_to("agent@desk.test")[-1])


def test_a_stranger_with_another_desks_number_gets_a_ticket_of_their_own(ticket: Ticket) -> None:
    taken = take(mail(STRANGER, "Наш инцидент", subject=f"[{ticket.number}] Incident opened"))
    assert (taken.outcome, taken.number == ticket.number) == (Outcome.CREATED, False)


def test_a_strangers_mail_to_a_closed_ticket_is_not_lost_in_it(people: make.Cast, ticket: Ticket) -> None:
    set_status(people.agent, ticket, "resolved")
    set_status(people.agent, ticket, "closed")
    letter = letters_to("client@alpha.test")[-1]
    assert take(answer_to(letter, STRANGER, "А мне?")).outcome is Outcome.CREATED


def test_a_made_up_token_is_worth_nothing(ticket: Ticket) -> None:
    genuine = tokens.header_with(Token(ticket.pk, Purpose.CLIENT), ticket.uid, "desk.test")
    forged = genuine.replace("otk.", "otk.aaaa", 1)
    taken = take(mail(STRANGER, "Привет", subject="Привет", headers={"In-Reply-To": f"<{forged}>"}))
    assert taken.outcome is Outcome.CREATED


def test_an_employee_answers_the_client_by_mail(people: make.Cast, ticket: Ticket) -> None:
    make.message(people.client, ticket, "Где мастер?")
    letter = letters_to("agent@desk.test")[-1]
    taken = take(answer_to(letter, AGENT, "Будет через час."))
    assert taken.answer() == {"ticket": ticket.number, "action": "appended", "reason": "token"}
    message = last_message(ticket)
    assert (message.body.text, message.public, message.agent_id) == (
        "Будет через час.",
        True,
        people.agent.agent_id,
    )
    assert "Будет через час." in words(letters_to("client@alpha.test")[-1])


@pytest.mark.parametrize("how", ["number", "clients letter", "forged sender"])
def test_an_employees_mail_without_their_own_token_is_a_note(
    people: make.Cast, ticket: Ticket, how: str
) -> None:
    make.message(people.client, ticket, "Где мастер?")
    before = seen_by_client(ticket)
    if how == "number":
        raw = mail(AGENT, "Уволим его", subject=f"Re: [{ticket.number}] {ticket.subject}")
    elif how == "clients letter":
        raw = answer_to(letters_to("client@alpha.test")[-1], AGENT, "Уволим его")
    else:
        raw = answer_to(letters_to("agent@desk.test")[-1], "teammate@desk.test", "Уволим его")
    assert take(raw).number == ticket.number
    message = last_message(ticket)
    assert (message.kind, message.public, message.author_kind) == ("note", False, "agent")
    assert seen_by_client(ticket) == before


def test_an_employees_answer_their_own_domain_disowns_stays_inside(people: make.Cast, ticket: Ticket) -> None:
    make.message(people.client, ticket, "Где мастер?")
    before = seen_by_client(ticket)
    results = {"Authentication-Results": "mx.desk.test; spf=fail; dmarc=fail header.from=desk.test"}
    take(answer_to(letters_to("agent@desk.test")[-1], AGENT, "Уволим его", headers=results))
    message = last_message(ticket)
    assert (message.agent_id, message.author_kind, message.public) == (None, "sender", False)
    assert seen_by_client(ticket) == before
    assert originals([message.pk])[message.pk].doubts == ("dmarc-failed",)


def test_people_in_copy_become_nothing_by_it(support: ChannelAccount) -> None:
    """Of a mail with sixty people in copy one becomes a contact, its sender; nobody else is written to."""
    crowd = [f"person{number}@crowd.test" for number in range(60)]
    ticket = ticket_of(take(mail(STRANGER, headers={"Cc": ", ".join(crowd)}), support))
    assert Contact.objects.filter(emails__email="somebody@elsewhere.test").count() == 1
    assert not Contact.objects.filter(emails__email__endswith="@crowd.test").exists()
    assert not Delivery.objects.filter(address__in=crowd).exists()
    before = seen_by_client(ticket)
    taken = take(mail(crowd[0], "Я тоже", subject=f"Re: [{ticket.number}] {ticket.subject}"))
    assert taken.number == ticket.number
    message = last_message(ticket)
    assert (message.author_kind, message.public) == ("sender", False)
    assert seen_by_client(ticket) == before


def test_an_answer_to_a_note_is_a_note(people: make.Cast, ticket: Ticket) -> None:
    make.note(people.agent, ticket, "@Пётр Орлов что делать?")
    letter = letters_to("teammate@desk.test")[-1]
    before = seen_by_client(ticket)
    take(answer_to(letter, "teammate@desk.test", "Тянуть время"))
    message = last_message(ticket)
    assert (message.kind, message.agent_id) == ("note", people.teammate.agent_id)
    assert seen_by_client(ticket) == before


def test_an_employee_who_does_not_see_the_ticket_is_a_stranger_to_it(
    people: make.Cast, ticket: Ticket
) -> None:
    raw = mail("outsider@desk.test", "Что тут?", subject=f"Re: [{ticket.number}] {ticket.subject}")
    assert take(raw).number == ticket.number
    message = last_message(ticket)
    assert (message.author_kind, message.agent_id, message.public) == ("sender", None, False)


def test_an_employees_answer_to_a_closed_ticket_is_a_note(people: make.Cast, ticket: Ticket) -> None:
    make.message(people.client, ticket, "Где мастер?")
    letter = letters_to("agent@desk.test")[-1]
    set_status(people.agent, ticket, "resolved")
    set_status(people.agent, ticket, "closed")
    take(answer_to(letter, AGENT, "Поздно"))
    assert last_message(ticket).kind == "note"


def test_an_employee_may_be_the_client_of_their_own_ticket(
    people: make.Cast, support: ChannelAccount
) -> None:
    own = ticket_of(take(mail("outsider@desk.test", "Сломался стул", subject="Стул"), support))
    make.reply(people.agent, own, "Привезём новый.")
    taken = take(answer_to(letters_to("outsider@desk.test")[-1], "outsider@desk.test", "Спасибо"))
    assert taken.number == own.number
    assert seen_by_client(own)[-1] == "Спасибо"


def test_a_late_answer_opens_a_new_ticket_that_continues_the_old_one(
    frozen_clock: FrozenClock, people: make.Cast, ticket: Ticket
) -> None:
    set_status(people.agent, ticket, "resolved")
    set_status(people.agent, ticket, "closed")
    letter = letters_to("client@alpha.test")[-1]
    frozen_clock.move(timedelta(days=8))
    taken = take(answer_to(letter, CLIENT, "Снова не печатает"))
    assert (taken.answer()["action"], taken.number != ticket.number) == ("created", True)
    link = Link.objects.get()
    assert (link.source.number, link.target, link.kind) == (taken.number, ticket, "continues")
    ticket.refresh_from_db()
    assert ticket.state == "closed"


def test_a_deleted_ticket_receives_nothing(people: make.Cast, ticket: Ticket) -> None:
    letter = letters_to("client@alpha.test")[-1]
    Ticket.objects.filter(pk=ticket.pk).update(deleted_at=ticket.created_at)
    assert take(answer_to(letter, CLIENT, "Алло")).outcome is Outcome.CREATED
    drain()

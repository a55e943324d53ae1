"""Mails that come back: known by our own signature, said in words, their addresses marked until they work."""

from __future__ import annotations

import pytest
from django.utils import translation
from pytest_django import Settings

from otklik.catalogue.models import ChannelAccount
from otklik.channels.mail.models import Mailbox
from otklik.core import small
from otklik.core.errors import Denied, NotFound
from otklik.core.models import Event
from otklik.core.worker import drain
from otklik.notifications.commands import clear_address
from otklik.notifications.failing import failing_among, failing_of
from otklik.notifications.models import Delivery, FailingAddress
from otklik.notifications.queries import delivery_states
from otklik.notifications.reason_words import in_words
from otklik.tickets.models import Ticket
from tests import make
from tests.channels.mail import reports
from tests.channels.mail.writing import answer_to, letters_to, mail, take, ticket_of
from tests.support.smtp import SmtpSink

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unconfirmed")]
ADDRESS = "client@alpha.test"
CLIENT = f"Иван Клиентов <{ADDRESS}>"


@pytest.fixture
def people() -> make.Cast:
    return make.cast()


@pytest.fixture
def support(people: make.Cast) -> ChannelAccount:
    return make.mailbox("support", team=people.it)


@pytest.fixture
def ticket(people: make.Cast, support: ChannelAccount) -> Ticket:
    """A ticket whose client got an answer."""
    ticket = ticket_of(take(mail(CLIENT), support))
    make.reply(people.agent, ticket, "Мастер едет.")
    drain()
    return ticket


def sent() -> Delivery:
    return Delivery.objects.filter(audience="client").order_by("-id")[0]


def report(form: str, header: str, back: str = "support@desk.test") -> bytes:
    return form.format(header=header, to=ADDRESS, back=back).encode()


@pytest.mark.parametrize(
    ("form", "words"),
    [
        (reports.POSTFIX, "mailbox full"),
        (reports.EXIM, "there is no such address"),
        (reports.EXCHANGE, "there is no such address"),
        (reports.GMAIL, "the mailbox is switched off"),
        (reports.YANDEX, "there is no such address"),
        (reports.QMAIL, "there is no such address"),
    ],
)
def test_a_report_marks_its_mail_and_its_address(ticket: Ticket, form: str, words: str) -> None:
    taken = take(report(form, sent().message_header))
    assert taken.answer() == {"ticket": ticket.number, "action": "appended", "reason": "bounce"}
    with translation.override("en"):
        assert (sent().state, in_words(sent().error)) == ("bounced", words)
        [failing] = failing_among([ADDRESS]).values()
        assert (failing.words, failing.times) == (words, 1)
    event = Event.objects.get(kind="address.failed")
    assert (event.subject_kind, event.data["why"]) == ("contact", failing.why)
    assert ADDRESS not in str(event.data), "an event keeps no address"


def test_a_report_that_quotes_nothing_is_known_by_where_it_went(
    people: make.Cast, support: ChannelAccount, smtp_sink: SmtpSink, settings: Settings
) -> None:
    settings.OTKLIK_SMTP_URL = smtp_sink.url
    Mailbox.objects.update_or_create(account=support, defaults={"plus_addressing": True})
    small.bump()
    ticket = ticket_of(take(mail(CLIENT), support))
    make.reply(people.agent, ticket, "Мастер едет.")
    drain()
    [received] = smtp_sink.received
    assert received.sender.startswith("support+")
    assert str(received.message["From"].addresses[0].addr_spec) == "support@desk.test"
    taken = take(report(reports.POSTFIX, "foreign@x.test", back=received.sender))
    assert taken.answer() == {"ticket": ticket.number, "action": "appended", "reason": "bounce"}
    assert sent().state == "bounced"


def test_a_server_that_takes_its_own_address_alone_gets_it(
    people: make.Cast, support: ChannelAccount, smtp_sink: SmtpSink, settings: Settings
) -> None:
    settings.OTKLIK_SMTP_URL = smtp_sink.url
    smtp_sink.own_sender = "support@desk.test"
    Mailbox.objects.update_or_create(account=support, defaults={"plus_addressing": True})
    small.bump()
    make.reply(people.agent, ticket_of(take(mail(CLIENT), support)), "Мастер едет.")
    drain()
    assert [one.sender for one in smtp_sink.received] == ["support@desk.test"]
    assert sent().state == "sent"


def test_a_report_proves_itself_by_our_signature_alone(people: make.Cast, ticket: Ticket) -> None:
    """Not by the client's address in it, nor by one mail's token beside another mail's id."""
    first = sent()
    make.reply(people.agent, ticket_of(take(mail(CLIENT, subject="Другое дело"))), "Второй ответ.")
    drain()
    token, delivery = sent().message_header.split(".")[1], first.message_header.split(".", 2)[2]
    for header in ("INC1.5@desk.test", "otk.aaaaaaaaaaaaaaaaaaaaaaaa.aaaaaaaaaaaaaaaaaaaaaaaaaa@desk.test"):
        take(report(reports.POSTFIX, header))
    take(report(reports.POSTFIX, f"otk.{token}.{delivery}"))
    assert set(Delivery.objects.filter(audience="client").values_list("state", flat=True)) == {"held"}
    assert not FailingAddress.objects.exists()


def test_a_delay_and_a_refusal_of_the_mail_itself_mark_no_address(ticket: Ticket) -> None:
    Delivery.objects.filter(pk=sent().pk).update(state="sent")
    late = report(reports.POSTFIX, sent().message_header)
    take(late.replace(b"Action: failed", b"Action: delayed").replace(b"5.2.2", b"4.4.1"))
    assert (sent().state, "4.4.1" in sent().error) == ("sent", True)
    spam = report(reports.YANDEX, sent().message_header).replace(b"No such user!", b"SPAM message rejected")
    take(spam)
    assert sent().state == "bounced"
    assert not FailingAddress.objects.exists()


def test_a_refusal_at_the_door_marks_the_address_and_a_second_one_counts(
    people: make.Cast, ticket: Ticket, smtp_sink: SmtpSink, settings: Settings
) -> None:
    settings.OTKLIK_SMTP_URL = smtp_sink.url
    smtp_sink.answers += ["550 5.1.1 User unknown", "550 5.2.1 Mailbox disabled"]
    for words in ("Ещё раз", "И ещё"):
        make.reply(people.agent, ticket, words)
        drain()
    row = FailingAddress.objects.get()
    assert (row.address, row.why, row.times) == (ADDRESS, "switched-off", 2)
    assert Event.objects.filter(kind="address.failed").count() == 1
    assert delivery_states([sent().message_id or 0])[sent().message_id or 0][0].state == "failed"


def test_a_mail_from_the_address_takes_the_mark_away_and_an_automatic_one_does_not(ticket: Ticket) -> None:
    letter = letters_to(ADDRESS)[-1]
    take(report(reports.EXIM, sent().message_header))
    take(answer_to(letter, CLIENT, "В отпуске.", headers={"Auto-Submitted": "auto-replied"}))
    assert FailingAddress.objects.exists()
    take(answer_to(letter, CLIENT, "Я здесь."))
    assert not FailingAddress.objects.exists()
    assert Event.objects.get(kind="address.cleared").actor_kind == "system"


def test_an_employee_who_may_change_clients_takes_it_away_too(people: make.Cast, ticket: Ticket) -> None:
    take(report(reports.EXIM, sent().message_header))
    contact = ticket.contact
    assert contact is not None
    assert [one.address for one in failing_of(people.agent, contact)] == [ADDRESS]
    with pytest.raises(Denied):
        failing_of(people.client, contact)
    with pytest.raises(Denied):
        clear_address(people.agent, contact, ADDRESS)
    with pytest.raises(NotFound):
        clear_address(people.admin, contact, "other@alpha.test")
    clear_address(people.admin, contact, ADDRESS.upper())
    assert failing_of(people.admin, contact) == []
    assert Event.objects.get(kind="address.cleared").actor_id == people.admin.agent_id

"""Letters leave: held without SMTP, sent with it, the same mail every time, failures said on the card."""

from __future__ import annotations

import email
import email.policy
import re
from email.message import EmailMessage

import pytest
from pytest_django import Settings

from otklik.catalogue.models import ChannelAccount
from otklik.channels.mail import outbox, smtp
from otklik.channels.mail.composing import compose
from otklik.channels.mail.delivery import ATTEMPTS
from otklik.channels.mail.models import MailMessageId
from otklik.core import files
from otklik.core.actors import SYSTEM as BY_SYSTEM
from otklik.core.errors import Denied, NotFound, NotPossible
from otklik.core.models import Event, Job
from otklik.core.worker import drain
from otklik.notifications.access import get_delivery_for
from otklik.notifications.commands import cancel_delivery, send_again
from otklik.notifications.enums import DeliveryState
from otklik.notifications.models import Delivery
from otklik.notifications.queries import OutboxQuery
from otklik.notifications.queries import outbox as outbox_page
from otklik.tickets.commands import Attachment, Reply, delete_ticket, reply
from otklik.tickets.content import Content, from_text
from otklik.tickets.models import Ticket
from tests import make
from tests.channels.mail.writing import answer_to, letters_to, mail, markup, take, ticket_of, words
from tests.support.ports import free_port
from tests.support.smtp import SmtpSink

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unconfirmed")]
CLIENT = "Иван Клиентов <client@alpha.test>"
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 40


@pytest.fixture
def people() -> make.Cast:
    return make.cast()


@pytest.fixture
def support(people: make.Cast) -> ChannelAccount:
    return make.mailbox("support", team=people.it)


@pytest.fixture
def ticket(people: make.Cast, support: ChannelAccount) -> Ticket:
    return ticket_of(take(mail(CLIENT, message_id="<question@alpha.test>"), support))


def to_client() -> Delivery:
    return Delivery.objects.filter(audience="client").order_by("-id")[0]


def again_now() -> None:
    """The pause after a failure is over."""
    Job.objects.exclude(leased_until=None).update(leased_until=None)
    drain(failing=True)


def test_without_smtp_a_letter_is_held_where_it_can_be_read(people: make.Cast, ticket: Ticket) -> None:
    make.note(people.agent, ticket, "Внутри: клиент нервный.")
    make.reply(people.agent, ticket, "Мастер едет.")
    [letter] = letters_to("client@alpha.test")
    assert letter.get_content_type() == "multipart/alternative"
    assert str(letter["From"]) == '"Елена Белова, Поддержка" <support@desk.test>'
    assert str(letter["To"]) == CLIENT
    assert str(letter["Subject"]) == f"[{ticket.number}] {ticket.subject}"
    assert letter["In-Reply-To"] == "<question@alpha.test>"
    assert letter["Auto-Submitted"] is None
    assert "Мастер едет." in words(letter)
    assert "Мастер едет." in markup(letter)
    assert "нервный" not in outbox.kept(to_client().uid).decode()
    assert to_client().state == DeliveryState.HELD
    assert (outbox.kept(to_client().uid).count("Мастер едет.".encode())) == 1, "readable by eye"


def test_with_smtp_the_letter_leaves_once_and_is_known_by_its_id(
    people: make.Cast, ticket: Ticket, smtp_sink: SmtpSink, settings: Settings
) -> None:
    settings.OTKLIK_SMTP_URL = smtp_sink.url
    make.reply(people.agent, ticket, "Мастер едет.")
    drain()
    [received] = smtp_sink.received
    assert (received.sender, received.recipients) == ("support@desk.test", ("client@alpha.test",))
    delivery = to_client()
    assert (delivery.state, delivery.sent_at is not None) == (DeliveryState.SENT, True)
    assert received.message["Message-ID"] == f"<{delivery.message_header}>"
    assert MailMessageId.objects.get(delivery=delivery).header == delivery.message_header
    with pytest.raises(NotFound):
        outbox.kept(delivery.uid)
    answer = answer_to(received.message, CLIENT, "Спасибо")
    assert take(answer).number == ticket.number


def test_the_thread_is_kept_over_several_letters(people: make.Cast, ticket: Ticket) -> None:
    make.reply(people.agent, ticket, "Первый ответ.")
    drain()
    take(answer_to(letters_to("client@alpha.test")[-1], CLIENT, "Ещё вопрос"))
    make.reply(people.agent, ticket, "Второй ответ.")
    first, second = letters_to("client@alpha.test")
    known = list(MailMessageId.objects.order_by("id").values_list("header", flat=True))
    references = str(second["References"]).split()
    assert references == [f"<{header}>" for header in known[:3]]
    assert second["In-Reply-To"] == references[-1]
    assert first["Message-ID"] in references
    assert first["Subject"] == second["Subject"]


def test_a_letter_composed_again_is_the_same_to_the_last_byte(people: make.Cast, ticket: Ticket) -> None:
    reply(people.agent, ticket, Reply(from_text("С файлом"), [Attachment(make.file(people.agent))]))
    drain()
    first, second = compose(to_client()), compose(to_client())
    assert first is not None
    assert second is not None
    assert first.message.as_bytes() == second.message.as_bytes()


def test_files_and_pictures_travel_with_the_answer(people: make.Cast, ticket: Ticket) -> None:
    picture = files.attach_name(files.store([PNG]), "shot.png", "image/png", people.agent.ref)
    document = files.attach_name(files.store([b"%PDF"]), "акт.pdf", "application/pdf", people.agent.ref)
    forwarded = files.attach_name(files.store([b"Subject: x\n\ny"]), "x.eml", "message/rfc822", BY_SYSTEM)
    content = Content('<p>Смотрите <img src="cid:shot"></p>', "Смотрите")
    attachments = [Attachment(picture, "shot"), Attachment(document), Attachment(forwarded)]
    reply(people.agent, ticket, Reply(content, attachments))
    [letter] = letters_to("client@alpha.test")
    assert [(part.get_filename(), part.get_content_type()) for part in letter.iter_attachments()] == [
        ("акт.pdf", "application/pdf"),
        ("x.eml", "application/octet-stream"),
    ]
    inline = [part for part in letter.walk() if part["Content-ID"] == "<shot>"]
    assert [part.get_payload(decode=True) for part in inline] == [PNG]
    assert 'src="cid:shot"' in markup(letter)


def test_everybody_in_copy_gets_the_letter_with_the_same_recipients(
    people: make.Cast, ticket: Ticket, support: ChannelAccount
) -> None:
    copied = ["boss@partner.test", "BOSS@partner.test", support.address, "agent@desk.test", "nonsense"]
    reply(people.agent, ticket, Reply(from_text("Всем"), cc=copied))
    drain()
    addresses = Delivery.objects.filter(audience="client").values_list("address", flat=True)
    assert sorted(addresses) == ["boss@partner.test", "client@alpha.test"]
    for address in addresses:
        [letter] = letters_to(address)
        assert str(letter["To"]) == CLIENT
        assert "boss@partner.test" in str(letter["Cc"])


def test_a_refused_mail_is_a_failure_on_the_card_and_can_be_sent_again(
    people: make.Cast, ticket: Ticket, smtp_sink: SmtpSink, settings: Settings
) -> None:
    settings.OTKLIK_SMTP_URL = smtp_sink.url
    smtp_sink.answers.append("550 5.7.1 No thanks")
    make.reply(people.agent, ticket)
    drain()
    delivery = to_client()
    assert (delivery.state, delivery.error) == (DeliveryState.FAILED, "550 5.7.1 No thanks")
    assert Event.objects.get(kind="delivery.failed").ticket_id == ticket.pk
    with pytest.raises(NotFound):
        get_delivery_for(people.outsider, str(delivery.uid))
    send_again(people.agent, delivery)
    drain()
    assert (to_client().state, to_client().error, len(smtp_sink.received)) == (DeliveryState.SENT, "", 1)
    with pytest.raises(NotPossible):
        send_again(people.agent, delivery)


def test_a_busy_server_is_tried_again_and_given_up_in_the_end(
    people: make.Cast, ticket: Ticket, smtp_sink: SmtpSink, settings: Settings
) -> None:
    settings.OTKLIK_SMTP_URL = smtp_sink.url
    smtp_sink.answers += ["451 4.7.1 Greylisted", "421 4.3.2 Too many connections"]
    make.reply(people.agent, ticket)
    drain(failing=True)
    assert (to_client().state, to_client().attempts) == (DeliveryState.QUEUED, 1)
    assert "Greylisted" in to_client().error
    again_now()
    again_now()
    assert (to_client().state, to_client().attempts, to_client().error) == (DeliveryState.SENT, 3, "")
    assert len(smtp_sink.received) == 1

    smtp_sink.answers.append("451 4.7.1 Greylisted")
    make.reply(people.agent, ticket, "Ещё раз")
    Delivery.objects.filter(state=DeliveryState.QUEUED).update(attempts=0)
    drain(["default"])
    Delivery.objects.filter(state=DeliveryState.QUEUED).update(attempts=ATTEMPTS - 1)
    drain()
    assert to_client().state == DeliveryState.FAILED


def test_a_server_that_is_away_is_waited_for(people: make.Cast, ticket: Ticket, settings: Settings) -> None:
    settings.OTKLIK_SMTP_URL = f"smtp://127.0.0.1:{free_port()}"
    make.reply(people.agent, ticket)
    drain(failing=True)
    assert to_client().state == DeliveryState.QUEUED
    assert "ConnectionRefusedError" in to_client().error


def test_letters_to_one_recipient_keep_their_order(
    people: make.Cast, ticket: Ticket, smtp_sink: SmtpSink, settings: Settings
) -> None:
    settings.OTKLIK_SMTP_URL = smtp_sink.url
    smtp_sink.answers.append("451 4.7.1 Greylisted")
    make.reply(people.agent, ticket, "Первый")
    make.reply(people.agent, ticket, "Второй")
    drain(failing=True)
    assert smtp_sink.received == [], "the second waits for the first"
    again_now()
    again_now()
    assert [_first_words(received.message) for received in smtp_sink.received] == ["Первый", "Второй"]


def _first_words(letter: EmailMessage) -> str:
    lines = [line for line in words(letter).splitlines() if line.strip()]
    return lines[1]


def test_nothing_is_sent_for_a_deleted_ticket_or_a_cancelled_delivery(
    people: make.Cast, ticket: Ticket
) -> None:
    make.reply(people.agent, ticket, "Для никого")
    drain(["default"])
    cancel_delivery(people.agent, to_client())
    make.reply(people.agent, ticket, "Тоже")
    drain(["default"])
    delete_ticket(people.admin, ticket)
    drain()
    assert set(Delivery.objects.values_list("state", flat=True)) == {"cancelled"}
    with pytest.raises(NotFound):
        outbox.kept(to_client().uid)


def test_without_a_mailbox_a_letter_has_nowhere_to_come_from(people: make.Cast) -> None:
    ticket = make.ticket(people.client, team=people.it)
    make.reply(people.agent, ticket)
    drain()
    assert (to_client().state, to_client().error) == (
        DeliveryState.FAILED,
        "There is no enabled mailbox to send from.",
    )


def test_the_outbox_lists_deliveries_for_administrators_only(people: make.Cast, ticket: Ticket) -> None:
    for number in range(3):
        make.reply(people.agent, ticket, f"Ответ {number}")
    drain()
    first = outbox_page(people.admin, OutboxQuery(state=DeliveryState.HELD, size=2))
    rest = outbox_page(people.admin, OutboxQuery(state=DeliveryState.HELD, size=2, after=first.after or ""))
    assert [row.number for row in (*first.rows, *rest.rows)] == [ticket.number] * 3
    assert (rest.after, outbox_page(people.admin, OutboxQuery(state=DeliveryState.SENT)).rows) == (None, [])
    with pytest.raises(Denied):
        outbox_page(people.lead, OutboxQuery())


@pytest.mark.parametrize(
    ("url", "server"),
    [
        ("smtp://mx.test", smtp.Server("mx.test", 25)),
        ("smtp://u%40x.test:p%2Fw@mx.test", smtp.Server("mx.test", 587, "u@x.test", "p/w")),
        ("smtp://u:p@mx.test:2525", smtp.Server("mx.test", 2525, "u", "p")),
        ("smtps://u:p@mx.test", smtp.Server("mx.test", 465, "u", "p", tls=True)),
    ],
)
def test_the_address_of_the_server_is_read(url: str, server: smtp.Server) -> None:
    assert smtp.server_from(url) == server


@pytest.mark.parametrize("url", ["http://mx.test", "smtp://", "mx.test:25"])
def test_an_address_that_cannot_be_understood_says_what_it_should_be(url: str) -> None:
    with pytest.raises(ValueError, match=re.escape("OTKLIK_SMTP_URL must look like")):
        smtp.server_from(url)


def test_a_name_with_a_line_break_cannot_add_a_header(people: make.Cast, support: ChannelAccount) -> None:
    ticket = ticket_of(take(mail(CLIENT), support))
    Ticket.objects.filter(pk=ticket.pk).update(
        contact_name="Evil\nBcc: all@x.test",
        contact_email="client\nBcc:x@alpha.test",
        subject="a\r\nBcc: b@x.test",
    )
    ticket.refresh_from_db()
    make.reply(people.agent, ticket)
    drain()
    kept = email.message_from_bytes(outbox.kept(to_client().uid), policy=email.policy.default)
    assert kept["Bcc"] is None

"""Mail that machines write: recorded, shown where it belongs, answered by nobody (MAIL-9)."""

from __future__ import annotations

from email.message import EmailMessage

import pytest

from otklik.catalogue.models import ChannelAccount
from otklik.channels.mail.enums import Outcome
from otklik.channels.mail.models import InboundRaw
from otklik.channels.mail.outbox import kept
from otklik.channels.mail.screening import FLOOD
from otklik.core.models import Event
from otklik.core.worker import drain
from otklik.notifications.models import Delivery
from otklik.notifications.queries import delivery_states
from otklik.tickets.commands import set_status
from otklik.tickets.models import Message, Ticket
from tests import make
from tests.channels.mail.writing import answer_to, last_message, letters_to, mail, take, ticket_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unconfirmed")]
CLIENT = "Иван Клиентов <client@alpha.test>"


@pytest.fixture
def people() -> make.Cast:
    return make.cast()


@pytest.fixture
def support(people: make.Cast) -> ChannelAccount:
    return make.mailbox("support", team=people.it)


@pytest.fixture
def ticket(people: make.Cast, support: ChannelAccount) -> Ticket:
    """A resolved ticket whose client got an answer."""
    ticket = ticket_of(take(mail(CLIENT), support))
    make.reply(people.agent, ticket, "Готово.", status="resolved")
    drain()
    ticket.refresh_from_db()
    return ticket


def deliveries() -> int:
    """How many letters we have decided to send, once all is done."""
    drain()
    return Delivery.objects.count()


def bounce_of(letter: EmailMessage, action: str = "failed") -> bytes:
    """What a mail server sends when it cannot deliver (RFC 3464)."""
    lines = [
        "From: Mail Delivery System <MAILER-DAEMON@alpha.test>",
        "To: support@desk.test",
        "Subject: Undelivered Mail Returned to Sender",
        "Message-ID: <bounce@alpha.test>",
        "Auto-Submitted: auto-replied",
        "Content-Type: multipart/report; report-type=delivery-status; boundary=b",
        "",
        "--b\nContent-Type: text/plain\n\nThe mail could not be delivered.",
        "--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.alpha.test\n",
        f"Final-Recipient: rfc822; client@alpha.test\nAction: {action}\nStatus: 5.1.1",
        "Diagnostic-Code: smtp; 550 5.1.1 User unknown\n",
        f"--b\nContent-Type: message/rfc822\n\n{letter.as_string()}",
        "--b--",
    ]
    return "\n".join(lines).encode()


def test_an_out_of_office_answer_stands_inside_and_moves_nothing(ticket: Ticket) -> None:
    before = deliveries()
    letter = letters_to("client@alpha.test")[-1]
    raw = answer_to(letter, CLIENT, "Я в отпуске.", headers={"Auto-Submitted": "auto-replied"})
    taken = take(raw)
    assert taken.answer() == {"ticket": ticket.number, "action": "appended", "reason": "auto-replied"}
    assert taken.outcome is Outcome.AUTOMATIC
    message = last_message(ticket)
    assert (message.public, message.automatic) == (False, True)
    assert (message.author_kind, message.contact_id) == ("contact", ticket.contact_id), "no unknown sender"
    ticket.refresh_from_db()
    assert (ticket.state, ticket.reopened, deliveries()) == ("resolved", 0, before)


def test_an_employees_vacation_does_not_fill_the_tickets(people: make.Cast, ticket: Ticket) -> None:
    make.message(people.client, ticket)
    letter = letters_to("agent@desk.test")[-1]
    before = (ticket.thread.count(), deliveries())
    raw = answer_to(letter, "agent@desk.test", "В отпуске.", headers={"Auto-Submitted": "auto-replied"})
    assert take(raw).answer() == {"ticket": None, "action": "ignored", "reason": "auto-replied"}
    assert (ticket.thread.count(), deliveries()) == before


def test_a_returned_letter_to_staff_marks_its_delivery_only(people: make.Cast, ticket: Ticket) -> None:
    make.message(people.client, ticket)
    letter = letters_to("agent@desk.test")[-1]
    before = ticket.thread.count()
    assert take(bounce_of(letter)).answer() == {"ticket": None, "action": "ignored", "reason": "bounce"}
    assert (Delivery.objects.get(audience="assignee").state, ticket.thread.count()) == ("bounced", before)


def test_an_automatic_answer_to_nothing_is_only_recorded(support: ChannelAccount) -> None:
    raw = mail(subject="Автоответ", headers={"Auto-Submitted": "auto-replied"})
    assert take(raw, support).answer() == {"ticket": None, "action": "ignored", "reason": "auto-replied"}
    assert (Ticket.objects.count(), Message.objects.count(), deliveries()) == (0, 0, 0)
    assert InboundRaw.objects.get().outcome == Outcome.AUTOMATIC


def test_a_returned_mail_marks_its_delivery_and_stands_in_the_ticket(ticket: Ticket) -> None:
    letter = letters_to("client@alpha.test")[-1]
    before = deliveries()
    taken = take(bounce_of(letter))
    assert taken.answer() == {"ticket": ticket.number, "action": "appended", "reason": "bounce"}
    delivery = Delivery.objects.get(audience="client")
    assert (delivery.state, "User unknown" in delivery.error) == ("bounced", True)
    assert delivery.message_id is not None
    assert delivery_states([delivery.message_id])[delivery.message_id][0].error == delivery.error
    failed = Event.objects.get(kind="delivery.failed")
    assert (failed.ticket_id, failed.data["delivery"]) == (ticket.pk, str(delivery.uid))
    assert last_message(ticket).automatic
    ticket.refresh_from_db()
    assert (ticket.state, deliveries()) == ("resolved", before)


def test_a_delay_is_no_failure(ticket: Ticket) -> None:
    take(bounce_of(letters_to("client@alpha.test")[-1], action="delayed"))
    assert Delivery.objects.get(audience="client").state == "held"


def test_a_report_about_a_mail_that_is_not_ours_is_only_recorded(support: ChannelAccount) -> None:
    foreign = EmailMessage()
    foreign["Message-ID"] = "<otk.aaaaaaaaaaaaaaaaaaaaaaaa.aaaaaaaaaaaaaaaaaaaaaaaaaa@desk.test>"
    foreign.set_content("spam in our name")
    assert take(bounce_of(foreign), support).outcome is Outcome.AUTOMATIC
    assert (Ticket.objects.count(), Delivery.objects.filter(state="bounced").count()) == (0, 0)


def test_our_own_mail_come_back_is_ignored(ticket: Ticket) -> None:
    before = deliveries()
    raw = kept(Delivery.objects.get(audience="client").uid)
    taken = take(b"Received: from list.test\r\n" + raw)
    assert taken.answer() == {"ticket": None, "action": "ignored", "reason": "own-loop"}
    assert (deliveries(), ticket.thread.count()) == (before, 2)


def test_another_desks_person_is_a_person(support: ChannelAccount) -> None:
    """A colleague at another installation of this program: the same headers, signed with another key."""
    raw = mail(headers={"X-Otklik-Loop": "fqbaaacxqvl3xeizoc2ykpju6q", "X-Otklik-Ticket": "INC9"})
    assert take(raw, support).outcome is Outcome.CREATED


def test_a_mail_in_our_own_name_is_kept_for_an_administrator(support: ChannelAccount) -> None:
    taken = take(mail("support@desk.test", to="support@desk.test"))
    assert taken.answer() == {"ticket": None, "action": "quarantined", "reason": "own-address"}
    assert Ticket.objects.count() == 0


def test_a_sites_form_that_sends_in_our_name_says_who_by_reply_to(support: ChannelAccount) -> None:
    ticket = ticket_of(take(mail("Сайт <support@desk.test>", headers={"Reply-To": "client@alpha.test"})))
    assert ticket.contact_email == "client@alpha.test"


def test_an_alarm_opens_a_ticket_but_makes_no_contact_and_tells_its_client_nothing(
    people: make.Cast, support: ChannelAccount
) -> None:
    raw = mail("zabbix@monitor.test", "Диск 95 %", headers={"Auto-Submitted": "auto-generated"})
    taken = take(raw, support)
    assert taken.answer() == {"ticket": taken.number, "action": "created", "reason": "auto-generated"}
    assert ticket_of(taken).contact is None
    assert Event.objects.get(kind="ticket.registered").data["quiet"] is True
    assert letters_to("zabbix@monitor.test") == []


def test_a_flood_of_alarms_stops_opening_tickets(support: ChannelAccount) -> None:
    alarms = [
        mail("zabbix@monitor.test", f"Диск {number} %", headers={"Auto-Submitted": "auto-generated"})
        for number in range(FLOOD + 3)
    ]
    taken = [take(raw, support) for raw in alarms]
    assert taken[-1].answer() == {"ticket": None, "action": "ignored", "reason": "auto-flood"}
    assert Ticket.objects.count() == FLOOD
    assert take(mail(CLIENT), support).outcome is Outcome.CREATED


def test_two_machines_do_not_keep_each_other_busy(people: make.Cast, ticket: Ticket) -> None:
    """Every letter of ours is answered by a machine; nothing ever answers that."""
    set_status(people.agent, ticket, "in_progress", why="Ещё не всё")
    make.reply(people.agent, ticket, "Ещё вопрос.")
    before = deliveries()
    for letter in letters_to("client@alpha.test"):
        take(answer_to(letter, CLIENT, "Отсутствую.", headers={"Auto-Submitted": "auto-replied"}))
    assert deliveries() == before

"""The ledger: it balances, and what made no message is put where an administrator says, or taken away."""

from __future__ import annotations

from datetime import timedelta

import pytest

from otklik.catalogue.models import ChannelAccount
from otklik.channels.mail.balance import balance
from otklik.channels.mail.commands import delete_mail
from otklik.channels.mail.handling import attach, make_ticket
from otklik.channels.mail.intake import receive_raw, retry_unfinished, run_again
from otklik.channels.mail.models import InboundRaw
from otklik.channels.mail.queries import ledger
from otklik.core import clock, files
from otklik.core.errors import Denied, NotFound, NotPossible
from otklik.core.models import Event
from otklik.tickets.models import Message, Observer, Ticket
from tests import make
from tests.channels.mail.writing import mail
from tests.support.pages import text_of, visitor

pytestmark = pytest.mark.django_db
HOSTILE = b"From: a@client.test\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n" + b"--x\r\n\r\n" * 2000
AUTO = {"Auto-Submitted": "auto-replied"}


@pytest.fixture
def support(people: make.Cast) -> ChannelAccount:
    """A mailbox of the IT team."""
    return make.mailbox("support", team=people.it)


def test_every_mail_is_in_the_sum_once(people: make.Cast, support: ChannelAccount) -> None:
    first = mail(subject="Первое")
    receive_raw(first, support)
    receive_raw(first, support)
    receive_raw(HOSTILE, support)
    receive_raw(mail(headers=AUTO, subject="Я в отпуске"), support)
    InboundRaw.objects.create(
        account=support, blob=files.store([b"x"]), received_at=clock.now(), tried_at=clock.now()
    )
    found = balance(people.admin, 7)
    assert found.parts == {"created": 1, "duplicate": 1, "quarantined": 1, "automatic": 1, "": 1}
    assert found.total == InboundRaw.objects.count() == 5
    assert balance(people.admin, 7, "other").total == 0
    with clock.shifted(timedelta(days=8)):
        assert balance(people.admin, 7).total == 0
    with pytest.raises(Denied):
        balance(people.lead, 7)


def test_lines_are_found_by_sender_subject_number_and_id(people: make.Cast, support: ChannelAccount) -> None:
    one = receive_raw(
        mail("Иван <ivan@far.test>", subject="Ёлка стоит", message_id="<one@far.test>"), support
    )
    receive_raw(mail("Пётр <petr@far.test>", subject="Касса"), support)

    def uids(words: str, mailbox: str = "") -> list[str]:
        return [row.uid for row in ledger(people.admin, words=words, mailbox=mailbox).rows]

    for words in ("ivan@far", "елка", "ЁЛКА", str(one.number), "<one@far.test>"):
        assert uids(words) == [one.uid], words
    assert uids("нет такого") == []
    assert len(uids("", "support")) == 2
    assert uids("", "hr") == []


def test_an_automatic_mail_becomes_a_ticket_when_somebody_says_so(
    people: make.Cast, support: ChannelAccount
) -> None:
    taken = receive_raw(mail("Принтер <printer@far.test>", "Тонер", headers=AUTO, subject="Тонер"), support)
    assert (taken.outcome, taken.number) == ("automatic", None)
    made = make_ticket(people.admin, taken.uid)
    assert (made.outcome, made.reason) == ("created", "by hand")
    ticket = Ticket.objects.get()
    assert (ticket.number, ticket.subject, ticket.team) == (made.number, "Тонер", people.it)
    event = Event.objects.get(kind="mail.handled")
    assert (event.actor_id, event.data) == (people.admin.agent_id, {"how": "ticket", "number": made.number})
    with pytest.raises(NotPossible):
        make_ticket(people.admin, taken.uid)
    assert Ticket.objects.count() == 1
    with clock.shifted(timedelta(minutes=5)):
        assert retry_unfinished() == 0


def test_a_mail_nobody_can_read_enters_as_a_file(people: make.Cast, support: ChannelAccount) -> None:
    taken = receive_raw(HOSTILE, support, envelope_from="sender@far.test")
    assert taken.outcome == "quarantined"
    made = make_ticket(people.admin, taken.uid)
    assert made.outcome == "created"
    ticket = Ticket.objects.get()
    assert ticket.contact_email == "sender@far.test"
    message = Message.objects.filter(ticket=ticket, automatic=False).earliest("id")
    assert "не удалось прочитать" in message.body.text
    assert [one.file.name for one in message.attached.all()] == ["mail.eml"]


def test_a_mail_is_attached_to_a_ticket(people: make.Cast, support: ChannelAccount) -> None:
    """Public from the ticket's client, internal from anybody else."""
    ticket = make.ticket(people.client, team=people.it)
    strange = receive_raw(mail("Кто <who@far.test>", "Привет", headers=AUTO, subject="Что-то"), support)
    InboundRaw.objects.filter(uid=strange.uid).update(outcome="failed", fingerprint=None)
    InboundRaw.objects.filter(uid=strange.uid).update(message=None, ticket=None)
    put = attach(people.admin, strange.uid, ticket.number)
    assert (put.outcome, put.number) == ("automatic", ticket.number)
    message = Message.objects.filter(ticket=ticket).latest("id")
    assert (message.public, message.author_email) == (False, "who@far.test")
    with pytest.raises(NotFound):
        attach(people.admin, receive_raw(HOSTILE, support).uid, "INC999999")


def test_only_administrators_decide(people: make.Cast, support: ChannelAccount) -> None:
    taken = receive_raw(HOSTILE, support)
    for attempt in (
        lambda: make_ticket(people.lead, taken.uid),
        lambda: attach(people.agent, taken.uid, "INC1"),
        lambda: delete_mail(people.dispatcher, taken.uid),
    ):
        with pytest.raises(Denied):
            attempt()
    assert InboundRaw.objects.get().outcome == "quarantined"


def test_a_deleted_mail_leaves_a_tombstone(people: make.Cast, support: ChannelAccount) -> None:
    taken = receive_raw(HOSTILE, support, envelope_from="sender@far.test")
    delete_mail(people.admin, taken.uid)
    line = InboundRaw.objects.select_related("blob").get()
    assert (line.outcome, line.sender, line.envelope_from, line.blob.size) == ("deleted", "", "", 0)
    assert balance(people.admin, 7).parts == {"deleted": 1}
    event = Event.objects.get(kind="mail.deleted")
    assert event.data == {"was": "quarantined", "size": len(HOSTILE)}
    for again in (lambda: delete_mail(people.admin, taken.uid), lambda: make_ticket(people.admin, taken.uid)):
        with pytest.raises(NotPossible):
            again()
    assert run_again(people.admin, taken.uid).outcome == "deleted"
    kept = receive_raw(mail(subject="В заявке"), support)
    with pytest.raises(NotPossible):
        delete_mail(people.admin, kept.uid)
    assert "отпуск" not in text_of(visitor(people.admin).get(f"/settings/mail/ledger/{taken.uid}"))


def test_the_page_decides(people: make.Cast, support: ChannelAccount) -> None:
    admin = visitor(people.admin)
    taken = receive_raw(mail("Я <me@far.test>", "Меня нет", headers=AUTO, subject="Отпуск"), support)
    page = text_of(admin.get("/settings/mail/ledger", {"q": "отпуск", "days": "30"}))
    assert "Отпуск" in page
    address = f"/settings/mail/ledger/{taken.uid}"
    assert f'action="{address}/ticket"' in text_of(admin.get(address))
    admin.post(f"{address}/attachment", {"number": "INC404"})
    assert InboundRaw.objects.get().outcome == "automatic"
    admin.post(f"{address}/ticket")
    assert InboundRaw.objects.get().outcome == "created"
    assert f'action="{address}/ticket"' not in text_of(admin.get(address))
    other = receive_raw(HOSTILE, support)
    assert admin.post(f"/settings/mail/ledger/{other.uid}/removal").status_code == 302
    assert text_of(admin.get(f"/settings/mail/ledger/{other.uid}"))
    assert InboundRaw.objects.get(uid=other.uid).outcome == "deleted"


def test_the_copy_to_a_second_mailbox_makes_its_team_an_observer(
    people: make.Cast, support: ChannelAccount
) -> None:
    hr = make.mailbox("hr", team=people.hr)
    raw = mail(subject="Обоим")
    first = receive_raw(b"Delivered-To: support@desk.test\r\n" + raw, support)
    for _again in range(2):
        second = receive_raw(b"Delivered-To: hr@desk.test\r\n" + raw, hr)
        assert (second.outcome, second.number) == ("duplicate", first.number)
    receive_raw(b"Delivered-To: support@desk.test\r\nX-Spam: no\r\n" + raw, support)
    assert list(Observer.objects.values_list("team_id", flat=True)) == [people.hr.pk]
    assert Event.objects.filter(kind="ticket.observers_changed").count() == 1
    assert Ticket.objects.count() == 1

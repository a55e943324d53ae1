"""A mail comes in: what becomes of it, and that the ledger knows."""

from __future__ import annotations

import pytest
from django.db import OperationalError
from pytest_django import Settings

from otklik.catalogue.models import ChannelAccount
from otklik.channels.mail import intake
from otklik.channels.mail.commands import settling, take_in
from otklik.channels.mail.enums import Outcome
from otklik.channels.mail.intake import receive_raw, retry_unfinished, run_again
from otklik.channels.mail.models import InboundRaw, MailMessageId
from otklik.channels.mail.queries import Origin, ledger, original_for, originals
from otklik.clients.models import Contact
from otklik.core import files
from otklik.core.errors import Denied, NotFound
from otklik.organisation.commands import change_setting
from otklik.people.actor import SYSTEM
from otklik.tickets.models import Message, MessageFile, Ticket
from tests import make
from tests.channels.mail.writing import File, last_message, mail, take, ticket_of
from tests.support.fixtures import FrozenClock

pytestmark = pytest.mark.django_db
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 40


@pytest.fixture
def people() -> make.Cast:
    return make.cast()


@pytest.fixture
def support(people: make.Cast) -> ChannelAccount:
    return make.mailbox("support", team=people.it)


def test_a_mail_from_an_unknown_sender_becomes_a_ticket_of_a_new_contact(support: ChannelAccount) -> None:
    raw = mail("Марина Кузнецова <marina@tehnopak.test>", "Касса не видит сканер.", subject="Касса № 2")
    taken = take(raw, support)
    assert taken.answer() == {"ticket": taken.number, "action": "created", "reason": None}
    ticket = ticket_of(taken)
    contact = Contact.objects.get(emails__email="marina@tehnopak.test")
    assert (ticket.subject, ticket.via, ticket.account, ticket.contact, ticket.language) == (
        "Касса № 2",
        "mail",
        support,
        contact,
        "ru",
    )
    assert ticket.team == support.team
    message = last_message(ticket)
    assert (message.body.text, message.author_name, message.public) == (
        "Касса не видит сканер.",
        "Марина Кузнецова",
        True,
    )
    line = InboundRaw.objects.get()
    assert (line.outcome, line.ticket, line.message, line.sender) == (
        Outcome.CREATED,
        ticket,
        message,
        "marina@tehnopak.test",
    )
    assert files.read_blob(line.blob) == raw


def test_the_sender_is_found_by_address_and_the_company_by_domain(
    people: make.Cast, support: ChannelAccount
) -> None:
    known = ticket_of(take(mail("Кто-то <client@alpha.test>"), support))
    assert (known.contact_id, known.company) == (people.client.contact_id, people.company)
    new = ticket_of(take(mail("Новый <newcomer@alpha.test>"), support))
    assert new.company == people.company
    assert new.contact is not None
    assert new.contact.company == people.company


def test_without_contacts_from_unknown_addresses_the_ticket_keeps_the_address(
    support: ChannelAccount,
) -> None:
    change_setting(SYSTEM.ref, "clients.create_from_unknown", False)
    ticket = ticket_of(take(mail("Новый <newcomer@nowhere.test>"), support))
    assert (ticket.contact, ticket.contact_email) == (None, "newcomer@nowhere.test")
    assert not Contact.objects.filter(emails__email="newcomer@nowhere.test").exists()


def test_the_recipients_name_the_mailbox_when_nobody_else_does(support: ChannelAccount) -> None:
    hr = make.mailbox("hr")
    assert ticket_of(take(mail(to="hr+abc@desk.test"))).account == hr
    assert ticket_of(take(mail(to="someone@else.test"))).account in (support, hr)


def test_the_same_mail_again_is_a_duplicate_also_on_another_way(support: ChannelAccount) -> None:
    raw = mail(message_id="<same@tehnopak.test>")
    first = take(raw, support)
    again = take(raw, support)
    travelled = take(b"Received: from relay.test\r\n" + raw.replace(b"\n", b"\r\n"), make.mailbox("hr"))
    for repeated in (again, travelled):
        assert repeated.answer() == {
            "ticket": first.number,
            "action": "duplicate",
            "reason": "same mail as before",
        }
    assert Ticket.objects.count() == 1
    assert [line.outcome for line in InboundRaw.objects.order_by("id")] == [
        "created",
        "duplicate",
        "duplicate",
    ]


def test_another_body_under_the_same_message_id_is_a_mail_of_its_own(support: ChannelAccount) -> None:
    first = take(mail(text="Одно", message_id="<same@tehnopak.test>"), support)
    second = take(mail(text="Другое", message_id="<same@tehnopak.test>"), support)
    assert (second.outcome, second.number != first.number) == (Outcome.CREATED, True)
    assert MailMessageId.objects.get(header="same@tehnopak.test").ticket.number == first.number


def test_two_mails_without_message_id_and_the_same_words_are_two(support: ChannelAccount) -> None:
    later = mail(message_id="").replace(b"10:00:00", b"10:05:00")
    assert take(mail(message_id=""), support).outcome is Outcome.CREATED
    assert take(later, support).outcome is Outcome.CREATED
    assert take(later, support).outcome is Outcome.DUPLICATE


def test_files_and_pictures_inside_the_text_go_to_the_ticket(support: ChannelAccount) -> None:
    raw = mail(
        html='<p>Смотрите: <img src="cid:shot"></p>',
        files=[File("shot.png", PNG, "image/png", cid="shot"), File("журнал.log", b"line", "text/plain")],
    )
    ticket = ticket_of(take(raw, support))
    links = MessageFile.objects.filter(message__ticket=ticket).order_by("position")
    assert [(link.file.name, link.content_id) for link in links] == [("shot.png", "shot"), ("журнал.log", "")]
    assert files.read_blob(links[0].file.blob) == PNG
    assert 'src="cid:shot"' in last_message(ticket).body.html
    assert ticket.files == 1


def test_a_file_above_the_limit_is_left_out_with_a_note(support: ChannelAccount, settings: Settings) -> None:
    settings.MAX_UPLOAD_BYTES = 1000
    raw = mail(files=[File("huge.bin", b"x" * 2000), File("small.bin", b"y" * 10)])
    ticket = ticket_of(take(raw, support))
    names = MessageFile.objects.filter(message__ticket=ticket).values_list("file__name", flat=True)
    assert list(names) == ["small.bin"]
    note = last_message(ticket)
    assert (note.kind, note.public, note.author_kind) == ("note", False, "system")
    assert "huge.bin" in note.body.text


def test_a_mail_without_words_or_subject_still_becomes_a_ticket(support: ChannelAccount) -> None:
    ticket = ticket_of(take(mail(text="\n", subject=""), support))
    assert ticket.subject
    assert last_message(ticket).body.text


def test_a_conversation_passed_on_is_kept_whole(support: ChannelAccount) -> None:
    text = (
        "См. ниже.\n\nВ пн, 16 нояб. 2026 г. в 9:00, Пётр <petr@alpha.test>:\n> Сломался склад.\n> Помогите."
    )
    raw = mail(text=text, subject="Re: склад", headers={"In-Reply-To": "<elsewhere@x.test>"})
    assert "Сломался склад" in last_message(ticket_of(take(raw, support))).body.text


def test_what_cannot_be_read_is_kept_for_an_administrator_and_can_be_run_again(
    people: make.Cast, support: ChannelAccount
) -> None:
    taken = take(b"", support)
    assert taken.answer() == {"ticket": None, "action": "quarantined", "reason": "empty"}
    nested = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(60))
    deep = take(b"From: a@x.test\n" + nested + b"text", support)
    assert (deep.outcome, deep.reason) == (Outcome.QUARANTINED, "too-deep")
    assert Ticket.objects.count() == 0
    assert run_again(people.admin, deep.uid).outcome is Outcome.QUARANTINED
    with pytest.raises(Denied):
        run_again(people.agent, deep.uid)


def test_a_mail_from_nobody_is_quarantined(support: ChannelAccount) -> None:
    taken = take(mail(sender="undisclosed"), support)
    assert taken.answer() == {"ticket": None, "action": "quarantined", "reason": "no-sender"}


def test_a_fault_of_ours_keeps_the_mail_and_the_trace_until_it_is_mended(
    people: make.Cast, support: ChannelAccount, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_arguments: object) -> None:
        raise KeyError("a fault of ours")

    with monkeypatch.context() as patch:
        patch.setattr(intake, "plan_for", broken)
        taken = take(mail(), support)
    assert taken.answer() == {"ticket": None, "action": "quarantined", "reason": "KeyError"}
    assert "a fault of ours" in InboundRaw.objects.get().error
    assert ledger(people.admin, outcome=Outcome.FAILED).rows[0].uid == taken.uid
    mended = run_again(people.admin, taken.uid)
    assert mended.outcome is Outcome.CREATED
    assert run_again(people.admin, taken.uid) == mended
    assert Message.objects.count() == 1


def test_a_mail_left_half_way_is_taken_up_once_by_the_sweep(
    support: ChannelAccount, monkeypatch: pytest.MonkeyPatch, frozen_clock: FrozenClock
) -> None:
    def gone(*_arguments: object, **_named: object) -> None:
        raise OperationalError("the database went away")

    with monkeypatch.context() as patch:
        patch.setattr(settling, "_finish", gone)
        with pytest.raises(OperationalError):
            take(mail(message_id="<half@x.test>"), support)
    assert (Ticket.objects.count(), InboundRaw.objects.get().outcome) == (0, "")
    assert retry_unfinished() == 0, "a mail that is just being taken in is left alone"
    frozen_clock.move(intake.UNFINISHED_AFTER * 2)
    assert retry_unfinished() == 1
    assert (Ticket.objects.count(), InboundRaw.objects.get().outcome) == (1, "created")
    assert retry_unfinished() == 0


def test_a_mail_that_never_gets_finished_is_given_up_and_shown(
    support: ChannelAccount, frozen_clock: FrozenClock
) -> None:
    line = take_in((mail(),), support)
    InboundRaw.objects.filter(pk=line.pk).update(attempts=intake.MAX_ATTEMPTS)
    frozen_clock.move(intake.UNFINISHED_AFTER * 2)
    assert retry_unfinished() == 0
    line.refresh_from_db()
    assert (line.outcome, line.reason) == (Outcome.FAILED, "given up")


def test_the_original_is_open_to_who_sees_the_ticket_only(people: make.Cast, support: ChannelAccount) -> None:
    raw = mail()
    taken = receive_raw(iter([raw[:100], raw[100:]]), support)
    assert original_for(people.agent, taken.uid) == raw
    message = last_message(ticket_of(taken))
    assert originals([message.pk, 0]) == {message.pk: Origin(taken.uid, is_new_topic=False)}
    for shut_out in (people.outsider, people.client):
        with pytest.raises(NotFound):
            original_for(shut_out, taken.uid)
    with pytest.raises(Denied):
        ledger(people.agent)

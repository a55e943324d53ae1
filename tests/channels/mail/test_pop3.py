"""Taking mail from a real POP3 server: all of it once, deleted when it is due and not before."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

import pytest

from otklik.channels.mail import maildrop, pop3
from otklik.channels.mail.commands import change_mailbox, create_mailbox
from otklik.channels.mail.enums import AfterTaking, Backlog, Protocol, Security
from otklik.channels.mail.fetching import fetch
from otklik.channels.mail.mailbox_spec import Incoming
from otklik.channels.mail.models import InboundRaw, MailFolder, MailPolling, MailUidl
from otklik.channels.mail.pop3_wire import Pop3Client, Pop3Error
from otklik.channels.mail.reach import Reach
from otklik.channels.mail.troubles import Trouble
from otklik.channels.mail.trying import try_connection
from otklik.core import clock, files
from otklik.core.errors import Invalid
from otklik.tickets.models import Ticket
from tests import make
from tests.channels.mail.boxes import fetched_mailbox, fill, lying_in, spec
from tests.channels.mail.writing import mail
from tests.support.imap import ImapServer
from tests.support.ports import free_port

pytestmark = pytest.mark.django_db


def maildrop_of(server: ImapServer, after: AfterTaking = AfterTaking.LEAVE) -> Incoming:
    """The test's server by POP3; what is taken is left there unless said."""
    return Incoming(
        server.host,
        server.pop3_port,
        Security.NONE,
        server.user,
        server.password,
        after=after,
        protocol=Protocol.POP3,
    )


def subjects() -> list[str]:
    return list(Ticket.objects.order_by("id").values_list("subject", flat=True))


def test_every_mail_is_taken_once_and_stays(people: make.Cast, imap_server: ImapServer) -> None:
    fetched_mailbox(people, maildrop_of(imap_server))
    fill(imap_server, ["Первое", "Второе"])
    [looked] = fetch()
    assert (looked.mailbox, looked.taken, looked.error) == ("support", 2, "")
    assert subjects() == ["Первое", "Второе"]
    assert fetch()[0].taken == 0, "nothing is taken twice"
    fill(imap_server, ["Третье"])
    assert fetch()[0].taken == 1
    assert len(lying_in(imap_server)) == 3
    assert MailPolling.objects.get().failures == 0


def test_what_lay_there_before_can_be_passed_over_and_is_never_deleted(
    people: make.Cast, imap_server: ImapServer
) -> None:
    fill(imap_server, ["Старое"])
    source = maildrop_of(imap_server, AfterTaking.DELETE)
    fetched_mailbox(people, replace(source, backlog=Backlog.NONE))
    assert fetch()[0].taken == 0
    fill(imap_server, ["Новое"])
    assert fetch()[0].taken == 1
    assert subjects() == ["Новое"]
    assert len(lying_in(imap_server)) == 1


def test_taken_mail_is_deleted_at_once_or_after_days(people: make.Cast, imap_server: ImapServer) -> None:
    source = maildrop_of(imap_server, AfterTaking.DELETE)
    account = fetched_mailbox(people, source)
    fill(imap_server, ["А", "Б"])
    assert fetch()[0].taken == 2
    assert lying_in(imap_server) == []
    change_mailbox(people.admin, account, spec("support", replace(source, keep_days=3), team=people.it))
    fill(imap_server, ["В"])
    fetch()
    assert len(lying_in(imap_server)) == 1
    with clock.shifted(timedelta(days=2)):
        fetch()
        assert len(lying_in(imap_server)) == 1
    with clock.shifted(timedelta(days=3, seconds=1)):
        assert fetch()[0].taken == 0
    assert lying_in(imap_server) == []


def test_a_session_that_is_cut_deletes_nothing_and_loses_nothing(
    people: make.Cast, imap_server: ImapServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    fetched_mailbox(people, maildrop_of(imap_server, AfterTaking.DELETE))
    fill(imap_server, ["А", "Б"])

    def cut(_self: Pop3Client) -> None:
        raise ConnectionResetError("cut")

    with monkeypatch.context() as patch:
        patch.setattr(Pop3Client, "quit", cut)
        assert "cut" in fetch()[0].error
    assert len(lying_in(imap_server)) == 2
    assert fetch()[0].taken == 0, "they are remembered"
    assert lying_in(imap_server) == []
    assert subjects() == ["А", "Б"]


def test_killed_before_it_remembered_it_takes_the_piece_again(
    people: make.Cast, imap_server: ImapServer
) -> None:
    fetched_mailbox(people, maildrop_of(imap_server))
    fill(imap_server, ["А", "Б"])
    fetch()
    MailUidl.objects.all().delete()
    assert fetch()[0].taken == 2
    assert subjects() == ["А", "Б"]
    assert sorted(InboundRaw.objects.values_list("outcome", flat=True)).count("duplicate") == 2


def test_names_that_are_gone_for_a_month_are_forgotten(people: make.Cast, imap_server: ImapServer) -> None:
    fetched_mailbox(people, maildrop_of(imap_server))
    fill(imap_server, ["А"])
    fetch()
    imap_server.empty()
    fetch()
    assert MailUidl.objects.get().gone_at is not None
    with clock.shifted(timedelta(days=31)):
        fetch()
    assert not MailUidl.objects.exists()


def test_a_mail_too_large_and_one_of_a_single_line(
    people: make.Cast, imap_server: ImapServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The large one stands in the ledger and stays on the server; the long line is read as it is."""
    for module in ("maildrop", "intake"):
        monkeypatch.setattr(f"otklik.channels.mail.{module}.MAX_MAIL_BYTES", 200_000)
    fetched_mailbox(people, maildrop_of(imap_server, AfterTaking.DELETE))
    imap_server.append(mail(text="слово " * 50_000, subject="Огромное"))
    head = b"From: a@client.test\r\nTo: support@desk.test\r\nSubject: Long\r\n\r\n"
    imap_server.append(head + b"x" * 150_000 + b"\r\n.\r\n..two\r\nend\r\n")
    assert fetch()[0].taken == 2
    assert subjects() == ["Long"]
    kept = InboundRaw.objects.select_related("blob").get(outcome="quarantined")
    assert (kept.reason, kept.blob.size) == ("too-large", 200_001)
    assert len(lying_in(imap_server)) == 1
    raw = files.read_blob(InboundRaw.objects.select_related("blob").get(outcome="created").blob)
    assert raw.endswith(head + b"x" * 150_000 + b"\r\n.\r\n..two\r\nend\r\n")


def test_one_mail_the_server_will_not_hand_out(
    people: make.Cast, imap_server: ImapServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    fetched_mailbox(people, maildrop_of(imap_server))
    fill(imap_server, ["Плохое", "Хорошее"])
    genuine = Pop3Client.retrieve

    def sometimes(self: Pop3Client, number: int, limit: int) -> bytes:
        if number == 1:
            raise Pop3Error("broken index")
        return genuine(self, number, limit)

    with monkeypatch.context() as patch:
        patch.setattr(Pop3Client, "retrieve", sometimes)
        assert "broken index" in fetch()[0].error
        assert subjects() == ["Хорошее"]
    assert list(MailFolder.objects.get().troubled.values()) == [[1, "broken index"]]
    assert fetch()[0].taken == 1
    assert MailFolder.objects.get().troubled == {}


def test_pieces_are_bounded(
    people: make.Cast, imap_server: ImapServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(maildrop, "PIECE_MAILS", 3)
    fetched_mailbox(people, maildrop_of(imap_server))
    names = [f"Письмо {number}" for number in range(7)]
    fill(imap_server, names)
    assert fetch()[0].taken == 7
    assert subjects() == names, "in the order they came"


def test_the_connection_is_tried_without_touching_anything(
    people: make.Cast, imap_server: ImapServer
) -> None:
    fill(imap_server, ["А", "Б"])
    source = maildrop_of(imap_server, AfterTaking.DELETE)
    checks = try_connection(people.admin, source)
    assert [check.ok for check in checks] == [True, True]
    assert "писем: 2" in checks[-1].words
    for wrong, words in (
        (replace(source, port=free_port()), "отказывает в соединении"),
        (replace(source, password="wrong"), "не принимает логин и пароль"),
        (replace(source, security=Security.STARTTLS), "не предлагает шифрования"),
        (replace(source, host="localhost", security=Security.SSL), "не говорит по TLS"),
        (replace(source, port=imap_server.port), "отвечает ошибкой"),
    ):
        last = try_connection(people.admin, wrong)[-1]
        assert (last.ok, words in last.words) == (False, True), last
    assert len(lying_in(imap_server)) == 2


def test_encrypted_from_the_first_byte_and_later(
    people: make.Cast, encrypted_server: ImapServer, trusted: None
) -> None:
    fill(encrypted_server, ["А"])
    by_ssl = replace(maildrop_of(encrypted_server), security=Security.SSL, port=encrypted_server.pop3s_port)
    by_stls = replace(maildrop_of(encrypted_server), security=Security.STARTTLS)
    for source in (by_ssl, by_stls):
        assert [check.ok for check in try_connection(people.admin, source)] == [True, True]
    fetched_mailbox(people, by_stls)
    assert fetch()[0].taken == 1


def test_a_certificate_nobody_vouches_for_gets_no_password(
    people: make.Cast, encrypted_server: ImapServer
) -> None:
    source = replace(maildrop_of(encrypted_server), security=Security.STARTTLS)
    [check] = try_connection(people.admin, source)
    assert (check.ok, "сертификат" in check.words.lower()) == (False, True)


POP = Incoming(
    "pop.alpha.test", 995, login="it", password="x", after=AfterTaking.DELETE, protocol=Protocol.POP3
)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        (replace(POP, after=AfterTaking.SEEN), "after"),
        (replace(POP, after=AfterTaking.MOVE), "after"),
        (replace(POP, keep_days=-1), "keep_days"),
        (replace(POP, keep_days=99_999), "keep_days"),
        (replace(POP, security=Security.NONE), "security"),
    ],
)
def test_what_pop3_cannot_do_is_refused_at_its_field(people: make.Cast, wrong: Incoming, field: str) -> None:
    with pytest.raises(Invalid) as refused:
        create_mailbox(people.admin, spec("it", wrong))
    assert list(refused.value.fields) == [f"incoming.{field}"]


@contextmanager
def speaking(monkeypatch: pytest.MonkeyPatch, error: Exception) -> Iterator[None]:
    """Signing in ends so."""

    def refuse(_self: Pop3Client, _login: str, _password: str) -> None:
        raise error

    with monkeypatch.context() as patch:
        patch.setattr(Pop3Client, "log_in", refuse)
        yield


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("[IN-USE] Do you have another POP session running?", "открыт в другой программе"),
        ("[SYS/TEMP] try later", "отвечает ошибкой"),
        ("[AUTH] Invalid credentials", "не принимает логин и пароль"),
    ],
)
def test_refusals_at_the_door_are_told_apart(
    imap_server: ImapServer, monkeypatch: pytest.MonkeyPatch, said: str, words: str
) -> None:
    reach = Reach(imap_server.host, imap_server.pop3_port, Security.NONE, "me@alpha.test", "x")
    with (
        speaking(monkeypatch, Pop3Error(said)),
        pytest.raises(Trouble) as trouble,
        pop3.signed_in(reach),
    ):
        pass
    assert words in trouble.value.words


def test_no_line_break_gets_into_a_command(imap_server: ImapServer) -> None:
    client = Pop3Client(
        imap_server.host, imap_server.pop3_port, context=None, connect_seconds=5, answer_seconds=5
    )
    with pytest.raises(Pop3Error, match="line break"):
        client.log_in("me\r\nDELE 1", "x")
    client.close()

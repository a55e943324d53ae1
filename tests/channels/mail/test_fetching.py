"""Taking mail from a real IMAP server: all of it once, in order, whatever is then done on the server."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from otklik.catalogue.models import ChannelAccount
from otklik.channels.mail import folders
from otklik.channels.mail.commands import change_mailbox, deactivate_mailbox, drop_lease, take_lease
from otklik.channels.mail.enums import AfterTaking, Backlog
from otklik.channels.mail.fetching import LEASE_SECONDS, TAKING, NoSuchMailbox, fetch
from otklik.channels.mail.models import InboundRaw, MailFolder, MailPolling
from otklik.core import clock
from otklik.core.small import one_version
from otklik.tickets.models import Ticket
from tests import make
from tests.channels.mail.boxes import fetched_mailbox, fill, incoming, lying_in, server_of, spec
from tests.channels.mail.writing import mail
from tests.support.imap import ImapServer

pytestmark = pytest.mark.django_db


def subjects() -> list[str]:
    return list(Ticket.objects.order_by("id").values_list("subject", flat=True))


def folder_of(account: ChannelAccount) -> MailFolder:
    return MailFolder.objects.get(server__account=account, name="INBOX")


def test_every_new_mail_is_taken_once_and_marked(people: make.Cast, imap_server: ImapServer) -> None:
    account = fetched_mailbox(people, incoming(imap_server))
    fill(imap_server, ["Первое", "Второе"])
    [looked] = fetch()
    assert (looked.mailbox, looked.taken, looked.error) == ("support", 2, "")
    assert subjects() == ["Первое", "Второе"]
    assert all("Seen" in flags for flags in lying_in(imap_server))
    assert {ticket.account_id for ticket in Ticket.objects.all()} == {account.pk}
    assert fetch()[0].taken == 0, "nothing is taken twice"
    fill(imap_server, ["Третье"])
    assert fetch("support@desk.test")[0].taken == 1
    assert server_of(account).polling.succeeded_at is not None
    assert server_of(account).polling.error == ""


@pytest.mark.parametrize(
    ("backlog", "taken"),
    [(Backlog.UNSEEN, ["Новое"]), (Backlog.ALL, ["Новое", "Читаное"]), (Backlog.NONE, [])],
)
def test_what_lay_there_before_is_taken_as_the_administrator_says(
    people: make.Cast, imap_server: ImapServer, backlog: Backlog, taken: list[str]
) -> None:
    fill(imap_server, ["Читаное"], flags=r"(\Seen)")
    fill(imap_server, ["Новое"])
    fetched_mailbox(people, replace(incoming(imap_server), backlog=backlog))
    fetch()
    assert sorted(subjects()) == taken
    fill(imap_server, ["Позже, но уже прочитано"], flags=r"(\Seen)")
    fetch()
    assert "Позже, но уже прочитано" in subjects(), "what came later is taken, read by somebody or not"


def test_taken_mail_is_moved_into_a_folder_that_is_made(people: make.Cast, imap_server: ImapServer) -> None:
    fetched_mailbox(people, replace(incoming(imap_server), after=AfterTaking.MOVE, move_to="Taken"))
    fill(imap_server, ["А", "Б"])
    assert fetch()[0].error == ""
    assert (len(lying_in(imap_server)), len(lying_in(imap_server, "Taken"))) == (0, 2)
    imap_server.empty("Taken")


def test_taken_mail_is_deleted_and_nothing_else(people: make.Cast, imap_server: ImapServer) -> None:
    fill(imap_server, ["Чужое, помечено к удалению"], flags=r"(\Seen \Deleted)")
    fetched_mailbox(people, replace(incoming(imap_server), after=AfterTaking.DELETE))
    fill(imap_server, ["А", "Б"])
    fetch()
    assert subjects() == ["А", "Б"]
    [left] = lying_in(imap_server)
    assert "Deleted" in left


def test_taken_mail_can_be_left_alone(people: make.Cast, imap_server: ImapServer) -> None:
    fetched_mailbox(people, replace(incoming(imap_server), after=AfterTaking.LEAVE))
    fill(imap_server, ["А"])
    fetch()
    assert not any("Seen" in flags for flags in lying_in(imap_server))
    assert fetch()[0].taken == 0


def test_several_folders_are_read(people: make.Cast, imap_server: ImapServer) -> None:
    fill(imap_server, ["Из другой папки"], folder="Clients")
    fetched_mailbox(people, replace(incoming(imap_server), folders=("INBOX", "Clients")))
    fill(imap_server, ["Из ящика"])
    assert fetch()[0].taken == 2
    imap_server.empty("Clients")


def test_when_the_server_numbers_its_mails_anew_nothing_doubles(
    people: make.Cast, imap_server: ImapServer
) -> None:
    account = fetched_mailbox(people, incoming(imap_server))
    fill(imap_server, ["Было"])
    fetch()
    MailFolder.objects.update(uid_validity=1, last_uid=5000)
    fill(imap_server, ["Стало"])
    fetch()
    assert subjects() == ["Было", "Стало"]
    assert sorted(InboundRaw.objects.values_list("outcome", flat=True)) == ["created", "created", "duplicate"]
    assert folder_of(account).renewed


def test_killed_before_it_remembered_it_takes_the_piece_again(
    people: make.Cast, imap_server: ImapServer
) -> None:
    fetched_mailbox(people, incoming(imap_server))
    fill(imap_server, ["А", "Б"])
    fetch()
    MailFolder.objects.update(last_uid=0, backlog_until=0)
    assert fetch()[0].taken == 2
    assert subjects() == ["А", "Б"]


def test_a_mail_nobody_can_read_does_not_stop_the_others(people: make.Cast, imap_server: ImapServer) -> None:
    fetched_mailbox(people, incoming(imap_server))
    imap_server.append(b"Content-Type: multipart/mixed; boundary=x\r\n\r\n" + b"--x\r\n\r\n" * 2000)
    imap_server.append(b"\xff\xfe\x00 no mail at all")
    fill(imap_server, ["Хорошее"])
    assert fetch()[0].taken == 3
    assert subjects()[-1] == "Хорошее"
    assert not InboundRaw.objects.filter(outcome="").exists()


def test_a_mail_too_large_stands_in_the_ledger_and_stays_on_the_server(
    people: make.Cast, imap_server: ImapServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("folders", "intake"):
        monkeypatch.setattr(f"otklik.channels.mail.{module}.MAX_MAIL_BYTES", 20_000)
    fetched_mailbox(people, replace(incoming(imap_server), after=AfterTaking.DELETE))
    imap_server.append(mail(text="слово " * 10_000, subject="Огромное"))
    fill(imap_server, ["Обычное"])
    assert fetch()[0].taken == 2
    assert subjects() == ["Обычное"]
    kept = InboundRaw.objects.select_related("blob").get(outcome="quarantined")
    assert (kept.reason, kept.blob.size) == ("too-large", 20_001)
    assert len(lying_in(imap_server)) == 1
    assert fetch()[0].taken == 0


def test_pieces_are_bounded_by_number_and_size(
    people: make.Cast, imap_server: ImapServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folders, "PIECE_MAILS", 3)
    monkeypatch.setattr(folders, "ASKED_AT_ONCE", 4)
    fetched_mailbox(people, incoming(imap_server))
    names = [f"Письмо {number}" for number in range(10)]
    fill(imap_server, names)
    assert fetch()[0].taken == 10
    assert subjects() == names, "in the order they came"
    imap_server.empty()
    monkeypatch.setattr(folders, "PIECE_BYTES", 1)
    fill(imap_server, ["Ещё одно", "И ещё"])
    assert fetch()[0].taken == 2


def test_what_goes_wrong_is_said_in_words(people: make.Cast, imap_server: ImapServer) -> None:
    account = fetched_mailbox(people, replace(incoming(imap_server), password="wrong"))
    [looked] = fetch()
    assert "не принимает логин и пароль" in looked.error
    assert MailPolling.objects.get().failures == 1
    change_mailbox(
        people.admin, account, spec("support", replace(incoming(imap_server), folders=("Нет такой",)))
    )
    assert "Нет такой" in fetch()[0].error or "doesn't exist" in fetch()[0].error
    change_mailbox(people.admin, account, spec("support", incoming(imap_server)))
    assert fetch()[0].error == ""
    assert MailPolling.objects.get().failures == 0


def test_a_password_that_changes_delays_mail_and_loses_and_doubles_none(
    people: make.Cast, imap_server: ImapServer
) -> None:
    """The server takes the old one no more: what comes meanwhile waits there for the new one."""
    account = fetched_mailbox(people, incoming(imap_server))
    fill(imap_server, ["До"])
    assert fetch()[0].taken == 1
    outdated = replace(incoming(imap_server), password="of yesterday")
    change_mailbox(people.admin, account, spec("support", outdated))
    fill(imap_server, ["Тем временем"])
    for failures in (1, 2):
        assert "не принимает логин и пароль" in fetch()[0].error
        assert MailPolling.objects.get().failures == failures
    change_mailbox(people.admin, account, spec("support", incoming(imap_server)))
    assert [(one.taken, one.error) for one in (*fetch(), *fetch())] == [(1, ""), (0, "")]
    assert subjects() == ["До", "Тем временем"]


def test_one_process_at_a_time_takes_from_a_mailbox(
    people: make.Cast, imap_server: ImapServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("otklik.channels.mail.fetching.PATIENCE_SECONDS", 0)
    server = server_of(fetched_mailbox(people, incoming(imap_server)))
    fill(imap_server, ["А"])
    assert take_lease(server, TAKING, "other", LEASE_SECONDS)
    assert (fetch()[0].taken, "Другой процесс" in fetch()[0].error) == (0, True)
    with clock.shifted(timedelta(seconds=LEASE_SECONDS + 1)):
        assert take_lease(server, TAKING, "third", LEASE_SECONDS), "a lease of a killed process runs out"
    drop_lease(server, TAKING, "third")
    assert fetch()[0].taken == 1


def test_only_mailboxes_in_use_are_fetched(people: make.Cast, imap_server: ImapServer) -> None:
    account = fetched_mailbox(people, incoming(imap_server))
    make.mailbox("piped")
    with pytest.raises(NoSuchMailbox):
        fetch("piped")
    deactivate_mailbox(people.admin, account)
    with one_version():
        assert fetch() == []

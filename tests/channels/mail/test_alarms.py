"""What is wrong with mail is told once, by another way than the one that fails, and ends by itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from otklik.catalogue.models import ChannelAccount
from otklik.channels.mail import watchful
from otklik.channels.mail.alarms import alarms, watch
from otklik.channels.mail.commands import (
    ClientSpec,
    create_client,
    create_mailbox,
    note_failure,
    note_success,
)
from otklik.channels.mail.enums import ProviderKind, Security
from otklik.channels.mail.intake import receive_raw, run_again
from otklik.channels.mail.mailbox_spec import Incoming, Outgoing
from otklik.channels.mail.models import InboundRaw, MailAlarm, MailGrant, OAuthClient
from otklik.cli.checks import examine
from otklik.core import clock, files
from otklik.core.errors import Denied
from otklik.core.models import Event
from otklik.core.worker import drain
from tests import make
from tests.channels.mail.boxes import server_of, spec
from tests.support.pages import text_of, visitor
from tests.support.ports import free_port
from tests.support.smtp import SmtpSink

pytestmark = pytest.mark.django_db
HOSTILE = b"From: a@client.test\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n" + b"--x\r\n\r\n" * 2000
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


def failing(people: make.Cast, out: Outgoing | None = None) -> ChannelAccount:
    """A mailbox that cannot be read for long."""
    source = Incoming("imap.alpha.test", login="it@alpha.test", password="x")
    account = create_mailbox(people.admin, spec("it", source, team=people.it, outgoing=out))
    for _look in range(watchful.FAILURES):
        note_failure(server_of(account), "Сервер не отвечает.")
    return account


def raised() -> int:
    return Event.objects.filter(kind="mail.alarm_raised").count()


def test_failing_is_told_by_another_mailbox_once_and_ends(
    people: make.Cast, smtp_sink: SmtpSink, settings: object
) -> None:
    other = Outgoing(smtp_sink.host, smtp_sink.port, Security.NONE)
    create_mailbox(people.admin, spec("hr", None, outgoing=other))
    account = failing(people, Outgoing("127.0.0.1", free_port(), Security.NONE))
    assert watch() == 1
    assert watch() == 1
    drain()
    [letter] = smtp_sink.received
    assert (letter.sender, letter.recipients) == ("hr@desk.test", (people.admin.email,))
    body = letter.message.get_body(("plain",))
    assert body is not None
    assert "it@desk.test" in body.get_content()
    assert raised() == 1
    [alarm] = alarms(people.admin)
    assert (alarm.account, "Сервер не отвечает." in alarm.words) == (account, True)
    note_success(server_of(account))
    assert watch() == 0
    assert alarms(people.admin) == []
    assert raised() == 1


def test_a_short_failure_is_no_alarm(people: make.Cast) -> None:
    account = failing(people)
    note_success(server_of(account))
    for _look in range(watchful.FAILURES):
        note_failure(server_of(account), "x")
    assert watch() == 0
    with clock.shifted(timedelta(minutes=11)):
        assert watch() == 1


def test_without_another_way_the_letter_is_held(people: make.Cast) -> None:
    failing(people)
    watch()
    drain()
    assert raised() == 1


def test_an_ending_token_is_told_at_14_3_and_0_days(people: make.Cast) -> None:
    account = failing(people)
    note_success(server_of(account))
    client = create_client(people.admin, ClientSpec(ProviderKind.GOOGLE, "G", "id"))
    now = clock.now()
    MailGrant.objects.create(
        account=account, client=client, refresh_token="", access_token="", expires_at=now, granted_at=now,
        refreshed_at=now, ends_at=now + timedelta(days=20),
    )  # fmt: skip
    told = []
    for day in range(22):
        with clock.shifted(timedelta(days=day)):
            watch()
            told.append(raised())
    assert [told.index(number) for number in (1, 2, 3)] == [6, 17, 20]
    assert told[-1] == 3
    MailGrant.objects.update(ends_at=None, refused_at=now, error="invalid_grant")
    watch()
    assert "invalid_grant" in alarms(people.admin)[0].words
    MailGrant.objects.update(refused_at=None)
    assert watch() == 0


def test_an_ending_secret_is_told(people: make.Cast) -> None:
    day = (clock.now() + timedelta(days=10)).date()
    plain = ClientSpec(ProviderKind.MICROSOFT, "Microsoft", "id", "s", secret_ends=day)
    create_client(people.admin, plain)
    assert watch() == 1
    assert "Microsoft" in alarms(people.admin)[0].words
    OAuthClient.objects.update(secret_ends=day + timedelta(days=700))
    assert watch() == 0


def test_a_mailbox_that_falls_silent(people: make.Cast) -> None:
    box = make.mailbox("support", team=people.it)
    blob = files.store([b"x"])
    now = clock.now()
    moments = [now - timedelta(hours=number) for number in range(60)]
    InboundRaw.objects.bulk_create(
        InboundRaw(account=box, blob=blob, received_at=at, tried_at=at, outcome="created")
        for at in reversed(moments)
    )
    assert watch() == 0
    with clock.shifted(timedelta(hours=23)):
        assert watch() == 0
    with clock.shifted(timedelta(hours=25)):
        assert watch() == 1
        assert "25" in alarms(people.admin)[0].words
        receive_raw(b"From: a@client.test\r\n\r\nhere again", box)
        assert watch() == 0


def test_mails_that_could_not_be_read(people: make.Cast) -> None:
    box = make.mailbox("support", team=people.it)
    taken = receive_raw(HOSTILE, box)
    assert watch() == 1
    page = text_of(visitor(people.admin).get("/desk/inbox"))
    assert "1 письмо не удалось прочитать" in page.replace("\u00a0", " ")
    assert "не удалось прочитать" not in text_of(visitor(people.agent).get("/desk/inbox"))
    assert "не удалось прочитать" in text_of(visitor(people.admin).get("/settings/mailboxes"))
    assert any("could not be read" in one.sentence or "не удалось" in one.sentence for one in examine())
    receive_raw(HOSTILE + b"2", box)
    watch()
    assert raised() == 2, "twice as many are news"
    receive_raw(HOSTILE + b"3", box)
    watch()
    assert (raised(), MailAlarm.objects.get().data) == (2, {"number": 3})
    assert run_again(people.admin, taken.uid).outcome == "quarantined"
    with pytest.raises(Denied):
        alarms(people.agent)


def test_usual_gaps_hold_nights_and_weekends() -> None:
    monday = NOON - timedelta(days=11)
    work = [
        monday + timedelta(days=day, hours=hour)
        for day in range(12)
        if day % 7 < 5
        for hour in range(0, 8, 1)
    ]
    longest = watchful.longest_usual_silence(work, 3)
    assert longest is not None
    assert timedelta(hours=24) <= longest <= timedelta(hours=72)
    assert watchful.longest_usual_silence(work[:10], 3) is None


@pytest.mark.parametrize(("days", "step"), [(15, None), (13.9, 14), (3.5, 14), (2.9, 3), (0.5, 3), (-1, 0)])
def test_steps_before_an_end(days: float, step: int | None) -> None:
    assert watchful.step_before(NOON + timedelta(days=days), NOON) == step


def test_an_ending_far_away_says_nothing(people: make.Cast) -> None:
    plain = ClientSpec(ProviderKind.MICROSOFT, "M", "id", "s")
    create_client(people.admin, replace(plain, secret_ends=(clock.now() + timedelta(days=90)).date()))
    assert watch() == 0

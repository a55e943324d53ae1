"""A way out that does not take the password: told once with what waits, over when a letter leaves again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword
from pytest_django import Settings

from otklik.catalogue.models import ChannelAccount
from otklik.channels.mail.alarms import alarms, watch
from otklik.channels.mail.commands import change_mailbox, create_mailbox, deactivate_mailbox
from otklik.channels.mail.enums import Security, SendsBy
from otklik.channels.mail.mailbox_spec import MailboxSpec, Outgoing
from otklik.channels.mail.models import MailRefusal
from otklik.core.models import Event, Job
from otklik.core.worker import drain
from otklik.notifications.enums import DeliveryState
from otklik.notifications.models import Delivery, HouseLetter
from otklik.people.commands import invite
from otklik.tickets.models import Ticket
from tests import make
from tests.api.program import program
from tests.channels.mail.boxes import spec
from tests.channels.mail.writing import mail, take, ticket_of
from tests.support.mail_apis import DOMAIN, mail_apis
from tests.support.pages import text_of, visitor
from tests.support.ports import free_port
from tests.support.smtp import SmtpSink

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unconfirmed")]
USER, OLD = "it@desk.test", "the password of yesterday"


@dataclass
class Door:
    """An SMTP server that takes mail after its password alone."""

    password: str = OLD
    port: int = 0
    sink: SmtpSink = field(default_factory=SmtpSink)

    def let_in(self, *arguments: object) -> AuthResult:
        """Whether this is the password."""
        data = arguments[-1]
        assert isinstance(data, LoginPassword)
        is_right = (data.login.decode(), data.password.decode()) == (USER, self.password)
        return AuthResult(success=is_right, handled=False)

    @property
    def outgoing(self) -> Outgoing:
        """As a mailbox was set up yesterday."""
        return Outgoing("127.0.0.1", self.port, Security.NONE, USER, OLD)


@pytest.fixture
def door() -> Iterator[Door]:
    made = Door(port=free_port())
    controller = Controller(
        made.sink,
        hostname="127.0.0.1",
        port=made.port,
        authenticator=made.let_in,
        auth_require_tls=False,
    )
    controller.start()
    try:
        yield made
    finally:
        controller.stop()


def wanted(people: make.Cast, out: Outgoing) -> MailboxSpec:
    return spec("it", None, team=people.it, outgoing=out)


def ticket_at(box: ChannelAccount) -> Ticket:
    return ticket_of(take(mail("client@alpha.test"), box))


def again_now() -> None:
    """The pause after a failure is over."""
    Job.objects.exclude(leased_until=None).update(leased_until=None)
    drain(failing=True)


def raised() -> int:
    return Event.objects.filter(kind="mail.alarm_raised").count()


def to_client() -> Delivery:
    return Delivery.objects.filter(audience="client").latest("id")


def test_told_by_another_mailbox_and_over_when_a_letter_leaves(
    people: make.Cast, door: Door, smtp_sink: SmtpSink
) -> None:
    """One refusal may be chance, the second is told: which mailbox, who says what, what waits, what to do."""
    box = create_mailbox(people.admin, wanted(people, door.outgoing))
    create_mailbox(
        people.admin, spec("hr", None, outgoing=Outgoing(smtp_sink.host, smtp_sink.port, Security.NONE))
    )
    ticket = ticket_at(box)
    drain(failing=True)
    smtp_sink.received.clear()
    door.password = "another one since last night"
    MailRefusal.objects.all().delete()
    make.reply(people.agent, ticket, "Мастер едет.")
    drain(failing=True)
    assert (watch(), to_client().state) == (0, DeliveryState.QUEUED)
    again_now()
    assert (watch(), watch(), raised()) == (1, 1, 1)
    drain(failing=True)
    [alarm] = alarms(people.admin)
    assert (alarm.kind, alarm.account) == ("sending", box)
    words = alarm.words.replace("\u00a0", " ")
    for part in ("it@desk.test", "127.0.0.1", "535", "1 письмо ждёт", "Введите заново"):
        assert part in words
    [told] = [one for one in smtp_sink.received if one.recipients == (people.admin.email,)]
    body = told.message.get_body(("plain",))
    assert body is not None
    assert "it@desk.test" in body.get_content()
    assert "it@desk.test" in text_of(visitor(people.admin).get("/desk/inbox"))
    assert "535" in text_of(visitor(people.admin).get("/settings/mailboxes"))
    [out] = program(people.admin).get("/mail/alarms").body["items"]
    assert (out["kind"], out["mailbox"]) == ("sending", "it")
    door.password = OLD
    again_now()
    assert to_client().state == DeliveryState.SENT
    assert (watch(), alarms(people.admin), raised()) == (0, [], 1)


def test_a_new_password_ends_it_until_it_is_refused_too(people: make.Cast, door: Door) -> None:
    box = create_mailbox(people.admin, wanted(people, door.outgoing))
    door.password = "another"
    make.reply(people.agent, ticket_at(box), "Мастер едет.")
    drain(failing=True)
    again_now()
    assert watch() == 1
    box = change_mailbox(people.admin, box, wanted(people, replace(door.outgoing, password=None)))
    assert watch() == 1
    box = change_mailbox(people.admin, box, wanted(people, replace(door.outgoing, password="mistyped")))
    assert (watch(), MailRefusal.objects.count()) == (0, 0)
    again_now()
    again_now()
    assert (watch(), raised()) == (1, 2)
    deactivate_mailbox(people.admin, box)
    assert watch() == 0


def test_a_key_a_provider_does_not_take(people: make.Cast) -> None:
    """By its API it is the same; letters about accounts count where the mailbox is the first."""
    with mail_apis() as apis:
        key = Outgoing("127.0.0.1", apis.port, Security.NONE, DOMAIN, "revoked", by=SendsBy.MAILGUN)
        create_mailbox(people.admin, wanted(people, key))
        invite(people.admin.ref, make.user_of(people.agent))
        drain(failing=True)
        again_now()
        assert HouseLetter.objects.get(about="account").state == DeliveryState.QUEUED
        assert watch() == 1
        [alarm] = alarms(people.admin)
        words = alarm.words.replace("\u00a0", " ")
        assert "401 Invalid private key" in words
        assert "1 письмо ждёт" in words


def test_the_installations_own_way(people: make.Cast, door: Door, settings: Settings) -> None:
    """It is mended elsewhere; with no other way the letter to administrators is held."""
    settings.OTKLIK_SMTP_URL = f"smtp://it%40desk.test:wrong@127.0.0.1:{door.port}"
    box = make.mailbox("support", team=people.it)
    make.reply(people.agent, ticket_at(box), "Мастер едет.")
    drain(failing=True)
    again_now()
    assert watch() == 1
    [alarm] = alarms(people.admin)
    assert "OTKLIK_SMTP_URL" in alarm.words
    drain(failing=True)
    assert HouseLetter.objects.get(about="alarm").state == DeliveryState.HELD


def test_a_letter_refused_for_what_it_is_shows_that_we_are_believed(people: make.Cast, door: Door) -> None:
    box = create_mailbox(people.admin, wanted(people, door.outgoing))
    ticket = ticket_at(box)
    door.password = "another"
    make.reply(people.agent, ticket, "Мастер едет.")
    drain(failing=True)
    again_now()
    assert watch() == 1
    door.password = OLD
    door.sink.refused["client@alpha.test"] = "550 5.1.1 No such user"
    again_now()
    assert to_client().state == DeliveryState.FAILED
    assert watch() == 0

"""Setting a mailbox up: making, changing, trying its servers, finding them by an address."""

from __future__ import annotations

from dataclasses import replace

import pytest

from otklik.catalogue.models import ChannelAccount
from otklik.channels.mail import autoconfig, discovery, smtp
from otklik.channels.mail.commands import (
    activate_mailbox,
    change_mailbox,
    create_mailbox,
    deactivate_mailbox,
)
from otklik.channels.mail.discovery import discover
from otklik.channels.mail.enums import AfterTaking, Protocol, Security
from otklik.channels.mail.mailbox_spec import Incoming, Outgoing
from otklik.channels.mail.models import MailFolder, MailServer
from otklik.channels.mail.providers import PROVIDERS, Endpoint, by_domain, by_exchanger
from otklik.channels.mail.reaching import reach_of, way_out_of
from otklik.channels.mail.troubles import Trouble
from otklik.channels.mail.trying import try_connection
from otklik.core.errors import Denied, Invalid
from otklik.core.models import Event
from otklik.core.worker import drain
from otklik.notifications.models import Delivery
from tests import make
from tests.channels.mail.boxes import incoming, lying_in, server_of, spec
from tests.channels.mail.writing import mail
from tests.support.imap import ImapServer
from tests.support.ports import free_port
from tests.support.smtp import SmtpSink

pytestmark = pytest.mark.django_db
IMAP = Incoming("imap.alpha.test", login="it@alpha.test", password="geheim")
SMTP = Outgoing("smtp.alpha.test", login="it@alpha.test", password="auch")


def test_passwords_are_sealed_and_stand_in_no_event(people: make.Cast) -> None:
    account = create_mailbox(people.admin, spec("it", IMAP, outgoing=SMTP))
    row = MailServer.objects.get(account=account)
    assert "geheim" not in row.password
    assert reach_of(row).password == "geheim"
    out = way_out_of(account)
    assert isinstance(out, smtp.Server)
    assert (out.host, out.password, out.tls) == ("smtp.alpha.test", "auch", True)
    told = " ".join(f"{event.changes} {event.data}" for event in Event.objects.filter(kind="account.changed"))
    assert "imap.alpha.test" in told
    assert row.password not in told
    assert "geheim" not in told
    assert "auch" not in told


def test_a_password_that_is_not_given_stays(people: make.Cast) -> None:
    account = create_mailbox(people.admin, spec("it", IMAP))
    before = Event.objects.count()
    change_mailbox(people.admin, account, spec("it", replace(IMAP, password=None)))
    assert Event.objects.count() == before, "nothing changed, nothing is written"
    change_mailbox(people.admin, account, spec("it", replace(IMAP, password=None, every_seconds=30)))
    event = Event.objects.latest("id")
    assert event.changes == [{"field": "every_seconds", "from": 60, "to": 30}]
    assert reach_of(server_of(account)).password == "geheim"
    assert server_of(account).version == 2
    change_mailbox(people.admin, account, spec("it", replace(IMAP, every_seconds=30)))
    assert Event.objects.latest("id").data["secrets"] == ["password"]


def test_another_server_is_read_from_the_beginning(people: make.Cast) -> None:
    account = create_mailbox(people.admin, spec("it", IMAP))
    MailFolder.objects.create(
        server=server_of(account), name="INBOX", uid_validity=1, last_uid=7, began_at="2026-11-17T00:00Z"
    )
    change_mailbox(people.admin, account, spec("it", replace(IMAP, port=143)))
    assert MailFolder.objects.count() == 1
    change_mailbox(people.admin, account, spec("it", replace(IMAP, host="other.alpha.test")))
    assert MailFolder.objects.count() == 0


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        (replace(IMAP, host="https://imap.alpha.test"), "incoming.host"),
        (replace(IMAP, port=70_000), "incoming.port"),
        (replace(IMAP, login=" "), "incoming.login"),
        (replace(IMAP, folders=()), "incoming.folders"),
        (replace(IMAP, after=AfterTaking.MOVE), "incoming.move_to"),
        (replace(IMAP, after=AfterTaking.MOVE, move_to="INBOX"), "incoming.move_to"),
        (replace(IMAP, every_seconds=1), "incoming.every_seconds"),
        (replace(IMAP, security=Security.NONE), "incoming.security"),
    ],
)
def test_what_makes_no_sense_is_refused_at_its_field(people: make.Cast, wrong: Incoming, field: str) -> None:
    with pytest.raises(Invalid) as refused:
        create_mailbox(people.admin, spec("it", wrong))
    assert list(refused.value.fields) == [field]
    assert not ChannelAccount.objects.exists()


def test_only_administrators_touch_mailboxes(people: make.Cast) -> None:
    account = create_mailbox(people.admin, spec("it", IMAP))
    for attempt in (
        lambda: create_mailbox(people.lead, spec("hr", IMAP)),
        lambda: change_mailbox(people.agent, account, spec("it", None)),
        lambda: deactivate_mailbox(people.client, account),
        lambda: try_connection(people.dispatcher, IMAP),
        lambda: discover(people.lead, "it@alpha.test"),
    ):
        with pytest.raises(Denied):
            attempt()
    assert server_of(account).host == "imap.alpha.test"


def test_a_mailbox_goes_out_of_use_and_comes_back(people: make.Cast) -> None:
    account = create_mailbox(people.admin, spec("it", IMAP))
    deactivate_mailbox(people.admin, account)
    assert not server_of(account).account.enabled
    activate_mailbox(people.admin, account)
    assert server_of(account).account.enabled
    changes = [event.changes for event in Event.objects.order_by("-id")[:2]]
    assert changes == [
        [{"field": "enabled", "from": False, "to": True}],
        [{"field": "enabled", "from": True, "to": False}],
    ]


def test_a_password_kept_under_a_lost_key_says_so(people: make.Cast) -> None:
    account = create_mailbox(people.admin, spec("it", IMAP))
    MailServer.objects.update(password="gAAAAAnonsense")
    with pytest.raises(Trouble, match="под другим ключом"):
        reach_of(server_of(account))
    [check] = try_connection(people.admin, replace(IMAP, password=None), account=account)
    assert not check.ok


def test_servers_that_work_are_said_to(
    people: make.Cast, imap_server: ImapServer, smtp_sink: SmtpSink
) -> None:
    imap_server.append(mail())
    out = Outgoing(smtp_sink.host, smtp_sink.port, Security.NONE)
    source = replace(incoming(imap_server), after=AfterTaking.MOVE, move_to="Нет ещё")
    checks = try_connection(people.admin, source, out, address="support@desk.test")
    assert [check.ok for check in checks] == [True] * 5
    assert "Писем: 1, непрочитанных: 1." in [check.words for check in checks]
    assert not any("Seen" in flags for flags in lying_in(imap_server)), "nothing was touched"
    assert smtp_sink.received == []


def test_what_does_not_work_is_said_with_its_remedy(people: make.Cast, imap_server: ImapServer) -> None:
    plain = incoming(imap_server)
    for wrong, words in (
        (replace(plain, port=free_port()), "отказывает в соединении"),
        (replace(plain, host="localhost", security=Security.SSL), "не говорит по TLS"),
        (replace(plain, security=Security.STARTTLS), "не предлагает шифрования"),
        (replace(plain, password="wrong"), "не принимает логин и пароль"),
        (replace(plain, folders=("Нет такой",)), "Такой папки нет"),
        (replace(plain, host="no-such-host.invalid", security=Security.SSL), "неизвестен"),
    ):
        last = try_connection(people.admin, wrong)[-1]
        assert (last.ok, words in last.words, last.remedy != "") == (False, True, True), last
    [out] = try_connection(people.admin, None, Outgoing("127.0.0.1", free_port(), Security.NONE))
    assert not out.ok
    [field] = try_connection(people.admin, replace(plain, login=""))
    assert "логин" in field.words


def test_large_providers_are_known_by_domain_and_by_exchanger(people: make.Cast) -> None:
    found = discover(people.admin, "  Shop@YANDEX.ru ")
    assert (found.found_by, found.provider, found.login) == ("provider", "Yandex", "shop@yandex.ru")
    assert found.incoming == Endpoint("imap.yandex.ru", 993, Security.SSL)
    assert "пароль для программ" in found.remedy
    assert by_exchanger("aspmx.l.google.com.") == by_domain("gmail.com")
    assert by_exchanger("mx.yandex.net.") == by_domain("ya.ru")
    assert by_exchanger("alpha-test.mail.protection.outlook.com") == by_domain("hotmail.com")
    assert by_exchanger("notgoogle.com") is None
    domains = [domain for provider in PROVIDERS for domain in provider.domains]
    assert len(domains) == len(set(domains))
    with pytest.raises(Invalid):
        discover(people.admin, "nonsense")


def test_a_companys_own_servers_are_found(people: make.Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    records = {
        ("yandexed.test", "MX"): ["10 mx.yandex.net."],
        ("_imaps._tcp.served.test", "SRV"): ["0 1 993 imap.served.test."],
        ("_submission._tcp.served.test", "SRV"): ["0 1 587 out.served.test."],
        ("_submissions._tcp.served.test", "SRV"): ["0 0 0 ."],
    }
    monkeypatch.setattr(discovery, "_resolved", lambda name, kind: records.get((name, kind), []))
    monkeypatch.setattr(discovery, "_downloaded", lambda address: FILE if "told.test" in address else "")
    monkeypatch.setattr(discovery, "_answers", lambda place: "guessed.test" in place.host)
    yandex = discover(people.admin, "it@yandexed.test")
    assert (yandex.found_by, yandex.provider) == ("exchanger", "Yandex")
    served = discover(people.admin, "it@served.test")
    assert (served.found_by, served.outgoing) == (
        "records",
        Endpoint("out.served.test", 587, Security.STARTTLS),
    )
    told = discover(people.admin, "it@told.test")
    assert (told.found_by, told.login) == ("autoconfig", "it")
    assert told.incoming == Endpoint("mail.told.test", 143, Security.STARTTLS)
    guessed = discover(people.admin, "it@guessed.test")
    assert guessed.incoming == Endpoint("imap.guessed.test", 993, Security.SSL)
    nothing = discover(people.admin, "it@nowhere.test")
    assert (nothing.found_by, nothing.incoming, "nowhere.test" in nothing.remedy) == ("nothing", None, True)


FILE = """<?xml version="1.0"?><clientConfig version="1.1"><emailProvider id="told.test">
<incomingServer type="pop3"><hostname>pop.told.test</hostname><port>995</port><socketType>SSL</socketType>
</incomingServer><incomingServer type="imap"><hostname>mail.told.test</hostname><port>143</port>
<socketType>STARTTLS</socketType><username>%EMAILLOCALPART%</username></incomingServer>
</emailProvider></clientConfig>"""


def test_pop3_is_found_where_there_is_no_imap(people: make.Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    records = {("_pop3s._tcp.served.test", "SRV"): ["0 1 995 pop.served.test."]}
    monkeypatch.setattr(discovery, "_resolved", lambda name, kind: records.get((name, kind), []))
    only_pop3 = FILE.replace("STARTTLS", "plain")
    monkeypatch.setattr(discovery, "_downloaded", lambda address: only_pop3 if "told.test" in address else "")
    monkeypatch.setattr(discovery, "_answers", lambda place: "pop.guessed.test" in place.host)
    for domain, host in (("served", "pop.served"), ("told", "pop.told"), ("guessed", "pop.guessed")):
        found = discover(people.admin, f"it@{domain}.test").incoming
        assert found == Endpoint(f"{host}.test", 995, Security.SSL, Protocol.POP3)


@pytest.mark.parametrize("document", ["", "<html>404</html>", "x" * 200_000, "<a" * 5000])
def test_a_file_that_helps_nobody_is_passed_over(document: str) -> None:
    assert autoconfig.read(document, "it@told.test") is None


def test_answers_leave_by_the_mailboxs_own_server_and_address(
    people: make.Cast, smtp_sink: SmtpSink, unconfirmed: None
) -> None:
    out = Outgoing(smtp_sink.host, smtp_sink.port, Security.NONE)
    plain = spec("it", None, outgoing=out, team=people.it)
    create_mailbox(
        people.admin, replace(plain, account=replace(plain.account, sender_address="Help@Desk.test"))
    )
    ticket = make.ticket(people.client, team=people.it)
    make.reply(people.agent, ticket, "Мастер едет.")
    drain()
    [received] = smtp_sink.received
    assert received.sender == "help@desk.test"
    assert received.message["Reply-To"] == "it@desk.test"
    assert str(received.message["Message-ID"]).endswith("@desk.test>")
    assert Delivery.objects.get(audience="client").state == "sent"
    MailServer.objects.update(smtp_password="gAAAAAnonsense")
    make.reply(people.agent, ticket, "Приехал.")
    drain()
    failed = Delivery.objects.filter(audience="client").latest("id")
    assert (failed.state, "под другим ключом" in failed.error) == ("failed", True)

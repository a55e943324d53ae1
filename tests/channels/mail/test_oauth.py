"""Signing in at a provider instead of a password: a real token protocol, a real mail server that asks it."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult

from otklik.catalogue.models import ChannelAccount
from otklik.channels.mail import granting, oauth
from otklik.channels.mail.commands import (
    ClientSpec,
    change_client,
    create_client,
    create_mailbox,
    remove_client,
)
from otklik.channels.mail.enums import AfterTaking, Protocol, ProviderKind, Security, SignIn
from otklik.channels.mail.fetching import fetch
from otklik.channels.mail.granting import begin_sign_in, finish_sign_in, keep_fresh, token_for
from otklik.channels.mail.mailbox_spec import Incoming, Outgoing
from otklik.channels.mail.models import MailGrant, MailPolling, MailServer, OAuthClient
from otklik.channels.mail.troubles import NoToken
from otklik.channels.mail.trying import try_connection
from otklik.core import clock
from otklik.core.errors import Conflict, Denied, Invalid
from otklik.core.models import Event
from otklik.core.worker import drain
from otklik.notifications.models import Delivery
from otklik.tickets.models import Ticket
from tests import make
from tests.channels.mail.boxes import fill, spec
from tests.support.imap import ImapServer, imap_server
from tests.support.oauth import Provider, oauth_provider
from tests.support.pages import text_of, visitor
from tests.support.ports import free_port
from tests.support.smtp import SmtpSink

pytestmark = pytest.mark.django_db
RETURN = "http://testserver/settings/mail/sign-in"


@pytest.fixture
def provider() -> Iterator[Provider]:
    with oauth_provider() as running:
        yield running


@dataclass(frozen=True)
class World:
    """A mailbox whose owner can sign in at a provider of our own."""

    people: make.Cast
    account: ChannelAccount
    client: OAuthClient
    provider: Provider


def client_spec(provider: Provider) -> ClientSpec:
    return ClientSpec(
        ProviderKind.OTHER,
        "Почта Альфы",
        provider.client_id,
        provider.client_secret,
        authorize_url=f"{provider.url}/authorize",
        token_url=f"{provider.url}/token",
        scopes="mail",
    )


def world_of(people: make.Cast, provider: Provider, incoming: Incoming, out: Outgoing | None = None) -> World:
    account = create_mailbox(people.admin, spec("support", incoming, team=people.it, outgoing=out))
    return World(people, account, create_client(people.admin, client_spec(provider)), provider)


def sign_in(world: World) -> None:
    begun = begin_sign_in(world.people.admin, world.account, world.client, RETURN)
    code, state = world.provider.consent(begun.address)
    assert state == begun.state
    finish_sign_in(
        world.people.admin, world.account, world.client, code=code, verifier=begun.verifier, redirect=RETURN
    )


@pytest.fixture
def world(people: make.Cast, provider: Provider) -> World:
    return world_of(people, provider, Incoming("imap.alpha.test", login=provider.owner))


@pytest.mark.parametrize("protocol", list(Protocol))
def test_mail_is_taken_by_a_token(people: make.Cast, provider: Provider, protocol: Protocol) -> None:
    """Dovecot asks the provider whose the token is."""
    with imap_server(introspection=f"{provider.url}/introspect") as server:
        source = source_of(server, protocol)
        world = world_of(people, provider, replace(source, password="not the password"))
        fill(server, ["Первое"])
        assert "не принимает логин и пароль" in fetch()[0].error
        sign_in(world)
        assert MailServer.objects.get().sign_in == "oauth"
        [looked] = fetch()
        assert (looked.taken, looked.error) == (1, "")
        assert Ticket.objects.get().subject == "Первое"
        checks = try_connection(people.admin, replace(source, sign_in=SignIn.OAUTH), account=world.account)
        assert all(check.ok for check in checks), checks
        provider.access.clear()  # consent taken back, before the token's time
        assert "не пускает" in fetch()[0].error
        assert fetch()[0].error == "", "a token the server refused is not shown again"
        assert provider.asked == ["authorization_code", "refresh_token"]


def source_of(server: ImapServer, protocol: Protocol) -> Incoming:
    port = server.pop3_port if protocol is Protocol.POP3 else server.port
    return Incoming(
        server.host,
        port,
        Security.NONE,
        server.user,
        after=AfterTaking.LEAVE,
        protocol=protocol,
    )


def test_a_token_is_renewed_before_it_ends_and_only_then(world: World) -> None:
    sign_in(world)
    first = token_for(world.account)
    assert token_for(world.account) == first
    with clock.shifted(timedelta(seconds=3600 - 290)):
        second = token_for(world.account)
        assert second != first
        assert token_for(world.account) == second
    assert world.provider.asked == ["authorization_code", "refresh_token"]
    grant = MailGrant.objects.get()
    assert all(secret not in f"{grant.access_token} {grant.refresh_token}" for secret in (first, second))


def test_a_refresh_token_that_stays_and_one_that_changes(world: World) -> None:
    world.provider.rotates = False
    sign_in(world)
    before = MailGrant.objects.get().refresh_token
    with clock.shifted(timedelta(hours=2)):
        token_for(world.account)
        assert MailGrant.objects.get().refresh_token == before
    world.provider.rotates = True
    for hours in (4, 6):
        with clock.shifted(timedelta(hours=hours)):
            assert token_for(world.account) in world.provider.access


def test_what_is_not_used_is_renewed_all_the_same(world: World) -> None:
    sign_in(world)
    assert keep_fresh() == 0
    with clock.shifted(timedelta(hours=25)):
        assert keep_fresh() == 1
        assert keep_fresh() == 0


def test_a_refused_refresh_is_a_sentence_and_ends_when_somebody_signs_in(world: World) -> None:
    sign_in(world)
    world.provider.refresh.clear()
    with clock.shifted(timedelta(hours=2)):
        with pytest.raises(NoToken, match=r"больше не даёт ключей.*invalid_grant.*войдите заново"):
            token_for(world.account)
        grant = MailGrant.objects.get()
        assert (grant.refused_at is not None, "said by the provider" in grant.error) == (True, True)
        assert keep_fresh() == 0
        sign_in(world)
        assert token_for(world.account) in world.provider.access
        assert (MailGrant.objects.get().refused_at, MailGrant.objects.get().error) == (None, "")


def test_a_provider_that_is_busy_is_asked_again(world: World) -> None:
    sign_in(world)
    world.provider.refuses = "temporarily_unavailable"
    with clock.shifted(timedelta(hours=2)):
        with pytest.raises(NoToken, match="повторится сама"):
            token_for(world.account)
        assert MailGrant.objects.get().refused_at is None
        world.provider.refuses = ""
        assert token_for(world.account)
    change_client(
        world.people.admin,
        world.client,
        replace(client_spec(world.provider), token_url=f"http://127.0.0.1:{free_port()}/token"),
    )
    with clock.shifted(timedelta(hours=5)), pytest.raises(NoToken, match="не отвечает"):
        token_for(world.account)


def test_two_processes_do_not_use_one_refresh_token_twice(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever waited for the other takes what that one got."""
    sign_in(world)
    stale = MailGrant.objects.select_related("account", "client").get()
    with clock.shifted(timedelta(hours=2)):
        fresh = token_for(world.account)
        monkeypatch.setattr(granting, "_grant", lambda account: MailGrant.objects.get(account=account))
        assert granting._renewed(stale) == fresh
    assert world.provider.asked.count("refresh_token") == 1


def test_without_a_signing_in_it_says_what_to_do(people: make.Cast, provider: Provider) -> None:
    world = world_of(people, provider, Incoming("127.0.0.1", 1, Security.NONE, "x", sign_in=SignIn.OAUTH))
    assert "ещё никто не вошёл" in fetch()[0].error
    assert MailPolling.objects.get().failures == 1
    [check] = try_connection(people.admin, Incoming("imap.alpha.test", login="x", sign_in=SignIn.OAUTH))
    assert (check.ok, "Сохраните" in check.remedy) == (False, True)
    assert world.provider.asked == []


def test_only_administrators_sign_in_and_register(world: World) -> None:
    lead = world.people.lead
    for attempt in (
        lambda: create_client(lead, client_spec(world.provider)),
        lambda: change_client(lead, world.client, client_spec(world.provider)),
        lambda: remove_client(lead, world.client),
        lambda: begin_sign_in(lead, world.account, world.client, RETURN),
        lambda: finish_sign_in(lead, world.account, world.client, code="x", verifier="x", redirect=RETURN),
    ):
        with pytest.raises(Denied):
            attempt()
    assert not MailGrant.objects.exists()
    sign_in(world)
    with pytest.raises(Conflict):
        remove_client(world.people.admin, world.client)
    told = " ".join(f"{event.kind} {event.changes} {event.data}" for event in Event.objects.all())
    assert "oauth_client.changed" in told
    assert "program-secret" not in told
    assert not any(token in told for token in world.provider.access | world.provider.refresh)


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("client_id", ClientSpec(ProviderKind.GOOGLE, "G", " ")),
        ("name", ClientSpec(ProviderKind.GOOGLE, "", "id")),
        ("token_url", ClientSpec(ProviderKind.OTHER, "X", "id", authorize_url="https://x.test/a")),
        ("token_url", ClientSpec(ProviderKind.GOOGLE, "G", "id", token_url="http://far.test/token")),
    ],
)
def test_a_registration_that_makes_no_sense(people: make.Cast, field: str, wrong: ClientSpec) -> None:
    with pytest.raises(Invalid) as refused:
        create_client(people.admin, wrong)
    assert list(refused.value.fields) == [field]
    assert not OAuthClient.objects.exists()


def test_the_large_providers_are_asked_as_they_say() -> None:
    microsoft = oauth.Program(ProviderKind.MICROSOFT, "id", tenant="alpha.test")
    google = oauth.Program(ProviderKind.GOOGLE, "id")
    assert microsoft.asks_at == "https://login.microsoftonline.com/alpha.test/oauth2/v2.0/authorize"
    assert microsoft.changes_at == "https://login.microsoftonline.com/alpha.test/oauth2/v2.0/token"
    address = oauth.sign_in_address(google, redirect=RETURN, state="s", verifier="v", login="a@b.test")
    asked = parse_qs(urlsplit(address).query)
    assert (asked["access_type"], asked["prompt"], asked["login_hint"]) == (
        ["offline"],
        ["consent"],
        ["a@b.test"],
    )
    assert "SMTP.Send" in oauth.sign_in_address(microsoft, redirect=RETURN, state="s", verifier="v", login="")


class TokenSink:
    """An SMTP server that takes a token, and mail after it."""

    def __init__(self, provider: Provider) -> None:
        self.sink, self.port, self._provider = SmtpSink(), free_port(), provider
        self.tried: list[bool] = []

    @contextmanager
    def running(self) -> Iterator[TokenSink]:
        provider, tried = self._provider, self.tried

        class Server(SMTP):
            async def auth_XOAUTH2(self, _server: SMTP, words: list[str]) -> object:  # noqa: N802 - aiosmtpd calls it so
                said = base64.b64decode(words[1]).decode()
                user, bearer = said.split("\x01")[:2]
                good = (
                    user == f"user={provider.owner}"
                    and bearer.removeprefix("auth=Bearer ") in provider.access
                )
                tried.append(good)
                if good:
                    return AuthResult(success=True, auth_data=user)
                await self.challenge_auth('{"status":"400"}')
                return AuthResult(success=False, handled=False)

        class Control(Controller):
            def factory(self) -> SMTP:
                return Server(self.handler, **self.SMTP_kwargs)

        control = Control(self.sink, hostname="127.0.0.1", port=self.port, auth_require_tls=False)
        control.start()
        try:
            yield self
        finally:
            control.stop()


def test_answers_leave_by_the_token(people: make.Cast, provider: Provider, unconfirmed: None) -> None:
    with TokenSink(provider).running() as server:
        out = Outgoing("127.0.0.1", server.port, Security.NONE, provider.owner, sign_in=SignIn.OAUTH)
        world = world_of(people, provider, Incoming("imap.alpha.test", login=provider.owner), out)
        sign_in(world)
        ticket = make.ticket(people.client, team=people.it)
        make.reply(people.agent, ticket, "Мастер едет.")
        drain()
        assert [received.message["Reply-To"] for received in server.sink.received] == ["support@desk.test"]
        assert Delivery.objects.get(audience="client").state == "sent"
        assert server.tried == [True]
        provider.access.clear()
        make.reply(people.agent, ticket, "Приехал.")
        drain(failing=True)
        assert Delivery.objects.filter(audience="client").latest("id").state == "queued", (
            "tried again, not failed"
        )
        assert MailGrant.objects.get().expires_at <= clock.now()


def test_the_way_through_the_browser(world: World) -> None:
    admin = visitor(world.people.admin)
    start = f"/settings/mailboxes/{world.account.uid}/sign-in/{world.client.uid}"
    page = text_of(admin.get(f"/settings/mailboxes/{world.account.uid}"))
    assert f'href="{start}"' in page
    away = admin.get(start)
    assert away.status_code == 302
    code, state = world.provider.consent(away.headers["Location"])
    stranger = visitor(world.people.admin)
    assert stranger.get("/settings/mail/sign-in", {"code": code, "state": state}).status_code == 302
    assert not MailGrant.objects.exists(), "only the browser that began may end it"
    wrong = admin.get("/settings/mail/sign-in", {"code": code, "state": state + "x"})
    assert wrong.headers["Location"] == "/settings/mailboxes"
    assert not MailGrant.objects.exists()
    again = admin.get(start).headers["Location"]
    code, state = world.provider.consent(again)
    back = admin.get("/settings/mail/sign-in", {"code": code, "state": state})
    assert back.headers["Location"] == f"/settings/mailboxes/{world.account.uid}"
    assert MailGrant.objects.get().client == world.client
    admin.get("/settings/mail/sign-in", {"code": code, "state": state})
    assert world.provider.asked == ["authorization_code"], "a state is used once"
    refused = admin.get(start).headers["Location"]
    _code, state = world.provider.consent(refused)
    admin.get("/settings/mail/sign-in", {"error": "access_denied", "state": state})
    assert "access_denied" in text_of(admin.get(f"/settings/mailboxes/{world.account.uid}"))


def test_registrations_are_made_changed_and_removed_in_the_browser(people: make.Cast) -> None:
    admin = visitor(people.admin)
    form = {
        "kind": "microsoft",
        "name": "Microsoft",
        "client_id": "abc",
        "secret": "s3cret",
        "tenant": "alpha.test",
    }
    assert admin.post("/settings/mail/providers/new", {**form, "client_id": ""}).status_code == 422
    assert admin.post("/settings/mail/providers/new", {**form, "secret_ends": "31.12"}).status_code == 422
    assert (
        admin.post("/settings/mail/providers/new", {**form, "secret_ends": "2027-01-31"}).status_code == 302
    )
    made = OAuthClient.objects.get()
    assert (made.name, str(made.secret_ends), "s3cret" in made.secret) == ("Microsoft", "2027-01-31", False)
    page = text_of(admin.get(f"/settings/mail/providers/{made.uid}"))
    assert "/settings/mail/sign-in" in page
    assert "s3cret" not in page
    sealed = made.secret
    admin.post(f"/settings/mail/providers/{made.uid}", {**form, "secret": "", "name": "M365"})
    made.refresh_from_db()
    assert (made.name, made.secret) == ("M365", sealed)
    assert "M365" in text_of(admin.get("/settings/mail/providers"))
    log = text_of(admin.get("/settings/audit?kind=oauth_client"))
    assert "M365" in log
    assert admin.post(f"/settings/mail/providers/{made.uid}/removal").status_code == 302
    assert not OAuthClient.objects.exists()

"""Signing in at a provider instead of a password: a real token protocol, a real mail server that asks it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from otklik.channels.mail import granting, oauth
from otklik.channels.mail.commands import (
    ClientSpec,
    change_client,
    create_client,
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
from tests.channels.mail.boxes import fill
from tests.channels.mail.signing import RETURN, TokenSink, World, client_spec, sign_in, world_of
from tests.support.imap import ImapServer, imap_server
from tests.support.oauth import Provider
from tests.support.ports import free_port

pytestmark = pytest.mark.django_db


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

"""A mailbox whose owner can sign in at a provider of our own, and a server that takes its tokens."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult

from otklik.catalogue.models import ChannelAccount
from otklik.channels.mail.commands import ClientSpec, create_client, create_mailbox
from otklik.channels.mail.enums import ProviderKind
from otklik.channels.mail.granting import begin_sign_in, finish_sign_in
from otklik.channels.mail.mailbox_spec import Incoming, Outgoing
from otklik.channels.mail.models import OAuthClient
from tests import make
from tests.channels.mail.boxes import spec
from tests.support.oauth import Provider
from tests.support.ports import free_port
from tests.support.smtp import SmtpSink

RETURN = "http://testserver/settings/mail/sign-in"


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


class TokenSink:
    """An SMTP server that takes a token, and mail after it."""

    def __init__(self, provider: Provider) -> None:
        self.sink, self.port, self._provider = SmtpSink(), free_port(), provider
        self.tried: list[bool] = []

    @contextmanager
    def running(self) -> Iterator[TokenSink]:
        provider, tried = self._provider, self.tried

        class Server(SMTP):
            async def auth_XOAUTH2(self, _server: SMTP, words: list[str]) -> object:
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

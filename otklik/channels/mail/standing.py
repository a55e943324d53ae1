"""How mailboxes are set up and how they stand, for the pages of administration."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from otklik.catalogue.commands.make import AccountSpec
from otklik.catalogue.models import ChannelAccount
from otklik.catalogue.queries import catalogue
from otklik.channels.mail.access import require_administrator
from otklik.channels.mail.enums import AfterTaking, Backlog, Protocol, Security, SendsBy, SignIn
from otklik.channels.mail.mailbox_spec import Incoming, MailboxSpec, Outgoing
from otklik.channels.mail.models import MailServer
from otklik.channels.mail.queries import has_plus_addressing
from otklik.people.actor import Actor


@dataclass(frozen=True)
class MailboxState:
    """A mailbox and how the last look into it went; `error` is a sentence, empty while all is well.

    `is_fetched`: mail is taken from a server; otherwise it comes by a pipe alone. `sends_itself`: it has a
    way out of its own.
    """

    account: ChannelAccount
    is_fetched: bool
    sends_itself: bool
    tried_at: datetime | None
    succeeded_at: datetime | None
    error: str
    failures: int


def mailbox_states(actor: Actor) -> Sequence[MailboxState]:
    """Every mailbox, those out of use last. Administrators only."""
    require_administrator(actor)
    servers = {row.account_id: row for row in MailServer.objects.select_related("polling")}
    boxes = [row for row in catalogue().accounts.values() if row.kind == ChannelAccount.Kind.MAIL]
    boxes.sort(key=lambda row: (not row.enabled, not row.is_default, row.pk))
    return [_state(row, servers.get(row.pk)) for row in boxes]


def mailbox_spec_of(actor: Actor, account: ChannelAccount) -> MailboxSpec:
    """A mailbox as it is set up, for a form: passwords are None, which keeps them. Administrators only."""
    require_administrator(actor)
    server = MailServer.objects.filter(account=account).first()
    return MailboxSpec(
        _account_spec(account),
        _incoming(server) if server and server.host else None,
        _outgoing(server) if server and server.smtp_host else None,
        has_plus_addressing(account),
    )


def troubles() -> Mapping[str, str]:
    """Mailboxes in use whose last look failed, with the sentence. For the doctor: no access is checked."""
    failing = MailServer.objects.filter(account__enabled=True, polling__failures__gt=0).exclude(host="")
    return dict(failing.order_by("account_id").values_list("account__name", "polling__error"))


def _state(account: ChannelAccount, server: MailServer | None) -> MailboxState:
    polling = getattr(server, "polling", None)
    return MailboxState(
        account=account,
        is_fetched=bool(server and server.host),
        sends_itself=bool(server and server.smtp_host),
        tried_at=polling.tried_at if polling else None,
        succeeded_at=polling.succeeded_at if polling else None,
        error=polling.error if polling else "",
        failures=polling.failures if polling else 0,
    )


def _account_spec(account: ChannelAccount) -> AccountSpec:
    return AccountSpec(
        name=account.name,
        address=account.address,
        title=account.title,
        brand=account.brand,
        sender_address=account.sender_address,
        sender_name=account.sender_name,
        signature=account.signature,
        team=account.team,
        service=account.service,
        type=account.type,
        priority=account.priority,
        observer_agents=account.observer_agents,
        observer_teams=account.observer_teams,
        is_default=account.is_default,
    )


def _incoming(server: MailServer) -> Incoming:
    return Incoming(
        host=server.host,
        port=server.port,
        security=Security(server.security),
        login=server.login,
        folders=tuple(server.folders),
        after=AfterTaking(server.after),
        move_to=server.move_to,
        every_seconds=server.every_seconds,
        backlog=Backlog(server.backlog),
        protocol=Protocol(server.protocol),
        keep_days=server.keep_days,
        sign_in=SignIn(server.sign_in),
    )


def _outgoing(server: MailServer) -> Outgoing:
    return Outgoing(
        host=server.smtp_host,
        port=server.smtp_port,
        security=Security(server.smtp_security),
        login=server.smtp_login,
        sign_in=SignIn(server.smtp_sign_in),
        by=SendsBy(server.smtp_by),
    )

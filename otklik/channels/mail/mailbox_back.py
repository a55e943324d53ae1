"""Taking back changes of mailboxes.

Passwords are not kept in the log: the one there is stays, and never goes to another server or login than it
was typed for.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import cast

from django.utils.translation import gettext as _

from otklik.catalogue.commands.make import AccountSpec
from otklik.catalogue.events import ACCOUNT_CHANGED
from otklik.catalogue.models import ChannelAccount
from otklik.catalogue.queries import catalogue
from otklik.channels.mail.commands.mailboxes import (
    activate_mailbox,
    change_mailbox,
    deactivate_mailbox,
    values_of,
)
from otklik.channels.mail.enums import AfterTaking, Backlog, Protocol, Security, SendsBy, SignIn
from otklik.channels.mail.mailbox_spec import Incoming, MailboxSpec, Outgoing
from otklik.core.configuring import undoing
from otklik.core.configuring.undoing import refuse_unless
from otklik.core.errors import NotPossible
from otklik.core.models import Event
from otklik.core.translated import Translated
from otklik.organisation.queries import brands, default_brand
from otklik.people.actor import Actor
from otklik.people.queries import staff
from otklik.people.returning import WayBack, declare_way_back


def restore(actor: Actor, event: Event) -> None:
    """Give a mailbox its old settings; one that was made goes out of use. Administrators only.

    `NotPossible` when it was set otherwise since, or where another password would be needed; `Invalid` as
    `change_mailbox`. Writes `account.changed`.
    """
    account = _account(event)
    if account is None:
        raise NotPossible(_("What was changed is gone."))
    if _is_new(event):
        refuse_unless(account.enabled)
        deactivate_mailbox(actor, account)
        return
    now = values_of(account)
    before = undoing.expect(event.changes, now)
    if "enabled" in before:
        (activate_mailbox if before.pop("enabled") else deactivate_mailbox)(actor, account)
    if before:
        wanted = {**now, **before}
        _refuse_another_sign_in(before, wanted)
        change_mailbox(actor, account, _spec(wanted))


def _refuse_another_sign_in(before: Mapping[str, object], wanted: Mapping[str, object]) -> None:
    """`NotPossible` where a server or a login comes back: the password that belongs to it is not known."""
    by_key = wanted["smtp_by"] != SendsBy.SMTP
    another_way = "smtp_by" in before and bool(wanted["smtp_host"])
    for host, login, secret in (("host", "login", False), ("smtp_host", "smtp_login", by_key)):
        moved = (host in before or login in before) and wanted[host] and (wanted[login] or secret)
        if moved or another_way:
            words = _("The log has no password for that server. Set server, login and password by hand.")
            raise NotPossible(words)


def _spec(wanted: Mapping[str, object]) -> MailboxSpec:
    return MailboxSpec(
        account=_account_spec(wanted),
        incoming=_incoming(wanted) if wanted["host"] else None,
        outgoing=_outgoing(wanted) if wanted["smtp_host"] else None,
        plus_addressing=bool(wanted["plus_addressing"]),
    )


def _account_spec(wanted: Mapping[str, object]) -> AccountSpec:
    known, brand_id = catalogue(), _id(wanted["brand"])
    return AccountSpec(
        name=str(wanted["name"]),
        address=str(wanted["address"]),
        title=_words(wanted["title"]),
        brand=next((row for row in brands() if row.pk == brand_id), default_brand()),
        sender_address=str(wanted["sender_address"]),
        sender_name=_words(wanted["sender_name"]),
        signature=_words(wanted["signature"]),
        team=staff().teams.get(_id(wanted["team"])),
        service=known.services.get(_id(wanted["service"])),
        type=known.types.get(_id(wanted["type"])),
        priority=known.priorities.get(_id(wanted["priority"])),
        observer_agents=cast("Sequence[int]", wanted["observer_agents"]),
        observer_teams=cast("Sequence[int]", wanted["observer_teams"]),
        is_default=bool(wanted["is_default"]),
    )


def _incoming(wanted: Mapping[str, object]) -> Incoming:
    return Incoming(
        host=str(wanted["host"]),
        port=cast("int", wanted["port"]),
        security=Security(str(wanted["security"])),
        login=str(wanted["login"]),
        folders=tuple(cast("Sequence[str]", wanted["folders"])),
        after=AfterTaking(str(wanted["after"])),
        move_to=str(wanted["move_to"]),
        every_seconds=cast("int", wanted["every_seconds"]),
        backlog=Backlog(str(wanted["backlog"])),
        protocol=Protocol(str(wanted["protocol"])),
        keep_days=cast("int", wanted["keep_days"]),
        sign_in=SignIn(str(wanted["sign_in"])),
    )


def _outgoing(wanted: Mapping[str, object]) -> Outgoing:
    return Outgoing(
        host=str(wanted["smtp_host"]),
        port=cast("int", wanted["smtp_port"]),
        security=Security(str(wanted["smtp_security"])),
        login=str(wanted["smtp_login"]),
        sign_in=SignIn(str(wanted["smtp_sign_in"])),
        by=SendsBy(str(wanted["smtp_by"])),
    )


def _words(value: object) -> Translated:
    return Translated(dict(cast("Mapping[str, str]", value)))


def _id(value: object) -> int:
    """The id of a row; none of ours is 0."""
    return cast("int", value or 0)


def _account(event: Event) -> ChannelAccount | None:
    return catalogue().accounts.get(event.subject_id or 0)


def _title(event: Event) -> str:
    account = _account(event)
    return account.address if account else ""


def _is_new(event: Event) -> bool:
    """Its making is the one event of a mailbox that tells neither a change nor a secret."""
    return not event.changes and not event.data.get("servers")


def _may(event: Event) -> bool:
    """A new password cannot be taken back, nor the first servers: there were none before."""
    if event.data.get("servers"):
        return any(change["from"] is not None for change in event.changes)
    return True


MAILBOXES_BACK = declare_way_back(WayBack("account", ACCOUNT_CHANGED, _title, _is_new, _may, restore))

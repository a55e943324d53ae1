"""Mailboxes: making them, changing them, taking them out of use; their servers and sealed passwords."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from otklik.catalogue.commands import change_account, create_account, enable_account
from otklik.catalogue.commands.accounts import account_values, changes_between
from otklik.catalogue.events import ACCOUNT_CHANGED
from otklik.catalogue.models import ChannelAccount
from otklik.channels.mail.access import require_administrator
from otklik.channels.mail.commands.refusals import note_believed
from otklik.channels.mail.enums import SendsBy
from otklik.channels.mail.mailbox_spec import Incoming, MailboxSpec, Outgoing, problems_of
from otklik.channels.mail.models import Mailbox, MailFolder, MailPolling, MailServer
from otklik.core import sealing, small
from otklik.core.actors import ActorRef
from otklik.core.errors import Invalid
from otklik.core.events import Change, Subject, record
from otklik.people.actor import Actor

SEALED_FOR = "mailbox"
_SECRETS = frozenset({"password", "smtp_password"})


@transaction.atomic
def create_mailbox(actor: Actor, spec: MailboxSpec) -> ChannelAccount:
    """Add a mailbox with its servers. Administrators only; `Invalid` names fields as in `problems_of`.

    Writes `account.changed` for what the mailbox is, and another one for its servers.
    """
    require_administrator(actor)
    _check(spec)
    account = create_account(actor.ref, spec.account)
    _save_servers(actor.ref, account, spec)
    allow_plus_addressing(actor.ref, account, spec.plus_addressing)
    return account


@transaction.atomic
def change_mailbox(actor: Actor, account: ChannelAccount, spec: MailboxSpec) -> ChannelAccount:
    """Make a mailbox what `spec` says; a password of None stays. Administrators only.

    Writes `account.changed` where something is otherwise now. Passwords are never in it, only that one was
    changed. Another server or login starts reading its folders anew.
    """
    require_administrator(actor)
    _check(spec)
    row = change_account(actor.ref, account, spec.account)
    _save_servers(actor.ref, row, spec)
    allow_plus_addressing(actor.ref, row, spec.plus_addressing)
    return row


@transaction.atomic
def activate_mailbox(actor: Actor, account: ChannelAccount) -> None:
    """Take a mailbox into use again. Administrators only. Writes `account.changed` once."""
    require_administrator(actor)
    enable_account(actor.ref, account, True)


@transaction.atomic
def deactivate_mailbox(actor: Actor, account: ChannelAccount) -> None:
    """Neither take from a mailbox nor send from it any more. Administrators only; tickets stay.

    Writes `account.changed` once.
    """
    require_administrator(actor)
    enable_account(actor.ref, account, False)


@transaction.atomic
def allow_plus_addressing(by: ActorRef, account: ChannelAccount, allowed: bool = True) -> None:
    """Say whether the mailbox's server delivers `name+anything@…`; the caller has checked the right.

    Writes `account.changed` when it was otherwise before.
    """
    mailbox, _created = Mailbox.objects.get_or_create(account=account)
    if mailbox.plus_addressing == allowed:
        return
    mailbox.plus_addressing = allowed
    mailbox.save(update_fields=["plus_addressing"])
    small.bump()
    change = Change("plus_addressing", not allowed, allowed)
    record(ACCOUNT_CHANGED, by, Subject("account", account.pk), changes=[change])


def values_of(account: ChannelAccount) -> Mapping[str, object]:
    """Everything a mailbox's events tell, as it stands now: plain values, without secrets."""
    row = MailServer.objects.filter(account=account).first() or MailServer(account=account)
    mailbox = Mailbox.objects.filter(account=account).first()
    flags = {
        "enabled": account.enabled,
        "plus_addressing": mailbox is not None and mailbox.plus_addressing,
    }
    return {**account_values(account), **_described(row), **flags}


def _check(spec: MailboxSpec) -> None:
    problems = problems_of(spec)
    if problems:
        raise Invalid(problems)


def _save_servers(by: ActorRef, account: ChannelAccount, spec: MailboxSpec) -> None:
    row = MailServer.objects.select_for_update().filter(account=account).first() or MailServer(
        account=account
    )
    before = _described(row) if row.pk else {}
    source, way_out = (row.protocol, row.host, row.login), _way_out(row)
    secrets = _take_incoming(row, spec.incoming) | _take_outgoing(row, spec.outgoing)
    changes = changes_between(before, _described(row)) if before else _first_changes(row)
    if not changes and not secrets:
        return
    row.version += 1 if row.pk else 0
    row.save()
    MailPolling.objects.update_or_create(server=row, defaults={"error": "", "failures": 0})
    if source != (row.protocol, row.host, row.login):
        MailFolder.objects.filter(server=row).delete()
    if way_out != _way_out(row) or "smtp_password" in secrets:
        note_believed(account)  # until the new way says otherwise
    small.bump()
    data = {"name": account.name, "servers": True, "secrets": sorted(secrets)}
    record(ACCOUNT_CHANGED, by, Subject("account", account.pk), changes=changes, data=data)


def _way_out(row: MailServer) -> tuple[object, ...]:
    return row.smtp_by, row.smtp_host, row.smtp_port, row.smtp_security, row.smtp_login, row.smtp_sign_in


def _take_incoming(row: MailServer, incoming: Incoming | None) -> set[str]:
    """Put the incoming side into the row; names of secrets that changed."""
    if incoming is None:
        row.host, row.login, row.password = "", "", ""
        return set()
    row.protocol, row.keep_days = incoming.protocol, incoming.keep_days
    row.host, row.port, row.security = incoming.host.strip(), incoming.port, incoming.security
    row.login, row.sign_in = incoming.login.strip(), incoming.sign_in
    row.folders = list(dict.fromkeys(name.strip() for name in incoming.folders if name.strip()))
    row.after, row.move_to = incoming.after, incoming.move_to.strip()
    row.every_seconds, row.backlog = incoming.every_seconds, incoming.backlog
    if incoming.password is None:
        return set()
    row.password = sealing.seal(SEALED_FOR, incoming.password)
    return {"password"}


def _take_outgoing(row: MailServer, outgoing: Outgoing | None) -> set[str]:
    if outgoing is None:
        row.smtp_host, row.smtp_login, row.smtp_password = "", "", ""
        row.smtp_by = SendsBy.SMTP
        return set()
    row.smtp_host, row.smtp_port = outgoing.host.strip(), outgoing.port
    row.smtp_security, row.smtp_login = outgoing.security, outgoing.login.strip()
    row.smtp_sign_in = outgoing.sign_in
    if row.smtp_by != outgoing.by:
        row.smtp_by, row.smtp_password = outgoing.by, ""  # what opens one way is not told to another
    if outgoing.by is not SendsBy.SMTP and not (row.smtp_password or outgoing.password):
        raise Invalid({"outgoing.password": _("Enter the key the provider has made for sending.")})
    if outgoing.password is None:
        return set()
    row.smtp_password = sealing.seal(SEALED_FOR, outgoing.password)
    return {"smtp_password"}


def _first_changes(row: MailServer) -> list[Change]:
    return changes_between({}, _described(row)) if row.host or row.smtp_host else []


def _described(row: MailServer) -> Mapping[str, object]:
    """The servers as plain values, without secrets."""
    skipped = _SECRETS | {"id", "uid", "account", "version"}
    fields = [field.name for field in MailServer._meta.concrete_fields if field.name not in skipped]
    return {name: getattr(row, name) for name in fields}

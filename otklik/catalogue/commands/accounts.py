"""Changing a channel account and taking it out of use. The caller has checked the right to administer."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from otklik.catalogue.commands.make import AccountSpec, refuse_strangers
from otklik.catalogue.events import ACCOUNT_CHANGED
from otklik.catalogue.models import ChannelAccount
from otklik.core import small, text
from otklik.core.actors import ActorRef
from otklik.core.errors import Invalid
from otklik.core.events import Change, Subject, record


@transaction.atomic
def change_account(by: ActorRef, account: ChannelAccount, spec: AccountSpec) -> ChannelAccount:
    """Make an account what `spec` says. `Invalid` for a bad or used address or a used name.

    Writes `account.changed` with every field that is otherwise now; nothing when none is.
    """
    row = ChannelAccount.objects.select_for_update().get(pk=account.pk)
    before = account_values(row)
    _refuse_doubles(row, spec)
    refuse_strangers(spec)
    row.name, row.address = spec.name, text.email_key(spec.address)
    row.sender_address = text.email_key(spec.sender_address)
    row.title, row.sender_name, row.signature = spec.title, spec.sender_name, spec.signature
    row.brand, row.team, row.service = spec.brand, spec.team, spec.service
    row.type, row.priority, row.is_default = spec.type, spec.priority, spec.is_default
    row.observer_agents, row.observer_teams = sorted(spec.observer_agents), sorted(spec.observer_teams)
    changes = changes_between(before, account_values(row))
    if changes:
        row.save()
        _be_only_default(row)
        small.bump()
        record(ACCOUNT_CHANGED, by, Subject("account", row.pk), changes=changes, data={"name": row.name})
    return row


@transaction.atomic
def enable_account(by: ActorRef, account: ChannelAccount, enabled: bool) -> None:
    """Take an account into or out of use; its tickets stay as they are. Writes `account.changed` once."""
    row = ChannelAccount.objects.select_for_update().get(pk=account.pk)
    if row.enabled == enabled:
        return
    row.enabled = enabled
    row.save(update_fields=["enabled"])
    small.bump()
    change = Change("enabled", not enabled, enabled)
    record(ACCOUNT_CHANGED, by, Subject("account", row.pk), changes=[change], data={"name": row.name})


def account_values(row: ChannelAccount) -> dict[str, object]:
    """An account as its events keep it: ids and texts."""
    return {
        "name": row.name,
        "address": row.address,
        "sender_address": row.sender_address,
        "title": dict(row.title.texts),
        "sender_name": dict(row.sender_name.texts),
        "signature": dict(row.signature.texts),
        "brand": row.brand_id,
        "team": row.team_id,
        "service": row.service_id,
        "type": row.type_id,
        "priority": row.priority_id,
        "observer_agents": list(row.observer_agents),
        "observer_teams": list(row.observer_teams),
        "is_default": row.is_default,
    }


def changes_between(before: Mapping[str, object], after: Mapping[str, object]) -> list[Change]:
    """What is different, field by field, as an event keeps it."""
    return [
        Change(name, before.get(name), value) for name, value in after.items() if before.get(name) != value
    ]


def _refuse_doubles(row: ChannelAccount, spec: AccountSpec) -> None:
    address = text.email_key(spec.address)
    others = ChannelAccount.objects.exclude(pk=row.pk)
    problems: dict[str, str] = {}
    if not address:
        problems["address"] = _("Enter a mail address such as support@example.com.")
    elif others.filter(address=address).exists():
        problems["address"] = _("Another mailbox has this address.")
    if others.filter(name=spec.name).exists():
        problems["name"] = _("Another mailbox has this name.")
    if problems:
        raise Invalid(problems)


def _be_only_default(row: ChannelAccount) -> None:
    """There is one default mailbox at most."""
    if row.is_default:
        ChannelAccount.objects.filter(kind=row.kind, is_default=True).exclude(pk=row.pk).update(
            is_default=False
        )

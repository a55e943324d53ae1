"""The mail channel's side of an account."""

from __future__ import annotations

from django.db import transaction

from otklik.catalogue.events import ACCOUNT_CHANGED
from otklik.catalogue.models import ChannelAccount
from otklik.channels.mail.models import Mailbox
from otklik.core import small
from otklik.core.actors import ActorRef
from otklik.core.events import Change, Subject, record


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

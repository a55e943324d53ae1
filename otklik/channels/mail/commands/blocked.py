"""Blocking senders, and letting them in again."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from otklik.catalogue.queries import catalogue
from otklik.channels.mail.access import require_blocking
from otklik.channels.mail.blocking import is_among
from otklik.channels.mail.events import BLOCKED_SENDER_CHANGED
from otklik.channels.mail.models import BlockedSender
from otklik.channels.mail.providers import by_domain
from otklik.core import clock, small, text
from otklik.core.errors import Invalid
from otklik.core.events import Change, Subject, record
from otklik.people.actor import Actor
from otklik.people.queries import staff

_LONGEST = 200


@transaction.atomic
def block_sender(actor: Actor, sender: str, reason: str = "") -> BlockedSender:
    """From now on mail of this address, or of this domain and everything below it, makes no ticket.

    For whoever may block. `Invalid` for what is neither, for our own mailboxes and colleagues, and for the
    domain of a provider with whom anybody may have a mailbox. Writes `blocked_sender.changed` where it was
    not so before.
    """
    require_blocking(actor)
    value = _checked(sender)
    row = BlockedSender.objects.select_for_update().filter(value=value).first()
    if row is not None and row.active:
        return row
    row = row or BlockedSender(value=value)
    row.active, row.reason = True, text.one_line(reason, _LONGEST)
    row.agent_id, row.since = actor.agent_id, clock.now()
    row.save()
    _tell(actor, row, before=False)
    return row


@transaction.atomic
def unblock_sender(actor: Actor, blocked: BlockedSender) -> BlockedSender:
    """Mail of it makes tickets again. What came meanwhile stays in the ledger and can be read again.

    For whoever may block. Writes `blocked_sender.changed` where it was blocked.
    """
    require_blocking(actor)
    row = BlockedSender.objects.select_for_update().get(pk=blocked.pk)
    if row.active:
        row.active = False
        row.save(update_fields=["active"])
        _tell(actor, row, before=True)
    return row


def _checked(sender: str) -> str:
    plain = sender.strip()
    value = text.email_key(plain) if "@" in plain.lstrip("@") else text.domain_key(plain.lstrip("@"))
    domain = value.rpartition("@")[2]
    if not text.is_domain(domain) or "." not in domain or domain.startswith("["):
        raise Invalid({"sender": _("Enter an address, or a domain such as spam.example.")})
    if any(is_among(own, {value}) for own in (*catalogue().own_addresses, *staff().by_email)):
        raise Invalid({"sender": _("This is one of our own mailboxes or colleagues.")})
    if value == domain and by_domain(domain):
        raise Invalid({"sender": _("Clients have mailboxes there too: block an address, not the provider.")})
    return value


def _tell(actor: Actor, row: BlockedSender, *, before: bool) -> None:
    small.bump()
    change = Change("active", before, row.active)
    record(BLOCKED_SENDER_CHANGED, actor.ref, Subject("blocked_sender", row.pk), changes=[change])

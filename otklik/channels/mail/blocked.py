"""Reads of blocked senders: for screening, for the list, for a card."""

from __future__ import annotations

from otklik.channels.mail.access import require_blocking
from otklik.channels.mail.blocking import domains_of, is_among
from otklik.channels.mail.models import BlockedSender
from otklik.core import text
from otklik.core.errors import NotFound
from otklik.core.paging import Order, Page, behind, encode
from otklik.core.small import SmallTable
from otklik.people.actor import Actor

NEWEST_FIRST = (Order("id", descending=True),)


def is_blocked(address: str) -> bool:
    """Whether mail of this address (a key of `text.email_key`) makes no ticket."""
    return is_among(address, BLOCKED.get())


def blocked_senders(actor: Actor, *, after: str = "", size: int = 100) -> Page[BlockedSender]:
    """Who is blocked now, the newest first. For whoever may block."""
    require_blocking(actor)
    rows = BlockedSender.objects.filter(active=True).order_by("-id")
    if after:
        rows = rows.filter(behind(NEWEST_FIRST, after))
    found = list(rows[: size + 1])
    last = found[size - 1] if len(found) > size else None
    return Page(found[:size], encode([last.pk]) if last else None)


def get_blocked_for(actor: Actor, uid: str) -> BlockedSender:
    """One of them, lifted ones too. For whoever may block; `NotFound` when there is none."""
    require_blocking(actor)
    found = BlockedSender.objects.filter(uid=uid).first()
    if found is None:
        raise NotFound
    return found


def block_of(actor: Actor, address: str) -> BlockedSender | None:
    """The narrowest block that keeps this address out now. For whoever may block."""
    require_blocking(actor)
    key = text.email_key(address)
    wanted = [key, *domains_of(key.rpartition("@")[2])]
    found = {row.value: row for row in BlockedSender.objects.filter(value__in=wanted, active=True)}
    return next((found[value] for value in wanted if value in found), None)


def _blocked() -> frozenset[str]:
    return frozenset(BlockedSender.objects.filter(active=True).values_list("value", flat=True))


BLOCKED: SmallTable[frozenset[str]] = SmallTable(_blocked)

"""Whose canned replies are open to whom: as `people.owning` says. Those of others are written by whoever
holds `canned.share`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from otklik.people import owning
from otklik.people.actor import Actor
from otklik.people.rights import declare

if TYPE_CHECKING:
    from otklik.canned.models import CannedReply

SHARE = declare("canned.share", ru="Готовые ответы для всех", en="Write canned replies for others")


def open_to(actor: Actor, replies: Iterable[CannedReply]) -> list[CannedReply]:
    """Those the actor may use."""
    return [row for row in replies if owning.may_use(actor, row, SHARE)]


def may_change(actor: Actor, reply: CannedReply) -> bool:
    """Whether the actor may write this one anew."""
    return owning.may_change(actor, reply, SHARE)

"""What became of the mails of a public message, in lines under it on the card."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from otklik.core import clock
from otklik.notifications.enums import DeliveryState
from otklik.notifications.queries import DeliveryLine
from otklik.notifications.reason_words import in_words
from otklik.web.addresses import address
from otklik.web.typography import localtime

if TYPE_CHECKING:
    from otklik.tickets.queries import MessageRow


@dataclass(frozen=True)
class Fate:
    """A line: its sign (`ok`, `wait`, `fail`), its words, where a lost mail is sent again by who may, and
    where a reply is taken back while it is held (`left`: seconds)."""

    sign: str
    words: str
    again: str = ""
    recall: str = ""
    left: int = 0


def held_fate(number: str, row: MessageRow) -> Fate:
    """Of a reply that has not left yet, for its author: how long it can still be taken back, and where."""
    seconds = ceil(((row.sends_at or row.created_at) - clock.now()).total_seconds())
    words = _("Will be sent in %(n)s s") % {"n": seconds} if seconds > 0 else _("Being sent")
    return Fate("wait", words, recall=address("desk-recall", args=[number, row.id]), left=max(seconds, 0))


def fates_of(
    deliveries: Sequence[DeliveryLine], may_send_again: Callable[[], bool], *, is_read: bool = False
) -> list[Fate]:
    """Every lost mail by itself, the worst first; of the others a line for each state, with names where their
    fates differ; and that the client has read it. Whether the reader may send one again is asked only where
    one is lost."""
    states = [state for state in _SIGNS if any(line.state == state for line in deliveries)]
    fates = [fate for state in states for fate in _of_state(state, deliveries, len(states), may_send_again)]
    return [*fates, Fate("ok", _("Read by the client"))] if is_read else fates


def _of_state(
    state: DeliveryState, deliveries: Sequence[DeliveryLine], fates: int, may_send_again: Callable[[], bool]
) -> list[Fate]:
    lines = [line for line in deliveries if line.state == state]
    if state in (DeliveryState.FAILED, DeliveryState.BOUNCED):
        may = may_send_again()
        return [Fate(_SIGNS[state], _words(line), _again(line) if may else "") for line in lines]
    names = ", ".join(line.address for line in lines)
    words = _words(lines[0])
    return [Fate(_SIGNS[state], f"{words} · {names}" if fates > 1 else words)]


def _again(line: DeliveryLine) -> str:
    return address("desk-letter-again", args=[line.uid])


def _words(line: DeliveryLine) -> str:
    at = localtime(line.sent_at, "clock")
    return _fate(line) % {"address": line.address, "why": in_words(line.error), "time": at}


def _fate(line: DeliveryLine) -> str:
    if line.maybe_twice and line.state == DeliveryState.SENT and not line.error:
        return _("Sent at %(time)s, maybe twice: the connection broke before the server had answered")
    return ((line.error and _ON_ITS_WAY.get(line.state)) or _FATE[line.state])()


_SIGNS = {
    DeliveryState.FAILED: "fail",
    DeliveryState.BOUNCED: "fail",
    DeliveryState.QUEUED: "wait",
    DeliveryState.HELD: "wait",
    DeliveryState.SENT: "ok",
}
_FATE: Mapping[DeliveryState, Callable[[], str]] = {
    DeliveryState.SENT: lambda: _("Sent at %(time)s"),
    DeliveryState.HELD: lambda: _("Held in the outbox: outgoing mail is not set up"),
    DeliveryState.QUEUED: lambda: _("Waiting to be sent"),
    DeliveryState.FAILED: lambda: _("Not delivered to %(address)s: %(why)s"),
    DeliveryState.BOUNCED: lambda: _("Not delivered, came back from %(address)s: %(why)s"),
}
_ON_ITS_WAY: Mapping[DeliveryState, Callable[[], str]] = {
    DeliveryState.SENT: lambda: _("Sent at %(time)s, delayed on its way to %(address)s: %(why)s"),
    DeliveryState.QUEUED: lambda: _("Waiting to be sent again: %(why)s"),
}

"""The thread as the card draws it: messages and history lines in the order of time."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from otklik.desk.chips import ways
from otklik.notifications.queries import DeliveryLine, delivery_states
from otklik.people.actor import Actor
from otklik.tickets.queries import Card, MessageRow
from otklik.web.history import WITH_MESSAGE, Line, line_of
from otklik.web.typography import filesize, initials, localtime

if TYPE_CHECKING:
    from otklik.core.models import Event
    from otklik.tickets.models import Ticket

_VIA_ICONS = {
    "mail": "mail",
    "portal": "portal",
    "phone": "phone",
    "desk": "user",
    "api": "code",
    "form": "doc",
}


@dataclass(frozen=True)
class Said:
    """A message for `message.html`."""

    id: int
    kind: str
    author: str
    initials: str
    key: int
    at_iso: str
    at_text: str
    at_title: str
    via: tuple[str, str]
    fresh: bool
    foot: tuple[str, str]
    html: str
    files: Sequence[tuple[str, str, str, str]]
    unknown: bool


@dataclass(frozen=True)
class Item:
    """One thing of the thread: a message, some history lines, or the line above what is new."""

    at: datetime
    said: Said | None = None
    lines: Sequence[Line] = ()
    is_new: bool = False
    day: str = ""


def items_of(found: Card, deliveries: Mapping[int, Sequence[DeliveryLine]], *, seen: int) -> list[Item]:
    """The whole thread of a card, with the line above the first message not seen yet."""
    names = _names(found)
    events = [e for e in found.events if e.kind not in WITH_MESSAGE]
    if found.messages and found.has_earlier:
        events = [e for e in events if e.at >= found.messages[0].created_at]
    merged: list[MessageRow | Event] = sorted([*found.messages, *events], key=_when)
    return _with_new(_drawn(merged, names, deliveries, seen), found.messages, seen)


def message_items(
    actor: Actor, ticket: Ticket, rows: Sequence[MessageRow], events: Sequence[Event]
) -> list[Item]:
    """Messages and single history lines, for adding to an open thread."""
    deliveries = delivery_states([row.id for row in rows])
    names = {("contact", ticket.contact_id or 0): ticket.contact_name}
    items = [
        Item(row.created_at, said=said(row, deliveries.get(row.id, ()), fresh=not _own(actor, row)))
        for row in rows
    ]
    lines = [Item(e.at, lines=(line_of(e, names),)) for e in events if e.kind not in WITH_MESSAGE]
    return sorted([*items, *lines], key=lambda item: item.at)


def said(row: MessageRow, deliveries: Sequence[DeliveryLine], *, fresh: bool) -> Said:
    """One message in words, glyphs and addresses."""
    kind = "note" if not row.public else "ours" if row.is_ours else "client"
    return Said(
        id=row.id,
        kind=kind,
        author=row.author_name or row.author_email,
        initials=initials(row.author_name or row.author_email),
        key=row.agent_id or row.contact_id or len(row.author_email),
        at_iso=row.created_at.isoformat(),
        at_text=localtime(row.created_at, "clock"),
        at_title=localtime(row.created_at),
        via=_via(row),
        fresh=fresh and kind == "client",
        foot=_foot(deliveries),
        html=row.html,
        files=[_file(file.uid, file.name, file.size, file.is_picture) for file in row.files],
        unknown=row.author_kind == "sender",
    )


def _drawn(
    merged: Sequence[MessageRow | Event],
    names: Mapping[tuple[str, int], str],
    deliveries: Mapping[int, Sequence[DeliveryLine]],
    seen: int,
) -> list[Item]:
    items: list[Item] = []
    day = ""
    for thing in merged:
        at = _when(thing)
        today = localtime(at, "short")
        mark, day = (today if today != day else ""), today
        if isinstance(thing, MessageRow):
            drawn = said(thing, deliveries.get(thing.id, ()), fresh=thing.id > seen)
            items.append(Item(at, said=drawn, day=mark))
        elif items and items[-1].lines and not mark:
            items[-1] = Item(items[-1].at, lines=(*items[-1].lines, line_of(thing, names)), day=items[-1].day)
        else:
            items.append(Item(at, lines=(line_of(thing, names),), day=mark))
    return items


def _with_new(items: list[Item], messages: Sequence[MessageRow], seen: int) -> list[Item]:
    if not seen or not messages or messages[0].id > seen:
        return items
    for place, item in enumerate(items):
        if item.said and item.said.id > seen:
            return [*items[:place], Item(item.at, is_new=True), *items[place:]]
    return items


def _when(thing: MessageRow | Event) -> datetime:
    return thing.created_at if isinstance(thing, MessageRow) else thing.at


def _names(found: Card) -> dict[tuple[str, int], str]:
    names = {("contact", m.contact_id): m.author_name for m in found.messages if m.contact_id}
    return {**names, ("contact", found.ticket.contact_id or 0): found.ticket.contact_name}


def _own(actor: Actor, row: MessageRow) -> bool:
    return row.agent_id is not None and row.agent_id == actor.agent_id


def _via(row: MessageRow) -> tuple[str, str]:
    name = dict(ways()).get(row.via, row.via)
    if row.cc:
        name = _("%(way)s, copy: %(cc)s") % {"way": name, "cc": ", ".join(row.cc)}
    return _VIA_ICONS.get(row.via, "mail"), name


def _foot(deliveries: Sequence[DeliveryLine]) -> tuple[str, str]:
    """The worst of what happened to the mails of a public message."""
    to_client = [line for line in deliveries if line.audience == "client"]
    for state, sign in (("failed", "fail"), ("queued", "wait"), ("held", "wait"), ("sent", "ok")):
        found = next((line for line in to_client if line.state == state), None)
        if found is not None:
            return sign, _FATE[state]() % {"address": found.address, "error": found.error}
    return "", ""


_FATE: Mapping[str, Callable[[], str]] = {
    "sent": lambda: _("Sent to %(address)s"),
    "held": lambda: _("Held in the outbox for %(address)s: outgoing mail is not set up"),
    "queued": lambda: _("Waiting to be sent to %(address)s"),
    "failed": lambda: _("Did not reach %(address)s: %(error)s"),
}


def _file(uid: str, name: str, size: int, is_picture: bool) -> tuple[str, str, str, str]:
    address = reverse("file", args=[uid])
    return name, address, filesize(size), address if is_picture else ""

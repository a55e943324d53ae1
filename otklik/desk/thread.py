"""The thread as the card draws it: messages and history lines in the order of time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from otklik.channels.mail.queries import Origin, originals
from otklik.core import clock
from otklik.core.actors import Via
from otklik.desk.chips import ways
from otklik.desk.fates import Fate, fates_of, held_fate
from otklik.desk.mentioned import with_mentions
from otklik.notifications.queries import DeliveryLine, delivery_states
from otklik.people.actor import Actor
from otklik.people.rights import ADMINISTER
from otklik.tickets.access import REPLY, UNDO, may
from otklik.tickets.queries import Card, MessageRow, history
from otklik.tickets.queries.around import read_up_to
from otklik.web.addresses import address
from otklik.web.history import WITH_MESSAGE, Line, line_of
from otklik.web.sender_doubts import in_sentences
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
    "link": "link",
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
    feet: Sequence[Fate]
    html: str
    files: Sequence[tuple[str, str, str, str]]
    unknown: bool
    original: str = ""
    is_new_topic: bool = False
    doubts: Sequence[str] = ()
    letter: str = ""
    origin: str = ""
    """The number of the ticket it came from by a merge or a split."""


@dataclass(frozen=True)
class Item:
    """One thing of the thread: a message, some history lines, or a line across with words."""

    at: datetime
    said: Said | None = None
    lines: Sequence[Line] = ()
    day: str = ""
    is_new: bool = False


def items_of(
    actor: Actor, found: Card, deliveries: Mapping[int, Sequence[DeliveryLine]], *, seen: int
) -> list[Item]:
    """The thread of a card as it opens: lines across where a day and where the unseen begins."""
    events = _shown(found.events)
    if found.messages and found.has_earlier:
        events = [e for e in events if e.at >= found.messages[0].created_at]
    drawing = _Drawing(
        actor,
        found.ticket,
        _names(found),
        deliveries,
        found.messages,
        _first_new(actor, found.messages, seen),
    )
    drawing.steps = _steps(actor, found)
    drawing.origins, drawing.read = found.around.origins, found.around.read
    return drawing.items(found.messages, events)


def earlier_items(
    actor: Actor, ticket: Ticket, rows: Sequence[MessageRow], before: datetime | None, *, is_first: bool
) -> list[Item]:
    """A page of older messages with the history lines between them and the newer ones."""
    start = rows[0].created_at if rows and not is_first else None
    events = [
        e
        for e in _shown(history(actor, ticket))
        if (start is None or e.at >= start) and (before is None or e.at < before)
    ]
    drawing = _Drawing(actor, ticket, _client_name(ticket), delivery_states([row.id for row in rows]), rows)
    drawing.read = read_up_to(ticket.pk)
    return drawing.items(rows, events)


def message_items(
    actor: Actor, ticket: Ticket, rows: Sequence[MessageRow], events: Sequence[Event]
) -> list[Item]:
    """Messages and single history lines, for adding to an open thread."""
    drawing = _Drawing(actor, ticket, _client_name(ticket), delivery_states([row.id for row in rows]), rows)
    names = drawing.names
    items = [Item(row.created_at, said=drawing.said(row, fresh=not _own(actor, row))) for row in rows]
    lines = [Item(e.at, lines=(line_of(e, names, actor),)) for e in _shown(events)]
    return sorted([*items, *lines], key=lambda item: item.at)


def said(
    row: MessageRow,
    to_client: Sequence[DeliveryLine],
    feet: Sequence[Fate],
    origin: Origin | None,
    *,
    fresh: bool,
) -> Said:
    """One message in words, glyphs and addresses; `origin` is the mail behind it."""
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
        via=_way_out(to_client) if kind == "ours" else _way_in(row),
        fresh=fresh and kind == "client",
        feet=feet,
        html=with_mentions(row.html) if kind == "note" else row.html,
        files=[_file(file.uid, file.name, file.size, file.is_picture) for file in row.files],
        unknown=row.author_kind == "sender",
        original=address("desk-original", args=[origin.uid]) if origin else "",
        is_new_topic=origin is not None and origin.is_new_topic and kind == "client",
        doubts=in_sentences(origin.doubts) if origin else (),
        letter=address("desk-original-letter", args=[origin.uid]) if origin else "",
    )


class _Drawing:
    """Messages and history lines in one row of time."""

    def __init__(
        self,
        actor: Actor,
        ticket: Ticket,
        names: Mapping[tuple[str, int], str],
        deliveries: Mapping[int, Sequence[DeliveryLine]],
        rows: Sequence[MessageRow],
        first_new: int = 0,
    ) -> None:
        self.actor = actor
        self.number = ticket.number
        self.names = names
        self.may_send_again = cache(lambda: actor.has(ADMINISTER) or may(actor, ticket, REPLY))
        self.deliveries = deliveries
        by_mail = [row.id for row in rows if row.via == Via.MAIL]
        self.originals = originals(by_mail) if by_mail else {}
        self.first_new = first_new
        self.steps: Mapping[str, str] = {}
        self.origins: Mapping[int, str] = {}
        self.read = 0
        self.day = localtime(clock.now(), "day")

    def items(self, messages: Sequence[MessageRow], events: Sequence[Event]) -> list[Item]:
        """What is drawn, in order; neighbouring history lines of one day stand together."""
        merged: list[MessageRow | Event] = sorted([*messages, *events], key=_when)
        items: list[Item] = []
        for thing in merged:
            items += self._line_across(thing)
            if isinstance(thing, MessageRow):
                fresh = 0 < self.first_new <= thing.id
                items.append(Item(thing.created_at, said=self.said(thing, fresh=fresh)))
            elif items and items[-1].lines:
                items[-1] = Item(items[-1].at, lines=(*items[-1].lines, self.line(thing)))
            else:
                items.append(Item(thing.at, lines=(self.line(thing),)))
        return items

    def line(self, event: Event) -> Line:
        """A history line, with the way to the step it belongs to."""
        line = line_of(event, self.names, self.actor)
        return replace(line, step=self.steps[line.batch]) if line.batch in self.steps else line

    def said(self, row: MessageRow, *, fresh: bool) -> Said:
        """A message with its deliveries and its original."""
        to_client = [line for line in self.deliveries.get(row.id, ()) if line.audience == "client"]
        is_read = row.is_ours and row.public and row.id <= self.read
        if row.released_at is None:
            feet = [held_fate(self.number, row)]
        else:
            feet = fates_of(to_client, self.may_send_again, is_read=is_read)
        one = said(row, to_client, feet, self.originals.get(row.id), fresh=fresh)
        return replace(one, origin=self.origins[row.id]) if row.id in self.origins else one

    def _line_across(self, thing: MessageRow | Event) -> list[Item]:
        """Where another day begins; today needs no words unless something older stands above."""
        at = _when(thing)
        today, before = localtime(at, "day"), self.day
        self.day = today
        day = today if today != before else ""
        if isinstance(thing, MessageRow) and thing.id == self.first_new:
            return [Item(at, day=day, is_new=True)]
        return [Item(at, day=day)] if day else []


def _steps(actor: Actor, found: Card) -> dict[str, str]:
    """By batch, the pages of the steps this actor may undo."""
    return {
        batch: address("desk-step", args=[batch])
        for batch, (agent_id, _kind) in found.around.steps.items()
        if agent_id == actor.agent_id or actor.has(UNDO)
    }


def _first_new(actor: Actor, messages: Sequence[MessageRow], seen: int) -> int:
    """The first message not seen yet; none when all are new: then nothing would stand out."""
    if not seen or not messages or messages[0].id > seen:
        return 0
    others = (row for row in messages if not row.automatic and not _own(actor, row))
    return next((row.id for row in others if row.id > seen), 0)


def _shown(events: Sequence[Event]) -> list[Event]:
    return [event for event in events if event.kind not in WITH_MESSAGE]


def _when(thing: MessageRow | Event) -> datetime:
    return thing.created_at if isinstance(thing, MessageRow) else thing.at


def _names(found: Card) -> dict[tuple[str, int], str]:
    names = {("contact", m.contact_id): m.author_name for m in found.messages if m.contact_id}
    return {**names, **_client_name(found.ticket)}


def _client_name(ticket: Ticket) -> dict[tuple[str, int], str]:
    return {("contact", ticket.contact_id or 0): ticket.contact_name}


def _own(actor: Actor, row: MessageRow) -> bool:
    return row.agent_id is not None and row.agent_id == actor.agent_id


def _way_in(row: MessageRow) -> tuple[str, str]:
    name = dict(ways()).get(row.via, row.via)
    if row.cc:
        name = _("%(way)s, copy: %(cc)s") % {"way": name, "cc": ", ".join(row.cc)}
    return _VIA_ICONS.get(row.via, "mail"), name


def _way_out(deliveries: Sequence[DeliveryLine]) -> tuple[str, str]:
    """To whom an answer went; nothing for one that stands on the portal alone."""
    if not deliveries:
        return ("", "")
    names = ", ".join(dict.fromkeys(line.address for line in deliveries))
    return "mail", _("to %(names)s") % {"names": names}


def _file(uid: str, name: str, size: int, is_picture: bool) -> tuple[str, str, str, str]:
    where = address("file", args=[uid])
    return name, where, filesize(size), f"{where}?preview=small" if is_picture else ""

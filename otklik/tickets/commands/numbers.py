"""Ticket numbers: unique, never given twice, without a row everybody waits for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import connection
from django.db.models import Model

from otklik.core.holding import aside, asked_for, keep_keys
from otklik.core.models import Event
from otklik.organisation import settings
from otklik.tickets.models import Message, NumberSeed, Ticket

SEQUENCE = "tickets_number_seq"
_SEQUENCES: Mapping[type[Model], str] = {
    Ticket: "tickets_ticket_id_seq",
    Message: "tickets_message_id_seq",
    Event: "core_event_id_seq",
}
_DRAW = """
WITH locked AS (DELETE FROM core_event WHERE false)
SELECT nextval(name::regclass) FROM unnest(%s::text[]) AS name
"""
SWEPT_EVERY = 100
MOST_EVENTS = 20


def next_number() -> str:
    """The next number with the installation's prefix: `INC601599`. Gaps are allowed (a rolled-back ticket).

    Digits come from a PostgreSQL sequence or from an SQLite AUTOINCREMENT table.
    """
    return f"{settings.NUMBER_PREFIX.get()}{next_digits()}"


@dataclass
class _Usual:
    """How many events registrations have written lately: so many ids are drawn for the next one."""

    events: int = 1
    last: int = 1


_usual = _Usual()


def note_usual() -> None:
    """How many ids of events this registration has asked for. The smaller of two is expected: an id nobody
    takes is a gap that readers of events look at (`core.tail`)."""
    number = min(max(1, asked_for(Event)), MOST_EVENTS)
    _usual.events, _usual.last = min(number, _usual.last), number


def draw_number() -> str:
    """The number of a new ticket. Inside `core.holding` its id, that of its first message and those of its
    first events are drawn with it: known before a row is written, they let all of them wait.

    Ids of events are drawn behind a lock of their table, by which `core.tail` knows of what is still to come.
    """
    with aside():
        if connection.vendor != "postgresql":
            number, keys = next_number(), _next_ids()
        else:
            number, keys = _drawn_together(_usual.events)
    keep_keys(keys)
    return number


def _drawn_together(events: int) -> tuple[str, dict[type[Model], list[int]]]:
    names = [SEQUENCE, _SEQUENCES[Ticket], _SEQUENCES[Message], *[_SEQUENCES[Event]] * events]
    with connection.cursor() as cursor:
        cursor.execute(_DRAW, [names])
        digits, ticket, message, *ahead = (int(value) for (value,) in cursor.fetchall())
    return f"{settings.NUMBER_PREFIX.get()}{digits}", {Ticket: [ticket], Message: [message], Event: ahead}


def draw_more(model: type[Model], number: int) -> list[int]:
    """More ids of rows of a registration, behind the lock that is held already. SQLite has drawn enough."""
    if connection.vendor != "postgresql":
        return []
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(%s) FROM generate_series(1, %s)", [_SEQUENCES[model], number])
        return sorted(int(key) for (key,) in cursor.fetchall())


def _next_ids() -> dict[type[Model], list[int]]:
    """SQLite has one writer, so nobody else takes what comes after the last ones its tables remember."""
    wanted: dict[type[Model], int] = {Ticket: 1, Message: 1, Event: MOST_EVENTS}
    names = [model._meta.db_table for model in wanted]
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, seq FROM sqlite_sequence WHERE name IN (%s, %s, %s)", names)
        last = dict(cursor.fetchall())
    firsts = {model: last.get(model._meta.db_table, 0) + 1 for model in wanted}
    return {model: list(range(firsts[model], firsts[model] + number)) for model, number in wanted.items()}


def next_numbers(wanted: int) -> list[str]:
    """Many numbers at once, in their order; for bulk loads. Must run inside a transaction."""
    prefix = settings.NUMBER_PREFIX.get()
    return [f"{prefix}{digits}" for digits in _many_digits(wanted)]


def next_digits() -> int:
    """The next digits alone."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT nextval('{SEQUENCE}')")
            return int(cursor.fetchone()[0])
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO tickets_numberseed DEFAULT VALUES RETURNING id")
        (digits,) = cursor.fetchone()
    # The table's own counter remembers the last one; its rows are swept out now and then.
    if digits % SWEPT_EVERY == 0:
        NumberSeed.objects.filter(pk__lt=digits).delete()
    return int(digits)


def _many_digits(wanted: int) -> list[int]:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT nextval(%s) FROM generate_series(1, %s)", [SEQUENCE, wanted])
            return sorted(int(digits) for (digits,) in cursor.fetchall())
    first = next_digits()
    last = first + wanted - 1
    NumberSeed.objects.filter(pk=first).update(id=last)
    return list(range(first, last + 1))

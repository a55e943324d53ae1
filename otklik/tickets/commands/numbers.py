"""Ticket numbers: unique, never given twice, without a row everybody waits for."""

from __future__ import annotations

from django.db import connection

from otklik.organisation import settings
from otklik.tickets.models import NumberSeed

SEQUENCE = "tickets_number_seq"
MESSAGES = "tickets_message_id_seq"
SWEPT_EVERY = 100


def next_number() -> str:
    """The next number with the installation's prefix: `INC601599`. Gaps are allowed (a rolled-back ticket).

    Digits come from a PostgreSQL sequence or from an SQLite AUTOINCREMENT table.
    """
    return f"{settings.NUMBER_PREFIX.get()}{next_digits()}"


def next_number_and_message() -> tuple[str, int | None]:
    """The next number, and the id of the first message where the database gives ids ahead of rows.

    PostgreSQL draws both in one statement, and the ticket is written whole at once; on SQLite the message's
    id is known only when its row stands: None.
    """
    if connection.vendor != "postgresql":
        return next_number(), None
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT nextval('{SEQUENCE}'), nextval('{MESSAGES}')")
        digits, message = cursor.fetchone()
    return f"{settings.NUMBER_PREFIX.get()}{digits}", int(message)


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

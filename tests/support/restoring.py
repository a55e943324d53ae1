"""A test that commits leaves the database as the migrations made it.

Instead of the framework's flush: only what has changed is emptied and filled again, which takes milliseconds
where emptying a hundred tables and saving seven hundred objects took a second or two.
"""

from __future__ import annotations

from django.db import OperationalError, connection, transaction

from tests.support import rows
from tests.support.rows import Row

ATTEMPTS = 5


def remember() -> None:
    """What is in the database now is what every test that commits will leave behind."""
    _delivered.clear()
    _delivered.update({table: rows.of(table) for table in rows.tables()})


def restore() -> None:
    """Give every table the rows it was delivered with. Numbers go on: who listens to events counts by them.

    A server beside the test may still be writing for a page just closed. Then PostgreSQL can see two who wait
    for each other and end one of them; if that is us, once more.
    """
    for attempt in range(ATTEMPTS):
        try:
            _restore()
        except OperationalError:
            if attempt == ATTEMPTS - 1:
                raise
        else:
            return


@transaction.atomic
def _restore() -> None:
    if connection.vendor == "postgresql":
        _alone()
    delivered = {table for table, lines in _delivered.items() if lines}
    changed = {table for table in delivered if set(rows.of(table)) != set(_delivered[table])}
    for table in rows.filled(set(_delivered) - delivered) | changed:
        rows.empty(table)
    for table in changed:
        rows.insert(table, _delivered[table])


def _alone() -> None:
    """Nobody writes before we are done; no order of tables has to be kept."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        every = ", ".join(f'"{table}"' for table in sorted(_delivered))
        cursor.execute(f"LOCK TABLE {every} IN SHARE ROW EXCLUSIVE MODE")


_delivered: dict[str, list[Row]] = {}

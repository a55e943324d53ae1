"""Everything a worker does to take mail in: mailboxes are watched, the door for a mail server is open."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from otklik.channels.mail.listening import listening
from otklik.channels.mail.polling import watching


@contextmanager
def taking() -> Iterator[None]:
    """Take mail inside the block, by every way there is; at its end what is in hand is finished."""
    with listening(), watching():
        yield

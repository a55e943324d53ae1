"""A disk that is full again and again while mails come: nothing is promised that is not kept.

The installation lies on a disk of 64 MB (see `mail_proof`). What was refused, the mail server brings again
once there is room.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from django.conf import settings
from django.db import Error as DatabaseError
from django.db import close_old_connections

from otklik.channels.mail.bounds import ReaderUnavailable
from otklik.channels.mail.intake import receive_raw
from prove.mail_count import Report, count, mark
from tests import make
from tests.channels.mail.writing import File, mail

MEGABYTE = 1024 * 1024
ROOMS = (0, 2 * MEGABYTE, 12 * MEGABYTE)
"""How much is left free in turn."""
TAKEN, REFUSED = "taken", "refused"


def prove(people: make.Cast, mails: int) -> Report:
    """Bring so many mails of 200 KB to a disk with too little room, then once more where there is enough."""
    since = mark()
    make.mailbox("disk", team=people.it)
    filler = Path(settings.OTKLIK_HOME) / "filler"
    waiting = [f"Вопрос {number:05}" for number in range(mails)]
    # The same bytes each time, as a mail server keeps them.
    brought = {subject: _mail(subject) for subject in waiting}
    hurt = {TAKEN: 0, REFUSED: 0}
    for place, room in enumerate(ROOMS):
        _fill(filler, room)
        for subject in waiting[place :: len(ROOMS)]:
            hurt[TAKEN if _taken(brought[subject]) else REFUSED] += 1
        filler.unlink()
    for subject in waiting:  # whoever was refused, and whoever was not sure of the answer
        if not _taken(brought[subject]):
            raise RuntimeError(f"{subject} is refused although there is room")
    return count("disk", waiting, hurt, since)


def _mail(subject: str) -> bytes:
    file = File("снимок.bin", (subject * 20_000).encode()[: MEGABYTE // 5])
    return mail("anna@far.test", f"Текст: {subject}", subject=subject, files=[file])


def _taken(raw: bytes) -> bool:
    try:
        receive_raw(raw, None, envelope_to="disk@desk.test")
    except (OSError, DatabaseError, ReaderUnavailable):
        with suppress(DatabaseError):
            close_old_connections()
        return False
    return True


def _fill(path: Path, room: int) -> None:
    """Take the whole disk, then give so many bytes back."""
    with suppress(OSError), path.open("wb", buffering=0) as file:
        while True:
            file.write(b"\0" * 65536)
    with path.open("r+b") as file:
        file.truncate(max(0, path.stat().st_size - room))

"""Mails that wait in a folder because no outgoing mail is set up: `OTKLIK_HOME/outbox/<delivery>.eml`."""

from __future__ import annotations

import os
import tempfile
import uuid
from pathlib import Path

from django.conf import settings

from otklik.core.errors import NotFound


def keep(delivery: uuid.UUID, raw: bytes) -> Path:
    """Write the mail whole or not at all; the same delivery again replaces its file."""
    folder = _folder()
    with tempfile.NamedTemporaryFile(dir=folder, prefix=".", delete=False) as out:
        try:
            out.write(raw)
            out.flush()
            os.fsync(out.fileno())
        except BaseException:
            Path(out.name).unlink()
            raise
    final = folder / f"{delivery}.eml"
    return Path(out.name).replace(final)


def kept(delivery: uuid.UUID) -> bytes:
    """The mail as it lies in the folder; `NotFound` when it does not (sent meanwhile, folder emptied)."""
    try:
        return (_folder() / f"{delivery}.eml").read_bytes()
    except FileNotFoundError as error:
        raise NotFound from error


def drop(delivery: uuid.UUID) -> None:
    """Take a mail out of the folder once it has left by SMTP."""
    (_folder() / f"{delivery}.eml").unlink(missing_ok=True)


def _folder() -> Path:
    folder = Path(settings.OTKLIK_HOME) / "outbox"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder

"""How far a mailbox has been read and how that went; written by whoever reads it."""

from __future__ import annotations

import os
import socket
import uuid
from datetime import datetime, timedelta

from django.db.models import F, Q, QuerySet

from otklik.channels.mail.enums import Backlog
from otklik.channels.mail.models import MailFolder, MailLease, MailPolling, MailServer
from otklik.core import clock

_LONG_AGO = datetime.fromisoformat("2000-01-01T00:00:00+00:00")
MAX_ERROR = 2000
_HOST = socket.gethostname().replace(":", "-")[:30]


def new_holder() -> str:
    """A name for whoever takes leases, never used before; it says of which process it is."""
    return f"{_HOST}:{os.getpid()}:{uuid.uuid4().hex[:12]}"


def take_lease(server: MailServer, kind: str, holder: str, seconds: float) -> bool:
    """Take or prolong the lease of this kind; False while another holder has it.

    A holder that was killed loses it when it runs out, or at once where we can see that its process is gone.
    Two that meet all the same do no harm: the ledger knows bytes and mails it has seen.
    """
    row, _made = MailLease.objects.get_or_create(server=server, kind=kind, defaults={"until": _LONG_AGO})
    if _is_gone(row.holder):
        drop_lease(server, kind, row.holder)
    now = clock.now()
    free = MailLease.objects.filter(Q(until__lt=now) | Q(holder=holder), server=server, kind=kind)
    return bool(free.update(holder=holder, until=now + timedelta(seconds=seconds)))


def drop_lease(server: MailServer, kind: str, holder: str) -> None:
    """Let the next one have it at once."""
    MailLease.objects.filter(server=server, kind=kind, holder=holder).update(until=_LONG_AGO)


def begin_folder(server: MailServer, name: str, uid_validity: int, newest: int) -> MailFolder:
    """The folder's row at its first sight or at a later one; `newest` is the highest UID there can be now.

    When the server has numbered its mails anew, reading starts from the beginning: what was taken before is
    known by its bytes and makes no second message.
    """
    row = MailFolder.objects.filter(server=server, name=name).first()
    if row is None:
        skips = server.backlog == Backlog.NONE
        return MailFolder.objects.create(
            server=server,
            name=name,
            uid_validity=uid_validity,
            last_uid=newest if skips else 0,
            backlog_until=newest,
            began_at=clock.now(),
        )
    if row.uid_validity != uid_validity:
        row.uid_validity, row.last_uid, row.backlog_until = uid_validity, 0, newest
        row.renewed, row.troubled = True, {}
        row.save()
    return row


def advance(folder: MailFolder, last_uid: int, troubled: dict[str, list[object]]) -> None:
    """Everything up to this UID is in the ledger now, but for what stands in `troubled`."""
    folder.last_uid, folder.troubled = max(folder.last_uid, last_uid), troubled
    folder.save(update_fields=["last_uid", "troubled"])


def note_success(server: MailServer, words: str = "") -> None:
    """A look that came to its end; `words` where something is to be said all the same."""
    now = clock.now()
    _polling(server).update(tried_at=now, succeeded_at=now, error=words[:MAX_ERROR], failures=0)


def note_failure(server: MailServer, words: str) -> None:
    """A look that failed, with the sentence an administrator reads."""
    _polling(server).update(tried_at=clock.now(), error=words[:MAX_ERROR], failures=F("failures") + 1)


def _is_gone(holder: str) -> bool:
    """Whether a holder was a process of this very machine that has ended."""
    host, _colon, rest = holder.partition(":")
    process = rest.partition(":")[0]
    if host != _HOST or not process.isdecimal():
        return False
    try:
        os.kill(int(process), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return False


def _polling(server: MailServer) -> QuerySet[MailPolling]:
    MailPolling.objects.get_or_create(server=server)
    return MailPolling.objects.filter(server=server)

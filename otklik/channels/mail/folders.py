"""One folder of a mailbox: which of its mails are to be taken, and taking them piece by piece.

    what is new by UID → download a piece → bytes and lines of the ledger on stable storage
    → tell the server (seen, moved, deleted) → remember how far we are → let the mails take effect

Killed anywhere, the next look goes on: before "remember" the piece is downloaded once more and known by its
bytes, after it the ledger's lines are finished by the sweep. No date is asked for, so nothing grows too old
to be taken.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from django.utils.translation import gettext as _
from imapclient import IMAPClient
from imapclient.exceptions import IMAPClientAbortError, IMAPClientError

from otklik.channels.mail import imap
from otklik.channels.mail.bounds import MAX_MAIL_BYTES
from otklik.channels.mail.commands import advance, begin_folder, take_in_all
from otklik.channels.mail.enums import AfterTaking, Backlog
from otklik.channels.mail.intake import finish_all
from otklik.channels.mail.models import InboundRaw, MailFolder, MailServer
from otklik.channels.mail.troubles import Trouble, said_by
from otklik.core import failpoints

PIECE_MAILS = 50
PIECE_BYTES = 16 * 1024 * 1024
ASKED_AT_ONCE = 500
TRIES_FOR_A_MAIL = 5
_SEEN = b"\\Seen"


@dataclass
class Report:
    """What one look into a mailbox brought; `remarks` are sentences for the administrator."""

    taken: int = 0
    remarks: list[str] = field(default_factory=list)


def read_folder(
    client: IMAPClient, server: MailServer, name: str, report: Report, goes_on: Callable[[], bool]
) -> None:
    """Take everything new from a folder, as long as `goes_on` says so between two pieces."""
    found = client.select_folder(name)
    newest = int(found.get(b"UIDNEXT", 0)) - 1
    folder = begin_folder(server, name, int(found[b"UIDVALIDITY"]), max(newest, 0))
    for piece in _pieces(client, _wanted(client, server, folder)):
        if not goes_on():
            return
        lines, mails = _take(client, server, folder, piece, report)
        report.taken += len(lines)
        deque(finish_all(lines, mails), maxlen=0)


def _wanted(client: IMAPClient, server: MailServer, folder: MailFolder) -> Sequence[int]:
    """UIDs to take, the oldest first: those in trouble before, what lay there at first, what came since."""
    wanted = {int(uid) for uid, (tries, _said) in folder.troubled.items() if tries < TRIES_FOR_A_MAIL}
    last, backlog = folder.last_uid, folder.backlog_until
    if last < backlog:
        old = ["UID", f"{last + 1}:{backlog}", *_criteria(server, folder)]
        wanted.update(client.search(old))
    first = max(last, backlog) + 1
    # "n:*" names the newest mail even where its UID is below n (RFC 3501, section 6.4.8).
    wanted.update(uid for uid in client.search(["UID", f"{first}:*"]) if uid >= first)
    return sorted(wanted)


def _criteria(server: MailServer, folder: MailFolder) -> list[object]:
    """Which of the mails that were there before are wanted.

    After the server has numbered them anew, also read ones that came since we first looked: they may have
    been read by a person before they were taken.
    """
    if server.backlog == Backlog.ALL:
        return ["ALL"]
    if folder.renewed:
        return ["OR", "UNSEEN", ["SINCE", (folder.began_at - timedelta(days=1)).date()]]
    return ["UNSEEN"]


def _pieces(client: IMAPClient, uids: Sequence[int]) -> Iterator[list[tuple[int, int]]]:
    """UIDs with sizes in pieces that fit into memory; what has vanished meanwhile is left out."""
    piece: list[tuple[int, int]] = []
    held = 0
    for start in range(0, len(uids), ASKED_AT_ONCE):
        sizes = client.fetch(list(uids[start : start + ASKED_AT_ONCE]), [b"RFC822.SIZE"])
        for uid in sorted(sizes):
            size = min(int(sizes[uid].get(b"RFC822.SIZE", 0)), MAX_MAIL_BYTES)
            if piece and (len(piece) >= PIECE_MAILS or held + size > PIECE_BYTES):
                yield piece
                piece, held = [], 0
            piece.append((uid, size))
            held += size
    if piece:
        yield piece


def _take(
    client: IMAPClient,
    server: MailServer,
    folder: MailFolder,
    piece: Sequence[tuple[int, int]],
    report: Report,
) -> tuple[list[InboundRaw], list[bytes]]:
    """Store a piece, then tell the server; the lines that were written and their mails."""
    troubled = dict(folder.troubled)
    mails = dict(_downloaded(client, piece, troubled, report))
    lines = store(server, list(mails.values()))
    _tell_server(client, server, mails, report)
    failpoints.hit("mail.after_telling_server")
    advance(folder, piece[-1][0], troubled)
    return lines, list(mails.values())


def store(server: MailServer, mails: Sequence[bytes]) -> list[InboundRaw]:
    """Put a piece on stable storage and into the ledger. `Trouble` where this machine cannot."""
    try:
        return take_in_all(mails, server.account)
    except OSError as error:
        raise Trouble(
            _("Mail cannot be stored on this machine: %(said)s") % {"said": error},
            _("Look whether its disk is full. The mail is still on the server."),
        ) from error


def _downloaded(
    client: IMAPClient, piece: Sequence[tuple[int, int]], troubled: dict[str, list[object]], report: Report
) -> Iterator[tuple[int, bytes]]:
    """The bytes of each mail. One the server will not hand out is noted, and the others go on."""
    whole = [uid for uid, size in piece if size < MAX_MAIL_BYTES]
    cut = [uid for uid, size in piece if size >= MAX_MAIL_BYTES]
    try:
        answers = client.fetch(whole, [b"BODY.PEEK[]"]) if whole else {}
    except IMAPClientAbortError:
        raise
    except IMAPClientError:
        answers = dict(_one_by_one(client, whole, troubled, report))
    for uid in [*whole, *cut]:
        raw = answers.get(uid, {}).get(b"BODY[]") if uid not in cut else _beginning(client, uid)
        if raw is not None:
            troubled.pop(str(uid), None)
            yield uid, raw


def _beginning(client: IMAPClient, uid: int) -> bytes | None:
    """As much of a mail too large for us as shows that it is: the ledger will say so."""
    answer = client.fetch([uid], [f"BODY.PEEK[]<0.{MAX_MAIL_BYTES + 1}>".encode()])
    raw: bytes | None = answer.get(uid, {}).get(b"BODY[]<0>")
    return raw


def _one_by_one(
    client: IMAPClient, uids: Iterable[int], troubled: dict[str, list[object]], report: Report
) -> Iterator[tuple[int, dict[bytes, bytes]]]:
    for uid in uids:
        try:
            yield from client.fetch([uid], [b"BODY.PEEK[]"]).items()
        except IMAPClientAbortError:
            raise
        except IMAPClientError as error:
            tries = int(str(troubled.get(str(uid), [0])[0])) + 1
            troubled[str(uid)] = [tries, said_by(error)]
            names = {"uid": uid, "said": said_by(error)}
            report.remarks.append(_("The server does not hand out mail %(uid)s: %(said)s") % names)


def _tell_server(client: IMAPClient, server: MailServer, mails: dict[int, bytes], report: Report) -> None:
    """Mark, move or delete what is stored. A mail that was too large stays: we have but its beginning."""
    after = AfterTaking(server.after)
    uids = [uid for uid, raw in mails.items() if len(raw) <= MAX_MAIL_BYTES]
    if not uids or after is AfterTaking.LEAVE:
        return
    flags = [_SEEN] if after is AfterTaking.SEEN else []
    moved = server.move_to if after is AfterTaking.MOVE else ""
    try:
        imap.acknowledge(client, uids, flags, moved, after is AfterTaking.DELETE)
    except IMAPClientAbortError:
        raise
    except IMAPClientError as error:
        names = {"number": len(uids), "said": said_by(error)}
        report.remarks.append(
            _("%(number)s mails are taken, but the server would not mark, move or delete them: %(said)s")
            % names
        )

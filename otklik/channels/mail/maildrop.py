"""A POP3 mailbox: which of its mails are to be taken, taking them piece by piece, deleting what is due.

    what is new by UIDL → download a piece → bytes and lines of the ledger on stable storage
    → remember the UIDLs → let the mails take effect → at the end mark what is due, and QUIT

The server deletes nothing before QUIT, and only mails whose bytes are ours are ever marked. Killed anywhere,
the next look goes on: what was not remembered is downloaded once more and known by its bytes.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import timedelta

from django.utils.translation import gettext as _

from otklik.channels.mail.bounds import MAX_MAIL_BYTES
from otklik.channels.mail.commands import (
    begin_maildrop,
    known_uidls,
    note_troubled,
    pass_over,
    remember_uidls,
    see_uidls,
)
from otklik.channels.mail.enums import AfterTaking, Backlog
from otklik.channels.mail.folders import PIECE_BYTES, PIECE_MAILS, TRIES_FOR_A_MAIL, Report, store
from otklik.channels.mail.intake import finish_all
from otklik.channels.mail.models import InboundRaw, MailFolder, MailServer
from otklik.channels.mail.pop3_wire import Pop3Client, Pop3Error, Pop3Gone
from otklik.channels.mail.troubles import Trouble, said_by
from otklik.core import clock, failpoints


def read_maildrop(
    client: Pop3Client, server: MailServer, report: Report, goes_on: Callable[[], bool]
) -> None:
    """Take everything new, as long as `goes_on` says so between two pieces, and delete what is due."""
    there = _named(client)
    folder, is_first_look = begin_maildrop(server)
    if is_first_look and server.backlog == Backlog.NONE:
        pass_over(folder, list(there))
    see_uidls(folder, there.keys())
    for piece in _pieces(client, _wanted(folder, there)):
        if not goes_on():
            return
        lines, mails = _take(client, server, folder, piece, report)
        report.taken += len(lines)
        deque(finish_all(lines, mails), maxlen=0)
    _delete_due(client, server, folder, there)


def _named(client: Pop3Client) -> Mapping[str, int]:
    """UIDL → number in this session. Two mails of one UIDL are copies of one another (RFC 1939)."""
    try:
        return {uidl: number for number, uidl in client.uidls().items()}
    except Pop3Gone:
        raise
    except Pop3Error as error:
        raise Trouble(
            _("The server cannot tell one mail from another: it knows no UIDL. It said: %(said)s")
            % {"said": said_by(error)},
            _("Use IMAP for this mailbox."),
        ) from error


def _wanted(folder: MailFolder, there: Mapping[str, int]) -> Sequence[tuple[int, str]]:
    """Numbers and UIDLs to take, in the server's order; what it would not hand out often enough is left."""
    known = known_uidls(folder)
    given_up = {uidl for uidl, (tries, _said) in folder.troubled.items() if tries >= TRIES_FOR_A_MAIL}
    return sorted(
        (number, uidl) for uidl, number in there.items() if uidl not in known and uidl not in given_up
    )


def _pieces(client: Pop3Client, wanted: Sequence[tuple[int, str]]) -> Iterator[list[tuple[int, str]]]:
    """What is wanted in pieces that fit into memory."""
    sizes = client.sizes() if wanted else {}
    piece: list[tuple[int, str]] = []
    held = 0
    for number, uidl in wanted:
        size = min(sizes.get(number, 0), MAX_MAIL_BYTES)
        if piece and (len(piece) >= PIECE_MAILS or held + size > PIECE_BYTES):
            yield piece
            piece, held = [], 0
        piece.append((number, uidl))
        held += size
    if piece:
        yield piece


def _take(
    client: Pop3Client,
    server: MailServer,
    folder: MailFolder,
    piece: Sequence[tuple[int, str]],
    report: Report,
) -> tuple[list[InboundRaw], list[bytes]]:
    """Store a piece and remember it; the lines that were written and their mails."""
    mails = dict(_downloaded(client, folder, piece, report))
    lines = store(server, list(mails.values()))
    # A mail that was too large stays on the server for good: we have but its beginning.
    whole = {uidl: len(raw) <= MAX_MAIL_BYTES for uidl, raw in mails.items()}
    remember_uidls(folder, whole)
    failpoints.hit("mail.after_remembering")
    return lines, list(mails.values())


def _downloaded(
    client: Pop3Client, folder: MailFolder, piece: Sequence[tuple[int, str]], report: Report
) -> Iterator[tuple[str, bytes]]:
    """The bytes of each mail. One the server will not hand out is noted, and the others go on."""
    for number, uidl in piece:
        try:
            yield uidl, client.retrieve(number, MAX_MAIL_BYTES)
        except Pop3Gone:
            raise
        except Pop3Error as error:
            note_troubled(folder, uidl, said_by(error))
            names = {"uid": uidl, "said": said_by(error)}
            report.remarks.append(_("The server does not hand out mail %(uid)s: %(said)s") % names)


def _delete_due(client: Pop3Client, server: MailServer, folder: MailFolder, there: Mapping[str, int]) -> None:
    """Mark what was taken whole and has lain long enough, also where an earlier session was cut short."""
    if server.after != AfterTaking.DELETE:
        return
    due = clock.now() - timedelta(days=server.keep_days)
    for uidl, taken_at in known_uidls(folder).items():
        if taken_at is not None and taken_at <= due and uidl in there:
            client.delete(there[uidl])
    failpoints.hit("mail.before_quitting")

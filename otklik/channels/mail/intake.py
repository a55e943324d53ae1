"""The door for mail, whoever brings it: a pipe of the mail server, the poller, a test.

    raw bytes on stable storage → ledger line → read in a bounded child → plan → one transaction

After the line is written nothing is lost: what stops half-way is taken up by `retry_unfinished`, and the
effect happens once however often it is tried (see `commands.settle`). Errors of storage and database leave
here as they are: whoever brought the mail has to bring it again.
"""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta

from django.db import IntegrityError, InterfaceError, OperationalError

from otklik.catalogue.models import ChannelAccount
from otklik.channels.mail.bounds import MAX_MAIL_BYTES, MailFailed, MailRefused, ReaderUnavailable
from otklik.channels.mail.child import parse_bounded
from otklik.channels.mail.commands import begin_again, fail, reopen, repeat, settle, take_in
from otklik.channels.mail.enclosed import store_all
from otklik.channels.mail.enums import READ_AGAIN, Outcome
from otklik.channels.mail.fingerprints import fingerprint
from otklik.channels.mail.inbound import InboundAttachment, InboundMail
from otklik.channels.mail.models import InboundRaw
from otklik.channels.mail.plan import Plan, Step
from otklik.channels.mail.planning import plan_for
from otklik.channels.mail.queries import get_line_for, lines_with_same_bytes
from otklik.core import clock, failpoints, files
from otklik.core.small import one_version
from otklik.people.actor import Actor

NO_DOMAIN = "otklik.invalid"
"""Told to the reader as our domain: loops are recognised by a signed header here, not by a domain that our
own colleagues' mails share (see `looping`)."""
MAX_ATTEMPTS = 5
UNFINISHED_AFTER = timedelta(minutes=1)
TEMPORARY = (OperationalError, InterfaceError, OSError, ReaderUnavailable)
"""What a later attempt may not meet again; everything else at which we fail is a fault of ours."""
_RACES = 3
Reading = Callable[[], tuple[bytes, InboundMail]]


@dataclass(frozen=True)
class Taken:
    """What became of a mail."""

    uid: str
    outcome: Outcome
    reason: str
    number: str | None

    def answer(self) -> dict[str, str | None]:
        """What `otklik mail receive` prints (surface.md): ticket, action, reason."""
        return {"ticket": self.number, "action": self._action(), "reason": self.reason or None}

    def _action(self) -> str:
        if self.outcome is Outcome.AUTOMATIC:
            return "appended" if self.number else "ignored"
        if self.outcome is Outcome.BLOCKED:
            return "ignored"
        return "quarantined" if self.outcome is Outcome.FAILED else self.outcome.value


def receive_raw(
    raw: bytes | Iterable[bytes],
    account: ChannelAccount | None,
    *,
    envelope_from: str = "",
    envelope_to: str = "",
) -> Taken:
    """Take in one mail; `account` is the mailbox it came to, None to find it by the recipients.

    Returns when the mail has taken effect. Raises OSError, django.db.Error or ReaderUnavailable when it could
    not be stored or finished: nothing was promised, the sender must try again; doing so makes no second
    message.
    """
    chunks = (raw,) if isinstance(raw, bytes) else raw
    line = take_in(chunks, account, envelope_from=envelope_from, envelope_to=envelope_to)
    return finish(line)


def finish_all(lines: Sequence[InboundRaw], mails: Sequence[bytes]) -> Iterator[Taken]:
    """The same as `finish` for several lines whose bytes are at hand, in their order.

    While one takes effect the next is being read. A line that meets something temporary is left for
    `retry_unfinished` and gives nothing.
    """
    settled = lines_with_same_bytes(lines)
    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="reading") as pool:
        fresh = [(line, raw) for line, raw in zip(lines, mails, strict=True) if line.blob_id not in settled]
        ahead = {line.pk: pool.submit(_parsed, raw) for line, raw in fresh}
        for line in lines:
            with suppress(*TEMPORARY):
                yield finish(line, ahead[line.pk].result if line.pk in ahead else None)


def finish(line: InboundRaw, read: Reading | None = None) -> Taken:
    """Read a line's mail and let it take effect. A fault of ours settles the line as `failed`.

    `read` gives bytes and mail where somebody reads them already, because they are new; it raises as
    `parse_bounded` does.
    """
    with one_version():
        try:
            return taken_as(_patiently(line, read))
        except TEMPORARY:
            raise
        except Exception as fault:  # noqa: BLE001 - one mail we fail at must not stop the others: kept, shown, re-run
            trace = "".join(traceback.format_exception(fault))
            return taken_as(fail(line, Outcome.FAILED, type(fault).__name__, trace))


def retry_unfinished(limit: int = 100) -> int:
    """Take up lines that were left half-way more than a minute ago; how many. A sweep calls it.

    One that was begun too often is given up as `failed`: it may be what kills the process.
    """
    stale = InboundRaw.objects.filter(outcome="", tried_at__lt=clock.now() - UNFINISHED_AFTER)
    done = 0
    for line in stale.order_by("tried_at", "id")[:limit]:
        if line.attempts >= MAX_ATTEMPTS:
            fail(line, Outcome.FAILED, "given up", f"Not finished in {line.attempts} attempts.")
        elif begin_again(line):
            with suppress(OSError, ReaderUnavailable):  # this line's own trouble: counted, tried again
                finish(line)
            done += 1
    return done


def run_again(actor: Actor, uid: str) -> Taken:
    """Read a quarantined, failed or blocked mail once more. Administrators only; a settled one keeps its
    outcome."""
    line = get_line_for(actor, uid)
    if line.outcome in READ_AGAIN:
        line = reopen(line)
    return finish(line) if not line.outcome else taken_as(line)


def _parsed(raw: bytes) -> tuple[bytes, InboundMail]:
    return raw, parse_bounded(raw, own_domain=NO_DOMAIN)


def _read(line: InboundRaw) -> tuple[bytes, InboundMail]:
    return _parsed(files.read_blob(line.blob))


def _patiently(line: InboundRaw, read: Reading | None) -> InboundRaw:
    """Two first mails of one sender at the same moment both make the contact: the second looks again."""
    for _race in range(_RACES):
        with suppress(IntegrityError):
            return _done(line, read)
    return _done(line, read)


def _done(line: InboundRaw, read: Reading | None) -> InboundRaw:
    first = None if read else lines_with_same_bytes([line]).get(line.blob_id)
    if first is not None:
        return repeat(line, first)
    size = line.blob.size
    if not 0 < size <= MAX_MAIL_BYTES:
        reason = "too-large" if size else "empty"
        return fail(line, Outcome.QUARANTINED, reason, f"{size} bytes; the limit is {MAX_MAIL_BYTES}")
    try:
        raw, mail = read() if read else _read(line)
    except (MailRefused, MailFailed) as trouble:
        return fail(line, Outcome.QUARANTINED, trouble.reason, trouble.detail)
    plan = plan_for(line, mail)
    # Files before the transaction, so that no lock waits for the disk.
    enclosed = store_all(_wanted(mail, plan))
    failpoints.hit("mail.before_settling")
    settled = settle(line, mail, plan, enclosed, fingerprint(mail, raw))
    failpoints.hit("mail.after_commit")
    return settled


def _wanted(mail: InboundMail, plan: Plan) -> Sequence[InboundAttachment]:
    """Files that go to the ticket: all of a mail that opens one, else without logos of quoted signatures."""
    if plan.step in (Step.RECORD, Step.BLOCK, Step.IGNORE, Step.QUARANTINE):
        return ()
    return [one for one in mail.attachments if plan.step is Step.NEW_TICKET or not one.quoted]


def taken_as(line: InboundRaw) -> Taken:
    """What became of a settled line."""
    return Taken(
        uid=str(line.uid),
        outcome=Outcome(line.outcome),
        reason=line.reason,
        number=line.ticket.number if line.ticket else None,
    )

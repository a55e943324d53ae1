"""Mails as people and machines send them, and the door they come in by."""

from __future__ import annotations

import email
import email.policy
import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from email.message import EmailMessage

from otklik.catalogue.models import ChannelAccount
from otklik.channels.mail.intake import Taken, receive_raw
from otklik.channels.mail.outbox import kept
from otklik.core.worker import drain
from otklik.notifications.models import Delivery
from otklik.tickets.models import Message, Ticket

_numbers = itertools.count(1)


@dataclass(frozen=True)
class File:
    """Something attached; with a `cid` it is shown inside the HTML."""

    name: str
    content: bytes
    content_type: str = "application/octet-stream"
    cid: str = ""


def mail(
    sender: str = "Марина Кузнецова <marina@tehnopak.test>",
    text: str = "Касса не видит сканер, выручайте.",
    *,
    to: str = "support@desk.test",
    subject: str = "Касса не видит сканер",
    message_id: str | None = None,
    headers: Mapping[str, str] | None = None,
    html: str = "",
    files: Sequence[File] = (),
) -> bytes:
    """A raw mail; without `message_id` it gets one of its own, with an empty one none."""
    made = EmailMessage()
    made["From"] = sender
    made["To"] = to
    made["Subject"] = subject
    made["Date"] = "Tue, 17 Nov 2026 10:00:00 +0300"
    header = f"<mail-{next(_numbers)}@tehnopak.test>" if message_id is None else message_id
    if header:
        made["Message-ID"] = header
    for name, value in (headers or {}).items():
        made[name] = value
    made.set_content(text)
    if html:
        made.add_alternative(html, subtype="html")
    for file in files:
        main, _slash, sub = file.content_type.partition("/")
        if file.cid:
            related = list(made.iter_parts())[-1]
            assert isinstance(related, EmailMessage)
            related.add_related(file.content, main, sub, cid=f"<{file.cid}>", filename=file.name)
        else:
            made.add_attachment(file.content, maintype=main, subtype=sub, filename=file.name)
    return made.as_bytes()


def answer_to(
    letter: EmailMessage, sender: str, text: str, *, headers: Mapping[str, str] | None = None
) -> bytes:
    """What a mail program sends when `sender` presses "reply" on a letter of ours."""
    quoted = "\n".join(f"> {line}" for line in words(letter).splitlines())
    threading = {
        "In-Reply-To": letter["Message-ID"],
        "References": f"{letter['References'] or ''} {letter['Message-ID']}".strip(),
    }
    return mail(
        sender,
        f"{text}\n\n{quoted}",
        to=str(letter["Reply-To"] or letter["From"]),
        subject=f"Re: {letter['Subject']}",
        headers=threading | dict(headers or {}),
    )


def take(raw: bytes, account: ChannelAccount | None = None) -> Taken:
    """Bring a mail in by the door of the mail server's pipe."""
    return receive_raw(raw, account)


def ticket_of(taken: Taken) -> Ticket:
    """The ticket the mail went to, as it is now."""
    return Ticket.objects.get(number=taken.number)


def last_message(ticket: Ticket) -> Message:
    """The newest message of a ticket with its body."""
    return Message.objects.select_related("body").filter(ticket=ticket).order_by("-id")[0]


def letters_to(address: str) -> list[EmailMessage]:
    """Held letters to an address, the oldest first, once the worker has done its work."""
    drain()
    rows = Delivery.objects.filter(address=address, state="held").order_by("id")
    return [email.message_from_bytes(kept(row.uid), policy=email.policy.default) for row in rows]


def words(letter: EmailMessage) -> str:
    """The plain text of a letter."""
    part = letter.get_body(("plain",))
    assert part is not None
    return str(part.get_content()).replace("\r\n", "\n")


def markup(letter: EmailMessage) -> str:
    """The HTML of a letter."""
    part = letter.get_body(("html",))
    assert part is not None
    return str(part.get_content())

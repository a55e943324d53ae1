"""What makes two deliveries the same mail. Pure."""

from __future__ import annotations

import hashlib
import re

from otklik.channels.mail.inbound import InboundMail

_BODY = re.compile(rb"\r?\n\r?\n")


def fingerprint(mail: InboundMail, raw: bytes) -> str:
    """SHA-256 of Message-ID and body: servers add header fields on the way, but leave these two alone.

    Line ends and white space at the end of the body do not count. Without a Message-ID the date and the
    sender stand in for it; without a date as well, only the very same bytes are the same mail. A sender who
    uses one Message-ID for two bodies has written two mails.
    """
    if not mail.message_id and mail.date is None:
        return mail.sha256
    identity = mail.message_id or f"{mail.date}|{mail.from_email}|{mail.subject}"
    head = _BODY.search(raw)
    body = raw[head.end() :] if head else b""
    digest = hashlib.sha256(identity.encode("utf-8", "surrogateescape") + b"\0")
    digest.update(body.replace(b"\r\n", b"\n").rstrip())
    return digest.hexdigest()

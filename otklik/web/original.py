"""A raw mail as a person can read it: its headers in words, the source as text, the file to take away.

Nothing of it is ever shown as a page of ours: the source is text, the file a download.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpResponse
from django.utils.translation import gettext as _

from otklik.channels.mail.bounds import MAX_HEADER_BYTES, MailRefused
from otklik.channels.mail.charsets import decode
from otklik.channels.mail.doubts import doubts_about
from otklik.channels.mail.headers import Headers, read_block
from otklik.web.sender_doubts import in_sentences

SHOWN = 200_000
"""Bytes of the source that are shown; the rest is in the file."""


@dataclass(frozen=True)
class Original:
    """`headers`: (name in words, value) of those people ask for; `source`: the beginning of the raw mail.

    `doubts`: sentences on why the sender may be somebody else.
    """

    headers: Sequence[tuple[str, str]]
    source: str
    is_cut: bool
    size: int
    doubts: Sequence[str] = ()
    subject: str = ""


def described(raw: bytes) -> Original:
    """Read the headers as intake does: raw 8-bit ones by the best guess. What cannot be read stays visible in
    the source, which is guessed as a whole."""
    named = {
        "From": _("From"),
        "To": _("To"),
        "Cc": _("Copy"),
        "Reply-To": _("Answer goes to"),
        "Date": _("Date"),
        "Subject": _("Subject"),
        "Message-ID": "Message-ID",
        "In-Reply-To": "In-Reply-To",
        "Auto-Submitted": "Auto-Submitted",
    }
    fields = _fields(raw)
    headers = [(words, said) for name, words in named.items() if (said := fields.text(name))]
    doubts = in_sentences(doubts_about(fields))
    return Original(headers, decode(raw[:SHOWN]), len(raw) > SHOWN, len(raw), doubts, fields.text("Subject"))


def _fields(raw: bytes) -> Headers:
    """The fields of the mail; of a block too long to be a mail's, those at its beginning."""
    try:
        return read_block(raw, 0, len(raw))[0]
    except MailRefused:
        return read_block(raw, 0, MAX_HEADER_BYTES)[0]


def as_file(raw: bytes, name: str) -> HttpResponse:
    """The raw mail as a download that no browser opens by itself."""
    response = HttpResponse(raw, content_type="application/octet-stream")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.eml"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response

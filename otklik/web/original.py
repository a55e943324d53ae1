"""A raw mail as a person can read it: its headers in words, the source as text, the file to take away.

Nothing of it is ever shown as a page of ours: the source is text, the file a download.
"""

from __future__ import annotations

import email.parser
import email.policy
from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpResponse
from django.utils.translation import gettext as _

from otklik.channels.mail.headers import decode_words

SHOWN = 200_000
"""Bytes of the source that are shown; the rest is in the file."""


@dataclass(frozen=True)
class Original:
    """`headers`: (name in words, value) of those people ask for; `source`: the beginning of the raw mail."""

    headers: Sequence[tuple[str, str]]
    source: str
    is_cut: bool
    size: int


def described(raw: bytes) -> Original:
    """Read the headers leniently; whatever cannot be read stays visible in the source."""
    parsed = email.parser.BytesHeaderParser(policy=email.policy.compat32).parsebytes(raw)
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
    found = {words: " ".join(str(parsed[name] or "").split()) for name, words in named.items()}
    headers = [(words, decode_words(value)) for words, value in found.items() if value]
    return Original(headers, raw[:SHOWN].decode("utf-8", "replace"), len(raw) > SHOWN, len(raw))


def as_file(raw: bytes, name: str) -> HttpResponse:
    """The raw mail as a download that no browser opens by itself."""
    response = HttpResponse(raw, content_type="application/octet-stream")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.eml"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response

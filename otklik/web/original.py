"""A raw mail as a person can read it: its headers in words, the source as text, the file to take away.

Nothing of it is ever shown as a page of ours: the source is text, the file a download.
"""

from __future__ import annotations

import email.errors
import email.header
import email.parser
import email.policy
from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpResponse
from django.utils.translation import gettext as _

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
    headers = [(words, _decoded(str(parsed[name]))) for name, words in named.items() if parsed[name]]
    return Original(headers, raw[:SHOWN].decode("utf-8", "replace"), len(raw) > SHOWN, len(raw))


def as_file(raw: bytes, name: str) -> HttpResponse:
    """The raw mail as a download that no browser opens by itself."""
    response = HttpResponse(raw, content_type="application/octet-stream")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.eml"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def _decoded(value: str) -> str:
    """Encoded words as text (RFC 2047); as they stand when they are broken."""
    try:
        parts = email.header.decode_header(" ".join(value.split()))
        return "".join(
            part if isinstance(part, str) else part.decode(charset or "utf-8", "replace")
            for part, charset in parts
        )
    except (email.errors.HeaderParseError, LookupError, ValueError):
        return value

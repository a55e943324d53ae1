"""Which language names and sentences of an answer are in: `Accept-Language`, else the actor's own."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation.trans_real import parse_accept_lang_header

OFFERED = ("ru", "en")


def asked_language(request: HttpRequest) -> str | None:
    """The first of our languages the header names (RFC 9110, section 12.5.4); None when it names none."""
    for tag, _quality in parse_accept_lang_header(request.headers.get("Accept-Language", "")):
        language = tag.split("-")[0]
        if language in OFFERED:
            return language
    return None

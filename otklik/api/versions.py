"""Versions against lost updates: an `ETag` on what was read, `If-Match` (or `version`) on what is written."""

from __future__ import annotations

import re
from collections.abc import Mapping

from django.http import HttpRequest
from django.utils.translation import gettext as _

from otklik.core.errors import Invalid

HEADER = "If-Match"
_ETAG = re.compile(r'(?:W/)?"?(\d{1,9})"?')


def expected_version(request: HttpRequest, in_body: int | None = None) -> int | None:
    """The version the writer has read; None when they expect none (no header, or `*`).

    RFC 9110 answers a failed `If-Match` with 412; we answer 409 as for `version` in the body, because both
    say the same and a client should need one branch for it. Header and body must agree.
    """
    header = request.headers.get(HEADER, "").strip()
    if header in ("", "*"):
        return in_body
    found = _ETAG.fullmatch(header)
    if found is None:
        raise Invalid({HEADER: _('Send the ETag of what you have read, such as "7".')})
    version = int(found[1])
    if in_body is not None and in_body != version:
        raise Invalid({HEADER: _("The header and the field “version” name different versions.")})
    return version


def etag(version: int) -> Mapping[str, str]:
    """The header that lets the reader write with `If-Match`."""
    return {"ETag": f'"{version}"'}

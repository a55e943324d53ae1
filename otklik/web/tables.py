"""Tables as files that are kept, never shown."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

from django.http import StreamingHttpResponse

from otklik.importing.output import TYPES
from otklik.importing.tables.opening import Form


def download(content: Iterator[bytes], name: str, form: Form) -> StreamingHttpResponse:
    """The answer that sends it, piece by piece."""
    response = StreamingHttpResponse(content, content_type=TYPES[form])
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response

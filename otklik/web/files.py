"""`/files/<uid>`: served through the access check, as a download, never as a page of ours."""

from __future__ import annotations

from uuid import UUID

from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.views.decorators.http import require_http_methods

from otklik.core.files import open_blob
from otklik.tickets.access import get_file_for
from otklik.web.request import OtklikRequest

SHOWN_INSIDE = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})
"""Types a browser cannot run; everything else is downloaded."""


@require_http_methods(["GET", "HEAD"])
def download(request: OtklikRequest, uid: UUID) -> HttpResponseBase:
    """The bytes of a file the actor may read; 404 otherwise, also for a malformed uid."""
    file = get_file_for(request.actor, str(uid))
    etag = f'"{file.blob.sha256}"'
    if request.headers.get("If-None-Match") == etag:
        return HttpResponse(status=304)
    inside = file.content_type in SHOWN_INSIDE
    response = FileResponse(
        open_blob(file.blob),
        as_attachment=not inside,
        filename=file.name,
        content_type=file.content_type if inside else "application/octet-stream",
    )
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, max-age=3600"
    response.headers["ETag"] = etag
    return response

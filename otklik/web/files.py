"""`/files/<uid>`: served through the access check, as a download, never as a page of ours."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.views.decorators.http import require_http_methods

from otklik.core.errors import NotFound
from otklik.core.files import open_blob
from otklik.core.pictures import NoPicture, drawn
from otklik.people.actor import Actor
from otklik.tickets.access import get_file_for
from otklik.web.actors import Face, actor_of_request
from otklik.web.request import OtklikRequest

if TYPE_CHECKING:
    from otklik.core.models import StoredFile

SHOWN_INSIDE = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})
"""Types a browser cannot run; everything else is downloaded."""
PREVIEWS = {"small": (320, 320), "large": (1600, 1600)}
"""Sizes of `?preview=`: a picture drawn anew by us, which is all that our pages show of it."""


@require_http_methods(["GET", "HEAD"])
def download(request: OtklikRequest, uid: UUID) -> HttpResponseBase:
    """The bytes of a file the actor may read; 404 otherwise, also for a malformed uid."""
    return _served(request, _file(request, str(uid)))


def serve(request: OtklikRequest, actor: Actor, uid: str) -> HttpResponseBase:
    """The same for somebody the session does not know: the holder of a link."""
    return _served(request, get_file_for(actor, uid))


def _served(request: OtklikRequest, file: StoredFile) -> HttpResponseBase:
    box = PREVIEWS.get(request.GET.get("preview", "")) if file.content_type in SHOWN_INSIDE else None
    etag = f'"{file.blob.sha256}{f"-{box[0]}" if box else ""}"'
    kept = {"ETag": etag, "Cache-Control": "private, max-age=3600"}
    if request.headers.get("If-None-Match") == etag:
        return HttpResponse(status=304, headers=kept)
    response = _preview(file, box) if box else _whole(file)
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["X-Content-Type-Options"] = "nosniff"
    for name, value in kept.items():
        response.headers[name] = value
    return response


def _preview(file: StoredFile, box: tuple[int, int]) -> HttpResponse:
    """The picture drawn anew; 404 for what only calls itself a picture."""
    with open_blob(file.blob) as source:
        try:
            picture = drawn(source.read(), box)
        except NoPicture as error:
            raise NotFound from error
    return HttpResponse(picture.content, content_type=picture.content_type)


def _whole(file: StoredFile) -> FileResponse:
    inside = file.content_type in SHOWN_INSIDE
    return FileResponse(
        open_blob(file.blob),
        as_attachment=not inside,
        filename=file.name,
        content_type=file.content_type if inside else "application/octet-stream",
    )


def _file(request: OtklikRequest, uid: str) -> StoredFile:
    """As the face of the path sees it; an employee who is a contact, or looks as one, also as they do."""
    try:
        return get_file_for(request.actor, uid)
    except NotFound:
        if not (request.actor.is_agent and request.user.is_authenticated):
            raise
        return get_file_for(actor_of_request(request, Face.CONTACT), uid)

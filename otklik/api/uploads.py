"""`/files`: upload, and what a file is called. Bytes come from `/files/<uid>` outside the API's addresses."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _
from ninja import File, Router, UploadedFile

from otklik.api.answers import answer, answer_once
from otklik.api.edge import MAX_FILES
from otklik.api.operations import told
from otklik.api.request import ApiRequest
from otklik.api.schemas.messages import FileOut, Uploaded, file_url
from otklik.core.errors import Invalid
from otklik.core.files import attach_name, store
from otklik.tickets.access import get_file_for
from otklik.web.problems import TOO_LARGE, Problem, ProblemFound

router = Router(tags=["files"])


@router.post(
    "",
    **told(
        _("Upload files"),
        _(
            "Up to ten, as `multipart/form-data` under the name `files`. Send their uids with a ticket or a "
            "message; until then only you can read them."
        ),
        gives={201: Uploaded},
        refuses=(409, 413, 422),
    ),
)
def upload_files(request: ApiRequest, files: File[list[UploadedFile]]) -> HttpResponse:
    """Bytes to the disk first, outside any transaction; then their names."""
    _check(files)
    blobs = [store(upload.chunks(), limit=settings.MAX_UPLOAD_BYTES) for upload in files]
    named = list(zip(blobs, files, strict=True))

    def name_them() -> Uploaded:
        rows = [
            attach_name(blob, upload.name or "", upload.content_type or "", request.auth.ref)
            for blob, upload in named
        ]
        return Uploaded(items=[_out(row.uid, row.name, row.size, row.content_type) for row in rows])

    about = [(blob.sha256, upload.name) for blob, upload in named]
    return answer_once(request, name_them, status=201, about=about)


@router.get(
    "/{uuid:uid}",
    **told(
        _("Read about a file"),
        _("One of a message you may read, or an upload of your own. Its bytes are at `url`."),
        gives={200: FileOut},
        refuses=(404,),
    ),
)
def read_file(request: ApiRequest, uid: UUID) -> HttpResponse:
    """Name, size and type."""
    file = get_file_for(request.auth, str(uid))
    return answer(_out(file.uid, file.name, file.size, file.content_type))


def _check(files: list[UploadedFile]) -> None:
    if len(files) > MAX_FILES:
        raise Invalid({"files": gettext("At most %(count)s files at once.") % {"count": MAX_FILES}})
    if any((upload.size or 0) > settings.MAX_UPLOAD_BYTES for upload in files):
        megabytes = settings.MAX_UPLOAD_BYTES // (1024 * 1024)
        detail = gettext("The file is larger than %(limit)s MB.") % {"limit": megabytes}
        raise ProblemFound(Problem(TOO_LARGE, detail, {"files": detail}))


def _out(uid: UUID, name: str, size: int, content_type: str) -> FileOut:
    return FileOut(uid=uid, name=name, size=size, content_type=content_type, url=file_url(uid))

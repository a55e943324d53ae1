"""`/imports`: clients or canned replies from a file that was uploaded before. For whoever may import."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _
from ninja import Query, Router

from otklik.api.answers import answer, answer_once
from otklik.api.lists import listed
from otklik.api.operations import told
from otklik.api.request import ApiRequest
from otklik.api.schemas.imports import BadRowOut, BadRows, ImportIn, ImportOut, import_out
from otklik.api.schemas.pages import PageQuery
from otklik.core.errors import Invalid
from otklik.importing import commands
from otklik.importing.access import get_import_for, require_import
from otklik.importing.queries import bad_rows_page
from otklik.tickets.access import get_file_for

if TYPE_CHECKING:
    from otklik.importing.models import ImportRun

router = Router(tags=["clients"])


@router.post(
    "",
    **told(
        _("Import clients or canned replies"),
        _("Starts at once, in the background. Columns are guessed by their headings."),
        gives={201: ImportOut},
        refuses=(403, 404, 409, 422),
    ),
)
def start_import(request: ApiRequest, body: ImportIn) -> HttpResponse:
    """Upload, description and start in one."""
    actor = request.auth
    require_import(actor)

    def begin() -> ImportOut:
        run = commands.take_upload(actor, get_file_for(actor, str(body.file)), kind=body.kind)
        said = commands.Description(
            body.kind, sheet=body.sheet, clears=body.clears, makes=body.makes, mapping=None
        )
        run = commands.describe(actor, run, said)
        if body.mapping:
            mapping = _mapping(run, body.mapping)
            run = commands.describe(
                actor,
                run,
                commands.Description(body.kind, mapping, body.sheet, clears=body.clears, makes=body.makes),
            )
        return import_out(commands.start(actor, run, is_trial=body.trial))

    return answer_once(request, begin, status=201)


@router.get("/{uuid:uid}", **told(_("Read how an import stands"), gives={200: ImportOut}, refuses=(403, 404)))
def read_import(request: ApiRequest, uid: UUID) -> HttpResponse:
    """Stage and counts."""
    return answer(import_out(get_import_for(request.auth, str(uid))))


@router.post(
    "/{uuid:uid}/actions/bring",
    **told(
        _("Bring in what was tried"),
        _("Takes the rows of a trial for good."),
        gives={200: ImportOut},
        refuses=(403, 404, 409, 422),
    ),
)
def bring_import(request: ApiRequest, uid: UUID) -> HttpResponse:
    """`commands.start`."""
    run = get_import_for(request.auth, str(uid))
    return answer_once(request, lambda: import_out(commands.start(request.auth, run, is_trial=False)))


@router.get(
    "/{uuid:uid}/bad-rows",
    **told(_("List the bad rows of an import"), gives={200: BadRows}, refuses=(403, 404, 422)),
)
def list_bad_rows(request: ApiRequest, uid: UUID, query: Query[PageQuery]) -> HttpResponse:
    """In the order of the file."""
    run = get_import_for(request.auth, str(uid))
    page = bad_rows_page(run, after=query.after, limit=query.limit)
    items = [BadRowOut(line=row.line, cells=row.cells, problems=row.problems) for row in page.rows]
    return listed(request, BadRows(headings=run.headings, items=items), page.after)


def _mapping(run: ImportRun, said: Mapping[str, str]) -> list[str]:
    """The guessed columns, those changed that were named."""
    strange = [heading for heading in said if heading not in run.headings]
    if strange:
        raise Invalid({"mapping": gettext("There is no column “%(name)s”.") % {"name": strange[0]}})
    return [said.get(heading, name) for heading, name in zip(run.headings, run.mapping, strict=True)]

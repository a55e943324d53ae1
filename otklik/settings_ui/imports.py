"""`/settings/imports`: files sent, their columns named, all rows tried, then brought in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from otklik.core.errors import Invalid, NotFound, Refused
from otklik.importing import commands
from otklik.importing.access import IMPORT, get_import_for
from otklik.importing.enums import Stage
from otklik.importing.kinds import kind_called, open_kinds
from otklik.importing.queries import bad_rows_file, first_bad, is_stuck, preview, runs_page, sample_file
from otklik.importing.tables.opening import Form
from otklik.settings_ui.framing import frame
from otklik.web.errors import status_of
from otklik.web.gates import page_for
from otklik.web.request import OtklikRequest
from otklik.web.tables import download

if TYPE_CHECKING:
    from otklik.importing.models import ImportRun

LISTS = {
    "sites": "desk-sites",
    "assets": "desk-assets",
    "contracts": "desk-contracts",
    "periods": "desk-contracts",
    "canned": "desk-canned-replies",
}
"""Where what was brought in is looked at; everything else stands in the list of clients."""


@require_http_methods(["GET", "HEAD", "POST"])
@page_for(IMPORT)
def imports(request: OtklikRequest) -> HttpResponse:
    """The imports there were, and the way to send a file; a POST takes one in."""
    if request.method != "POST":
        return _list(request)
    sent = request.FILES.get("file")
    try:
        if sent is None:
            raise Invalid({"file": _("Choose a file: .xlsx or .csv.")})
        run = commands.upload(
            request.actor, sent.name or "table", sent.chunks(), kind=request.POST.get("kind", "")
        )
    except Refused as error:
        return _list(request, error)
    return HttpResponseRedirect(reverse("settings-import", args=[run.uid]))


@require_http_methods(["GET", "HEAD", "POST"])
@page_for(IMPORT)
def one_import(request: OtklikRequest, uid: str) -> HttpResponse:
    """What a file holds and what becomes of it; a POST names its columns, and tries or brings in its rows."""
    run = get_import_for(request.actor, str(uid))
    if request.method != "POST":
        return _page(request, run)
    do = request.POST.get("do", "")
    try:
        if do == "go_on":
            run = commands.go_on(request.actor, run)
        elif do == "stop":
            run = commands.stop(request.actor, run)
        else:
            run = _described(request, run)
            if do in ("try", "bring"):
                run = commands.start(request.actor, run, is_trial=do == "try")
    except Refused as error:
        run.refresh_from_db()
        return _page(request, run, error)
    return HttpResponseRedirect(reverse("settings-import", args=[run.uid]))


@require_safe
@page_for(IMPORT)
def progress(request: OtklikRequest, uid: str) -> HttpResponse:
    """How far it has come, for the open page; tells it to load anew when it has ended."""
    run = get_import_for(request.actor, str(uid))
    response = render(request, "settings/_import_progress.html", _figures(run))
    if run.stage != Stage.RUNNING:
        response["HX-Redirect"] = reverse("settings-import", args=[run.uid])
    return response


@require_safe
@page_for(IMPORT)
def bad_rows(request: OtklikRequest, uid: str) -> HttpResponseBase:
    """The rows that could not be taken, as a file to be mended and sent again."""
    run = get_import_for(request.actor, str(uid))
    name, form, content = bad_rows_file(request.actor, run)
    return download(content, name, form)


@require_safe
@page_for(IMPORT)
def sample(request: OtklikRequest, kind: str, form: str) -> HttpResponseBase:
    """A file with the headings of a kind and one row."""
    known = kind_called(kind)
    if form not in set(Form):
        raise NotFound
    content = sample_file(known, Form(form), request.actor.language)
    return download(content, f"{known.title}.{form}", Form(form))


def _described(request: OtklikRequest, run: ImportRun) -> ImportRun:
    """The columns as they were named on the page; guessed anew when the kind or the sheet was changed."""
    kind, sheet = request.POST.get("kind", run.kind), request.POST.get("sheet", "")
    same = kind == run.kind and sheet in ("", run.source.get("sheet"))
    mapping = [request.POST.get(f"column_{place}", "") for place in range(len(run.headings))]
    said = commands.Description(
        kind,
        mapping if same else None,
        sheet,
        clears=request.POST.get("clears") == "1",
        makes=request.POST.get("makes") == "1",
    )
    return commands.describe(request.actor, run, said)


def _list(request: OtklikRequest, error: Refused | None = None) -> HttpResponse:
    page = runs_page(request.actor, after=request.GET.get("after", ""))
    context = {
        **frame(request.actor, "imports"),
        "runs": page.rows,
        "kinds": open_kinds(),
        "titles": _titles(),
        "chosen_kind": _chosen_kind(request),
        "kind_options": list(_titles().items()),
        "summary": _summary(error),
        "next_url": f"{reverse('settings-imports')}?after={page.after}" if page.after else "",
    }
    return render(request, "settings/imports.html", context, status=status_of(error) if error else 200)


def _chosen_kind(request: OtklikRequest) -> str:
    """What was said to be in the file: by the form that was sent, or by the page that led here."""
    return request.POST.get("kind", "") or request.GET.get("kind", "")


def _page(request: OtklikRequest, run: ImportRun, error: Refused | None = None) -> HttpResponse:
    kind = kind_called(run.kind)
    is_open = run.stage in (Stage.NEW, Stage.CHECKED, Stage.FAILED) and run.file is not None
    rows, unread = [], None
    if is_open:
        try:
            rows = list(preview(request.actor, run))
        except Invalid as refused:
            unread = refused
    columns = {column.name: column.heading for column in kind.columns()}
    context = {
        **frame(request.actor, "imports"),
        **_figures(run),
        "kind": kind,
        "kinds": open_kinds(),
        "is_open": is_open,
        "columns": columns,
        "required": [column.heading for column in kind.columns() if column.is_required],
        "rows": rows,
        "bad_rows": first_bad(run),
        "looked_at": LISTS.get(run.kind, "desk-companies"),
        "summary": _summary(error or unread),
    }
    return render(request, "settings/import.html", context, status=status_of(error) if error else 200)


def _figures(run: ImportRun) -> dict[str, object]:
    return {
        "run": run,
        "share": 100 * run.done // run.total if run.total else 0,
        "stuck": is_stuck(run),
        "signs": {",": _("comma"), ";": _("semicolon"), "\t": _("tab")},
    }


def _titles() -> Mapping[str, str]:
    return {kind.key: str(kind.title) for kind in open_kinds()}


def _summary(error: Refused | None) -> list[tuple[str, str]]:
    if isinstance(error, Invalid):
        return [(name, words) for name, words in error.fields.items()]
    return [("", error.message)] if error else []

"""Canned replies on the desk: one's own and those of others, written; and put into an answer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, cast
from urllib.parse import urlencode

from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from otklik.canned.access import SHARE, may_change
from otklik.canned.commands import change_own_reply, hide_own_reply, use_canned_reply, write_own_reply
from otklik.canned.placeholders import explained, language_for
from otklik.canned.queries import canned_replies, get_canned_for
from otklik.canned.shapes import CANNED_REPLY, OWN_REPLY, folders
from otklik.core import text
from otklik.core.configuring import rows
from otklik.core.errors import Denied, Invalid, Refused
from otklik.people.actor import Actor
from otklik.people.commands import change_set_up, hide_set_up, set_up
from otklik.people.queries import staff
from otklik.tickets.access import get_ticket_for
from otklik.web.errors import status_of
from otklik.web.flash import say_next
from otklik.web.gates import staff_page
from otklik.web.request import OtklikRequest
from otklik.web.staff_frame import shell_for

if TYPE_CHECKING:
    from otklik.canned.models import CannedReply, SharedReply

OFFERED = 30
BEGINNING = 140
LANGUAGES = (("ru", "Русский"), ("en", "English"))
MINE, ALL = "me", "all"


@require_safe
@staff_page
def replies(request: OtklikRequest) -> HttpResponse:
    """Everything the employee may use, by words; their own first."""
    words = request.GET.get("q", "").strip()
    with_hidden = request.GET.get("hidden") == "1"
    found = canned_replies(request.actor, words, with_hidden=with_hidden)
    mine = [row for row in found if row.owner_id is not None]
    others = [row for row in found if row.owner_id is None]
    context = {
        "shell": shell_for(request.actor, "profile"),
        "words": words,
        "with_hidden": with_hidden,
        "query": urlencode({"q": words, "hidden": "1"} if with_hidden else {"q": words}),
        "groups": [
            (title, [(row, whose(row), _used(row), may_change(request.actor, row)) for row in group])
            for title, group in ((_("Mine"), mine), (_("Of the team and of everybody"), others))
            if group
        ],
    }
    return render(request, "desk/canned_replies.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def new(request: OtklikRequest) -> HttpResponse:
    """The form of a new one; a POST keeps it: for oneself, or for others with the right."""
    if request.method != "POST":
        return _form(request, None)
    values, whom = _typed(request), request.POST.get("whom", MINE)
    try:
        if whom == MINE:
            write_own_reply(request.actor, values)
        else:
            set_up(request.actor, CANNED_REPLY, {**values, "team": whom if whom != ALL else None})
    except Refused as error:
        return _form(request, None, error)
    return _kept(request)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def reply(request: OtklikRequest, uid: str) -> HttpResponse:
    """One of them: its form for whoever may change it."""
    row = get_canned_for(request.actor, str(uid))
    if not may_change(request.actor, row):
        raise Denied(_("Your role does not let you change this."))
    if request.method != "POST":
        return _form(request, row)
    version = request.POST.get("version", "")
    try:
        if row.owner_id is not None:
            change_own_reply(request.actor, row, _typed(request), version=version)
        else:
            whom = request.POST.get("whom", ALL)
            values = {**_typed(request), "team": whom if whom != ALL else None}
            change_set_up(request.actor, CANNED_REPLY, cast("SharedReply", row), values, version=version)
    except Refused as error:
        return _form(request, row, error)
    return _kept(request)


@require_POST
@staff_page
def removal(request: OtklikRequest, uid: str) -> HttpResponse:
    """Offer one no more (`hidden=1`), or again."""
    row = get_canned_for(request.actor, str(uid))
    hidden = request.POST.get("hidden") == "1"
    if row.owner_id is not None:
        hide_own_reply(request.actor, row, hidden=hidden)
    else:
        hide_set_up(request.actor, CANNED_REPLY, cast("SharedReply", row), hidden=hidden)
    say_next(request, _("It is offered no more.") if hidden else _("Offered again."))
    return HttpResponseRedirect(reverse("desk-canned-replies"))


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def on_ticket(request: OtklikRequest, number: str) -> HttpResponse:
    """For the box of an answer. GET: what fits `q`, as JSON `[{uid, name, note, text}]`. POST of a `uid`:
    `{text}`, filled in for this ticket; it is counted."""
    ticket = get_ticket_for(request.actor, number)
    if request.method == "POST":
        chosen = get_canned_for(request.actor, request.POST.get("uid", ""))
        return JsonResponse({"text": use_canned_reply(request.actor, chosen, ticket).text})
    language = language_for(ticket)
    found = canned_replies(request.actor, request.GET.get("q", ""))
    offers = [
        {
            "uid": str(row.uid),
            "name": str(row.name),
            "note": whose(row),
            "text": text.one_line(row.text.text(language), BEGINNING),
        }
        for row in found
        if row.team_id is None or row.team_id in request.actor.team_ids
    ]
    return JsonResponse(offers[:OFFERED], safe=False)


def whose(row: CannedReply) -> str:
    """`Printers, mine`; of everybody's ones the folder alone."""
    folder = next((str(one.name) for one in folders() if one.pk == row.folder_id), "")
    team = staff().teams.get(row.team_id or 0)
    owner = _("mine") if row.owner_id is not None else str(team.name) if team else ""
    return ", ".join(filter(None, (folder, owner)))


def _used(row: CannedReply) -> str:
    if not row.used:
        return ""
    return ngettext("used %(n)s time", "used %(n)s times", row.used) % {"n": row.used}


def _kept(request: OtklikRequest) -> HttpResponse:
    say_next(request, _("Saved."))
    return HttpResponseRedirect(reverse("desk-canned-replies"))


def _typed(request: OtklikRequest) -> dict[str, object]:
    post = request.POST
    texts = {
        name: {code: post.get(f"{name}_{code}", "") for code, _l in LANGUAGES} for name in ("name", "text")
    }
    return {**texts, "folder": post.get("folder", "")}


def _form(request: OtklikRequest, row: CannedReply | None, error: Refused | None = None) -> HttpResponse:
    problems = dict(error.fields) if isinstance(error, Invalid) else {}
    values = _typed(request) if request.method == "POST" else _standing(row)
    context = {
        "shell": shell_for(request.actor, "profile"),
        "row": row,
        "values": values,
        "whom": request.POST.get("whom", "") or _whom(row),
        "whom_options": _whom_options(request.actor, row),
        "folders": [(one.pk, str(one.name)) for one in folders() if not one.hidden or _lies_in(row, one.pk)],
        "version": _version(row),
        "problems": problems,
        "summary": [
            (f"{name}_ru" if name in ("name", "text") else name, words) for name, words in problems.items()
        ]
        or ([("", error.message)] if error else []),
        "languages": LANGUAGES,
        "placeholders": explained(),
    }
    return render(request, "desk/canned_reply.html", context, status=status_of(error) if error else 200)


def _standing(row: CannedReply | None) -> Mapping[str, object]:
    if row is None:
        return {"name": {}, "text": {}, "folder": ""}
    return {"name": row.name.texts, "text": row.text.texts, "folder": row.folder_id or ""}


def _lies_in(row: CannedReply | None, folder: int) -> bool:
    return row is not None and row.folder_id == folder


def _version(row: CannedReply | None) -> str:
    if row is None:
        return ""
    if row.owner_id is not None:
        return rows.fingerprint(OWN_REPLY, row)
    return rows.fingerprint(CANNED_REPLY, cast("SharedReply", row))


def _whom(row: CannedReply | None) -> str:
    if row is None or row.owner_id is not None:
        return MINE
    return str(row.team_id or ALL)


def _whom_options(actor: Actor, row: CannedReply | None) -> list[tuple[str, str]]:
    """Whose it may be; one's own stays one's own, and others' ones others'."""
    mine = [(MINE, _("me alone"))]
    if (row is not None and row.owner_id is not None) or not actor.has(SHARE):
        return mine
    teams = [(str(team.pk), str(team.name)) for team in staff().open_teams()]
    return [*(mine if row is None else []), (ALL, _("all employees")), *teams]

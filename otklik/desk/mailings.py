"""Mass messages on the desk: the list, a new one, one with its form or its progress, what is done to it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from otklik.clients.access import get_contact_for
from otklik.core.errors import Invalid, NotFound, Refused
from otklik.desk.mailing_form import Returned, form, read_form
from otklik.desk.mailing_progress import progress
from otklik.mailings.access import SEND, get_mailing_for
from otklik.mailings.commands import (
    change_mailing,
    check_mailing,
    create_mailing,
    pause_mailing,
    remove_mailing,
    resume_mailing,
    start_mailing,
    stop_mailing,
)
from otklik.mailings.enums import Kind, Stage
from otklik.mailings.queries import (
    contacts_addressed,
    mailings_page,
)
from otklik.people.actor import Actor
from otklik.web.errors import status_of
from otklik.web.flash import say_next
from otklik.web.gates import page_for
from otklik.web.mailing_words import KINDS, STAGES
from otklik.web.request import OtklikRequest
from otklik.web.staff_frame import shell_for

if TYPE_CHECKING:
    from otklik.mailings.models import Mailing

EDITABLE = (Stage.DRAFT, Stage.CHECKED)
_MOVES: Mapping[str, Callable[[Actor, Mailing], Mailing]] = {
    "pause": pause_mailing,
    "resume": resume_mailing,
    "stop": stop_mailing,
}


@require_safe
@page_for(SEND)
def mailings(request: OtklikRequest) -> HttpResponse:
    """The newest first, each with how far it has come."""
    page = mailings_page(request.actor, after=request.GET.get("after", ""))
    context = {
        "shell": shell_for(request.actor, "mailings"),
        "rows": [
            (
                row.mailing,
                str(KINDS[Kind(row.mailing.kind)]),
                str(STAGES[Stage(row.mailing.stage)]),
                row.progress,
            )
            for row in page.rows
        ],
        "next_url": f"?{urlencode({'after': page.after})}" if page.after else "",
    }
    return render(request, "desk/mailings.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@page_for(SEND)
def new(request: OtklikRequest) -> HttpResponse:
    """The form of a new message; a POST keeps it as a draft."""
    if request.method != "POST":
        return form(request, None)
    try:
        made = create_mailing(request.actor, read_form(request, None))
    except Refused as error:
        return form(request, None, _returned(error))
    return _then(request, made, _("Saved as a draft. Check it before it goes out."))


@require_http_methods(["GET", "HEAD", "POST"])
@page_for(SEND)
def mailing(request: OtklikRequest, uid: str) -> HttpResponse:
    """A message that has not started: its form, a POST keeps it. One that has: its progress."""
    row = get_mailing_for(request.actor, str(uid))
    if row.stage not in EDITABLE:
        return progress(request, row)
    if request.method != "POST":
        return form(request, row)
    version = request.POST.get("version", "")
    try:
        spec = read_form(request, row)
        changed = change_mailing(
            request.actor, row, version=int(version) if version.isdecimal() else 0, spec=spec
        )
    except Refused as error:
        return form(request, row, _returned(error))
    return _then(request, changed, _("Saved."))


@require_POST
@page_for(SEND)
def check(request: OtklikRequest, uid: str) -> HttpResponse:
    """Count whom it reaches and send its author a test letter, as the contact of the typed address would get
    it."""
    actor = request.actor
    row = get_mailing_for(actor, str(uid))
    typed = request.POST.get("as", "").strip()
    try:
        found = contacts_addressed(actor, [typed]) if typed else None
        if found is not None and not found.uids:
            raise Invalid({"as": _("Nobody you may know of has this address.")})
        contact = get_contact_for(actor, found.uids[0]) if found else None
        checked = check_mailing(actor, row, contact)
    except Refused as error:
        return _again(request, row, error)
    said = _("Recipients: %(n)s, left out: %(out)s. A test letter is on its way to %(address)s.")
    told = {"n": checked.expected, "out": checked.left_out, "address": actor.email}
    return _then(request, checked, said % told)


@require_POST
@page_for(SEND)
def start(request: OtklikRequest, uid: str) -> HttpResponse:
    """Fix the recipients and let the letters go."""
    row = get_mailing_for(request.actor, str(uid))
    version = request.POST.get("version", "")
    try:
        started = start_mailing(request.actor, row, version=int(version) if version.isdecimal() else 0)
    except Refused as error:
        return _again(request, row, error)
    return _then(request, started, _("The letters are on their way."))


@require_POST
@page_for(SEND)
def move(request: OtklikRequest, uid: str, to: str) -> HttpResponse:
    """Pause, go on, stop."""
    if to not in _MOVES:
        raise NotFound
    row = get_mailing_for(request.actor, str(uid))
    try:
        moved = _MOVES[to](request.actor, row)
    except Refused as error:
        return _again(request, row, error)
    return _then(request, moved, str(STAGES[Stage(moved.stage)]).capitalize())


@require_POST
@page_for(SEND)
def removal(request: OtklikRequest, uid: str) -> HttpResponse:
    """Take away what never started."""
    remove_mailing(request.actor, get_mailing_for(request.actor, str(uid)))
    say_next(request, _("The message is removed."))
    return HttpResponseRedirect(reverse("desk-mailings"))


def _named(row: Mailing) -> tuple[str, str]:
    return str(KINDS[Kind(row.kind)]), str(STAGES[Stage(row.stage)])


def _then(request: OtklikRequest, row: Mailing, words: str) -> HttpResponse:
    say_next(request, words)
    return HttpResponseRedirect(reverse("desk-mailing", args=[row.uid]))


def _again(request: OtklikRequest, row: Mailing, error: Refused) -> HttpResponse:
    """Back to the message with what kept it from being done."""
    say_next(request, error.message)
    return HttpResponseRedirect(reverse("desk-mailing", args=[row.uid]))


def _returned(error: Refused) -> Returned:
    problems = error.fields if isinstance(error, Invalid) else {}
    return Returned(error.message, problems, status_of(error))

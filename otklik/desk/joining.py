"""Tickets that belong together: finding the other one, saying how, taking a link away."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from otklik.core.circumstances import batch
from otklik.core.errors import Invalid, Refused
from otklik.desk.changes import answer_change
from otklik.desk.link_words import WAYS
from otklik.people.actor import Actor
from otklik.search.queries import suggest
from otklik.tickets import commands
from otklik.tickets.access import CHANGE_STATUS, EDIT, get_ticket_for, may, require
from otklik.tickets.bulk import BulkChange
from otklik.tickets.commands import Declining
from otklik.tickets.enums import LinkKind, State
from otklik.tickets.queries.around import open_children
from otklik.tickets.queries.open_of_client import open_of_client
from otklik.tickets.queries.workflow import workflow
from otklik.web.errors import status_of
from otklik.web.flash import say_next
from otklik.web.gates import staff_page
from otklik.web.request import OtklikRequest
from otklik.web.showing import digits
from otklik.web.staff_frame import shell_for

if TYPE_CHECKING:
    from otklik.tickets.models import Ticket

OFFERED = 12


@dataclass(frozen=True)
class Offer:
    """A ticket that may be meant."""

    number: str
    subject: str
    note: str


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def join(request: OtklikRequest, number: str) -> HttpResponse:
    """Find another ticket by number or words (`q`) and link it (POST `other`, `way`); with `close` a
    duplicate is closed as such, and its client told."""
    actor = request.actor
    ticket = get_ticket_for(actor, number)
    require(actor, ticket, EDIT)
    if request.method != "POST":
        return _page(request, ticket)
    try:
        others = [get_ticket_for(actor, other) for other in request.POST.getlist("other")]
        if not others:
            raise Invalid({"other": _("Choose a ticket.")})
        if "merge" in request.POST:
            asked = urlencode([("with", other.number) for other in others])
            return HttpResponseRedirect(f"{reverse('desk-ticket-merge', args=[ticket.number])}?{asked}")
        kind, outward, words = _way(request)
        with transaction.atomic(), batch():
            for other in others:
                commands.link(actor, ticket, other, kind, outward=outward)
            if "close" in request.POST and (kind, outward) == (LinkKind.DUPLICATE, True):
                commands.decline(actor, ticket, Declining("duplicate"))
    except Refused as error:
        return _page(request, ticket, error)
    numbers = ", ".join(digits(other.number) for other in others)
    say_next(request, _("Linked: %(what)s %(numbers)s") % {"what": words(), "numbers": numbers})
    return HttpResponseRedirect(reverse("desk-ticket", args=[ticket.number]))


@require_POST
@staff_page
def part(request: OtklikRequest, number: str) -> HttpResponse:
    """Take the link with `other` away."""
    actor = request.actor
    ticket = get_ticket_for(actor, number)
    kind, _outward, _words = _way(request)
    commands.unlink(actor, ticket, get_ticket_for(actor, request.POST.get("other", "")), kind)
    return answer_change(request, ticket.number)


@require_POST
@staff_page
def close_children(request: OtklikRequest, number: str) -> HttpResponse:
    """Complete the children of a done ticket that are still worked on, as one step that can be undone."""
    actor = request.actor
    ticket = get_ticket_for(actor, number)
    code = workflow().system(State.RESOLVED).code
    step = commands.change_many(actor, open_children(actor, ticket), BulkChange(status=code))
    said = ngettext("%(n)s child completed", "%(n)s children completed", step.done) % {"n": step.done}
    words = ". ".join([said, *(f"{other}: {why}" for other, why in step.refused[:3])])
    undo = f"{reverse('desk-step-undo', args=[step.uid])}?ticket={ticket.number}" if step.done else ""
    say_next(request, words, undo=undo)
    return HttpResponseRedirect(reverse("desk-ticket", args=[ticket.number]))


def _way(request: OtklikRequest) -> tuple[LinkKind, bool, Callable[[], str]]:
    found = WAYS.get(request.POST.get("way", ""))
    if found is None:
        raise Invalid({"way": _("Choose how they belong together.")})
    return found


def _page(request: OtklikRequest, ticket: Ticket, error: Refused | None = None) -> HttpResponse:
    words = request.GET.get("q", "").strip()
    context = {
        "shell": shell_for(request.actor, ""),
        "t": ticket,
        "digits": digits(ticket.number),
        "words": words,
        "offers": _offers(request.actor, ticket, words),
        "ways": [(code, label()) for code, (_kind, _out, label) in WAYS.items()],
        "way": request.POST.get("way", "related"),
        "chosen": request.POST.getlist("other"),
        "may_close": ticket.state != State.CLOSED and may(request.actor, ticket, CHANGE_STATUS),
        "error": error.message if error else "",
    }
    return render(request, "desk/join.html", context, status=status_of(error) if error else 200)


def _offers(actor: Actor, ticket: Ticket, words: str) -> list[Offer]:
    """What fits the words; without words the other open ones of the client."""
    if words:
        found = suggest(actor, words, limit=OFFERED)
        notes = ((one, "" if one.is_open else _("done")) for one in found if one.number != ticket.number)
        return [
            Offer(one.number, one.subject, ", ".join(filter(None, (one.contact_name, note))))
            for one, note in notes
        ]
    return [
        Offer(row.number, row.subject, note)
        for side, note in zip(
            open_of_client(actor, ticket), (_("of the contact"), _("of the company")), strict=True
        )
        for row in side.rows
    ]

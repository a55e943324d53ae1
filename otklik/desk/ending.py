"""What employees do about the end of a ticket: begin again with a reason, review, close as not processed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from otklik.core.errors import Invalid, Refused
from otklik.desk.changes import answer_change, told_on_card, version_of
from otklik.tickets import commands
from otklik.tickets.access import CHANGE_STATUS, get_ticket_for, require
from otklik.tickets.commands import Declining
from otklik.tickets.queries.explanations import explanations
from otklik.web.errors import status_of
from otklik.web.flash import say_next
from otklik.web.gates import staff_page
from otklik.web.request import OtklikRequest
from otklik.web.showing import digits
from otklik.web.staff_frame import shell_for

if TYPE_CHECKING:
    from otklik.tickets.models import Ticket


@require_POST
@staff_page
@told_on_card
def reopen(request: OtklikRequest, number: str) -> HttpResponse:
    """Back to work with a reason (`why`), which becomes a note."""
    ticket = get_ticket_for(request.actor, number)
    commands.reopen(request.actor, ticket, request.POST.get("why", ""), version=version_of(request))
    return answer_change(request, number)


@require_POST
@staff_page
@told_on_card
def review(request: OtklikRequest, number: str) -> HttpResponse:
    """A lead has looked at the rating or complaint; `note` is kept as a note."""
    ticket = get_ticket_for(request.actor, number)
    commands.mark_reviewed(request.actor, ticket, request.POST.get("note", ""))
    return answer_change(request, number)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def decline(request: OtklikRequest, number: str) -> HttpResponse:
    """Close as not processed: the reason, other words than the prepared ones, whether the client is told."""
    ticket = get_ticket_for(request.actor, number)
    require(request.actor, ticket, CHANGE_STATUS)
    if request.method != "POST":
        return _form(request, ticket, {"version": str(ticket.version), "tell": "1"}, {})
    given = {name: request.POST.get(name, "") for name in ("reason", "text", "tell", "version")}
    why = Declining(given["reason"], given["text"], tell_client=given["tell"] == "1")
    try:
        commands.decline(request.actor, ticket, why, version=version_of(request))
    except Refused as error:
        problems = error.fields if isinstance(error, Invalid) else {"": error.message}
        return _form(request, ticket, given, problems, status=status_of(error))
    say_next(request, _("Closed as not processed."))
    return HttpResponseRedirect(reverse("desk-ticket", args=[ticket.number]))


def _form(
    request: OtklikRequest,
    ticket: Ticket,
    given: dict[str, str],
    problems: dict[str, str],
    *,
    status: int = 200,
) -> HttpResponse:
    context = {
        "shell": shell_for(request.actor, ""),
        "t": ticket,
        "digits": digits(ticket.number),
        "given": {"reason": "", "text": "", "tell": "", "version": "", **given},
        "problems": problems,
        "summary": [(f"f-{name}" if name else "", words) for name, words in problems.items()],
        "reasons": [
            (row.code, str(row.name), row.text.text(ticket.language or "ru"))
            for row in explanations()
            if not row.hidden
        ],
    }
    return render(request, "desk/decline.html", context, status=status)

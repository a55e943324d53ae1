"""Another question of a thread gets a ticket of its own: which messages, what it is about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from otklik.core.errors import Invalid, Refused
from otklik.core.text import one_line
from otklik.people.queries import staff
from otklik.tickets import commands
from otklik.tickets.access import NOTE, get_ticket_for, require
from otklik.tickets.commands import Splitting
from otklik.tickets.queries.card import MessageRow, thread
from otklik.tickets.queries.single import messages_with
from otklik.web.errors import status_of
from otklik.web.flash import say_next
from otklik.web.gates import staff_page
from otklik.web.request import OtklikRequest
from otklik.web.showing import digits
from otklik.web.staff_frame import shell_for

if TYPE_CHECKING:
    from otklik.tickets.models import Ticket

SHOWN = 240


@dataclass(frozen=True)
class Choice:
    """A message that can go along."""

    id: int
    author: str
    is_note: bool
    row: MessageRow
    words: str


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def split(request: OtklikRequest, number: str) -> HttpResponse:
    """Choose messages (`message` repeated) and a subject; make the ticket, and go there."""
    actor = request.actor
    ticket = get_ticket_for(actor, number)
    require(actor, ticket, NOTE)
    if request.method != "POST":
        return _page(request, ticket, {"tell": "1"}, request.GET.getlist("message"))
    post = request.POST
    chosen = post.getlist("message")
    given = {name: post.get(name, "") for name in ("subject", "team", "tell")}
    team = next((one for one in staff().open_teams() if one.code == given["team"]), None)
    try:
        what = Splitting(given["subject"], team=team, quiet=given["tell"] != "1")
        ids = [int(one) for one in chosen if one.isdecimal()]
        fresh = commands.split(actor, ticket, messages_with(ticket, ids), what)
    except Refused as error:
        return _page(request, ticket, given, chosen, error)
    said = _("A new ticket of No. %(number)s; the two are linked.") % {"number": digits(ticket.number)}
    say_next(request, said, undo=_way_back(fresh, ticket))
    return HttpResponseRedirect(reverse("desk-ticket", args=[fresh.number]))


def _way_back(fresh: Ticket, ticket: Ticket) -> str:
    step = fresh.carried.latest("pk").operation
    return f"{reverse('desk-step-undo', args=[step.uid])}?ticket={ticket.number}"


def _page(
    request: OtklikRequest,
    ticket: Ticket,
    given: Mapping[str, str],
    chosen: Sequence[str],
    error: Refused | None = None,
) -> HttpResponse:
    rows, has_earlier = thread(request.actor, ticket)
    problems = error.fields if isinstance(error, Invalid) else {}
    context = {
        "shell": shell_for(request.actor, ""),
        "t": ticket,
        "digits": digits(ticket.number),
        "choices": [
            _choice(row) for row in rows if row.released_at is not None and row.author_kind != "system"
        ],
        "has_earlier": has_earlier,
        "chosen": set(chosen),
        "given": {"subject": "", "team": "", "tell": "", **given},
        "teams": [(team.code, str(team.name)) for team in staff().open_teams()],
        "problems": problems,
        "error": error.message if error else "",
    }
    return render(request, "desk/split.html", context, status=status_of(error) if error else 200)


def _choice(row: MessageRow) -> Choice:
    return Choice(row.id, row.author_name or row.author_email, not row.public, row, one_line(row.text, SHOWN))

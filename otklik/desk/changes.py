"""Small changes from list and card: status, assignee, priority. Each answers with fresh elements."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import wraps
from typing import TYPE_CHECKING
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from otklik.catalogue.queries import catalogue
from otklik.core import clock
from otklik.core.errors import Conflict, Invalid, NotPossible
from otklik.desk import inbox, tickets_list
from otklik.desk.choosing import chosen_assignee
from otklik.desk.composer import Typed
from otklik.desk.ticket_card import card_page, facts_response
from otklik.people.actor import Actor
from otklik.people.queries import staff
from otklik.tickets import commands
from otklik.tickets.access import get_ticket_for
from otklik.tickets.queries import card
from otklik.tickets.requirements import Asked
from otklik.web.errors import status_of, wants_fragment
from otklik.web.flash import say_next, toast
from otklik.web.gates import staff_page
from otklik.web.request import OtklikRequest

if TYPE_CHECKING:
    from otklik.tickets.models import Ticket

Change = Callable[[OtklikRequest, str], HttpResponse]


def told_on_card(change: Change) -> Change:
    """Without script a refusal is said on the card it concerns, not on a page of its own."""

    @wraps(change)
    def answered(request: OtklikRequest, number: str) -> HttpResponse:
        try:
            return change(request, number)
        except (Conflict, Invalid, NotPossible) as error:
            if wants_fragment(request):
                raise
            found = card(request.actor, number)
            return card_page(request, found, Typed(error=error.message), status=status_of(error))

    return answered


@require_POST
@staff_page
@told_on_card
def status(request: OtklikRequest, number: str) -> HttpResponse:
    """Move the ticket to `status`; one that asks until when takes `until` (`at`: `until_at`) and `why`."""
    ticket = get_ticket_for(request.actor, number)
    code, why = request.POST.get("status", ""), request.POST.get("why", "")
    named = request.POST.get("until", "")
    until = until_of(request.actor, request.POST.get("until_at", "") if named == "at" else named)
    try:
        commands.set_status(request.actor, ticket, code, version=version_of(request), until=until, why=why)
    except Asked:
        if until is not None:
            raise
        return _to_form(request, number, code)
    return answer_change(request, number)


def _to_form(request: OtklikRequest, number: str, code: str) -> HttpResponse:
    """The status asks for more than was sent: its form does."""
    address = f"{reverse('desk-entering', args=[number])}?{urlencode({'status': code})}"
    if wants_fragment(request):
        return HttpResponse(headers={"HX-Redirect": address})
    return HttpResponseRedirect(address)


@require_POST
@staff_page
@told_on_card
def assignment(request: OtklikRequest, number: str) -> HttpResponse:
    """Give the ticket to `assignee`: `agent:<uid>`, `team:<code>`, or nobody; oneself is taking it."""
    ticket = get_ticket_for(request.actor, number)
    before = ticket.team_id
    changed = _assign(request.actor, ticket, request.POST.get("assignee", ""), version_of(request))
    said = _read_on(before, changed.team_id)
    response = answer_change(request, number)
    if said and wants_fragment(request):
        response.headers["HX-Trigger"] = toast(said)
    elif said:
        say_next(request, said)
    return response


@require_POST
@staff_page
@told_on_card
def priority(request: OtklikRequest, number: str) -> HttpResponse:
    """Change the priority to the one with this code."""
    ticket = get_ticket_for(request.actor, number)
    code = request.POST.get("priority", "")
    chosen = next((p for p in catalogue().priorities.values() if p.code == code), None)
    if chosen is None:
        raise Invalid({"priority": _("There is no such priority.")})
    commands.edit(request.actor, ticket, commands.Edit(priority=chosen), version=version_of(request))
    return answer_change(request, number)


@require_POST
@staff_page
@told_on_card
def observation(request: OtklikRequest, number: str) -> HttpResponse:
    """Have `observer` (`agent:<uid>`, `team:<code>`; oneself when left out) follow the ticket, or stop."""
    actor = request.actor
    ticket = get_ticket_for(actor, number)
    agent_id, team_id = chosen_assignee(request.POST.get("observer", ""))
    following = request.POST.get("following") == "1"
    agent_id = actor.agent_id if team_id is None and agent_id is None else agent_id
    commands.observe(actor, ticket, agent_id=agent_id, team_id=team_id, following=following)
    return answer_change(request, number)


def _assign(actor: Actor, ticket: Ticket, value: str, version: int | None) -> Ticket:
    agent_id, team_id = chosen_assignee(value)
    if agent_id is None and team_id is None:
        return commands.release(actor, ticket, version=version)
    if agent_id == actor.agent_id and agent_id is not None:
        return commands.take(actor, ticket, version=version)
    return commands.assign(actor, ticket, agent_id=agent_id, team_id=team_id, version=version)


def _read_on(before: int | None, after: int | None) -> str:
    """What a move to another team means for the former one: it reads on (architecture, decision 22)."""
    former, team = staff().teams.get(before or 0), staff().teams.get(after or 0)
    if former is None or team is None or former.pk == team.pk:
        return ""
    names = {"team": str(team.name), "former": str(former.name)}
    return _("“%(team)s” has the ticket now. “%(former)s” keeps reading it.") % names


def answer_change(request: OtklikRequest, number: str) -> HttpResponse:
    """Rows for a list, facts for a card, a plain redirect without script."""
    if not wants_fragment(request):
        return HttpResponseRedirect(reverse("desk-ticket", args=[number]))
    if request.GET.get("from") == "list":
        response = list_rows(request, [number])
        return response if response.content.strip() else render(request, "desk/gone.html", {"number": number})
    return facts_response(request, number)


def list_rows(request: OtklikRequest, numbers: Sequence[str]) -> HttpResponse:
    """The rows with these numbers, as far as they stand in the list or inbox of the address."""
    if "inbox" in request.GET:
        return inbox.rows_response(request, numbers)
    return tickets_list.rows_response(request, numbers)


def version_of(request: OtklikRequest) -> int | None:
    """The version of the ticket that the page was drawn with; None when it says none."""
    given = request.POST.get("version", "")
    return int(given) if given.isdecimal() else None


def until_of(actor: Actor, given: str) -> datetime | None:
    """`today`, `tomorrow`, `monday` (9:00 of the agent's zone) or an ISO moment of the agent's zone."""
    if not given:
        return None
    zone = ZoneInfo(actor.time_zone)
    now = clock.now().astimezone(zone)
    morning = now.replace(hour=9, minute=0, second=0, microsecond=0)
    named = {
        "today": now + timedelta(hours=3),
        "tomorrow": morning + timedelta(days=1),
        "monday": morning + timedelta(days=7 - now.weekday()),
    }
    if given in named:
        return named[given]
    try:
        return datetime.fromisoformat(given).replace(tzinfo=zone)
    except ValueError as error:
        raise Invalid({"until": _("Enter the date and time, for example 2026-12-01 09:00.")}) from error

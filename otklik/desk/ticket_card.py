"""`/desk/tickets/<number>`: the card, and the parts of it that are asked for while others work."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_safe

from otklik.catalogue.queries import catalogue
from otklik.desk import choosing
from otklik.desk.blocking import sender_of
from otklik.desk.boxes import boxes_for, options, people_box
from otklik.desk.client_panel import client_panel
from otklik.desk.composer import Typed, composer_of
from otklik.desk.contract_field import agreed_of
from otklik.desk.custom_facts import custom_of
from otklik.desk.deadlines import tiles_of
from otklik.desk.link_words import linked
from otklik.desk.moving_on import moving_on
from otklik.desk.place_field import where_of
from otklik.desk.processing_line import has_opened, processing_of
from otklik.desk.thread import earlier_items, items_of, message_items
from otklik.desk.verdict import verdict_of
from otklik.notifications.queries import delivery_states
from otklik.people.actor import Actor
from otklik.people.queries import staff
from otklik.tickets.access import ASSIGN, CHANGE_STATUS, EDIT, get_ticket_for, may
from otklik.tickets.commands import mark_opened, mark_seen
from otklik.tickets.enums import State
from otklik.tickets.lifecycle import nearest_due
from otklik.tickets.queries import Card, card, history, thread, workflow
from otklik.tickets.queries.held import before_late_ones
from otklik.web import showing
from otklik.web.addresses import address
from otklik.web.errors import wants_fragment
from otklik.web.gates import staff_page
from otklik.web.request import OtklikRequest
from otklik.web.staff_frame import shell_for

if TYPE_CHECKING:
    from otklik.tickets.models import Ticket


@require_safe
@staff_page
def show(request: OtklikRequest, number: str) -> HttpResponse:
    """The card. Opening it marks the thread as seen; an alias of a merged or renumbered ticket redirects."""
    found = card(request.actor, number)
    if found.ticket.number != number:
        return HttpResponseRedirect(address("desk-ticket", args=[found.ticket.number]))
    if has_opened(request, found):
        found = card(request.actor, number)
    seen = found.around.seen
    last = found.ticket.last_message_id or 0
    if request.method == "GET":
        if last > seen:
            mark_seen(request.actor, found.ticket, last)
        mark_opened(request.actor, found.ticket)
    return card_page(request, found, Typed(), seen=seen)


def card_page(
    request: OtklikRequest, found: Card, typed: Typed, *, seen: int = 0, status: int = 200
) -> HttpResponse:
    """The whole page, also after a send that was stopped."""
    actor, ticket = request.actor, found.ticket
    deliveries = delivery_states([m.id for m in found.messages])
    context = {
        "shell": shell_for(actor, ""),
        "t": ticket,
        "digits": showing.digits(ticket.number),
        "list_url": address("desk-tickets"),
        "items": items_of(actor, found, deliveries, seen=seen),
        "earlier_url": _earlier_url(found),
        "messages_url": address("desk-messages", args=[ticket.number]),
        "c": composer_of(request, found, typed),
        **_facts(actor, found),
        **sender_of(actor, found),
        **moving_on(ticket),
        **processing_of(actor, ticket),
        **custom_of(actor, ticket),
    }
    return render(request, "desk/card.html", context, status=status)


def facts_response(request: OtklikRequest, number: str, *, after: int | None = None) -> HttpResponse:
    """The facts, panel sections and newest history lines of a card, each with its id, for placing; with
    `after` also the messages behind that one."""
    found = card(request.actor, number)
    rows = thread(request.actor, found.ticket, since=after)[0] if after is not None else []
    past = history(request.actor, found.ticket)[-10:]
    context = {"t": found.ticket, "items": message_items(request.actor, found.ticket, rows, past)}
    whole = {
        **context,
        **_facts(request.actor, found),
        **sender_of(request.actor, found),
        **moving_on(found.ticket),
        **processing_of(request.actor, found.ticket),
        **custom_of(request.actor, found.ticket),
    }
    return render(request, "desk/facts.html", whole)


@require_safe
@staff_page
def part(request: OtklikRequest, number: str) -> HttpResponse:
    """The same for a card whose ticket others changed."""
    return facts_response(request, number)


@require_safe
@staff_page
def messages(request: OtklikRequest, number: str) -> HttpResponse:
    """Messages after one (`after`) with the latest history lines, or the page before one (`before`)."""
    actor = request.actor
    ticket = get_ticket_for(actor, number)
    before = _id(request, "before")
    if before is not None:
        return _earlier(request, ticket, before)
    after = _id(request, "after")
    rows, _more = thread(actor, ticket, since=after and before_late_ones(ticket.pk, after))
    if rows and request.method == "GET":
        mark_seen(actor, ticket, rows[-1].id)
    items = message_items(actor, ticket, rows, history(actor, ticket)[-10:])
    return render(request, "desk/messages.html", {"t": ticket, "items": items})


def _earlier(request: OtklikRequest, ticket: Ticket, before: int) -> HttpResponse:
    """The page of the thread before a message: into the open card, or as a page of its own without script."""
    actor = request.actor
    page, more = thread(actor, ticket, before=before + 1)
    rows = [row for row in page if row.id != before]
    until = page[-1].created_at if len(page) > len(rows) else None
    context = {
        "t": ticket,
        "items": earlier_items(actor, ticket, rows, until, is_first=not more),
        "earlier_url": _before_url(ticket, rows[0].id) if more and rows else "",
    }
    if wants_fragment(request):
        return render(request, "desk/earlier.html", context)
    own = {"shell": shell_for(actor), "digits": showing.digits(ticket.number), **context}
    return render(request, "desk/earlier_page.html", own)


def _facts(actor: Actor, found: Card) -> dict[str, object]:
    ticket, known, people = found.ticket, catalogue(), staff()
    status, named = workflow().statuses[ticket.status_id], known.categories
    agents = [people.agents[a] for a, _team in found.around.observers if a and a in people.agents]
    service = known.services.get(ticket.service_id or 0)
    assignee = people.agents.get(ticket.assignee_id or 0)
    held_by = showing.value_of(assignee)
    nearest = nearest_due(ticket.due_sort, ticket.created_at)
    due = showing.due(nearest, ticket.created_at, paused=status.pauses_clocks, until=ticket.postponed_until)
    return {
        "due": due,
        "tiles": tiles_of(actor, ticket),
        "status": status,
        "priority": known.priorities[ticket.priority_id],
        "type": known.types.get(ticket.type_id or 0),
        "service_path": " · ".join(str(s.name) for s in known.path_of(service)) if service else "",
        "team": people.teams.get(ticket.team_id or 0),
        "assignee": assignee,
        "held_by": held_by,
        "account": known.accounts.get(ticket.account_id or 0),
        "categories": [str(named[pk].name) for pk in found.around.categories if pk in named],
        "observers": agents,
        "observer_teams": [people.teams[t] for _a, t in found.around.observers if t and t in people.teams],
        "following": any(a.id == actor.agent_id for a in agents),
        "client": client_panel(actor, found),
        "statuses": workflow().statuses,
        **linked(found.around.links),
        "where": where_of(ticket),
        "agreed": agreed_of(actor, ticket),
        "verdict": verdict_of(actor, ticket),
        "status_options": options(choosing.statuses_in_box(actor, ticket)),
        "priority_options": options(choosing.priorities()),
        "people_box": people_box(actor, ticket.team_id, held_by),
        "may_status": may(actor, ticket, CHANGE_STATUS) and ticket.state != State.CLOSED,
        "may_assign": may(actor, ticket, ASSIGN) and ticket.state != State.CLOSED,
        "may_edit": may(actor, ticket, EDIT),
        "my_value": choosing.my_value(actor),
        "watchers_box": boxes_for(actor).watchers,
        "is_mine": ticket.assignee_id == actor.agent_id,
    }


def _earlier_url(found: Card) -> str:
    if not found.has_earlier or not found.messages:
        return ""
    return _before_url(found.ticket, found.messages[0].id)


def _before_url(ticket: Ticket, message: int) -> str:
    return f"{address('desk-messages', args=[ticket.number])}?before={message}"


def _id(request: OtklikRequest, name: str) -> int | None:
    given = request.GET.get(name, "")
    return int(given) if given.isdecimal() else None

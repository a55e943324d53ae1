"""Macros on the desk: one press on a card, a look before many tickets, and the list of what there is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from otklik.automation.actions.steps import words
from otklik.automation.actions.writing import letters
from otklik.automation.macros.on_many import begin_on_many
from otklik.automation.macros.open_to import may_change
from otklik.automation.macros.reading import fits, get_macro_for, macros, offered
from otklik.automation.macros.running import AT_ONCE, Ran, run_macro, run_macro_on_many
from otklik.core.errors import Invalid
from otklik.desk.changes import told_on_card, version_of
from otklik.desk.list_address import query_from
from otklik.desk.ticket_card import facts_response
from otklik.people.queries import staff
from otklik.rules.sentences import sentence
from otklik.rules.stored import Malformed, read
from otklik.tickets.access import get_ticket_for
from otklik.tickets.queries.listing import ids_of_list
from otklik.tickets.queries.single import tickets_numbered
from otklik.web.errors import wants_fragment
from otklik.web.flash import say_next, toast
from otklik.web.gates import staff_page
from otklik.web.request import OtklikRequest
from otklik.web.staff_frame import shell_for

if TYPE_CHECKING:
    from otklik.automation.models import Macro


@require_safe
@staff_page
def mine(request: OtklikRequest) -> HttpResponse:
    """Every macro the employee may press, with what it does; their own can be changed from here."""
    actor = request.actor
    rows = macros(actor, with_hidden=request.GET.get("hidden") == "1")
    lines = [
        (row, _when(row), words(row.actions), whose(row), _changed_at(row, may_change(actor, row)))
        for row in rows
    ]
    return render(request, "desk/macros_list.html", {"shell": shell_for(actor, "profile"), "lines": lines})


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
@told_on_card
def on_ticket(request: OtklikRequest, number: str) -> HttpResponse:
    """GET: those that fit the ticket, as a box for the card (without script a page). POST `macro`: do it."""
    actor = request.actor
    ticket = get_ticket_for(actor, number)
    if request.method == "POST":
        chosen = get_macro_for(actor, request.POST.get("macro", ""))
        before = ticket.last_message_id or 0
        ran = run_macro(actor, chosen, ticket, version=version_of(request))
        return _done(request, number, ran, str(chosen.name), before)
    context = {
        "id": "macros",
        "offers": offered(actor, ticket),
        "action": reverse("desk-ticket-macros", args=[number]),
        "version": ticket.version,
    }
    if wants_fragment(request):
        return render(request, "desk/macros.html", context)
    return render(request, "desk/macros_page.html", {**context, "shell": shell_for(actor), "t": ticket})


@require_safe
@staff_page
def for_many(request: OtklikRequest) -> HttpResponse:
    """What can be done to the ticked rows of a list, as a box whose buttons lead to a look first."""
    context = {"id": "bulk-macros", "offers": offered(request.actor), "action": "", "version": ""}
    if wants_fragment(request):
        return render(request, "desk/macros.html", context)
    return HttpResponseRedirect(reverse("desk-macros"))


@require_POST
@staff_page
def run_on_many(request: OtklikRequest) -> HttpResponse:
    """A `macro` on the tickets `number` (repeated) or, with `all`, on everything the list holds that it was
    chosen in: first a look at what it will do and to how many, with `go` it is done; what refuses is said.
    More than a request does the worker does, with a page that shows how far it is."""
    actor, numbers = request.actor, request.POST.getlist("number")
    everything = request.POST.get("all") == "1" and "/desk/tickets" in _came_from(request)
    if len(numbers) > AT_ONCE and not everything:
        raise Invalid({"number": _("Choose at most %(n)s tickets at once.") % {"n": AT_ONCE}})
    chosen = get_macro_for(actor, request.POST.get("macro", ""))
    tickets = () if everything else tickets_numbered(actor, numbers)
    ids = _all_of_list(request) if everything else [ticket.pk for ticket in tickets]
    if request.POST.get("go") == "1":
        return _go(request, chosen, ids)
    fit = [ticket for ticket in tickets if fits(chosen, ticket)]
    context = {
        "shell": shell_for(actor),
        "macro": chosen,
        "when": _when(chosen),
        "does": words(chosen.actions),
        "letters": letters(chosen.actions, fit[0], actor) if fit else (),
        "tickets": fit,
        "number": len(ids) if everything else len(fit),
        "everything": everything,
        "others": [ticket.number for ticket in tickets if ticket not in fit],
        "next": _back(request),
    }
    return render(request, "desk/macros_look.html", context)


def _go(request: OtklikRequest, chosen: Macro, ids: Sequence[int]) -> HttpResponse:
    if len(ids) > AT_ONCE:
        step = begin_on_many(request.actor, chosen, ids)
        return HttpResponseRedirect(reverse("desk-step", args=[step.uid]))
    ran = run_macro_on_many(request.actor, chosen, ids)
    undo = reverse("desk-step-undo", args=[ran.step]) if ran.done else ""
    say_next(request, _said(ran), undo=undo)
    return HttpResponseRedirect(_back(request))


def _all_of_list(request: OtklikRequest) -> Sequence[int]:
    """By the address of the list, which comes along."""
    return ids_of_list(request.actor, query_from(request.actor, QueryDict(urlsplit(_back(request)).query)))


def whose(row: Macro) -> str:
    """`mine`, the team's name; nothing for everybody's."""
    team = staff().teams.get(row.team_id or 0)
    return _("mine") if row.owner_id is not None else str(team.name) if team else ""


def _when(row: Macro) -> str:
    """For which tickets, in words; nothing for every ticket."""
    try:
        condition = read(row.condition)
    except Malformed:
        return _("cannot be asked any more")
    return sentence(condition) if condition.parts else ""


def _changed_at(row: Macro, may: bool) -> str:
    if not may:
        return ""
    name = "settings-own-macro" if row.owner_id is not None else "settings-macros-edit"
    return reverse(name, args=[row.uid])


def _done(request: OtklikRequest, number: str, ran: Ran, name: str, before: int) -> HttpResponse:
    """What was done, with the way back."""
    said = _("Done: %(macro)s") % {"macro": name}
    undo = f"{reverse('desk-step-undo', args=[ran.step])}?ticket={number}"
    if not wants_fragment(request):
        say_next(request, said, undo=undo)
        return HttpResponseRedirect(reverse("desk-ticket", args=[number]))
    response = facts_response(request, number, after=before)
    response.headers["HX-Trigger"] = toast(said, undo=undo)
    return response


def _said(ran: Ran) -> str:
    done = ngettext("%(n)s ticket changed", "%(n)s tickets changed", ran.done) % {"n": ran.done}
    return ". ".join([done, *(f"{number}: {why}" for number, why in ran.refused[:3])])


def _back(request: OtklikRequest) -> str:
    """The list it was chosen in: its own address comes along."""
    place = _came_from(request).partition("/desk/")[2]
    return f"/desk/{place}" if place.startswith(("tickets", "inbox")) else reverse("desk-tickets")


def _came_from(request: OtklikRequest) -> str:
    return request.POST.get("next", "") or request.headers.get("Referer", "")

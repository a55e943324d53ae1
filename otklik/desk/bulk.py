"""The same change for all ticked tickets or for all of a list; the page of such a step; its way back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from otklik.core.errors import Invalid
from otklik.desk.changes import list_rows, until_of
from otklik.desk.list_address import query_of
from otklik.desk.step_words import left_words, shown
from otklik.tickets import commands
from otklik.tickets.bulk import BulkChange
from otklik.tickets.commands.bulk import AT_ONCE, NOBODY
from otklik.tickets.commands.operations import get_operation_for
from otklik.tickets.queries.listing import ids_of_list
from otklik.tickets.queries.operations import numbers_of
from otklik.tickets.queries.single import ids_of_numbers
from otklik.web.errors import wants_fragment
from otklik.web.flash import say_next, toast
from otklik.web.gates import staff_page
from otklik.web.request import OtklikRequest
from otklik.web.staff_frame import shell_for

if TYPE_CHECKING:
    from otklik.tickets.models import Operation


@require_POST
@staff_page
def bulk(request: OtklikRequest) -> HttpResponse:
    """Change what is ticked (`number` repeated) or, with `all`, everything the list of the address holds.
    What a ticket refuses is counted and said; more than a request can do the worker does."""
    numbers = request.POST.getlist("number")
    if "merge" in request.POST:
        return _merge(request, numbers)
    everything = request.POST.get("all") == "1" and "inbox" not in request.GET
    if len(numbers) > AT_ONCE and not everything:
        raise Invalid({"number": _("Choose at most %(n)s tickets at once.") % {"n": AT_ONCE}})
    actor, change = request.actor, _change(request)
    ids = ids_of_list(actor, query_of(request)) if everything else ids_of_numbers(actor, numbers)
    step = commands.change_many(actor, ids, change)
    if step.finished_at is None:
        return _to(request, reverse("desk-step", args=[step.uid]))
    words = ". ".join([_changed(step), *(f"{number}: {why}" for number, why in step.refused[:3])])
    undo = f"{reverse('desk-step-undo', args=[step.uid])}?{request.GET.urlencode()}" if step.done else ""
    if wants_fragment(request):
        response = list_rows(request, numbers)
        response.headers["HX-Trigger"] = toast(words, is_bad=not step.done, undo=undo)
        return response
    say_next(request, words, undo=undo)
    return HttpResponseRedirect(_list(request))


def _merge(request: OtklikRequest, numbers: Sequence[str]) -> HttpResponse:
    """The look at what merging would do; the one registered first stays, unless chosen otherwise there."""
    first, *rest = sorted(numbers, key=lambda number: (len(number), number)) or [""]
    if not rest:
        raise Invalid({"number": _("Choose two tickets at least.")})
    address = reverse("desk-ticket-merge", args=[first])
    return _to(request, f"{address}?{urlencode([('with', number) for number in rest])}")


@require_safe
@staff_page
def show(request: OtklikRequest, uid: str) -> HttpResponse:
    """What was done as one step: how far it is, what was refused, what came back."""
    actor = request.actor
    row = get_operation_for(actor, str(uid))
    context: dict[str, object] = {"shell": shell_for(actor, ""), "step": shown(actor, row)}
    return render(request, "desk/step.html", context)


@require_POST
@staff_page
def undo(request: OtklikRequest, uid: str) -> HttpResponse:
    """Take the step back. From a list (its address comes along) with its rows, from a card with it, else the
    page of the step."""
    actor = request.actor
    row = commands.undo(actor, str(uid))
    words = _undone(row)
    if not wants_fragment(request) or "ticket" in request.GET:
        say_next(request, words)
        return _to(request, _back(request, row))
    response = list_rows(request, numbers_of(actor, row))
    response.headers["HX-Trigger"] = toast(words)
    return response


def _back(request: OtklikRequest, row: Operation) -> str:
    """The card or the list it was undone from, else the page of the step, which tells what stayed."""
    if "ticket" in request.GET and not row.left:
        return reverse("desk-ticket", args=[request.GET["ticket"]])
    if "view" in request.GET or "inbox" in request.GET:
        return _list(request)
    return reverse("desk-step", args=[row.uid])


def _undone(row: Operation) -> str:
    if row.total > AT_ONCE:
        return _("It is being taken back. What was changed since stays.")
    said = ngettext("%(n)s ticket is as it was", "%(n)s tickets are as they were", row.undone)
    return ". ".join([said % {"n": row.undone}, *left_words(row)[:3]])


def _changed(step: Operation) -> str:
    return ngettext("%(n)s ticket changed", "%(n)s tickets changed", step.done) % {"n": step.done}


def _to(request: OtklikRequest, address: str) -> HttpResponse:
    """Go there, with our scripts or without."""
    if not wants_fragment(request):
        return HttpResponseRedirect(address)
    response = HttpResponse()
    response.headers["HX-Redirect"] = address
    return response


def _list(request: OtklikRequest) -> str:
    if "inbox" in request.GET:
        return reverse("desk-inbox")
    return f"{reverse('desk-tickets')}?{request.GET.urlencode()}"


def _change(request: OtklikRequest) -> BulkChange:
    """The one thing that was pressed: each button of the bar has its own name."""
    post = request.POST
    until = until_of(request.actor, post.get("until", ""))
    return BulkChange(
        status="postponed" if until is not None else post.get("status", ""),
        until=until.isoformat() if until is not None else "",
        why=post.get("why", "") if "status" in post else "",
        assignee=(post["assignee"] or NOBODY) if "assignee" in post else "",
        priority=post.get("priority", ""),
        type=post.get("type", ""),
        label=_filled(post.getlist("label")),
        unlabel=_filled(post.getlist("unlabel")),
        follow=_filled(post.getlist("follow")),
    )


def _filled(values: Sequence[str]) -> tuple[str, ...]:
    return tuple(value for value in values if value)

"""Deadlines on the card, and the page that explains them: `/desk/tickets/<number>/deadlines`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from otklik.core.configuring.durations import spell
from otklik.core.errors import Invalid, NotPossible
from otklik.organisation.day_by_day import DayWorked
from otklik.people.actor import Actor
from otklik.sla.clocks import Cause, Kind, Mode
from otklik.sla.queries import Ahead, Ledger, Line, Standing, clocks_of, ledgers_of
from otklik.tickets import commands
from otklik.tickets.access import EDIT, get_ticket_for, may
from otklik.tickets.queries.workflow import workflow
from otklik.web import showing
from otklik.web.errors import status_of
from otklik.web.flash import say_next
from otklik.web.gates import staff_page
from otklik.web.moments import reading
from otklik.web.promise_words import label_of
from otklik.web.request import OtklikRequest
from otklik.web.staff_frame import shell_for

if TYPE_CHECKING:
    from otklik.tickets.models import Ticket

_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Tile:
    """A promise as the panel shows it: `kind` is met, late, soon, hold, or empty for one that runs calmly."""

    label: str
    kind: str
    text: str
    note: str = ""


def tiles_of(actor: Actor, ticket: Ticket) -> Mapping[str, Tile]:
    """What the panel shows of a ticket's clocks, by kind; without an SLA rule nothing."""
    told = {kind: standing for kind, standing in clocks_of(actor, ticket).items() if _is_shown(standing)}
    return {kind.value: _tile(ticket, standing) for kind, standing in told.items()}


@require_safe
@staff_page
def deadlines(request: OtklikRequest, number: str) -> HttpResponse:
    """Every clock of a ticket with its segments, and the form that plans the solution by hand; 404 for who
    does not see the ticket."""
    return _page(request, number)


@require_POST
@staff_page
def plan(request: OtklikRequest, number: str) -> HttpResponse:
    """Plan the solution for `due_at` (of the agent's zone), or with `again` let the SLA rules say it."""
    actor, typed = request.actor, request.POST.get("due_at", "").strip()
    ticket = get_ticket_for(actor, number)
    try:
        due_at = None if "again" in request.POST else _moment(actor, typed)
        commands.plan_resolution(actor, ticket, due_at)
    except (Invalid, NotPossible) as error:
        said = error.fields.get("due_at", error.message) if isinstance(error, Invalid) else error.message
        return _page(request, number, Typed(typed, said), status=status_of(error))
    say_next(request, _("Planned. The SLA rules do not move it.") if due_at else _("Computed again."))
    return HttpResponseRedirect(reverse("desk-ticket-deadlines", args=[ticket.number]))


@dataclass(frozen=True, slots=True)
class Typed:
    """A moment that was refused, and why."""

    value: str
    problem: str


def _page(
    request: OtklikRequest, number: str, typed: Typed | None = None, *, status: int = HTTPStatus.OK
) -> HttpResponse:
    ticket, ledgers = ledgers_of(request.actor, number)
    zone = ZoneInfo(request.actor.time_zone)
    planned = ticket.due_at.astimezone(zone).strftime("%Y-%m-%dT%H:%M") if ticket.due_at else ""
    context = {
        "shell": shell_for(request.actor, "tickets"),
        "t": ticket,
        "ledgers": [
            (label_of(one.standing.kind, one.standing.run), _tile(ticket, one.standing), _rows(one))
            for one in ledgers
        ],
        "may_plan": ticket.is_open and may(request.actor, ticket, EDIT),
        "by_hand": any(one.standing.by_hand for one in ledgers) or (bool(ticket.due_at) and not ledgers),
        "typed": typed or Typed(planned, ""),
    }
    return render(request, "desk/deadlines.html", context, status=status)


def _moment(actor: Actor, typed: str) -> datetime:
    try:
        return datetime.fromisoformat(typed).replace(tzinfo=ZoneInfo(actor.time_zone))
    except ValueError as error:
        said = _("Enter the date and time, for example 2026-12-01 09:00.")
        raise Invalid({"due_at": said}) from error


def _is_shown(standing: Standing) -> bool:
    """An answer is promised while the client waits for it; a promise that was dropped is none."""
    if standing.kind is Kind.ANSWER:
        return standing.mode is not Mode.STOPPED
    return standing.cause is not Cause.RULE or standing.mode is not Mode.STOPPED


def _tile(ticket: Ticket, standing: Standing) -> Tile:
    allowed = _("of %(time)s") % {"time": _spelled(standing.allowance)}
    label = label_of(standing.kind, standing.run)
    if standing.mode is Mode.STOPPED:
        text = _("in %(time)s") % {"time": _spelled(standing.used)}
        return Tile(label, "late" if standing.breached_at else "met", text, allowed)
    if standing.breached_at is None and standing.mode is Mode.STANDS:
        return Tile(label, "hold", _("paused"), _("%(time)s left") % {"time": _spelled(standing.left)})
    due_at = ticket.due_at if standing.by_hand else standing.due_at
    due = showing.due(due_at, ticket.created_at, paused=False)
    note = _("planned by hand") if standing.by_hand else allowed
    if due.kind == "none":
        return Tile(label, "", _("no working time"), note)
    return Tile(label, due.kind if due.kind != "calm" else "", due.text, note)


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the ledger in words."""

    when: str
    runs: bool
    worked: str
    why: str
    by: str
    rule: str
    days: Sequence[str] = ()


def _rows(ledger: Ledger) -> Sequence[Row]:
    rows = [_row(line, ledger.standing) for line in ledger.lines]
    if ledger.ahead is not None:
        rows.append(_row_ahead(ledger.ahead, rows[-1]))
    return rows


def _row_ahead(ahead: Ahead, last: Row) -> Row:
    return Row(
        when=_("now – %(moment)s") % {"moment": _told(ahead.ended)},
        runs=True,
        worked=_("%(time)s left") % {"time": _spelled(ahead.left)},
        why=_("The deadline, if nothing stops the time."),
        by=last.by,
        rule=last.rule,
        days=_days(ahead.days),
    )


def _days(days: Sequence[DayWorked]) -> Sequence[str]:
    return [_("%(day)s: %(what)s") % {"day": _dates(one), "what": _day(one)} for one in days]


def _dates(one: DayWorked) -> str:
    told = reading()
    first, last = told.day(one.first), told.day(one.last)
    return first if one.first == one.last else f"{first} – {last}"


def _day(one: DayWorked) -> str:
    named = str(one.name or "")
    if not one.worked:
        return named or (_("a day off") if one.first == one.last else _("days off"))
    return f"{_spelled(one.worked)} ({named})" if named else _spelled(one.worked)


def _row(line: Line, standing: Standing) -> Row:
    is_over = line.ended is None and standing.mode is Mode.STOPPED
    return Row(
        when=_told(line.began) if is_over else _stretch(line),
        runs=line.runs,
        worked=_spelled(line.worked) if line.runs else "",
        why=_why(line),
        by=_("%(calendar)s, %(zone)s") % {"calendar": line.calendar, "zone": line.zone}
        if line.zone
        else str(line.calendar),
        rule=_rule(line),
        days=_days(line.days),
    )


def _stretch(line: Line) -> str:
    if line.ended is None:
        return _("%(moment)s – now") % {"moment": _told(line.began)}
    told = reading()
    is_same_day = told.local(line.began, "short") == told.local(line.ended, "short")
    return f"{_told(line.began)} – {told.local(line.ended, 'clock') if is_same_day else _told(line.ended)}"


def _told(moment: datetime) -> str:
    told = reading()
    return f"{told.local(moment, 'short')}, {told.local(moment, 'clock')}"


def _why(line: Line) -> str:
    status = workflow().statuses.get(line.status_id or 0)
    facts = {"status": str(status.name) if status else "", "time": _spelled(line.carried)}
    return _CAUSES[line.cause]() % facts


def _rule(line: Line) -> str:
    facts = {"rule": str(line.rule), "n": line.version, "time": _spelled(line.allowance)}
    return _("“%(rule)s”, version %(n)s: %(time)s") % facts if line.version else ""


def _spelled(length: timedelta) -> str:
    """Whole minutes, as they are typed into an SLA rule; what is over is told without its sign."""
    return spell(int(abs(length) // _MINUTE))


_CAUSES: Mapping[Cause, Callable[[], str]] = {
    Cause.REGISTERED: lambda: _("The ticket was registered."),
    Cause.ASKED: lambda: _("The client wrote."),
    Cause.PAUSED: lambda: _("The status “%(status)s” pauses."),
    Cause.RESUMED: lambda: _("The pause is over: “%(status)s”."),
    Cause.MET: lambda: _("Kept: nothing runs any more."),
    Cause.CLOSED: lambda: _("The ticket was finished without it."),
    Cause.REOPENED: lambda: _("Work began again; %(time)s carried over."),
    Cause.RULE: lambda: _("Another SLA rule; %(time)s carried over."),
    Cause.LOADED: lambda: _("Loaded with its past."),
}

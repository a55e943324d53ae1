"""Deadlines on the card, and the page that explains them: `/desk/tickets/<number>/deadlines`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from otklik.core.configuring.durations import spell
from otklik.people.actor import Actor
from otklik.sla.clocks import Cause, Kind, Mode
from otklik.sla.queries import Ledger, Line, Standing, clocks_of, ledgers_of
from otklik.tickets.queries.workflow import workflow
from otklik.web import showing
from otklik.web.gates import staff_page
from otklik.web.moments import reading
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
    """Every clock of a ticket with its segments; 404 for who does not see the ticket."""
    ticket, ledgers = ledgers_of(request.actor, number)
    context = {
        "shell": shell_for(request.actor, "tickets"),
        "t": ticket,
        "ledgers": [(_label(one.standing), _tile(ticket, one.standing), _rows(one)) for one in ledgers],
    }
    return render(request, "desk/deadlines.html", context)


def _is_shown(standing: Standing) -> bool:
    """An answer is promised while the client waits for it; a promise that was dropped is none."""
    if standing.kind is Kind.ANSWER:
        return standing.mode is not Mode.STOPPED
    return standing.cause is not Cause.RULE or standing.mode is not Mode.STOPPED


def _tile(ticket: Ticket, standing: Standing) -> Tile:
    allowed = _("of %(time)s") % {"time": _spelled(standing.allowance)}
    label = _label(standing)
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


def _label(standing: Standing) -> str:
    if standing.kind is Kind.REACTION:
        return _("First reply")
    if standing.kind is Kind.RESOLUTION:
        return _("Solution")
    return _("Answer %(n)s") % {"n": standing.run}


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the ledger in words."""

    when: str
    runs: bool
    worked: str
    why: str
    by: str
    rule: str


def _rows(ledger: Ledger) -> Sequence[Row]:
    return [_row(line, ledger.standing) for line in ledger.lines]


def _row(line: Line, standing: Standing) -> Row:
    told = reading()
    ends = told.local(line.ended) if line.ended else _("still going on")
    is_over = line.ended is None and standing.mode is Mode.STOPPED
    return Row(
        when=told.local(line.began) if is_over else f"{told.local(line.began)} – {ends}",
        runs=line.runs,
        worked=_spelled(line.worked) if line.runs else "",
        why=_why(line),
        by=_("%(calendar)s, %(zone)s") % {"calendar": line.calendar, "zone": line.zone}
        if line.zone
        else str(line.calendar),
        rule=_rule(line),
    )


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

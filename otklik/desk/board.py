"""`/desk/board`: what burns, on one page (REP-1): numbers, the radar, who waits, who has how much, the month.

Each part is found by itself: one that the database fails on says so, and the others live.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar
from urllib.parse import urlencode

from django.db import DatabaseError
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from otklik.desk.board_chart import HEIGHT
from otklik.desk.board_load import load
from otklik.desk.board_month import month_told
from otklik.desk.board_numbers import Known, list_of, six
from otklik.desk.board_radar import ahead, team_ahead
from otklik.people.actor import Actor
from otklik.people.queries import staff
from otklik.tickets.access import VIEW_ALL
from otklik.tickets.board_scope import MINE, Scope, scope_named, scopes_of
from otklik.tickets.queries.board import Figures, Waiter, figures, longest_waiting
from otklik.tickets.queries.daily import days, usually_open
from otklik.web.addresses import address, address_of_page
from otklik.web.errors import wants_fragment
from otklik.web.gates import staff_page
from otklik.web.moments import reading
from otklik.web.request import OtklikRequest
from otklik.web.staff_frame import shell_for
from otklik.web.typography import grouped, is_russian

log = logging.getLogger("otklik.web")
Found = TypeVar("Found")


@dataclass(frozen=True, slots=True)
class Waits:
    """A client who waits for an answer, in words."""

    time: str
    subject: str
    whose: str
    href: str


@require_safe
@staff_page
def show(request: OtklikRequest) -> HttpResponse:
    """The board of `team` (a team's code, `mine`, `all`); `days=table`: the month as a table; `tv=1`: for a
    big screen. A script is answered with the parts alone."""
    actor, given = request.actor, request.GET
    scope = scope_named(actor, given.get("team", ""))
    choices = {"team": given.get("team", ""), "days": given.get("days", ""), "tv": given.get("tv", "")}
    is_part = wants_fragment(request)
    context = _parts(actor, scope) | {
        "is_part": is_part,
        "asked": choices["team"],
        "scopes": [
            (scope_name(actor, one), _address(choices, team=one.code), one == scope)
            for one in scopes_of(actor)
        ],
        "scope_name": scope_name(actor, scope),
        "as_table": choices["days"] == "table",
        "is_tv": choices["tv"] == "1",
        "here_url": _address(choices),
        "tv_url": _address(choices, tv="1"),
        "plain_url": _address(choices, tv=""),
        "chart_url": _address(choices, days=""),
        "table_url": _address(choices, days="table"),
    }
    if is_part:
        return render(request, "desk/board_parts.html", context)
    return render(request, "desk/board.html", context | {"shell": shell_for(actor, "board")})


def scope_name(actor: Actor, scope: Scope) -> str:
    """What a choice is called."""
    if scope.teams is None:
        return _("All teams") if actor.has(VIEW_ALL) else _("Open to me")
    if scope.code == MINE:
        return _("My teams")
    return str(staff().teams[scope.teams[0]].name)


def _parts(actor: Actor, scope: Scope) -> dict[str, object]:
    """Everything that changes while the page is open."""
    found = _tried(lambda: figures(actor, scope))
    month = _tried(lambda: days(actor, scope))
    usual = _tried(lambda: usually_open(actor, scope, found.open)) if found else None
    waiting = _tried(lambda: longest_waiting(actor, scope))
    led = team_ahead(actor, scope)
    return {
        "title": _title(found),
        "moment": _moment(),
        "numbers": six(scope, Known(found, usual, month[-1].created if month else None)),
        "is_led": led is not None,
        "ahead": _tried(lambda: ahead(actor, led)) if led is not None else None,
        "waits": None if waiting is None else [_waits(one) for one in waiting],
        "waits_number": grouped(found.waiting) if found else "",
        "waits_url": list_of(scope, {"quick": "waiting", "sort": "waiting"}),
        "load": load(scope, found) if found else None,
        "month": month_told(scope, month) if month else None,
        "chart_height": HEIGHT,
    }


def _tried(find: Callable[[], Found]) -> Found | None:
    """What was found; None where the database failed, which is logged."""
    try:
        return find()
    except DatabaseError:
        log.exception("board")
        return None


def _address(choices: dict[str, str], **changes: str) -> str:
    wanted = {name: value for name, value in (choices | changes).items() if value}
    return f"{address_of_page('desk-board')}?{urlencode(wanted)}"


def _title(found: Figures | None) -> str:
    if found is None:
        return _("Board")
    opened = ngettext("%(n)s open one", "%(n)s open ones", found.open) % {"n": grouped(found.open)}
    late = ngettext("%(n)s overdue", "%(n)s are overdue", found.overdue) % {"n": grouped(found.overdue)}
    return f"{_('Board')}: {opened}, {late}" if found.overdue else f"{_('Board')}: {opened}"


def _moment() -> str:
    """`пятница, 20 ноября, 10:51`."""
    told = reading()
    local = told.now.astimezone(told.zone)
    day = date_format(local, "l, j E") if is_russian() else date_format(local, "l, j F")
    return f"{day[0].lower() if is_russian() else day[0]}{day[1:]}, {told.local(told.now, 'clock')}"


def _waits(one: Waiter) -> Waits:
    told, holder = reading(), staff().agents.get(one.assignee_id or 0)
    client = one.company or one.contact_name or one.contact_email
    who = holder.short_name if holder else _("nobody")
    return Waits(
        time=told.span(told.now - one.since),
        subject=one.subject,
        whose=f"{client} · {who}" if client else who,
        href=address("desk-ticket", [one.number]),
    )

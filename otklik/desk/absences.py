"""`/desk/absences`: a team's week, who is away now and soon, and entering it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.dates import WEEKDAYS_ABBR
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from otklik.core import clock
from otklik.core.errors import Invalid
from otklik.desk import absence_form
from otklik.people.absences import (
    absences_for,
    get_absence_for,
    led_by,
    may_plan,
    may_plan_shifts,
    plannable,
)
from otklik.people.actor import Actor
from otklik.people.at_work import day_of
from otklik.people.commands import change_absence, end_absence, enter_absence
from otklik.people.enums import AbsenceKind
from otklik.people.presence import Away
from otklik.people.queries import AgentInfo, staff
from otklik.tickets.queries.leaving import would_leave
from otklik.web.assignment_words import absence_words, away_words
from otklik.web.day_hours import shown_spans
from otklik.web.errors import status_of
from otklik.web.flash import say_next
from otklik.web.gates import staff_page
from otklik.web.moments import reading
from otklik.web.request import OtklikRequest
from otklik.web.staff_frame import shell_for

if TYPE_CHECKING:
    from otklik.people.models import Absence, Team

WEEK = 7
AHEAD = timedelta(days=92)


@dataclass(frozen=True, slots=True)
class Day:
    """A cell of the week: working time in words, or why there is none."""

    words: str
    is_away: bool


@dataclass(frozen=True, slots=True)
class Member:
    """A row of the week."""

    name: str
    uid: str
    days: Sequence[Day]
    may_shift: bool


@dataclass(frozen=True, slots=True)
class Line:
    """An absence in words."""

    uid: str
    name: str
    words: str
    note: str
    stand_in: str
    may_change: bool


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def absences(request: OtklikRequest) -> HttpResponse:
    """The week of a team (`team`, `week`: a date in it) and the form; a POST enters an absence."""
    actor = request.actor
    if request.method != "POST":
        me = staff().agents[actor.agent_id or 0]
        return _page(request, absence_form.empty(request.GET.get("who", me.uid)), {})
    sent = _sent(request)
    try:
        given = absence_form.read(sent)
        left = would_leave(actor, given.agent_id) if given.spec.starts_at <= clock.now() else 0
        if left and request.POST.get("sure") != "1":
            return _page(request, sent, {}, leaving=left, status=409)
        enter_absence(actor, given.agent_id, given.spec)
    except Invalid as error:
        return _page(request, sent, _as_fields(error), status=status_of(error))
    say_next(request, _("The absence is entered."))
    return HttpResponseRedirect(_address(request))


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def absence(request: OtklikRequest, uid: str) -> HttpResponse:
    """One absence, to be changed by who may."""
    row = get_absence_for(request.actor, str(uid))
    if request.method != "POST":
        return _page(request, absence_form.shown(row), {}, row=row)
    sent = _sent(request) | {"who": absence_form.shown(row)["who"]}
    try:
        change_absence(request.actor, row, absence_form.read(sent).spec)
    except Invalid as error:
        return _page(request, sent, _as_fields(error), row=row, status=status_of(error))
    say_next(request, _("Saved."))
    return HttpResponseRedirect(reverse("desk-absences"))


@require_POST
@staff_page
def absence_end(request: OtklikRequest, uid: str) -> HttpResponse:
    """They are back, or do not go at all."""
    end_absence(request.actor, get_absence_for(request.actor, str(uid)))
    say_next(request, _("The absence is over."))
    return HttpResponseRedirect(reverse("desk-absences"))


def _sent(request: OtklikRequest) -> dict[str, str]:
    return {name: request.POST.get(name, "") for name in absence_form.FIELDS}


def _as_fields(error: Invalid) -> Mapping[str, str]:
    """The command's names of fields as the form's."""
    called = {"from": "from_day", "until": "until_day"}
    return {called.get(name, name): words for name, words in error.fields.items()}


def _address(request: OtklikRequest) -> str:
    asked = {name: request.GET[name] for name in ("team", "week") if name in request.GET}
    return f"{reverse('desk-absences')}?{urlencode(asked)}" if asked else reverse("desk-absences")


def _page(
    request: OtklikRequest,
    given: Mapping[str, str],
    problems: Mapping[str, str],
    *,
    row: Absence | None = None,
    leaving: int = 0,
    status: int = 200,
) -> HttpResponse:
    actor = request.actor
    team, monday = _team(request), _monday(request)
    colleagues = [(one.uid, one.name) for one in staff().active() if one.uid != given["who"]]
    whom = [(one.uid, one.name) for one in plannable(actor)]
    context = {
        "shell": shell_for(actor, "absences"),
        "teams": [(one.code, str(one.name)) for one in _teams(actor)],
        "team": team,
        "leads": led_by(actor),
        "days": [reading().local(_noon(monday, n), "short") for n in range(WEEK)],
        "weekdays": [str(WEEKDAYS_ABBR[n]) for n in range(WEEK)],
        "members": [_member(actor, one, monday, team) for one in _people(actor, team)],
        "before": (monday - timedelta(days=WEEK)).isoformat(),
        "after": (monday + timedelta(days=WEEK)).isoformat(),
        "lines": _lines(actor),
        "v": given,
        "problems": problems,
        "row": row,
        "whom": whom,
        "colleagues": colleagues,
        "kinds": absence_form.kinds(),
        "leaving": _leaving(leaving) if leaving else "",
    }
    return render(request, "desk/absences.html", context, status=status)


def _leaving(number: int) -> str:
    return ngettext(
        "%(n)s ticket leaves them at once, as the team's settings say.",
        "%(n)s tickets leave them at once, as the team's settings say.",
        number,
    ) % {"n": number}


def _teams(actor: Actor) -> Sequence[Team]:
    """One's own teams first."""
    return sorted(staff().open_teams(), key=lambda team: team.pk not in actor.team_ids)


def _team(request: OtklikRequest) -> Team | None:
    asked, teams = request.GET.get("team", ""), _teams(request.actor)
    return next((team for team in teams if team.code == asked), teams[0] if teams else None)


def _people(actor: Actor, team: Team | None) -> Sequence[AgentInfo]:
    return staff().members(team.pk) if team else [staff().agents[actor.agent_id or 0]]


def _monday(request: OtklikRequest) -> date:
    today = timezone.localtime(clock.now()).date()
    try:
        asked = date.fromisoformat(request.GET.get("week", ""))
    except ValueError:
        asked = today
    if abs((asked - today).days) > 5 * 366:
        asked = today
    return asked - timedelta(days=asked.weekday())


def _noon(monday: date, number: int) -> datetime:
    return datetime.combine(monday + timedelta(days=number), time(12), timezone.get_current_timezone())


def _member(actor: Actor, agent: AgentInfo, monday: date, team: Team | None) -> Member:
    found = [day_of(agent.id, monday + timedelta(days=n), team.pk if team else None) for n in range(WEEK)]
    days = [
        Day(absence_words(away.kind), is_away=True) if away else Day(shown_spans(spans) or "–", is_away=False)
        for spans, away in found
    ]
    return Member(agent.name, agent.uid, days, may_plan_shifts(actor, agent))


def _lines(actor: Actor) -> list[Line]:
    now, people = clock.now(), staff()
    rows = absences_for(actor, now, now + AHEAD)
    return [
        _line(actor, row, people.agents[row.agent_id])
        for row in rows
        if people.agents[row.agent_id].is_active
    ]


def _line(actor: Actor, row: Absence, agent: AgentInfo) -> Line:
    stand_in, told = staff().agents.get(row.stand_in_id or 0), reading()
    begins = "" if row.starts_at <= clock.now() else told.local(row.starts_at, "short")
    away = Away(row.starts_at, row.ends_at, AbsenceKind(row.kind))
    words = away_words(away)
    return Line(
        uid=str(row.uid),
        name=agent.name,
        words=_("from %(day)s %(words)s") % {"day": begins, "words": words} if begins else words,
        note=row.note if may_plan(actor, agent) else "",
        stand_in=stand_in.name if stand_in else "",
        may_change=may_plan(actor, agent),
    )

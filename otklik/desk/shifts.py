"""`/desk/shifts/<uid>`: the shifts of an employee, for a lead of their team or an administrator."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from otklik.core.configuring.kinds import Wrong
from otklik.core.errors import Invalid, NotFound
from otklik.organisation.calendars import spans_of
from otklik.people.absences import require_planning, shift_plans_of
from otklik.people.at_work import calendar_for
from otklik.people.commands import ShiftSpec, drop_shifts, set_shifts
from otklik.people.queries import AgentInfo, staff
from otklik.web.day_hours import shown_spans, spans_in
from otklik.web.errors import status_of
from otklik.web.flash import say_next
from otklik.web.gates import staff_page
from otklik.web.request import OtklikRequest
from otklik.web.staff_frame import shell_for

if TYPE_CHECKING:
    from otklik.people.models import ShiftPlan

FIELDS = ("begins", "ends", "days", "keeps_holidays")


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def shifts(request: OtklikRequest, uid: str) -> HttpResponse:
    """The plans there are, and the form of a new one; a POST sets it, with `drop` it takes one away."""
    agent = staff().by_uid.get(str(uid))
    if agent is None:
        raise NotFound
    require_planning(request.actor, agent.id, shifts=True)
    if request.method != "POST":
        return _page(request, agent, {"keeps_holidays": "1"}, {})
    if request.POST.get("drop"):
        _drop(request, agent)
        return HttpResponseRedirect(reverse("desk-shifts", args=[uid]))
    sent = {name: request.POST.get(name, "") for name in FIELDS}
    try:
        set_shifts(request.actor, agent.id, _spec(sent))
    except Invalid as error:
        return _page(request, agent, sent, error.fields, status=status_of(error))
    say_next(request, _("The shifts are set."))
    return HttpResponseRedirect(reverse("desk-shifts", args=[uid]))


def _drop(request: OtklikRequest, agent: AgentInfo) -> None:
    plans = shift_plans_of(request.actor, agent.id)
    found = next((plan for plan in plans if str(plan.uid) == request.POST["drop"]), None)
    if found is None:
        raise NotFound
    drop_shifts(request.actor, found)
    say_next(request, _("The shifts are taken away."))


def _spec(sent: Mapping[str, str]) -> ShiftSpec:
    problems: dict[str, str] = {}
    days = []
    for line in sent["days"].strip().splitlines():
        try:
            days.append(spans_in(line))
        except Wrong as wrong:
            problems["days"] = str(wrong)
    dates = {}
    for name in ("begins", "ends"):
        try:
            dates[name] = date.fromisoformat(sent[name]) if sent[name] else None
        except ValueError:
            problems[name] = _("Enter a date.")
    begins = dates.get("begins")
    if begins is None:
        problems.setdefault("begins", _("Enter the first day."))
    if problems or begins is None:
        raise Invalid(problems)
    return ShiftSpec(begins, days, dates["ends"], sent["keeps_holidays"] == "1")


def _page(
    request: OtklikRequest,
    agent: AgentInfo,
    given: Mapping[str, str],
    problems: Mapping[str, str],
    *,
    status: int = 200,
) -> HttpResponse:
    plans = [(plan, _told(plan)) for plan in shift_plans_of(request.actor, agent.id)]
    context = {
        "shell": shell_for(request.actor, "absences"),
        "agent": agent,
        "plans": plans,
        "v": {**dict.fromkeys(FIELDS, ""), **given},
        "problems": problems,
        "calendar": calendar_for(agent.id).name,
    }
    return render(request, "desk/shifts.html", context, status=status)


def _told(plan: ShiftPlan) -> list[str]:
    """The days of the cycle, one after another."""
    return [shown_spans(spans_of(day)) or "–" for day in plan.days]

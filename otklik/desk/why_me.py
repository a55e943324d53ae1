"""`/desk/tickets/<number>/assignment/why`: how a ticket came to its assignee (NEW-13)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from otklik.people.queries import staff
from otklik.tickets.enums import Given
from otklik.tickets.queries.reasons import Step, steps_of
from otklik.tickets.turns import Told, Why
from otklik.web.assignment_words import given_words, mode_words, outcome_words, weighed_words
from otklik.web.gates import staff_page
from otklik.web.history_reasons import reason
from otklik.web.moments import reading
from otklik.web.request import OtklikRequest
from otklik.web.staff_frame import shell_for

FULL_SHARE = 100


@dataclass(frozen=True, slots=True)
class Weighed:
    """A candidate in words."""

    name: str
    is_chosen: bool
    load: str
    share: str
    why: str


@dataclass(frozen=True, slots=True)
class Line:
    """A step in words."""

    when: str
    title: str
    words: str
    weighed: Sequence[Weighed]


@require_safe
@staff_page
def why_me(request: OtklikRequest, number: str) -> HttpResponse:
    """Every step with its reason, the newest first; 404 for who does not see the ticket."""
    ticket, steps = steps_of(request.actor, number)
    context = {
        "shell": shell_for(request.actor, "tickets"),
        "t": ticket,
        "steps": [_told(step) for step in steps],
        "is_mine": ticket.assignee_id == request.actor.agent_id,
    }
    return render(request, "desk/why_me.html", context)


def _told(step: Step) -> Line:
    return Line(
        when=reading().local(step.at),
        title=_name(step.agent_id) if step.how else _team(step.team_id),
        words=_words(step),
        weighed=[_weighed(one) for one in step.weighed],
    )


def _words(step: Step) -> str:
    if step.how is None:
        return outcome_words(step.outcome)
    said = given_words(step.how)
    team = _team(step.team_id)
    if step.how is Given.BY_TURN:
        return _("%(given)s “%(team)s”: %(mode)s") % {
            "given": said,
            "team": team,
            "mode": mode_words(step.mode),
        }
    if step.how is Given.BY_HAND and step.by:
        return _("given by %(name)s") % {"name": _name(step.by)}
    if step.how is Given.BY_RULE and step.why:
        return _("given by a rule: %(why)s") % {"why": reason(step.why)}
    return said


def _weighed(one: Told) -> Weighed:
    of = _("%(load)s of %(limit)s") % {"load": one.load, "limit": one.limit}
    return Weighed(
        name=_name(one.agent_id),
        is_chosen=one.why is Why.CHOSEN,
        load=str(one.load) if one.limit is None else of,
        share="" if one.weight == FULL_SHARE else f"{one.weight} %",
        why=weighed_words(one.why),
    )


def _name(agent_id: int | None) -> str:
    found = staff().agents.get(agent_id or 0)
    return found.name if found else ""


def _team(team_id: int | None) -> str:
    found = staff().teams.get(team_id or 0)
    return str(found.name) if found else ""

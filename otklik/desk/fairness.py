"""`/desk/reports/fairness`: what a team's members were given against their share, and setting the shares."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from otklik.core import clock
from otklik.core.errors import Denied, Invalid, NotFound
from otklik.people.absences import led_by
from otklik.people.actor import Actor
from otklik.people.commands import set_shares
from otklik.people.queries import Share, staff
from otklik.tickets.enums import Given
from otklik.tickets.queries.fairness import Line, fairness
from otklik.web.errors import status_of
from otklik.web.flash import say_next
from otklik.web.gates import staff_page
from otklik.web.request import OtklikRequest
from otklik.web.staff_frame import shell_for

if TYPE_CHECKING:
    from otklik.people.models import Team

PERIODS = (7, 30, 90)


@dataclass(frozen=True, slots=True)
class Row:
    """A member in words. `weight` and `most` as they are typed."""

    uid: str
    name: str
    is_member: bool
    turn: int
    taken: int
    given: int
    returned: int
    by_itself: int
    load: int
    meant: str
    got: str
    weight: str
    most: str


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def report(request: OtklikRequest) -> HttpResponse:
    """The report of one team one leads (`team`, `days`); a POST sets `weight-<uid>` and `most-<uid>`."""
    teams = teams_led(request.actor)
    asked = request.GET.get("team", "")
    team = next((one for one in teams if one.code == asked), None if asked else teams[0])
    if team is None:
        raise NotFound
    if request.method != "POST":
        return _page(request, teams, team, {}, {})
    sent = request.POST.dict()
    try:
        set_shares(request.actor, team, _shares(team, sent))
    except Invalid as error:
        return _page(request, teams, team, sent, error.fields, status=status_of(error))
    say_next(request, _("Saved."))
    return HttpResponseRedirect(f"{reverse('desk-fairness')}?team={team.code}")


def teams_led(actor: Actor) -> Sequence[Team]:
    """Teams one leads, own ones first; `Denied` for who leads none."""
    mine = led_by(actor)
    found = [team for team in staff().open_teams() if team.pk in mine]
    if not found:
        raise Denied(_("This is for the team's lead and administrators."))
    return sorted(found, key=lambda team: team.pk not in actor.team_ids)


def _shares(team: Team, sent: Mapping[str, str]) -> dict[int, Share]:
    shares = {}
    for agent in staff().members(team.pk):
        weight, most = sent.get(f"weight-{agent.uid}", "").strip(), sent.get(f"most-{agent.uid}", "").strip()
        if not weight.isdecimal() or not (most.isdecimal() or not most) or len(weight + most) > 8:
            raise Invalid({"weight": _("Enter whole numbers: a share in per cent, a maximum or nothing.")})
        shares[agent.id] = Share(int(weight), int(most) if most else None)
    return shares


def _page(
    request: OtklikRequest,
    teams: Sequence[Team],
    team: Team,
    sent: Mapping[str, str],
    problems: Mapping[str, str],
    *,
    status: int = 200,
) -> HttpResponse:
    asked, now = request.GET.get("days", ""), clock.now()
    days = int(asked) if asked.isdecimal() and int(asked) in PERIODS else PERIODS[1]
    lines = fairness(request.actor, team, now - timedelta(days=days), now)
    context = {
        "shell": shell_for(request.actor, "absences"),
        "teams": [(one.code, str(one.name)) for one in teams],
        "team": team,
        "days": days,
        "periods": [(n, ngettext("%(n)s day", "%(n)s days", n) % {"n": n}) for n in PERIODS],
        "rows": [_row(line, sent) for line in lines],
        "problems": problems,
        "by_turn": team.turn_mode != "manual",
    }
    return render(request, "desk/fairness.html", context, status=status)


def _row(line: Line, sent: Mapping[str, str]) -> Row:
    agent, numbers = staff().agents[line.agent_id], line.numbers
    most = "" if line.share.max_load is None else str(line.share.max_load)
    return Row(
        uid=agent.uid,
        name=agent.name,
        is_member=line.is_member,
        turn=numbers.get(Given.BY_TURN, 0),
        taken=numbers.get(Given.TAKEN, 0),
        given=numbers.get(Given.BY_HAND, 0) + numbers.get(Given.BY_RULE, 0),
        returned=numbers.get(Given.RETURNED, 0),
        by_itself=numbers.get(Given.UNOPENED, 0) + numbers.get(Given.GONE, 0),
        load=line.load,
        meant=f"{round(line.meant * 100)} %",
        got=f"{round(line.got * 100)} %",
        weight=sent.get(f"weight-{agent.uid}", str(line.share.weight)),
        most=sent.get(f"most-{agent.uid}", most),
    )

"""`/desk/radar`: which tickets of a team will miss their deadline, why, and giving them anew after a look."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from otklik.automation.radar.handling import ENOUGH
from otklik.automation.radar.reading import Item, radar
from otklik.automation.radar.rebalancing import Wanted, rebalance
from otklik.catalogue.queries import catalogue
from otklik.core.errors import Invalid, NotFound
from otklik.desk.fairness import teams_led
from otklik.people.queries import staff
from otklik.web import showing
from otklik.web.flash import say_next
from otklik.web.gates import staff_page
from otklik.web.radar_words import cause, late_by, move_words, takes_words
from otklik.web.request import OtklikRequest
from otklik.web.staff_frame import shell_for
from otklik.web.typography import initials, span

if TYPE_CHECKING:
    from otklik.people.models import Team

SEPARATOR = "|"
LANE = 160
"""The length of a lane: the hours that are looked at."""


@dataclass(frozen=True, slots=True)
class Line:
    """A promise that will be broken, in words. `move`: what the form sends for giving it to `to`, why it is
    theirs to keep in `reason`. `lane`: where on a lane of `LANE` units its time ends and it will be kept."""

    number: str
    digits: str
    subject: str
    client: str
    priority: object
    who: tuple[str, str, int]
    due: showing.Due
    late: str
    answer: bool
    cause: str
    takes: str
    to: str
    move: str
    reason: str
    lane: tuple[int, int]


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def show(request: OtklikRequest) -> HttpResponse:
    """The radar of one team one leads (`team`); a POST gives what is ticked (`move`) in one step;
    with `board` it came from there, and leads back."""
    teams = teams_led(request.actor)
    asked = request.GET.get("team", "")
    team = next((one for one in teams if one.code == asked), None if asked else teams[0])
    if team is None:
        raise NotFound
    if request.method == "POST":
        return _given(request, team)
    look = radar(request.actor, team)
    lines = [line_of(item, look.now) for item in look.items]
    context = {
        "shell": shell_for(request.actor, "radar"),
        "teams": [(one.code, str(one.name)) for one in teams],
        "team": team,
        "ahead": look,
        "lines": lines,
        "movable": sum(1 for line in lines if line.move),
        "enough": ENOUGH,
        "lane": LANE,
    }
    return render(request, "desk/radar.html", context)


def _given(request: OtklikRequest, team: Team) -> HttpResponse:
    row = rebalance(request.actor, team, [_wanted(one) for one in request.POST.getlist("move")])
    said = ngettext("%(n)s ticket given anew", "%(n)s tickets given anew", row.done) % {"n": row.done}
    words = ". ".join([said, *(f"{number}: {why}" for number, why in row.refused[:3])])
    undo = reverse("desk-step-undo", args=[row.uid]) if row.done else ""
    say_next(request, words, undo=undo)
    if "board" in request.POST:
        asked = urlencode({"team": board}) if (board := request.POST["board"]) else ""
        return HttpResponseRedirect(f"{reverse('desk-board')}?{asked}")
    return HttpResponseRedirect(f"{reverse('desk-radar')}?team={team.code}")


def _wanted(sent: str) -> Wanted:
    parts = sent.split(SEPARATOR)
    if len(parts) != 3 or not parts[1].isdecimal():
        raise Invalid({"move": ""})
    return Wanted(parts[0], int(parts[1][:9]), parts[2])


def line_of(item: Item, now: datetime) -> Line:
    """A promise that will be broken, in words."""
    row, seen, move = item.row, item.seen, item.move
    people, late = staff().agents, late_by(seen)
    holder = people.get(row.assignee_id or 0)
    to = people.get(move.to) if move else None
    return Line(
        number=row.number,
        digits=showing.digits(row.number),
        subject=row.subject,
        client=row.company or row.contact,
        priority=catalogue().priorities[row.priority_id],
        who=(holder.short_name, initials(holder.name), holder.id) if holder else ("", "", 0),
        due=showing.due(seen.work.due, now, paused=False),
        late=span(late) if late else "",
        answer=seen.work.answer,
        cause=cause(seen, item.takes),
        takes=takes_words(item.takes),
        to=to.short_name if to else "",
        move=SEPARATOR.join([row.number, str(row.version), to.uid]) if to else "",
        reason=move_words(move) if move else "",
        lane=(round(item.due * LANE), round(item.ends * LANE)),
    )

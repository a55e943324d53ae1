"""Why a promise will be broken, and why somebody else could keep it (NEW-8), in words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from otklik.automation.radar.forecast import NOTHING, Forecast
from otklik.automation.radar.handling import Typical
from otklik.automation.radar.moving import Move
from otklik.people.presence import Why
from otklik.people.queries import staff
from otklik.web.assignment_words import missing_words
from otklik.web.moments import reading


def cause(seen: Forecast, takes: Typical) -> str:
    """`I. Ivanov: 6 tickets before this one, 2 h of work; off shift at 16:00`."""
    if seen.by is None:
        return _("nobody has taken it, and nobody of the team works in sight")
    told = {"name": _name(seen.by), "why": "; ".join(_parts(seen, takes))}
    if seen.work.agent is None:
        return _("nobody has taken it; the first to be free, %(name)s: %(why)s") % told
    return _("%(name)s: %(why)s") % told


def late_by(seen: Forecast) -> timedelta | None:
    """How long after its deadline the promise will be kept; None: that is not in sight."""
    due = seen.work.due
    return None if seen.ready is None or due is None else max(seen.ready - due, NOTHING)


def takes_words(takes: Typical) -> str:
    """What the time of such a ticket was taken from."""
    told = {"time": reading().span(takes.time), "n": takes.cases}
    if not takes.cases:
        return _("about %(time)s: fewer than ten of this team are known") % told
    if takes.of_type:
        return _("about %(time)s: the median of this team and type, cases: %(n)s") % told
    return _("about %(time)s: the median of this team, cases: %(n)s") % told


def move_words(move: Move) -> str:
    """Why this employee: when they will have kept the promise, and what they will have open then."""
    told = {"moment": _at(move.ready), "spare": reading().span(move.spare), "n": move.load}
    return (
        ngettext(
            "in time by %(moment)s, %(spare)s to spare; %(n)s open ticket then",
            "in time by %(moment)s, %(spare)s to spare; %(n)s open tickets then",
            move.load,
        )
        % told
    )


def _parts(seen: Forecast, takes: Typical) -> Iterator[str]:
    told = reading()
    if seen.away is not None and (seen.away.why is Why.ABSENT or seen.left <= NOTHING):
        yield missing_words(seen.away)
    if seen.ahead:
        how = {"n": seen.ahead, "time": told.span(seen.ahead_time)}
        yield (
            ngettext(
                "%(n)s ticket before this one, %(time)s of work",
                "%(n)s tickets before this one, %(time)s of work",
                seen.ahead,
            )
            % how
        )
    if seen.stops is not None:
        yield _("off shift at %(moment)s") % {"moment": _at(seen.stops)}
    if seen.left > NOTHING and not seen.work.answer:
        how = {"time": told.span(takes.time), "left": told.span(seen.left)}
        yield _("takes %(time)s, %(left)s of working time is left") % how


def _name(agent_id: int) -> str:
    agent = staff().agents.get(agent_id)
    return agent.short_name if agent else ""


def _at(moment: datetime | None) -> str:
    told = reading()
    if moment is None:
        return ""
    clock = told.local(moment, "clock")
    return clock if told.days_from_now(moment) == 0 else f"{told.local(moment, 'short')}, {clock}"

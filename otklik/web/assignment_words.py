"""How a ticket came to whom, in words: the lines of its history, and "why me?" (NEW-13)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from otklik.core.configuring.durations import spell
from otklik.people.enums import AbsenceKind, TurnMode
from otklik.people.presence import Away, Missing
from otklik.people.presence import Why as MissingWhy
from otklik.tickets.enums import Given
from otklik.tickets.turns import Outcome, Why
from otklik.web.moments import reading

if TYPE_CHECKING:
    from otklik.core.models import Event


def by_turn(why: str) -> str:
    """`assigned by turn: who has the fewest open tickets`, from an event's reason; empty for any other."""
    kind, _colon, name = why.partition(":")
    if kind == "turn":
        return _("given by the team's turn (%(how)s)") % {"how": mode_words(name)}
    if kind == "stand_in":
        return _("given to the stand-in, as the assignee is away (%(kind)s)") % {"kind": absence_words(name)}
    return ""


def released(event: Event) -> str:
    """How a ticket went back by itself; empty where somebody gave it back."""
    kind, _colon, rest = str(event.data.get("why") or "").partition(":")
    if kind == "unopened" and rest.isdecimal():
        return _("given back to the team by itself: not opened for %(time)s") % {"time": spell(int(rest))}
    if kind == "gone":
        return _("given back to the team by itself: %(kind)s") % {"kind": absence_words(rest)}
    return _NEW_AGAIN[kind]() if kind in _NEW_AGAIN else ""


def taken(event: Event) -> str:
    """That a ticket was taken by opening it; empty where somebody took it by hand."""
    return _("opened for processing") if event.data.get("opened") else ""


def not_distributed(event: Event) -> str:
    """Why nobody of the team was given the ticket."""
    return outcome_words(str(event.data.get("outcome") or ""))


def mode_words(mode: str) -> str:
    """`in turn`."""
    known = {
        TurnMode.ROUND_ROBIN.value: _("in turn"),
        TurnMode.LEAST_LOADED.value: _("to who has the fewest open tickets"),
    }
    return known.get(mode, mode)


def outcome_words(outcome: str) -> str:
    """Why it stays with the team."""
    known = {
        Outcome.ALL_FULL.value: _("stays with the team: everybody at work has their maximum"),
        Outcome.NOBODY_HERE.value: _("stays with the team: nobody is at work"),
        Outcome.NOBODY.value: _("stays with the team: there is nobody to give it to"),
    }
    return known.get(outcome, outcome)


def weighed_words(why: str) -> str:
    """Why a member was chosen or was not."""
    return _WEIGHED[why]() if why in _WEIGHED else why


def given_words(how: str) -> str:
    """How a ticket came to somebody, or left them."""
    return _GIVEN[how]() if how in _GIVEN else how


def absence_words(kind: str) -> str:
    """`vacation`."""
    return _KINDS[kind]() if kind in _KINDS else kind


def away_words(away: Away | None) -> str:
    """`vacation until 3 Dec`; empty for who is not away."""
    if away is None:
        return ""
    if away.ends is None:
        return absence_words(away.kind)
    until = {"kind": absence_words(away.kind), "moment": reading().local(away.ends - _TICK, "short")}
    return _("%(kind)s until %(moment)s") % until


def missing_words(missing: Missing | None) -> str:
    """Why somebody is not at work; empty for who is."""
    if missing is None:
        return ""
    if missing.why is MissingWhy.ABSENT:
        return away_words(missing.away)
    until = {"moment": reading().local(missing.until)} if missing.until else {}
    return _("not at work until %(moment)s") % until if until else _("not at work")


_TICK = timedelta(microseconds=1)
"""An absence ends where the day after it begins; people are told its last day."""
_NEW_AGAIN: Mapping[str, Callable[[], str]] = {
    "closed": lambda: _("new again: closed without a result"),
    "signed_out": lambda: _("new again: signed out"),
    "lost": lambda: _("new again: the open page was not heard of for a minute"),
    "new": lambda: _("made new again"),
}
"""Why a ticket that was claimed by opening it is no longer (`tickets.commands.processing`)."""
_KINDS: Mapping[str, Callable[[], str]] = {
    AbsenceKind.VACATION.value: lambda: _("on vacation"),
    AbsenceKind.SICK.value: lambda: _("ill"),
    AbsenceKind.OTHER.value: lambda: _("away"),
}
_WEIGHED: Mapping[str, Callable[[], str]] = {
    Why.CHOSEN.value: lambda: _("chosen"),
    Why.LATER.value: lambda: _("later in turn"),
    Why.BUSIER.value: lambda: _("has more to do"),
    Why.JUST_GIVEN.value: lambda: _("has as much, was given one later"),
    Why.ABSENT.value: lambda: _("was away"),
    Why.OFF_SHIFT.value: lambda: _("was not at work"),
    Why.FULL.value: lambda: _("had their maximum"),
    Why.NO_SHARE.value: lambda: _("is given nothing by turn"),
    Why.HAD_IT.value: lambda: _("had it and gave it back"),
}
_GIVEN: Mapping[str, Callable[[], str]] = {
    Given.BY_TURN.value: lambda: _("given by the team's turn"),
    Given.BY_RULE.value: lambda: _("given by a rule"),
    Given.BY_HAND.value: lambda: _("given by a colleague"),
    Given.TAKEN.value: lambda: _("taken"),
    Given.RETURNED.value: lambda: _("given back"),
    Given.PASSED_ON.value: lambda: _("went to somebody else"),
    Given.UNOPENED.value: lambda: _("went back: not opened in time"),
    Given.GONE.value: lambda: _("went back: away"),
}

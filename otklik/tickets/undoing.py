"""What taking a step back does to one ticket: from what the step changed and how the ticket stands now. Pure.

Each field goes back to what it was before the step, but only from what the step made of it: what was changed
since stays and is told. Where somebody else changed a field between two changes of the step, it goes back to
what they made of it. Lists (categories) and followers lose what the step added and get back what it took,
whatever else has come or gone meanwhile.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

OBSERVER = "observer"


@dataclass(frozen=True, slots=True)
class Changed:
    """One change of the step, in the order they happened."""

    field: str
    before: object
    after: object


@dataclass(frozen=True, slots=True)
class Back:
    """A field that goes back: what it is now, what it was before."""

    field: str
    now: object
    then: object


@dataclass(frozen=True)
class Plan:
    """What goes back, who begins and ends to follow the ticket, and which fields stay as they were changed
    since."""

    back: Sequence[Back] = ()
    follow: Sequence[str] = ()
    unfollow: Sequence[str] = ()
    left: Sequence[str] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        """Nothing goes back."""
        return not (self.back or self.follow or self.unfollow)


def plan(changes: Iterable[Changed], present: Mapping[str, object], following: frozenset[str]) -> Plan:
    """The way back for a ticket whose fields are `present` and whom `following` follow.

    `present` names every field that can go back; a change of another one is left.
    """
    ends: dict[str, Back] = {}
    followers: dict[str, bool] = {}
    for change in changes:
        if change.field == OBSERVER:
            _note_follower(followers, change)
            continue
        first = ends.get(change.field)
        then = first.then if first is not None and first.now == change.before else change.before
        ends[change.field] = Back(change.field, change.after, then)
    back, left = [], []
    for end in ends.values():
        if end.now == end.then:
            continue
        step = _step(end, present)
        if step is None:
            left.append(end.field)
        elif step.now != step.then:
            back.append(step)
    return Plan(
        back,
        sorted(who for who, began in followers.items() if not began and who not in following),
        sorted(who for who, began in followers.items() if began and who in following),
        left,
    )


def _note_follower(followers: dict[str, bool], change: Changed) -> None:
    """Who the step had begin (True) or end to follow; both within one step: as it was."""
    began = change.after is not None
    who = str(change.after if began else change.before)
    if followers.get(who, began) is not began:
        del followers[who]
    else:
        followers[who] = began


def _step(end: Back, present: Mapping[str, object]) -> Back | None:
    """The way back of one field; None where it was changed since."""
    if end.field not in present:
        return None
    now = present[end.field]
    if isinstance(now, list) and isinstance(end.now, list) and isinstance(end.then, list):
        added = [one for one in end.now if one not in end.then]
        taken = [one for one in end.then if one not in end.now]
        return Back(end.field, now, sorted({*(one for one in now if one not in added), *taken}))
    return Back(end.field, now, end.then) if now in (end.now, end.then) else None

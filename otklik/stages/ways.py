"""Where a ticket may go from its stage: the ways of its route, whose conditions are asked of the ticket."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from otklik.core.small import SmallTable
from otklik.rules import stored
from otklik.rules.conditions import Holds, compiled
from otklik.rules.matching import facts_of, faults_of, spelled
from otklik.rules.sentences import sentence
from otklik.rules.stored import Malformed
from otklik.tickets.models import Stage, Ticket
from otklik.tickets.queries.routes import routes


@dataclass(frozen=True)
class Way:
    """From the present stage to another. `is_onward`: further along the route, else a return. `unless` says
    which tickets may go, where this one may not."""

    target: Stage
    is_onward: bool
    unless: str = ""


@dataclass(frozen=True)
class _Ready:
    """A passage's condition that can be asked, with its sentence; `holds` None: it can be asked no more."""

    holds: Holds | None
    is_free: bool
    words: Mapping[str, object]


def ways_from(ticket: Ticket) -> Sequence[Way]:
    """Every way from the ticket's stage, in the order of the route; none for one that is on no route."""
    known = routes()
    stage = known.stages.get(ticket.stage_id or 0)
    if stage is None:
        return ()
    found = []
    for passage in known.passages.get(stage.pk, ()):
        target = known.stages[passage.target_id]
        if not target.hidden:
            onward = (target.position, target.pk) > (stage.position, stage.pk)
            found.append(Way(target, onward, _refusal(passage.pk, ticket)))
    return found


def way_to(ticket: Ticket, code: str) -> Way | None:
    """The way to the stage with this code, if there is one."""
    return next((way for way in ways_from(ticket) if way.target.code == code), None)


def _refusal(passage_id: int, ticket: Ticket) -> str:
    """Empty when the ticket may go; else the condition in words. One that can be asked no more (a field is
    gone) lets nobody through and says so."""
    ready = READY.get()[passage_id]
    if ready.is_free or (ready.holds is not None and ready.holds(facts_of(ticket))):
        return ""
    return sentence(stored.read(dict(ready.words)))


def _load() -> Mapping[int, _Ready]:
    return {
        passage.pk: _ready(passage.condition)
        for passages in routes().passages.values()
        for passage in passages
    }


def _ready(tree: Mapping[str, object]) -> _Ready:
    plain = tree or {"all": []}
    try:
        condition = stored.read(plain)
    except Malformed:
        return _Ready(None, False, {"all": []})
    is_free = not condition.parts
    if faults_of(condition):
        return _Ready(None, is_free, plain)
    return _Ready(compiled(spelled(condition)), is_free, plain)


READY: SmallTable[Mapping[int, _Ready]] = SmallTable(_load)

"""Which phrases a bulk ticket consists of, so that it ends as wanted. Pure."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from otklik.cli.demo.mass.phrases import FOLLOW_UPS, PROMISES, Phrase, Talk

LENGTHS, SHARES = (1, 2, 3, 4, 5, 6), (10, 27, 32, 16, 10, 5)
"""How many messages a ticket has, and in how many of a hundred: three on the average."""
REOPENED = 0.15
"""Of the finished ones with four messages and more."""


class Ending(Enum):
    """How a ticket stands when the load is done."""

    WAITS = "waits"  # the client
    WORKS = "works"
    ASKED = "needs_clarification"
    ELSEWHERE = "waiting_others"
    POSTPONED = "postponed"
    RESOLVED = "resolved"
    CLOSED = "closed"

    @property
    def is_finished(self) -> bool:
        """Resolved, perhaps closed since."""
        return self in (Ending.RESOLVED, Ending.CLOSED)


@dataclass(frozen=True, slots=True)
class Line:
    """A phrase and the status an agent sets with it."""

    phrase: Phrase
    status: str = ""


def plot(talk: Talk, ending: Ending, rng: random.Random) -> Sequence[Line]:
    """The opening first; the last line is said by whom the ending asks for."""
    length = rng.choices(LENGTHS, SHARES)[0]
    if length == 1:
        return [Line(talk.opening)]
    last = _last(talk, ending, rng)
    if ending.is_finished and length >= 4 and rng.random() < REOPENED:
        between = [Line(talk.solution, "resolved"), Line(rng.choice(FOLLOW_UPS))]
        lines = [Line(talk.opening), *between, *_between(talk, length - 4, rng), last]
    else:
        lines = [Line(talk.opening), *_between(talk, length - 2, rng), last]
    return _without_echo(lines)


def _last(talk: Talk, ending: Ending, rng: random.Random) -> Line:
    if ending is Ending.WAITS:
        return Line(rng.choice(FOLLOW_UPS))
    if ending.is_finished:
        return Line(talk.solution, "resolved")
    status = ending.value if ending in (Ending.ASKED, Ending.ELSEWHERE) else ""
    ours = [phrase for phrase in talk.middle if phrase.who == "agent"]
    return Line(rng.choice(ours or PROMISES), status)


def _between(talk: Talk, number: int, rng: random.Random) -> list[Line]:
    """In the order of the conversation, and more of the same where it is too short."""
    found = [Line(phrase) for phrase in talk.middle[:number]]
    while len(found) < number:
        found.append(Line(rng.choice(FOLLOW_UPS if len(found) % 2 else PROMISES)))
    return found


def _without_echo(lines: list[Line]) -> list[Line]:
    """Nobody says the same twice running."""
    for number in range(1, len(lines)):
        line, before = lines[number], lines[number - 1]
        if line.phrase == before.phrase:
            pool = FOLLOW_UPS if line.phrase.who == "client" else PROMISES
            other = next(phrase for phrase in pool if phrase != before.phrase)
            lines[number] = Line(other, line.status)
    return lines

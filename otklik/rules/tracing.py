"""A condition part by part, with what was seen and whether it held: for "why?" and "why not?"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from otklik.rules.conditions import Answer as Asked
from otklik.rules.conditions import Condition, Fact, Facts, Group, Question, Trace, traced
from otklik.rules.matching import spelled
from otklik.rules.registry import fields
from otklik.rules.sentences import Names, fact_words, names_of, question_words


@dataclass(frozen=True, slots=True)
class Line:
    """A part of a condition: a question, or (`question` None) the head of a group, `every` telling which.

    `depth` grows with groups inside groups. `kept`: the value is the one that was seen when it was decided;
    else it is what stands there now. `asked` and `seen` are in the reader's language.
    """

    depth: int
    held: bool
    every: bool = True
    question: Question | None = None
    fact: Fact = None
    kept: bool = False
    asked: str = ""
    seen: str = ""


def lines_of(condition: Group, kept: Mapping[str, Fact], now: Facts) -> list[Line]:
    """Every part in reading order. What is not `kept` is asked of `now`; of fields that are gone, nothing."""
    seen = _Seen(kept, now)
    trace = traced(cast("Group", spelled(condition)), seen)
    return _lines(condition, trace, seen, names_of(condition), 0)


def failed_of(lines: Sequence[Line]) -> list[Line]:
    """The questions that did not hold."""
    return [line for line in lines if line.question is not None and not line.held]


class _Seen:
    """What was kept, and for the rest what stands there now."""

    def __init__(self, kept: Mapping[str, Fact], now: Facts) -> None:
        self.kept = kept
        self._now = now

    def __getitem__(self, field: str, /) -> Fact:
        if field in self.kept:
            return self.kept[field]
        return self._now[field] if field in fields() else None


def _lines(part: Condition, trace: Trace | Asked, seen: _Seen, names: Names, depth: int) -> list[Line]:
    if isinstance(part, Question):
        fact = seen[part.field]
        return [
            Line(
                depth,
                trace.held,
                question=part,
                fact=fact,
                kept=part.field in seen.kept,
                asked=question_words(part, names),
                seen=fact_words(part, fact),
            )
        ]
    inner = zip(part.parts, trace.parts if isinstance(trace, Trace) else (), strict=True)
    told = [line for one, answer in inner for line in _lines(one, answer, seen, names, depth + 1)]
    return [Line(depth, trace.held, part.every), *told]

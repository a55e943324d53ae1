"""What trials are worked out by: fields as they were, and rules counted in pairs."""

from __future__ import annotations

from otklik.rules.asof import as_of
from otklik.rules.comparing import Candidate, Counts, Covered, count, covered, decide


def test_fields_as_they_were() -> None:
    now = {"team": 3, "priority": 1, "subject": "b", "contact": 7}
    since: list[dict[str, object]] = [
        {"field": "team", "from": 1, "to": 2},
        {"field": "subject", "from": "a", "to": "b"},
        {"field": "team", "from": 2, "to": 3},
        {"field": "contact", "from": None, "to": None},
        {"field": "status", "from": "new", "to": "open"},
    ]
    then = as_of(now, since)
    assert then.fields == {"team": 1, "priority": 1, "subject": "a", "contact": 7}
    assert then.unknown == {"contact"}


def test_counting_is_by_pairs() -> None:
    def rule(key: int, *, holds: bool = True) -> Candidate:
        return Candidate(key, lambda: holds, lambda: {"team": key})

    counts, order = Counts(), [rule(1), rule(2), rule(3, holds=False), rule(4)]
    decision = decide(order, dict)
    assert (decision.rule, decision.outcome) == (1, {"team": 1})
    for _ticket in range(3):
        count(counts, order, 4, decision)
    assert covered(counts) == [Covered(2, 3, 1, 3), Covered(4, 3, 1, 3)]
    assert counts.against == {"1": 3, "2": 3}
    assert decide([rule(3, holds=False)], dict).rule is None

"""Two orders of rules asked about the same tickets: what comes out otherwise, which rules stand in whose way.

Pure. A rule is named by a key (its row's id; 0 a new one, which is nowhere else).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

MOST_PAIRS = 2000
"""Pairs of rules that are counted; more stand in no report that anybody reads."""
Outcome = Mapping[str, object]
Key = int


@dataclass(frozen=True, slots=True)
class Candidate:
    """A rule of an order for one ticket: whether it holds, and what it would make of the ticket."""

    key: Key
    holds: Callable[[], bool]
    outcome: Callable[[], Outcome]


@dataclass(frozen=True, slots=True)
class Decision:
    """The rule that is taken (None: none) and what comes of it."""

    rule: Key | None
    outcome: Outcome


@dataclass
class Counts:
    """What is counted over all tickets: how often each rule held and won; by pair `winner>loser` how often
    one stood behind another; how often each rule contradicts the tried one where both hold."""

    held: dict[str, int] = field(default_factory=dict)
    won: dict[str, int] = field(default_factory=dict)
    behind: dict[str, int] = field(default_factory=dict)
    against: dict[str, int] = field(default_factory=dict)

    def row(self) -> dict[str, object]:
        """As it is stored."""
        return {"held": self.held, "won": self.won, "behind": self.behind, "against": self.against}


@dataclass(frozen=True, slots=True)
class Covered:
    """A rule that held for `held` tickets and was never taken: mostly because of `by` (`times`)."""

    key: Key
    held: int
    by: Key
    times: int


def counts_of(row: Mapping[str, object]) -> Counts:
    """What was stored, to go on counting."""
    given = {name: dict(part) for name, part in row.items() if isinstance(part, Mapping)}
    return Counts(**{name: given.get(name, {}) for name in ("held", "won", "behind", "against")})


def decide(order: Iterable[Candidate], nothing: Callable[[], Outcome]) -> Decision:
    """The first rule of the order that holds."""
    found = next((one for one in order if one.holds()), None)
    return Decision(found.key, found.outcome()) if found is not None else Decision(None, nothing())


def count(counts: Counts, order: Sequence[Candidate], tried: Key, decision: Decision) -> None:
    """Add a ticket: who held, who won, who stood behind whom, and who contradicts the tried rule."""
    holding = [one for one in order if one.holds()]
    for one in holding:
        _more(counts.held, str(one.key))
        if one.key == decision.rule:
            _more(counts.won, str(one.key))
        else:
            _more(counts.behind, f"{decision.rule}>{one.key}")
    own = next((one for one in holding if one.key == tried), None)
    if own is None:
        return
    wanted = own.outcome()
    for one in holding:
        if one.key != tried and one.outcome() != wanted:
            _more(counts.against, str(one.key))


def covered(counts: Counts) -> list[Covered]:
    """Rules that held and never won, those for most tickets first."""
    found = []
    for key, held in counts.held.items():
        if counts.won.get(key):
            continue
        pairs = [(n, pair.split(">")[0]) for pair, n in counts.behind.items() if pair.endswith(f">{key}")]
        if pairs:
            times, by = max(pairs)
            found.append(Covered(int(key), held, int(by), times))
    return sorted(found, key=lambda one: -one.held)


def _more(numbers: dict[str, int], key: str) -> None:
    if key in numbers or len(numbers) < MOST_PAIRS:
        numbers[key] = numbers.get(key, 0) + 1

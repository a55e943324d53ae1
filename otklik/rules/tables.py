"""What an ordered table of rules is to whoever explains rules, tries them and takes them back."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from otklik.core.configuring.kinds import Label
from otklik.core.configuring.shapes import Shape
from otklik.rules.facts import TicketFacts
from otklik.rules.matching import Ready
from otklik.rules.models import OrderedRule

Rule = TypeVar("Rule", bound=OrderedRule)
Outcome = Mapping[str, object]
"""What a decision makes of a ticket, by field as events name them: ids, codes, ISO moments."""
NO_PART = frozenset({"name", "about"})
"""Fields of every rule's form that decide nothing."""


@dataclass(frozen=True)
class RuleTable(Generic[Rule]):
    """A table of rules, as its package tells of it.

    `key` is what its versions are kept under, `shape` how a rule is set up, `rules()` the table in memory.
    `outcome(rule, facts)` is what the rule (None: no rule held) makes of a ticket at registration. `of_now`:
    its rules are asked again whenever the ticket changes, so "why not?" asks about the ticket of now; the
    others decide once, at registration. `is_first`: the first rule that holds is taken, else all are.
    `writes`: a rule can send letters. `is_pressed`: people do it, so there is nothing to try and no why not.
    `counts_anew`: what its rules decide follows them when they change, so that it is taken back by switching
    a rule off.
    `answers_events`: its rules are asked when something happens, and may ask about that.
    """

    key: str
    title: Label
    shape: Shape[Rule]
    rules: Callable[[], Sequence[Ready[Rule]]]
    outcome: Callable[[Rule | None, TicketFacts], Outcome]
    of_now: bool = False
    is_first: bool = True
    writes: bool = False
    is_pressed: bool = False
    counts_anew: bool = False
    answers_events: bool = False

    @property
    def is_triable(self) -> bool:
        """Whether a draft can be tried on past tickets: what nobody has to press for."""
        return not self.is_pressed

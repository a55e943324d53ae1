"""How values of custom fields are found: keys for the index, and what the words of a filter want of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from otklik.core import text
from otklik.fields.enums import REFERENCES, Kind
from otklik.fields.values import NO, SCALE, YES, Rule, Value, Wrong, read

KEY = 200
"""Characters of a text that its key holds."""


@dataclass(frozen=True, slots=True)
class Key:
    """How a value is found: folded text, or a whole number (numbers by 10^6, money in minor units, days)."""

    text: str | None = None
    number: int | None = None


@dataclass(frozen=True, slots=True)
class Sought:
    """What a filter wants: one of these texts, or a number from and to (both included); `is_empty`: those
    without a value. A filter nobody can read finds nothing."""

    texts: Sequence[str] = ()
    low: int | None = None
    high: int | None = None
    is_empty: bool = False

    @property
    def is_nothing(self) -> bool:
        """Nothing can fit."""
        return not (self.texts or self.is_empty) and self.low is None and self.high is None


def keys_of(kind: Kind, value: Value) -> list[Key]:
    """What a stored value is found by; nothing for what has no value."""
    if value is None:
        return []
    if isinstance(value, list):
        return [Key(text=code) for code in value]
    if isinstance(value, dict):
        amount = value.get("amount")
        return [Key(number=amount)] if isinstance(amount, int) else [Key(text=str(value.get("uid", "")))]
    if isinstance(value, bool):
        return [Key(number=int(value))]
    return [_key_of_text(kind, value)]


def sought(rule: Rule, words: str, below: Callable[[str], Sequence[str]]) -> Sought:
    """What the words of a filter want: `none`; codes by commas (of a tree with all `below` them), a uid, a
    text as it is written, `yes` or `no`; of what is measured a value, or `from..to` with one side left out.
    """
    plain = words.strip()
    if plain == "none":
        return Sought(is_empty=True)
    if rule.kind in (Kind.LIST, Kind.TREE, Kind.MULTI):
        codes = [code for part in plain.split(",") if (code := rule.options.get(text.key(part)))]
        return Sought(texts=list(dict.fromkeys(one for code in codes for one in (code, *below(code)))))
    if rule.kind in (Kind.NUMBER, Kind.MONEY, Kind.DATE):
        return _between(rule, plain)
    if rule.kind is Kind.FLAG:
        folded = plain.casefold()
        return Sought(low=1, high=1) if folded in YES else Sought(is_empty=folded in NO)
    if rule.kind in REFERENCES:
        return _reference(rule, plain)
    key = text.key(plain)[:KEY]
    return Sought(texts=[key] if key else [])


def _key_of_text(kind: Kind, value: str) -> Key:
    if kind is Kind.NUMBER:
        return Key(number=_scaled(value))
    if kind is Kind.DATE:
        return Key(number=date.fromisoformat(value).toordinal())
    if kind in (Kind.LIST, Kind.TREE) or kind in REFERENCES:
        return Key(text=value)
    return Key(text=text.key(value)[:KEY])


def _scaled(value: str) -> int:
    return int(Decimal(value).scaleb(SCALE))


def _reference(rule: Rule, words: str) -> Sought:
    """A uid as it is, without asking whether it leads anywhere; else what only one is called."""
    try:
        return Sought(texts=[str(UUID(words))])
    except ValueError:
        found = rule.find(words) if words else None
    return Sought(texts=[found[0]]) if found else Sought()


def _between(rule: Rule, words: str) -> Sought:
    low, dots, high = words.partition("..")
    try:
        first = _measure(rule, low)
        last = _measure(rule, high) if dots else first
    except Wrong:
        return Sought()
    return Sought(low=first, high=last)


def _measure(rule: Rule, words: str) -> int | None:
    value = read(rule, words.strip())
    keys = keys_of(rule.kind, value)
    return keys[0].number if keys else None

"""Operators in what was typed: `status:new from:"Иван Петров" -печать касса`. Pure; `asking` knows meanings.

Each has an English and a Russian name. A word with a colon that is no operator stays a word, as does a hyphen
inside one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

LONGEST = 400
OPERATORS: Mapping[str, Sequence[str]] = {
    "status": ("status", "статус"),
    "from": ("from", "от"),
    "assignee": ("assignee", "ответственный"),
    "team": ("team", "группа"),
    "type": ("type", "тип"),
    "service": ("service", "услуга"),
    "priority": ("priority", "приоритет"),
    "before": ("before", "до"),
    "after": ("after", "после"),
    "is": ("is", "это"),
    "has": ("has", "есть"),
    "number": ("number", "номер"),
}
"""Every operator by what it is called inside, with its names in both languages, English first."""
BY_NAME: Mapping[str, str] = {name: operator for operator, names in OPERATORS.items() for name in names}

_QUOTES = str.maketrans("«»„“”″", '""""""')
_PIECES = re.compile(
    r'(?P<minus>-)?(?:(?P<name>[^\W\d_]+):(?P<value>"[^"]*"?|[^\s"]*)|(?P<words>"[^"]*"?|[^\s"]\S*))'
)


@dataclass(frozen=True, slots=True)
class Term:
    """An operator with its value; `negated`: what it means must not be so."""

    operator: str
    value: str
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Parsed:
    """Words to be found, words that must not be, and operators."""

    words: str
    without: tuple[str, ...] = ()
    terms: tuple[Term, ...] = ()

    @property
    def is_plain(self) -> bool:
        """Whether it is words alone."""
        return not self.terms and not self.without


def parsed(typed: str) -> Parsed:
    """What was typed, taken apart. Words alone come back as they were typed."""
    words: list[str] = []
    without: list[str] = []
    terms: list[Term] = []
    for piece in _PIECES.finditer(typed[:LONGEST].translate(_QUOTES)):
        operator = BY_NAME.get((piece["name"] or "").lower())
        is_first_of_word = piece.start() == 0 or typed[piece.start() - 1].isspace()
        if operator is not None and is_first_of_word:
            value = piece["value"].strip('"').strip()
            terms += [Term(operator, value, piece["minus"] is not None)] if value else []
        elif piece["minus"] and is_first_of_word and piece["words"] and re.search(r"\w", piece["words"]):
            without.append(piece["words"])
        else:
            words.append(piece.group())
    if not terms and not without:
        return Parsed(typed)
    return Parsed(" ".join(words), tuple(without), tuple(terms))


def last_piece(typed: str) -> tuple[str, str, str]:
    """What is being typed at the end: everything before it, the operator it has (else empty), its beginning.
    Nothing where a space ends it."""
    before, _space, piece = typed.rpartition(" ")
    quoted = re.search(r'(?:^|\s)(-?[^\W\d_]+:"[^"]*)$', typed)
    if quoted:
        before, piece = typed[: quoted.start(1)].rstrip(), quoted.group(1)
    sign = "-" if piece.startswith("-") else ""
    name, colon, value = piece.removeprefix("-").partition(":")
    start = f"{before} {sign}".lstrip() if before else sign
    if not colon:
        return start, "", name.lower()
    operator = BY_NAME.get(name.lower(), "")
    return (start, operator, value.strip('"')) if operator else (start, "", "")

"""What can follow in a field of search: operators whose name begins so, values of the one being typed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from otklik.core import text
from otklik.desk.palette_options import Option
from otklik.search.asking import fixed, named
from otklik.search.operators import OPERATORS, last_piece

MOST = 8
SHORTEST = 2
"""Letters of an operator's name before it is proposed: one would be in the way of every word."""


def completions(typed: str) -> list[Option]:
    """Lines that fill the field; each holds all that was typed before."""
    before, operator, begun = last_piece(typed)
    found = _values(operator, begun) if operator else _operators(begun)
    return [Option(label, note, icon="search", fill=before + put) for label, note, put in islice(found, MOST)]


def _operators(begun: str) -> Iterator[tuple[str, str, str]]:
    if len(begun) < SHORTEST:
        return
    said = _said()
    for operator, names in OPERATORS.items():
        name = next((name for name in _ours(names) if name.startswith(begun)), "")
        if name and name != begun:
            yield f"{name}:", said[operator], f"{name}:"


def _values(operator: str, begun: str) -> Iterator[tuple[str, str, str]]:
    names, wanted = OPERATORS[operator], text.key(begun)
    name = _ours(names)[0]
    words = [_ours(pair)[0] for pair in fixed(operator)] + [title for _pk, _code, title in named(operator)]
    for value in dict.fromkeys(words):
        if f" {text.key(value)}".find(f" {wanted}") >= 0 and text.key(value) != wanted:
            put = f'"{value}"' if " " in value else value
            yield f"{name}:{put}", "", f"{name}:{put} "


def _ours(names: Sequence[str]) -> Sequence[str]:
    """The name in the reader's language first."""
    english, *russian = names
    return [*russian, english] if get_language() == "ru" else names


def _said() -> dict[str, str]:
    """What each operator is for."""
    return {
        "status": _("the status"),
        "from": _("the client: a name, a company, an address"),
        "assignee": _("whose it is"),
        "team": _("which team has it"),
        "type": _("the type"),
        "service": _("the service"),
        "priority": _("the priority"),
        "before": _("registered before a day"),
        "after": _("registered on a day or later"),
        "is": _("open, closed, overdue, mine, unassigned"),
        "has": _("with files"),
        "number": _("the beginning of the number"),
    }

"""Whose macros are open to whom: as `people.owning` says. Those of others are written by whoever holds
`automation.macros`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from otklik.automation.models import Macro
from otklik.people import owning
from otklik.people.actor import Actor
from otklik.people.rights import declare

One = TypeVar("One", bound=Macro)
SHARE = declare("automation.macros", ru="Макросы для всех", en="Write macros for others")


def open_to(actor: Actor, macros: Iterable[One]) -> list[One]:
    """Those the actor may run."""
    return [row for row in macros if owning.may_use(actor, row, SHARE)]


def may_change(actor: Actor, macro: Macro) -> bool:
    """Whether the actor may write this one anew."""
    return owning.may_change(actor, macro, SHARE)

"""The ways from a stage as one value an administrator sets: to which stages, each with its condition."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext as _

from otklik.core.configuring.kinds import Wrong
from otklik.rules.condition_kind import ConditionKind
from otklik.tickets.queries.routes import routes

_CONDITION = ConditionKind()


@dataclass(frozen=True)
class WaysKind:
    """`[{"to": <id of a stage>, "condition": <tree>}]`; None: as a new stage has them. A page sends one box
    and one condition for each."""

    form: ClassVar[str] = "ways"

    def clean(self, value: object) -> list[dict[str, object]] | None:
        """As stored, one for each stage, in the order of ids; `Wrong` for what cannot be."""
        if value is None:
            return None
        given = _listed(value)
        found: dict[int, dict[str, object]] = {}
        for one in given:
            plain = one if isinstance(one, Mapping) else {}
            to = str(plain.get("to", ""))
            if not to.isdecimal() or int(to) not in routes().stages:
                raise Wrong(_("There is no such stage. Choose one from the list."))
            found[int(to)] = {"to": int(to), "condition": _CONDITION.clean(plain.get("condition"))}
        return [found[pk] for pk in sorted(found)]

    @property
    def missing(self) -> str:
        return _("Choose where tickets go from here.")

    def show(self, value: object) -> str:
        """`Second line; Distribution (when …)`."""
        said = []
        for one in value if isinstance(value, Sequence) and not isinstance(value, str) else ():
            stage = routes().stages.get(one["to"])
            name = str(stage.name) if stage else "?"
            tree = one.get("condition") or {"all": []}
            said.append(f"{name} ({_CONDITION.show(tree)})" if tree.get("all", 1) else name)
        return "; ".join(said)


def _listed(value: object) -> Sequence[object]:
    if isinstance(value, str):
        try:
            value = json.loads(value or "[]")
        except ValueError as error:
            raise Wrong(_("Choose from the list.")) from error
    if not isinstance(value, Sequence) or isinstance(value, str):
        raise Wrong(_("Choose from the list."))
    return value

"""SLA rules many desks begin with: proposed where deadlines are set up, made by one press each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, cast

from django.utils.translation import override

from otklik.catalogue.queries import catalogue
from otklik.core.configuring.durations import spell
from otklik.core.translated import Translated, translated
from otklik.people.actor import Actor
from otklik.people.commands import all_set_up
from otklik.settings_ui.proposals import Proposal
from otklik.sla.shapes import SLA_RULE

if TYPE_CHECKING:
    from otklik.sla.models import SlaRule

_READY = (
    ("immediate", translated(ru="Критические", en="Critical"), 15, 4 * 60),
    ("high", translated(ru="Срочные", en="Urgent"), 60, 8 * 60),
    ("", translated(ru="Все остальные", en="Everything else"), 4 * 60, 3 * 9 * 60),
)
"""Code of the priority (empty: every ticket), name, minutes to the first answer and to the solution."""


def proposed(actor: Actor) -> Sequence[Proposal]:
    """Those whose name no rule has yet, of priorities that there are."""
    rows = cast("Sequence[SlaRule]", all_set_up(actor, SLA_RULE))
    taken = {words for row in rows for words in row.name.texts.values()}
    known = {row.code for row in catalogue().priorities.values() if not row.hidden}
    return [
        _proposal(code, name, reaction, resolution)
        for code, name, reaction, resolution in _READY
        if not taken & set(name.texts.values()) and (not code or code in known)
    ]


def _proposal(code: str, name: Translated, reaction: int, resolution: int) -> Proposal:
    asked = [{"field": "priority", "op": "one_of", "values": [code]}] if code else []
    values = {"condition": {"all": asked}, "reaction": reaction, "resolution": resolution}
    note = translated(
        ru=f"Первый ответ за {_in('ru', reaction)}, решение за {_in('ru', resolution)} рабочего времени.",
        en=f"First answer within {_in('en', reaction)}, done within {_in('en', resolution)} of working time.",
    )
    return Proposal(code or "rest", name, note, {"name": name.texts, **values})


def _in(language: str, minutes: int) -> str:
    with override(language):
        return spell(minutes)

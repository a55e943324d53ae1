"""Triggers in and out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.utils.translation import gettext_noop as _
from pydantic import Field

from otklik.api.schemas.inputs import Plain
from otklik.api.schemas.pages import Listed
from otklik.api.schemas.rules import RuleIn, RuleOut, head
from otklik.web.rules_told import Told, triggers_told

if TYPE_CHECKING:
    from otklik.automation.models import Trigger

ACTIONS = [{"do": "assign", "team": "it"}, {"do": "status", "status": "in_progress"}]


class TriggerOut(RuleOut):
    """A trigger of the ordered table."""

    events: list[str] = Field(
        description=_(
            "What it answers: created, client_replied, agent_replied, note, status, assigned, stage, "
            "changed, rated, complained, sla_warned, sla_breached, merged, undone, timer."
        ),
        examples=[["client_replied"]],
    )
    after: int | None = Field(description=_("Minutes after which it is asked, too."), examples=[1440])
    since: str | None = Field(
        description=_(
            "From when they count: created, client_replied, agent_replied, status, assigned, stage."
        ),
        examples=["status"],
    )
    working: bool = Field(description=_("Whether only working time counts."))
    actions: list[dict[str, object]] = Field(
        description=_("What it does, in this order; each names its action as `do`."), examples=[ACTIONS]
    )
    sentence: str = Field(description=_("When it acts, in words."))
    does: str = Field(description=_("What it does, in words."))
    fault: str = Field(description=_("Why it is out of use; empty while it is whole."), examples=[""])


class Triggers(Listed):
    """Triggers in the order they are asked."""

    items: list[TriggerOut]
    signing_secret: str = Field(
        description=_("With it programs that triggers call check the signature."),
        examples=["9f86d081884c7d65"],
    )


class TriggerIn(RuleIn):
    """What is left out stays; of a new trigger it is empty."""

    events: list[Plain] | None = Field(default=None, max_length=20, examples=[["client_replied"]])
    after: int | None = Field(default=None, ge=0, description=_("Minutes."), examples=[1440])
    since: Plain | None = Field(default=None, max_length=16, examples=["status"])
    working: bool | None = None
    actions: list[dict[str, object]] | None = Field(default=None, max_length=20, examples=[ACTIONS])


def triggers_out(rows: Sequence[Trigger]) -> list[TriggerOut]:
    """Triggers as they stand; names are asked for once."""
    return [_out(row, told) for row, told in zip(rows, triggers_told(rows), strict=True)]


def _out(row: Trigger, told: Told) -> TriggerOut:
    return TriggerOut(
        **head(row),
        events=row.events,
        after=row.after,
        since=row.since or None,
        working=row.working,
        actions=row.actions,
        sentence=told.when,
        does=told.then,
        fault=told.broken,
    )

"""SLA rules in and out, and the clocks of a ticket. Times are minutes of working time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.utils.translation import gettext_noop as _
from pydantic import BaseModel, Field

from otklik.api.schemas.inputs import Plain
from otklik.api.schemas.pages import Listed
from otklik.api.schemas.rules import RuleIn, RuleOut, head
from otklik.organisation.calendars import code_of_calendar
from otklik.sla.queries import Line, Standing
from otklik.web.rules_told import sentences_of

if TYPE_CHECKING:
    from otklik.sla.models import SlaRule
    from otklik.sla.queries import Ledger

_MINUTE = timedelta(minutes=1)


class SlaRuleOut(RuleOut):
    """A rule of the ordered table."""

    sentence: str = Field(description=_("The condition in words."))
    reaction: int | None = Field(description=_("Minutes to the first answer or step; null: not promised."))
    resolution: int | None = Field(description=_("Minutes to the solution; null: not promised."))
    answer: int | None = Field(description=_("Minutes to every later answer; null: not promised."))
    calendar: str | None = Field(description=_("Code of the calendar; null: the default one."))
    company_zone: bool = Field(description=_("Counted in the time zone of the client's company."))


class SlaRules(Listed):
    """A page of them, in their order."""

    items: list[SlaRuleOut]


class SlaRuleIn(RuleIn):
    """What is left out stays; of a new rule it is empty."""

    reaction: int | None = Field(default=None, ge=1, le=527_040)
    resolution: int | None = Field(default=None, ge=1, le=527_040)
    answer: int | None = Field(default=None, ge=1, le=527_040)
    calendar: Plain | None = Field(default=None, max_length=40)
    company_zone: bool | None = None


class SegmentOut(BaseModel):
    """A stretch of a clock."""

    began: datetime
    ended: datetime | None = Field(description=_("Null: it lasts."))
    runs: bool = Field(description=_("False: it stood."))
    worked: int = Field(description=_("Minutes of working time."))
    cause: str = Field(description=_("Why it began."), examples=["registered"])
    rule: str = Field(description=_("The rule it was counted by."))
    version: int = Field(description=_("And its version."))


class ClockOut(BaseModel):
    """A promise of a ticket and how it stands."""

    kind: str = Field(description=_("reaction, resolution or answer."), examples=["resolution"])
    run: int = Field(description=_("Which time it runs; answers are promised again and again."))
    mode: str = Field(description=_("runs, stands or stopped."), examples=["runs"])
    allowance: int = Field(description=_("Minutes of working time promised."))
    used: int = Field(description=_("Minutes of working time used."))
    due_at: datetime | None = Field(description=_("Null while it stands."))
    breached_at: datetime | None = Field(description=_("When it was broken; null: it was not."))
    by_hand: bool = Field(description=_("Somebody planned another moment."))
    segments: list[SegmentOut] = Field(description=_("Oldest first."))


class Clocks(BaseModel):
    """Every clock of a ticket."""

    items: list[ClockOut]


def sla_rules_out(rows: Sequence[SlaRule]) -> list[SlaRuleOut]:
    """Rules as they stand; names are asked for once."""
    return [_out(row, words) for row, words in zip(rows, sentences_of(rows), strict=True)]


def sla_rule_out(row: SlaRule) -> SlaRuleOut:
    """One rule as it stands."""
    return sla_rules_out([row])[0]


def _out(row: SlaRule, words: str) -> SlaRuleOut:
    return SlaRuleOut(
        **head(row),
        sentence=words,
        reaction=row.reaction,
        resolution=row.resolution,
        answer=row.answer,
        calendar=code_of_calendar(row.calendar_id),
        company_zone=row.company_zone,
    )


def clock_out(ledger: Ledger) -> ClockOut:
    """A clock with its segments."""
    standing: Standing = ledger.standing
    return ClockOut(
        kind=standing.kind.value,
        run=standing.run,
        mode=standing.mode.value,
        allowance=standing.allowance // _MINUTE,
        used=standing.used // _MINUTE,
        due_at=standing.due_at if standing.mode != "stands" or standing.breached_at else None,
        breached_at=standing.breached_at,
        by_hand=standing.by_hand,
        segments=[_segment_out(line) for line in ledger.lines],
    )


def _segment_out(line: Line) -> SegmentOut:
    return SegmentOut(
        began=line.began,
        ended=line.ended,
        runs=line.runs,
        worked=line.worked // _MINUTE,
        cause=line.cause.value,
        rule=str(line.rule),
        version=line.version,
    )

"""SLA rules in and out, and the clocks of a ticket. Times are minutes of working time."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext_noop as _
from pydantic import BaseModel, Field

from otklik.api.schemas.calendars import Names
from otklik.api.schemas.inputs import Input, Plain
from otklik.api.schemas.pages import Listed
from otklik.api.schemas.refs import EXAMPLE_UID
from otklik.organisation.calendars import calendars
from otklik.rules.sentences import sentence
from otklik.rules.stored import read
from otklik.sla.queries import Line, Standing

if TYPE_CHECKING:
    from otklik.sla.models import SlaRule
    from otklik.sla.queries import Ledger

CONDITION = {"all": [{"field": "priority", "op": "one_of", "values": ["high"]}]}
_MINUTES = 60


class SlaRuleOut(BaseModel):
    """A rule of the ordered table."""

    uid: UUID = Field(description=_("Stable id."), examples=[EXAMPLE_UID])
    name: str = Field(description=_("In the language of the answer."), examples=["Urgent"])
    names: dict[str, str] = Field(description=_("In every language."), examples=[{"en": "Urgent"}])
    about: str = Field(description=_("What it is for."))
    enabled: bool = Field(description=_("Whether it is in force."))
    hidden: bool = Field(description=_("History only."))
    condition: dict[str, object] = Field(description=_("For which tickets; a tree."), examples=[CONDITION])
    sentence: str = Field(description=_("The condition in words."))
    reaction: int | None = Field(description=_("Minutes to the first answer or step; null: not promised."))
    resolution: int | None = Field(description=_("Minutes to the solution; null: not promised."))
    answer: int | None = Field(description=_("Minutes to every later answer; null: not promised."))
    calendar: str | None = Field(description=_("Code of the calendar; null: the default one."))
    company_zone: bool = Field(description=_("Counted in the time zone of the client's company."))
    version: int = Field(description=_("Grows with what it decides; events name it."), examples=[1])


class SlaRules(Listed):
    """A page of them, in their order."""

    items: list[SlaRuleOut]


class SlaRuleIn(Input):
    """What is left out stays; of a new rule it is empty."""

    names: Names | None = Field(default=None, description=_("In Russian, English or both."))
    about: Plain | None = Field(default=None, max_length=400)
    enabled: bool | None = None
    hidden: bool | None = Field(default=None, description=_("History only."))
    condition: dict[str, object] | None = Field(default=None, examples=[CONDITION])
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


def sla_rule_out(row: SlaRule) -> SlaRuleOut:
    """A rule as it stands."""
    calendar = next((one.code for one in calendars() if one.id == row.calendar_id), None)
    return SlaRuleOut(
        uid=row.uid,
        name=str(row.name),
        names={language: words for language, words in row.name.texts.items() if words},
        about=row.about,
        enabled=row.enabled,
        hidden=row.hidden,
        condition=row.condition,
        sentence=sentence(read(row.condition)),
        reaction=row.reaction,
        resolution=row.resolution,
        answer=row.answer,
        calendar=calendar,
        company_zone=row.company_zone,
        version=row.current.number if row.current is not None else 0,
    )


def clock_out(ledger: Ledger) -> ClockOut:
    """A clock with its segments."""
    standing: Standing = ledger.standing
    return ClockOut(
        kind=standing.kind.value,
        run=standing.run,
        mode=standing.mode.value,
        allowance=int(standing.allowance.total_seconds() // _MINUTES),
        used=int(standing.used.total_seconds() // _MINUTES),
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
        worked=int(line.worked.total_seconds() // _MINUTES),
        cause=line.cause.value,
        rule=str(line.rule),
        version=line.version,
    )

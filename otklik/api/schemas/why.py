"""Why something happened to a ticket, why a rule did not act, and what rules were before."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext_noop as _
from pydantic import BaseModel, Field

from otklik.api.schemas.refs import EXAMPLE_UID
from otklik.automation.explaining.rulings import Ruling, then_of, when_of
from otklik.core.actors import ActorKind
from otklik.people.queries import staff
from otklik.rules.stored import write
from otklik.rules.tracing import Line

if TYPE_CHECKING:
    from otklik.automation.explaining.versions import Step
    from otklik.automation.explaining.why import Deed
    from otklik.automation.explaining.why_not import Answer, Asked

Value = str | int | bool | list[str | int | bool] | None


class PartOut(BaseModel):
    """A question of a condition with what was seen."""

    question: dict[str, object] = Field(description=_("As it is stored."), examples=[{"field": "priority"}])
    asked: str = Field(description=_("In words."), examples=["Priority is “High”"])
    seen: Value = Field(description=_("Codes, uids, numbers; of a text the words that were found in it."))
    seen_words: str = Field(description=_("The same in words."), examples=["High"])
    held: bool = Field(description=_("Whether it held."))
    then: bool = Field(description=_("Seen when it was decided; false: the value of now."))


class ThenOut(BaseModel):
    """Something a rule does."""

    field: str = Field(examples=["Done within"])
    words: str = Field(examples=["4 h"])


class RulingOut(BaseModel):
    """A rule at the version that decided."""

    table: str = Field(description=_("Which table it stands in."), examples=["sla"])
    uid: UUID | None = Field(description=_("The rule; null: it is gone."), examples=[EXAMPLE_UID])
    name: str = Field(description=_("What it is called now."), examples=["Urgent"])
    version: int = Field(description=_("The version that decided."), examples=[3])
    current: int = Field(description=_("The version in force; 0: the rule is gone."), examples=[4])
    sentence: str = Field(description=_("The condition of that version in words."))
    does: list[ThenOut] = Field(description=_("What that version does, in words."))
    conditions: list[PartOut] = Field(description=_("Every question, in the order of the rule."))


class DeedOut(BaseModel):
    """An automatic change and what decided it."""

    event: UUID = Field(description=_("The line of the history."), examples=[EXAMPLE_UID])
    kind: str = Field(examples=["ticket.planned"])
    at: datetime
    fields: list[str] = Field(description=_("What was changed."), examples=[["due_at"]])
    reason: str | None = Field(description=_("The setting that decided where no rule did."))
    rule: RulingOut | None = Field(description=_("Null: no rule decided it."))


class Deeds(BaseModel):
    """Everything that happened by itself, oldest first."""

    items: list[DeedOut]


class AnswerOut(BaseModel):
    """What becomes of a rule for a ticket."""

    uid: UUID = Field(examples=[EXAMPLE_UID])
    name: str = Field(examples=["Urgent"])
    place: int = Field(description=_("In the order of its table."), examples=[2])
    verdict: str = Field(description=_("taken, failed, covered, off or broken."), examples=["failed"])
    winner: UUID | None = Field(description=_("The earlier rule that is taken instead."))
    fault: str = Field(description=_("Why it is out of use; empty when it is not."))
    conditions: list[PartOut]


class Answers(BaseModel):
    """Rules of a table asked about a ticket, in their order."""

    table: str = Field(examples=["sla"])
    at: datetime = Field(description=_("The moment whose values they were asked about."))
    items: list[AnswerOut]


class PieceOut(BaseModel):
    """Some words of a difference."""

    mark: str = Field(description=_("same, gone or new."), examples=["new"])
    text: str


class DifferenceOut(BaseModel):
    """A field that the version before had otherwise."""

    field: str = Field(examples=["Done within"])
    pieces: list[PieceOut]


class VersionOut(BaseModel):
    """What a rule was."""

    number: int = Field(examples=[2])
    at: datetime
    by: UUID | None = Field(description=_("The employee who made it; null: a program."))
    current: bool = Field(description=_("In force."))
    condition: dict[str, object]
    sentence: str = Field(description=_("The condition in words."))
    differences: list[DifferenceOut] = Field(description=_("From the version before, in words."))


class Versions(BaseModel):
    """Every version of a rule, newest first."""

    items: list[VersionOut]


def deed_out(deed: Deed) -> DeedOut:
    """An automatic change as a program reads it."""
    event = deed.event
    reason = event.data.get("why")
    return DeedOut(
        event=event.uid,
        kind=event.kind,
        at=event.at,
        fields=[str(change["field"]) for change in event.changes],
        reason=str(reason) if reason else None,
        rule=_ruling(deed.ruling, deed.lines) if deed.ruling is not None else None,
    )


def answers_out(asked: Asked) -> Answers:
    """What becomes of each rule."""
    return Answers(table=asked.table.key, at=asked.at, items=[_answer(one) for one in asked.answers])


def version_out(step: Step) -> VersionOut:
    """A version as a program reads it."""
    event = step.event
    by = event.actor_id if event is not None and event.actor_kind == ActorKind.AGENT else None
    agent = staff().agents.get(by or 0)
    condition = step.version.body.get("condition")
    return VersionOut(
        number=step.version.number,
        at=step.version.at,
        by=UUID(agent.uid) if agent else None,
        current=step.is_current,
        condition=condition if isinstance(condition, dict) else {},
        sentence=when_of(step.version.body),
        differences=[
            DifferenceOut(
                field=one.label,
                pieces=[PieceOut(mark=piece.mark.value, text=piece.text) for piece in one.pieces],
            )
            for one in step.differences
        ],
    )


def _ruling(ruling: Ruling, lines: Sequence[Line]) -> RulingOut:
    body = ruling.version.body
    return RulingOut(
        table=ruling.table.key,
        uid=UUID(ruling.uid) if ruling.uid else None,
        name=str(ruling.name),
        version=ruling.version.number,
        current=ruling.current,
        sentence=when_of(body),
        does=[ThenOut(field=label, words=words) for label, words in then_of(ruling.table, body)],
        conditions=_parts(lines),
    )


def _answer(one: Answer) -> AnswerOut:
    return AnswerOut(
        uid=one.rule.uid,
        name=str(one.rule.name),
        place=one.place,
        verdict=one.verdict.value,
        winner=one.winner.uid if one.winner is not None else None,
        fault=one.fault,
        conditions=_parts(one.lines),
    )


def _parts(lines: Sequence[Line]) -> list[PartOut]:
    return [
        PartOut(
            question=write(line.question),
            asked=line.asked,
            seen=_seen(line),
            seen_words=line.seen,
            held=line.held,
            then=line.kept,
        )
        for line in lines
        if line.question is not None
    ]


def _seen(line: Line) -> Value:
    """A value as programs name it; the text of a message does not leave with it, only its found words."""
    if isinstance(line.fact, frozenset):
        return sorted(line.fact, key=str)
    if isinstance(line.fact, str) and line.fact.startswith(" "):
        return line.seen
    return line.fact

"""Rules tried on past tickets."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Literal, Protocol
from uuid import UUID

from django.utils.translation import gettext_noop as _
from pydantic import BaseModel, Field

from otklik.api.schemas.inputs import Input
from otklik.api.schemas.pages import Listed
from otklik.api.schemas.refs import EXAMPLE_UID
from otklik.catalogue.queries import catalogue
from otklik.people.queries import staff

if TYPE_CHECKING:
    from otklik.automation.trials.reading import Found
    from otklik.rules.models import TrialRow

Value = str | int | bool | list[str] | None


class Coded(Protocol):
    """A row that programs name by its code."""

    code: str


VALUES = {"names": {"en": "Urgent"}, "condition": {"all": []}, "resolution": 240}


class TrialIn(Input):
    """A draft of a rule and the days it is tried on."""

    table: str = Field(max_length=16, description=_("Which table of rules."), examples=["sla"])
    rule: UUID | None = Field(default=None, description=_("The rule it changes; null: a new one."))
    values: dict[str, object] = Field(
        description=_("As for adding or changing a rule of the table; what is left out stays."),
        examples=[VALUES],
    )
    place: int | None = Field(
        default=None,
        ge=0,
        le=10_000,
        description=_("Where it would stand, from 0; null: where it does, or last."),
    )
    days: Literal[7, 30, 90] = Field(default=30, description=_("How far back."))


class InTheWay(BaseModel):
    """A rule in another's way."""

    rule: UUID | None = Field(description=_("Null: the new one."), examples=[EXAMPLE_UID])
    times: int = Field(description=_("For how many tickets."))


class HiddenOut(InTheWay):
    """A rule that held and was never taken."""

    held: int = Field(description=_("For how many tickets it held."))
    by: UUID | None = Field(description=_("The rule that is mostly taken instead; null: the new one."))


class FightOut(InTheWay):
    """A rule that holds for the same tickets and wants something else."""

    is_before: bool = Field(description=_("It stands before the tried one and is taken."))


class TrialOut(BaseModel):
    """How far a trial has come and what it has found."""

    uid: UUID = Field(description=_("Stable id."), examples=[EXAMPLE_UID])
    table: str = Field(examples=["sla"])
    stage: str = Field(
        description=_("running, done, stopped, or outdated: the rules were changed meanwhile."),
        examples=["done"],
    )
    days: int
    total: int = Field(description=_("Tickets of those days."), examples=[1652])
    done: int = Field(description=_("Tickets asked about so far."), examples=[1652])
    changed: int = Field(description=_("Tickets that come out otherwise."), examples=[214])
    taken: int = Field(description=_("Tickets the rule decides."), examples=[257])
    held: int = Field(description=_("Tickets its condition holds for."), examples=[262])
    never_taken: list[HiddenOut]
    disputed: list[FightOut]
    letters: int = Field(description=_("Letters more that would go out."), examples=[20])
    kept_back: int = Field(description=_("Letters that would be kept back."), examples=[0])
    calls: int = Field(description=_("Calls of other programs."), examples=[0])
    failed: int = Field(description=_("Tickets on which a trigger cannot be done."), examples=[0])
    stopped: int = Field(description=_("Tickets on which triggers would go in circles."), examples=[0])
    finished_at: datetime | None


class TrialTicket(BaseModel):
    """A ticket that comes out otherwise."""

    number: str = Field(examples=["INC1042"])
    before: dict[str, Value] = Field(description=_("By the rules as they stand."))
    after: dict[str, Value] = Field(description=_("With the draft."))


class TrialTickets(Listed):
    """Those the reader may see, newest first."""

    items: list[TrialTicket]


def trial_out(found: Found) -> TrialOut:
    """As a program reads it."""
    trial = found.trial
    return TrialOut(
        uid=trial.uid,
        table=trial.table,
        stage=trial.stage,
        days=trial.days,
        total=trial.total,
        done=trial.done,
        changed=trial.changed,
        taken=trial.taken,
        held=found.held,
        never_taken=[
            HiddenOut(
                rule=_uid(one.rule.pk, one.rule.uid),
                times=one.times,
                held=one.held,
                by=_uid(one.by.pk, one.by.uid),
            )
            for one in found.hidden
        ],
        disputed=[
            FightOut(rule=one.rule.uid, times=one.times, is_before=one.is_before) for one in found.fights
        ],
        letters=found.sums.letters,
        kept_back=found.sums.kept_back,
        calls=found.sums.calls,
        failed=found.sums.failed,
        stopped=found.sums.stopped,
        finished_at=trial.finished_at,
    )


def trial_ticket_out(row: TrialRow) -> TrialTicket:
    """References as they leave the installation."""
    return TrialTicket(number=row.ticket.number, before=outside(row.before), after=outside(row.after))


def _uid(pk: int | None, uid: UUID) -> UUID | None:
    """A rule that is nowhere yet has no uid a program could ask for."""
    return uid if pk else None


def outside(outcome: Mapping[str, object]) -> dict[str, Value]:
    """Values of fields by code and uid."""
    return {field: _plain(field, value) for field, value in outcome.items()}


def _plain(field: str, value: object) -> Value:
    if field == "observer" and isinstance(value, list):
        return followers(value)
    named = _NAMED.get(field)
    if named is not None:
        return [found for one in value if (found := named(one))] if isinstance(value, list) else named(value)
    if isinstance(value, list):
        return [str(one) for one in value]
    return value if isinstance(value, str | int | bool) else None


def followers(keys: Iterable[object]) -> list[str]:
    """Who follows a ticket: `agent:<uid>`, `team:<code>`."""
    found = []
    for one in keys:
        kind, _colon, key = str(one).partition(":")
        number = int(key) if key.isdecimal() else 0
        name = _agent(number) if kind == "agent" else _team(number)
        found += [f"{kind}:{name}"] if name else []
    return found


def _agent(value: object) -> str | None:
    agent = staff().agents.get(value) if isinstance(value, int) else None
    return agent.uid if agent else None


def _team(value: object) -> str | None:
    team = staff().teams.get(value) if isinstance(value, int) else None
    return team.code if team else None


def _code(rows: Callable[[], Mapping[int, Coded]]) -> Callable[[object], str | None]:
    def named(value: object) -> str | None:
        row = rows().get(value) if isinstance(value, int) else None
        return row.code if row else None

    return named


_NAMED: Mapping[str, Callable[[object], str | None]] = {
    "assignee": _agent,
    "team": _team,
    "priority": _code(lambda: catalogue().priorities),
    "service": _code(lambda: catalogue().services),
    "type": _code(lambda: catalogue().types),
    "categories": _code(lambda: catalogue().categories),
}

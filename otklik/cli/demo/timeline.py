"""A plan's steps among those of all others, in the order they happened: what is done, by whom, when. Pure."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from otklik.cli.demo.offers import SERVICES
from otklik.cli.demo.schedule import Plan, Stands, Timed
from otklik.cli.demo.staff import AGENTS, AgentCast
from otklik.cli.demo.verdicts import Verdict, verdicts


class Do(StrEnum):
    """The commands a demo ticket goes through."""

    REGISTER = "register"
    DUE = "due"
    TRIAGE = "triage"
    TAKE = "take"
    FOLLOW = "follow"
    STEP = "step"
    RETURN = "return"
    CLOSE = "close"
    RATE = "rate"
    SEND_BACK = "send_back"
    REVIEW = "review"


@dataclass(frozen=True)
class Action:
    """One command on the ticket of plan number `ticket`; `by` and `other` name agents by their mailbox."""

    at: datetime
    ticket: int
    do: Do
    by: str = ""
    other: str = ""
    timed: Timed | None = None
    verdict: Verdict | None = None


TEAM_OF = {service.code: service.team for service in SERVICES}
DISPATCHERS = [cast.mailbox for cast in AGENTS if cast.team == "dispatch"]
SPECIALISTS = {"130": "i.lebedev", "140": "o.shilova", "110": "agent2"}
LOW, REVIEWED_AFTER = 2, timedelta(days=4)
"""A lead has looked at a low mark of so long ago; the later ones wait."""
_BUSY = {"agent": 5, "agent2": 3, "hr": 5}


def told(plans: Sequence[Plan], rng: random.Random, now: datetime) -> Sequence[Action]:
    """Every command of every ticket in the order of time."""
    actions = [action for number, plan in enumerate(plans) for action in _story(number, plan, rng)]
    actions += [action for number, plan in enumerate(plans) for action in _verdicts(number, plan, now)]
    return sorted(actions, key=lambda action: (action.at, action.ticket))


def _story(number: int, plan: Plan, rng: random.Random) -> Iterator[Action]:
    first, *rest = plan.steps
    answer = rest[0].at if rest else first.at + timedelta(minutes=12)
    worker = _worker(plan, rng)
    clerk = rng.choice(DISPATCHERS)
    yield Action(first.at, number, Do.REGISTER, clerk, timed=first)
    if plan.is_promised_by_hand:
        yield Action(first.at + timedelta(seconds=1), number, Do.DUE, clerk)
    if _is_triaged(plan):
        yield Action(first.at + (answer - first.at) * 0.3, number, Do.TRIAGE, clerk)
    if rest:
        yield Action(first.at + (answer - first.at) * 0.6, number, Do.TAKE, worker.mailbox)
    elif _is_sorted(plan) and rng.random() < 0.3:
        yield Action(first.at + (answer - first.at) * 0.6, number, Do.TAKE, _lead(worker), worker.mailbox)
    yield from _steps(number, rest, worker, rng)
    if plan.conversation.priority in ("high", "immediate") and rest and rng.random() < 0.5:
        yield Action(first.at + (answer - first.at) * 0.7, number, Do.FOLLOW, _lead(worker))
    if plan.closes_at is not None:
        yield Action(plan.closes_at, number, Do.CLOSE)


def _verdicts(number: int, plan: Plan, now: datetime) -> Iterator[Action]:
    for verdict in verdicts(plan, number, now):
        yield Action(verdict.at, number, Do.RATE, verdict=verdict)
        if verdict.back_at is not None:
            yield Action(verdict.back_at, number, Do.SEND_BACK, verdict=verdict)
        if verdict.value <= LOW and verdict.at < now - REVIEWED_AFTER:
            yield Action(verdict.at + REVIEWED_AFTER, number, Do.REVIEW)


def _steps(number: int, rest: Sequence[Timed], worker: AgentCast, rng: random.Random) -> Iterator[Action]:
    for place, timed in enumerate(rest):
        if place and rest[place - 1].step.until is not None and not timed.step.is_from_client:
            yield Action(timed.at - timedelta(minutes=1), number, Do.RETURN, worker.mailbox)
        author = _lead(worker) if timed.step.by == "lead" else worker.mailbox
        yield Action(timed.at, number, Do.STEP, author, _mate(worker, rng), timed)
        if timed.step.transfer and place + 1 < len(rest):
            worker = _one_of(timed.step.transfer, rng)
            taken = timed.at + (rest[place + 1].at - timed.at) * 0.5
            yield Action(taken, number, Do.TAKE, worker.mailbox)


def _is_triaged(plan: Plan) -> bool:
    """Mail to the general address is sent on by a dispatcher; the very newest still waits for one."""
    return _is_general(plan) and plan.stands is not Stands.FRESH


def _is_sorted(plan: Plan) -> bool:
    """Has reached the team that works on it."""
    return not _is_general(plan) or _is_triaged(plan)


def _is_general(plan: Plan) -> bool:
    return plan.via in ("mail", "form") and plan.conversation.mailbox == "support"


def _worker(plan: Plan, rng: random.Random) -> AgentCast:
    code = plan.conversation.service
    expert = SPECIALISTS.get(code[:3])
    if expert and rng.random() < 0.6:
        return next(cast for cast in AGENTS if cast.mailbox == expert)
    return _one_of(TEAM_OF[code], rng)


def _one_of(team: str, rng: random.Random) -> AgentCast:
    members = [cast for cast in AGENTS if cast.team == team]
    return rng.choices(members, [_BUSY.get(cast.mailbox, 1 if cast.lead else 2) for cast in members])[0]


def _lead(worker: AgentCast) -> str:
    return next(cast.mailbox for cast in AGENTS if cast.team == worker.team and cast.lead)


def _mate(worker: AgentCast, rng: random.Random) -> str:
    mates = [cast.mailbox for cast in AGENTS if cast.team == worker.team and cast.mailbox != worker.mailbox]
    return rng.choice(mates)

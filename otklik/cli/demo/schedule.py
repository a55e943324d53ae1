"""Which conversations the demo plays, with whom, how far and when: three hundred tickets. Pure.

An open ticket is a conversation cut short: after the client's word the client waits, after ours we work,
after a question or a date we wait. Times run backwards from the last step by working time, so that every
conversation ends when its group wants it to.
"""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from otklik.cli.demo.companies import CompanyCast, ContactCast
from otklik.cli.demo.hours import DAY, last_working, shift
from otklik.cli.demo.script import Conversation, Step
from otklik.cli.demo.words import made_up

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


class Stands(StrEnum):
    """Where a ticket is when the demo is opened."""

    FRESH = "fresh"
    CLIENT_WAITS = "client_waits"
    WORKING = "working"
    WAITING_CLIENT = "waiting_client"
    WAITING_OTHERS = "waiting_others"
    POSTPONED = "postponed"
    RESOLVED = "resolved"
    CLOSED = "closed"


QUOTAS = {
    Stands.POSTPONED: 7,
    Stands.WAITING_OTHERS: 7,
    Stands.WAITING_CLIENT: 12,
    Stands.CLIENT_WAITS: 16,
    Stands.WORKING: 18,
    Stands.FRESH: 14,
    Stands.RESOLVED: 26,
    Stands.CLOSED: 200,
}
LATE_EVERY = 5
"""Of the tickets people work on, every fifth is late."""
CLOSES_AFTER = 5 * DAY
ALLOWED = {"low": 5 * DAY, "normal": 3 * DAY, "high": DAY, "immediate": 4 * HOUR}
_THANKS = re.compile("спасибо|thank", re.IGNORECASE)
_STATUS_STANDS = {
    "needs_clarification": Stands.WAITING_CLIENT,
    "awaiting_approval": Stands.WAITING_CLIENT,
    "waiting_others": Stands.WAITING_OTHERS,
    "postponed": Stands.POSTPONED,
    "resolved": Stands.RESOLVED,
    "closed": Stands.CLOSED,
}


@dataclass(frozen=True)
class Timed:
    """A step and its moment."""

    at: datetime
    step: Step


@dataclass(frozen=True)
class Plan:
    """A ticket to be played."""

    conversation: Conversation
    stands: Stands
    company: CompanyCast
    contact: ContactCast
    via: str
    facts: dict[str, str]
    steps: tuple[Timed, ...]
    due_at: datetime
    is_promised_by_hand: bool
    closes_at: datetime | None = None


Clients = Sequence[tuple[CompanyCast, Sequence[ContactCast]]]


def plan(
    written: Sequence[Conversation], clients: Clients, now: datetime, rng: random.Random
) -> Sequence[Plan]:
    """Three hundred plans. Open and just resolved ones are all of different conversations."""
    left = {conversation.key: conversation.uses for conversation in written}
    pool = rng.sample(list(written), len(written))
    plans: list[Plan] = []
    for stands, number in QUOTAS.items():
        if stands is Stands.CLOSED:
            chosen = _repeated(pool, left, number)
        else:
            chosen = [c for c in pool if left[c.key] == c.uses and lengths(c.steps, stands)][:number]
        for place, conversation in enumerate(chosen):
            left[conversation.key] -= 1
            plans.append(_planned(conversation, stands, (place + 0.5) / number, clients, now, rng))
    return plans


def lengths(steps: Sequence[Step], stands: Stands) -> Sequence[int]:
    """After how many steps a conversation stands like this; a whole one can always have been closed."""
    if stands is Stands.CLOSED:
        return [len(steps)]
    return [n for n in range(1, len(steps) + 1) if _standing(steps[:n]) is stands]


def _standing(steps: Sequence[Step]) -> Stands | None:
    """Where a conversation would be left after these steps; a word of thanks waits for nobody."""
    if len(steps) == 1:
        return Stands.FRESH
    status, client_last = "", True
    for step in steps:
        if step.who in ("client", "agent"):
            client_last = step.is_from_client
        goes_on = step.is_from_client or (status == "postponed" and not step.status)
        status = "" if goes_on else step.status or status
    if client_last and status not in ("resolved", "closed", "postponed"):
        return None if _THANKS.search(steps[-1].text) else Stands.CLIENT_WAITS
    return _STATUS_STANDS.get(status, Stands.WORKING)


def _repeated(pool: Sequence[Conversation], left: dict[str, int], number: int) -> list[Conversation]:
    chosen: list[Conversation] = []
    taken = dict.fromkeys(left, 0)
    while len(chosen) < number:
        again = [c for c in pool if taken[c.key] < left[c.key]]
        if not again:
            raise ValueError(f"conversations allow {len(chosen)} closed tickets, {number} are wanted")
        fewest = min(taken[c.key] for c in again)
        conversation = next(c for c in again if taken[c.key] == fewest)
        taken[conversation.key] += 1
        chosen.append(conversation)
    return chosen


def _planned(
    conversation: Conversation,
    stands: Stands,
    place: float,
    clients: Clients,
    now: datetime,
    rng: random.Random,
) -> Plan:
    company, people = _company(conversation, clients, rng)
    contact = rng.choice([p for p in people if not conversation.places or p.place in conversation.places])
    steps = conversation.steps[: rng.choice(lengths(conversation.steps, stands))]
    last = _last_moment(stands, place, now, rng)
    closes_at = None
    if stands is Stands.CLOSED and steps[-1].status != "closed":
        closes_at, last = last, shift(last, -CLOSES_AFTER)
    timed = _timed(steps, last, rng)
    others = tuple(person.name for person in people if person is not contact)
    due_at = _due(conversation, stands, place, timed, now, rng)
    return Plan(
        conversation,
        stands,
        company,
        contact,
        rng.choice(conversation.via),
        made_up(rng, timed[0].at, others) | {"company": company.name, "position": contact.position},
        timed,
        due_at,
        due_at != shift(timed[0].at, ALLOWED[conversation.priority]),
        closes_at,
    )


def _company(
    conversation: Conversation, clients: Clients, rng: random.Random
) -> tuple[CompanyCast, Sequence[ContactCast]]:
    fitting = [pair for pair in clients if _fits(conversation, pair[0])]
    return rng.choices(fitting, [company.busy for company, _people in fitting])[0]


def _fits(conversation: Conversation, company: CompanyCast) -> bool:
    if conversation.language != company.language:
        return False
    # Staff matters are done for the companies of the holding only.
    own = conversation.service[:3] not in ("254", "310") or "holding" in company.kinds
    return own and (not conversation.kinds or bool(set(conversation.kinds) & set(company.kinds)))


def _last_moment(stands: Stands, place: float, now: datetime, rng: random.Random) -> datetime:
    """When the last step was: `place` (0…1) spreads a group from the newest to the oldest."""
    if stands is Stands.FRESH:
        return now - 2 * MINUTE - 4 * HOUR * place**2
    if stands is Stands.CLIENT_WAITS:
        return now - 4 * MINUTE - 30 * HOUR * place**3
    worked = last_working(now)
    if stands is Stands.WORKING:
        return shift(worked, -10 * MINUTE - 2 * DAY * place**2)
    if stands is Stands.RESOLVED:
        return shift(worked, -15 * MINUTE - 4 * DAY * place)
    if stands is Stands.CLOSED:
        return shift(worked, -DAY * (1 + 44 * place**1.4) - rng.random() * DAY)
    return shift(worked, -30 * MINUTE - 1.5 * DAY * place)


def _timed(steps: Sequence[Step], last: datetime, rng: random.Random) -> tuple[Timed, ...]:
    """Backwards from the last; nobody answers to the minute, so delays vary by a third."""
    moments = [last]
    for step in reversed(steps[1:]):
        moments.append(
            shift(moments[-1], -step.after * rng.uniform(0.7, 1.4) - timedelta(seconds=rng.randrange(5, 55)))
        )
    return tuple(Timed(at, step) for at, step in zip(reversed(moments), steps, strict=True))


def _due(
    conversation: Conversation,
    stands: Stands,
    place: float,
    timed: Sequence[Timed],
    now: datetime,
    rng: random.Random,
) -> datetime:
    """When it must be resolved: some open ones are late, some due within hours; those that wait have time."""
    registered = timed[0].at
    usual = shift(registered, ALLOWED[conversation.priority])
    if stands in (Stands.CLIENT_WAITS, Stands.WORKING):
        number = int(place * QUOTAS[stands])
        if number % LATE_EVERY == LATE_EVERY - 1:
            return max(registered + 20 * MINUTE, now - rng.uniform(0.2, 5) * HOUR)
        if number % 3 == 0:
            return now + rng.uniform(0.3, 6) * HOUR
    if stands in (Stands.FRESH, Stands.RESOLVED, Stands.CLOSED) or usual > now:
        return usual
    return shift(now, rng.uniform(0.3, 5) * DAY)

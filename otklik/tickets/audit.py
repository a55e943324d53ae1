"""Working out a ticket's row again from its thread, people and history: what `otklik doctor --deep` compares.

Pure: plain facts in, differences out. The rules themselves are `lifecycle`'s; here is only what they are fed
with, taken from the rows a ticket is made of and not from the ticket.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from otklik.core.text import one_line
from otklik.tickets import lifecycle
from otklik.tickets.enums import OPEN_STATES, AuthorKind, State, Turn

PREVIEW = 180
"""Characters of the last message that a list shows."""


@dataclass(frozen=True, slots=True)
class Row:
    """What stands on the ticket."""

    number: str
    status: str
    state: str
    is_open: bool
    turn: str
    rank: int
    due_at: datetime | None
    react_by: datetime | None
    due_sort: datetime
    created_at: datetime
    first_reply_at: datetime | None
    resolved_at: datetime | None
    closed_at: datetime | None
    postponed_until: datetime | None
    returned_at: datetime | None
    closes_at: datetime | None
    remind_at: datetime | None
    rating: int | None
    complaint_at: datetime | None
    review_since: datetime | None
    reopened: int
    team: int | None
    assignee: int | None
    initiator_agent: int | None
    contact: int | None
    initiator_contact: int | None
    preview: str
    last_author: str
    last_by_client: bool
    last_message_id: int | None
    last_public_id: int | None
    messages: int
    files: int


@dataclass(frozen=True, slots=True)
class StatusRule:
    """What a status means: its state, whose turn an administrator says it is, whether it asks until when."""

    code: str
    state: State
    turn: Turn | None
    asks_until: bool


@dataclass(frozen=True, slots=True)
class Said:
    """A message of the thread, none that was called off. `told_at`: when it took effect; None: held back."""

    id: int
    public: bool
    automatic: bool
    author_kind: str
    author_name: str
    text: str
    files: int
    created_at: datetime
    told_at: datetime | None

    @property
    def is_from_client(self) -> bool:
        """Written from the client's side."""
        return self.author_kind in (AuthorKind.CONTACT, AuthorKind.SENDER)


@dataclass(frozen=True, slots=True)
class Happened:
    """An event of the ticket's history: kind, and field → (from, to)."""

    kind: str
    changes: Mapping[str, tuple[object, object]]


@dataclass(frozen=True, slots=True)
class People:
    """Ids of teams, agents and contacts."""

    teams: frozenset[int] = frozenset()
    agents: frozenset[int] = frozenset()
    contacts: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything about one ticket. `readers` are the stored ones, `observers`, `mentioned` and `joined`
    (contacts of tickets merged into it) the reasons."""

    row: Row
    status: StatusRule
    said: Sequence[Said]
    history: Sequence[Happened]
    readers: People
    observers: People
    mentioned: frozenset[int]
    joined: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Difference:
    """A field whose stored value is not what the rules make of the rest."""

    number: str
    field: str
    stored: object
    computed: object

    def __str__(self) -> str:
        return f"{self.number}: {self.field} is {self.stored!r}, should be {self.computed!r}"


def differences(facts: Facts) -> list[Difference]:
    """Everything about the ticket that does not follow from its rows; empty when all is well."""
    row = facts.row
    computed = {**_standing(facts), **thread_of(facts.said), **_moments(facts)}
    found = [
        Difference(row.number, field, getattr(row, field), value)
        for field, value in computed.items()
        if getattr(row, field) != value
    ]
    return [*found, *_readers(facts), *_history(facts)]


def _standing(facts: Facts) -> dict[str, object]:
    state = facts.status.state
    stands = lifecycle.standing(
        state, client_spoke_last=_client_spoke_last(facts.said), status_turn=facts.status.turn
    )
    return {
        "state": state.value,
        "is_open": state in OPEN_STATES,
        "turn": stands.turn.value,
        "rank": int(stands.rank),
        "due_sort": lifecycle.due_sort(facts.row.due_at, facts.row.react_by, facts.row.created_at),
    }


def _client_spoke_last(said: Sequence[Said]) -> bool:
    """The first message is the client's request, whoever wrote it down; automatic ones do not count."""
    told = [message for message in said if message.public and message.told_at and not message.automatic]
    first = min((message.id for message in said), default=0)
    return not told or told[-1].id == first or told[-1].is_from_client


def thread_of(said: Sequence[Said]) -> dict[str, object]:
    """What the ticket's row tells of its thread."""
    public = [message for message in said if message.public and message.told_at]
    told = sorted((m for m in said if m.told_at), key=lambda m: (m.told_at or m.created_at, m.id))
    return {
        "last_by_client": _client_spoke_last(said),
        "last_message_id": said[-1].id if said else None,
        "last_public_id": public[-1].id if public else None,
        "messages": len(said),
        "files": sum(message.files for message in said),
        "preview": one_line(told[-1].text, PREVIEW) if told else "",
        "last_author": told[-1].author_name if told else "",
        "first_reply_at": _first_reply(said),
    }


def _first_reply(said: Sequence[Said]) -> datetime | None:
    """The moment of pressing of the first reply that took effect; the first message is the request itself."""
    replies = [m for m in said[1:] if m.public and m.told_at and m.author_kind == AuthorKind.AGENT]
    return min(replies, key=lambda m: (m.told_at or m.created_at, m.id)).created_at if replies else None


def _moments(facts: Facts) -> dict[str, object]:
    """Only the stored moment itself or nothing can be right, as the state says."""
    row, state = facts.row, facts.status.state
    is_done, is_closed = state not in OPEN_STATES, state is State.CLOSED
    return {
        "resolved_at": (row.resolved_at or row.created_at) if is_done else None,
        "closed_at": (row.closed_at or row.created_at) if is_closed else None,
        "postponed_until": (row.postponed_until or row.created_at) if facts.status.asks_until else None,
        "returned_at": None if is_done else row.returned_at,
        "closes_at": row.closes_at if state is State.RESOLVED else None,
        "remind_at": row.remind_at if state is State.WAITING_CLIENT else None,
        "review_since": row.review_since if row.complaint_at else None,
        "reopened": sum(event.kind == "ticket.reopened" for event in facts.history),
    }


def _readers(facts: Facts) -> Iterator[Difference]:
    """Agents and contacts exactly as entitled; teams besides only where they once held it."""
    row, stored = facts.row, facts.readers
    agents = _known(row.assignee, row.initiator_agent) | facts.observers.agents | facts.mentioned
    contacts = _known(row.contact, row.initiator_contact) | facts.joined
    teams = _known(row.team) | facts.observers.teams
    allowed = teams | _teams_of_the_past(facts.history)
    if stored.agents != agents:
        yield Difference(row.number, "readers.agents", sorted(stored.agents), sorted(agents))
    if stored.contacts != contacts:
        yield Difference(row.number, "readers.contacts", sorted(stored.contacts), sorted(contacts))
    if not teams <= stored.teams <= allowed:
        yield Difference(row.number, "readers.teams", sorted(stored.teams), sorted(allowed))


def _known(*ids: int | None) -> frozenset[int]:
    return frozenset(pk for pk in ids if pk is not None)


def _teams_of_the_past(history: Sequence[Happened]) -> frozenset[int]:
    """Teams that held the ticket keep reading it (decision 22)."""
    held = (value for event in history for value in event.changes.get("team", ()))
    return frozenset(value for value in held if isinstance(value, int))


def _history(facts: Facts) -> Iterator[Difference]:
    """Each change begins where the one before ended, and the last one ends at what stands on the ticket."""
    row = facts.row
    ends = {"status": row.status, "team": row.team, "assignee": row.assignee, "rating": row.rating}
    for field, stands in ends.items():
        steps = [event.changes[field] for event in facts.history if field in event.changes]
        for (_from, to), (then, _to) in pairwise(steps):
            if to != then:
                yield Difference(row.number, f"history.{field}", then, to)
        if steps and steps[-1][1] != stands:
            yield Difference(row.number, field, stands, steps[-1][1])

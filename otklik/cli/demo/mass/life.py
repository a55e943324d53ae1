"""A ticket's past, step by step as the commands would have written it, without a database.

Each method is one command: it moves the ticket by the rules of `lifecycle` and adds the events the command
records. `ended` is the ticket as it stands after the last one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from otklik.core.actors import ActorKind, ActorRef, Via
from otklik.core.events import EventKind
from otklik.tickets import events, lifecycle
from otklik.tickets.enums import OPEN_STATES, State, Turn
from otklik.tickets.lifecycle import OnMessage
from otklik.tickets.loading import LoadedEvent, LoadedMessage

REOPEN_WITHIN = timedelta(days=7)
Data = tuple[tuple[str, object], ...]

_MEANS = {
    State.RESOLVED: events.TICKET_RESOLVED,
    State.CLOSED: events.TICKET_CLOSED,
    State.POSTPONED: events.TICKET_POSTPONED,
}


@dataclass(frozen=True, slots=True)
class StatusFacts:
    """What a status code means."""

    state: State
    turn: Turn | None


@dataclass(slots=True)
class Life:
    """The ticket so far. `client` is who the client's messages are recorded for."""

    statuses: Mapping[str, StatusFacts]
    client: ActorRef
    status: str = "new"
    team: int | None = None
    held_by: list[int] = field(default_factory=list)
    assignee: int | None = None
    assigned_at: datetime | None = None
    turn: Turn | None = None
    turn_since: datetime | None = None
    client_spoke_last: bool = True
    updated_at: datetime | None = None
    first_reply_at: datetime | None = None
    resolved_at: datetime | None = None
    closed_at: datetime | None = None
    postponed_until: datetime | None = None
    postponed_why: str = ""
    reopened: int = 0
    observers: list[int] = field(default_factory=list)
    version: int = 0
    messages: list[LoadedMessage] = field(default_factory=list)
    events: list[LoadedEvent] = field(default_factory=list)
    _batches: int = 0

    @property
    def state(self) -> State:
        """What the status means."""
        return self.statuses[self.status].state

    def is_registered(self, message: LoadedMessage, account: int | None, team: int, why: str) -> None:
        """`tickets.commands.register`, which places it with the team the catalogue names."""
        self._say(message)
        self.team, self.status = team, "assigned"
        data: Data = (("mentions", []), ("account", account), ("why", why))
        self._tell(
            message.at, events.TICKET_REGISTERED, self.client, (("team", None, team),), data, message=0
        )
        self._settle(message.at)

    def is_handed_over(self, at: datetime, by: int, team: int) -> None:
        """`tickets.commands.assign` to another team; the first one keeps reading."""
        changes: tuple[tuple[str, object, object], ...] = (("team", self.team, team),)
        if self.assignee is not None:
            changes += (("assignee", self.assignee, None),)
        self.held_by += [self.team] if self.team else []
        self.team, self.assignee, self.assigned_at = team, None, None
        self._tell(at, events.TICKET_ASSIGNED, _agent(by), changes)
        self._settle(at)

    def is_taken(self, at: datetime, agent: int) -> None:
        """`tickets.commands.take`."""
        changes: tuple[tuple[str, object, object], ...] = (("assignee", self.assignee, agent),)
        if self.status in ("new", "assigned"):
            changes += (("status", self.status, "in_progress"),)
            self.status = "in_progress"
        self.assignee, self.assigned_at = agent, at
        self._tell(at, events.TICKET_TAKEN, _agent(agent), changes)
        self._settle(at)

    def is_followed(self, at: datetime, agent: int) -> None:
        """`tickets.commands.observe` of an employee who follows by themselves."""
        self.observers.append(agent)
        self._tell(at, events.OBSERVERS_CHANGED, _agent(agent), (("observer", None, f"agent:{agent}"),))

    def client_writes(self, message: LoadedMessage) -> None:
        """`tickets.commands.receive`."""
        self._say(message)
        self.client_spoke_last = True
        effect = lifecycle.after_client_message(
            self.state, closed_at=self.closed_at, now=message.at, reopen_within=REOPEN_WITHIN
        )
        batch = self._batch()
        number = len(self.messages) - 1
        data: Data = (("automatic", False),)
        self._tell(message.at, events.MESSAGE_RECEIVED, self.client, (), data, number, batch=batch)
        if effect is not OnMessage.KEEP:
            code = lifecycle.work_status(has_assignee=self.assignee is not None, has_team=True)
            kind = events.TICKET_REOPENED if effect is OnMessage.REOPEN else events.STATUS_CHANGED
            changes = (("status", self.status, code),)
            self._back_to_work(code)
            self._tell(message.at, kind, self.client, changes, (), number, batch=batch)
        self._settle(message.at)

    def agent_replies(self, message: LoadedMessage, agent: int, status: str = "") -> None:
        """`tickets.commands.reply`, with the status afterwards."""
        self._say(message)
        self.client_spoke_last = False
        self.first_reply_at = self.first_reply_at or message.at
        batch, number = self._batch(), len(self.messages) - 1
        self._tell(message.at, events.REPLY_SENT, _agent(agent), (), (), number, batch=batch)
        if status and status != self.status:
            self._move(message.at, status, _agent(agent), (), number, batch)
        self._settle(message.at)

    def agent_notes(self, message: LoadedMessage, agent: int) -> None:
        """`tickets.commands.add_note`."""
        self._say(message)
        number = len(self.messages) - 1
        self._tell(message.at, events.NOTE_ADDED, _agent(agent), (), (("mentions", []),), number)
        self._settle(message.at)

    def is_moved(self, at: datetime, status: str, by: ActorRef) -> None:
        """`tickets.commands.set_status`."""
        self._move(at, status, by)
        self._settle(at)

    def is_postponed(self, at: datetime, agent: int, until: datetime, why: str) -> None:
        """`tickets.commands.set_status` with a date."""
        self._move(at, "postponed", _agent(agent), (("until", until.isoformat()), ("why", why)))
        self.postponed_until, self.postponed_why = until, why
        self._settle(at)

    def _move(
        self,
        at: datetime,
        status: str,
        by: ActorRef,
        data: Data = (),
        message: int | None = None,
        batch: int | None = None,
    ) -> None:
        changes = (("status", self.status, status),)
        kind = _MEANS.get(self.statuses[status].state, events.STATUS_CHANGED)
        self.status = status
        if self.state not in OPEN_STATES:
            self.resolved_at = self.resolved_at or at
        self.closed_at = at if self.state is State.CLOSED else None
        self.postponed_until, self.postponed_why = None, ""
        self._tell(at, kind, by, changes, data, message, batch=batch)

    def _back_to_work(self, code: str) -> None:
        if self.state not in OPEN_STATES:
            self.reopened += 1
        self.status = code
        self.resolved_at = self.closed_at = self.postponed_until = None
        self.postponed_why = ""

    def _say(self, message: LoadedMessage) -> None:
        self.messages.append(message)

    def _batch(self) -> int:
        self._batches += 1
        return self._batches

    def _tell(
        self,
        at: datetime,
        kind: EventKind,
        by: ActorRef,
        changes: tuple[tuple[str, object, object], ...] = (),
        data: Data = (),
        message: int | None = None,
        cause: int | None = None,
        batch: int | None = None,
    ) -> None:
        self.events.append(LoadedEvent(at, kind, by, changes, data, message, cause, batch))

    def _settle(self, at: datetime) -> None:
        facts = self.statuses[self.status]
        stands = lifecycle.standing(
            facts.state, client_spoke_last=self.client_spoke_last, status_turn=facts.turn
        )
        if stands.turn != self.turn:
            self.turn, self.turn_since = stands.turn, at
        self.updated_at = at
        self.version += 1


def _agent(pk: int) -> ActorRef:
    return ActorRef(ActorKind.AGENT, pk, Via.DESK)

"""Tickets with their past, many at once: for bulk loads and imports."""

from __future__ import annotations

import random
import uuid
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

import orjson
from django.db import models, transaction

from otklik.core import bulk
from otklik.core.bulk import Value
from otklik.core.html import SANITISER
from otklik.core.ids import uuid7_of
from otklik.core.models import Event
from otklik.core.small import one_version
from otklik.core.text import one_line
from otklik.tickets import lifecycle
from otklik.tickets.commands.numbers import next_numbers
from otklik.tickets.enums import OPEN_STATES, MessageKind, State, Turn
from otklik.tickets.loading import LoadedTicket
from otklik.tickets.models import (
    Message,
    MessageBody,
    Observer,
    Seen,
    Status,
    Ticket,
    TicketCategory,
    TicketReader,
)
from otklik.tickets.queries.terms import closes_at_if_loaded
from otklik.tickets.queries.workflow import workflow

Row = dict[str, Value]
_CHANCE = 80  # bits


@dataclass(frozen=True, slots=True)
class Loaded:
    """A ticket that is written now, with the id and number it got."""

    id: int
    number: str
    ticket: LoadedTicket


@transaction.atomic
def load(tickets: Sequence[LoadedTicket], rng: random.Random) -> list[Loaded]:
    """Write tickets, messages, history, readers and what was seen. For programs: no right is checked.

    No reaction follows from the history: whoever loads tells the index, and acquaints teams with clients.
    `rng` makes the ids that leave the installation.
    """
    ids, numbers = bulk.reserve(Ticket, len(tickets)), next_numbers(len(tickets))
    loaded = [Loaded(*given) for given in zip(ids, numbers, tickets, strict=True)]
    messages = _Ids(Message, [len(ticket.messages) for ticket in tickets])
    events = _Ids(Event, [len(ticket.events) for ticket in tickets])

    def uid(at: datetime) -> uuid.UUID:
        return uuid7_of(at, rng.getrandbits(_CHANCE))

    with one_version():
        # Made before they are sent: they follow rules of the configuration, which cannot be read meanwhile.
        rows = [_ticket(one, of, uid) for one, of in zip(loaded, messages.of, strict=True)]
    _insert(Ticket, iter(rows))
    written = list(zip(loaded, messages.of, events.of, strict=True))
    _insert(Message, (row for one, of, _events in written for row in _messages(one, of, uid)))
    _insert(MessageBody, (row for one, of, _events in written for row in _bodies(one, of)))
    _insert(Event, (row for one, of, past in written for row in _events_of(one, of, past, uid)))
    _insert(TicketReader, (row for one in loaded for row in _readers(one)))
    _insert(Seen, (row for one, of, _events in written for row in _seen(one, of)))
    _insert(TicketCategory, (row for one in loaded for row in _categories(one)))
    _insert(Observer, (row for one in loaded for row in _observers(one)))
    return loaded


class _Ids:
    """Reserved ids in portions: those of the first ticket, of the second …"""

    def __init__(self, model: type[models.Model], portions: Sequence[int]) -> None:
        ids = iter(bulk.reserve(model, sum(portions)))
        self.of = [[next(ids) for _one in range(portion)] for portion in portions]


def _insert(model: type[models.Model], rows: Iterator[Row]) -> None:
    first = next(rows, None)
    if first is None:
        return
    columns = list(first)

    def values() -> Iterator[list[Value]]:
        yield list(first.values())
        for row in rows:
            yield list(row.values())

    bulk.insert(model, columns, values())


def _ticket(one: Loaded, message_ids: Sequence[int], uid: Callable[[datetime], uuid.UUID]) -> Row:
    ticket = one.ticket
    status = workflow().by_code[ticket.status]
    return {
        "id": one.id,
        "uid": uid(ticket.created_at),
        "number": one.number,
        "subject": ticket.subject,
        "brand_id": ticket.brand_id,
        "account_id": ticket.account_id,
        "via": ticket.via.value,
        "language": ticket.language,
        "type_id": ticket.type_id,
        "service_id": ticket.service_id,
        "priority_id": ticket.priority_id,
        "priority_level": ticket.priority_level,
        "status_id": status.pk,
        **_standing(ticket, status),
        "postponed_until": ticket.postponed_until,
        "postponed_why": ticket.postponed_why,
        "closes_at": closes_at_if_loaded(status, ticket.service_id, ticket.resolved_at),
        **_people(ticket),
        "created_at": ticket.created_at,
        "updated_at": ticket.updated_at,
        "first_reply_at": ticket.first_reply_at,
        "resolved_at": ticket.resolved_at,
        "closed_at": ticket.closed_at,
        "reopened": ticket.reopened,
        "deleted_at": None,
        "version": ticket.version,
        **_last_words(ticket, message_ids),
    }


def _standing(ticket: LoadedTicket, status: Status) -> Row:
    state = State(status.state)
    stands = lifecycle.standing(
        state,
        client_spoke_last=_client_spoke_last(ticket),
        status_turn=Turn(status.turn) if status.turn else None,
    )
    return {
        "state": state.value,
        "is_open": state in OPEN_STATES,
        "turn": stands.turn.value,
        "turn_since": ticket.turn_since,
        "rank": int(stands.rank),
        "due_at": ticket.due_at,
        "due_sort": lifecycle.due_sort(ticket.due_at, None, ticket.created_at),
    }


def _client_spoke_last(ticket: LoadedTicket) -> bool:
    """The first message is the client's request, whoever wrote it down."""
    later = [message for message in ticket.messages[1:] if message.public]
    return not later or later[-1].is_from_client


def _people(ticket: LoadedTicket) -> Row:
    return {
        "team_id": ticket.team_id,
        "assignee_id": ticket.assignee_id,
        "assigned_at": ticket.assigned_at,
        "contact_id": ticket.contact_id,
        "company_id": ticket.company_id,
        "contact_email": ticket.contact_email,
        "contact_name": ticket.contact_name,
        "contact_phone": ticket.contact_phone,
        "initiator_agent_id": ticket.initiator_agent_id,
        "initiator_contact_id": ticket.initiator_contact_id,
    }


def _last_words(ticket: LoadedTicket, message_ids: Sequence[int]) -> Row:
    last = ticket.messages[-1]
    public = [pk for pk, message in zip(message_ids, ticket.messages, strict=True) if message.public]
    return {
        "preview": one_line(last.text, 180),
        "last_author": last.author_name,
        "last_by_client": _client_spoke_last(ticket),
        "last_message_id": message_ids[-1],
        "last_public_id": public[-1] if public else None,
        "messages": len(message_ids),
        "files": 0,
    }


def _messages(one: Loaded, ids: Sequence[int], uid: Callable[[datetime], uuid.UUID]) -> Iterator[Row]:
    for pk, message in zip(ids, one.ticket.messages, strict=True):
        yield {
            "id": pk,
            "uid": uid(message.at),
            "ticket_id": one.id,
            "kind": (MessageKind.REPLY if message.public else MessageKind.NOTE).value,
            "public": message.public,
            "author_kind": message.author_kind.value,
            "agent_id": message.agent_id,
            "contact_id": message.contact_id,
            "author_name": message.author_name,
            "author_email": message.author_email,
            "via": message.via.value,
            "is_solution": message.is_solution,
            "automatic": False,
            "created_at": message.at,
            "sends_at": None,
            "released_at": message.at,
            "cancelled_at": None,
        }


def _bodies(one: Loaded, ids: Sequence[int]) -> Iterator[Row]:
    for pk, message in zip(ids, one.ticket.messages, strict=True):
        yield {
            "message_id": pk,
            "html": message.html,
            "text": message.text,
            "full_text": "",
            "cc": "[]",
            "sanitiser": SANITISER,
        }


def _events_of(
    one: Loaded, message_ids: Sequence[int], ids: Sequence[int], uid: Callable[[datetime], uuid.UUID]
) -> Iterator[Row]:
    batches: dict[int, uuid.UUID] = {}
    for pk, event in zip(ids, one.ticket.events, strict=True):
        data = dict(event.data)
        if event.message is not None:
            data["message"] = message_ids[event.message]
        if event.batch is not None:
            batches.setdefault(event.batch, uid(event.at))
        yield {
            "id": pk,
            "uid": uid(event.at),
            "kind": event.kind.name,
            "version": event.kind.version,
            "at": event.at,
            "actor_kind": event.by.kind.value,
            "actor_id": event.by.id,
            "via": event.by.via.value,
            "subject_kind": "ticket",
            "subject_id": one.id,
            "ticket_id": one.id,
            "audience": event.kind.audience.value,
            "cause_id": None if event.cause is None else ids[event.cause],
            "depth": 0 if event.cause is None else 1,
            "batch_id": batches.get(event.batch) if event.batch is not None else None,
            "rule_version_id": None,
            "changes": _json(
                [{"field": f, "from": before, "to": after} for f, before, after in event.changes]
            ),
            "data": _json(data),
        }


def _json(value: object) -> str:
    return orjson.dumps(value).decode()


def _readers(one: Loaded) -> Iterator[Row]:
    ticket = one.ticket
    teams = _known([ticket.team_id, *ticket.held_by])
    agents = _known([ticket.assignee_id, ticket.initiator_agent_id, *ticket.observer_ids])
    contacts = _known([ticket.contact_id, ticket.initiator_contact_id])
    for pk in teams:
        yield {"ticket_id": one.id, "team_id": pk, "agent_id": None, "contact_id": None}
    for pk in agents:
        yield {"ticket_id": one.id, "team_id": None, "agent_id": pk, "contact_id": None}
    for pk in contacts:
        yield {"ticket_id": one.id, "team_id": None, "agent_id": None, "contact_id": pk}


def _known(ids: Sequence[int | None]) -> list[int]:
    return [pk for pk in dict.fromkeys(ids) if pk is not None]


def _seen(one: Loaded, message_ids: Sequence[int]) -> Iterator[Row]:
    for agent_id, number in one.ticket.seen:
        if number:
            yield {"ticket_id": one.id, "agent_id": agent_id, "message_id": message_ids[number - 1]}


def _categories(one: Loaded) -> Iterator[Row]:
    for pk in one.ticket.category_ids:
        yield {"ticket_id": one.id, "category_id": pk}


def _observers(one: Loaded) -> Iterator[Row]:
    for pk in one.ticket.observer_ids:
        yield {"ticket_id": one.id, "agent_id": pk, "team_id": None}

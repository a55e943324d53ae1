"""Gathering what `tickets.audit` compares, for the doctor; not for a person: no access is checked."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import islice

from django.db.models import Count, Max, Min, Q

from otklik.core.models import Event
from otklik.tickets.audit import Difference, Facts, Happened, People, Row, Said, StatusRule, differences
from otklik.tickets.enums import AuthorKind, State, Turn
from otklik.tickets.models import Mention, Message, Observer, Ticket, TicketNumber, TicketReader
from otklik.tickets.queries.joinable import contacts_joined
from otklik.tickets.queries.workflow import workflow

CHUNK = 200
_PLAIN = {
    "status": "status_id",
    "team": "team_id",
    "assignee": "assignee_id",
    "initiator_agent": "initiator_agent_id",
    "contact": "contact_id",
    "initiator_contact": "initiator_contact_id",
}
_COLUMNS = tuple(_PLAIN.get(name, name) for name in Row.__dataclass_fields__)


def sample(wanted: int, rng: random.Random) -> Sequence[int]:
    """Ids of at most this many tickets chosen by chance, deleted ones among them."""
    ends = Ticket.objects.aggregate(first=Min("pk"), last=Max("pk"))
    if ends["first"] is None:
        return []
    span = range(ends["first"], ends["last"] + 1)
    if len(span) <= wanted * 2:
        every = list(Ticket.objects.values_list("pk", flat=True))
        return sorted(rng.sample(every, min(wanted, len(every))))
    found: set[int] = set()
    for _try in range(20):
        some = rng.sample(span, min(wanted * 2, len(span)))
        for start in range(0, len(some), CHUNK):
            found |= set(
                Ticket.objects.filter(pk__in=some[start : start + CHUNK]).values_list("pk", flat=True)
            )
        if len(found) >= wanted:
            break
    return sorted(rng.sample(sorted(found), min(wanted, len(found))))


def audit(ticket_ids: Collection[int]) -> Iterator[Difference]:
    """Work these tickets out again and yield what differs; a few queries for each two hundred."""
    rest = iter(ticket_ids)
    while chunk := list(islice(rest, CHUNK)):
        for facts in gather(chunk):
            yield from differences(facts)
        yield from _numbers_taken_twice(chunk)


def gather(ticket_ids: Collection[int]) -> list[Facts]:
    """The facts of these tickets."""
    statuses = workflow().statuses
    said, history = said_in(ticket_ids), _history(ticket_ids)
    readers, observers, mentioned = _readers(ticket_ids), _observers(ticket_ids), _mentioned(ticket_ids)
    facts, joined = [], contacts_joined(ticket_ids)
    for pk, *values in Ticket.objects.filter(pk__in=ticket_ids).order_by("pk").values_list("pk", *_COLUMNS):
        row = dict(zip(Row.__dataclass_fields__, values, strict=True))
        status = statuses[row["status"]]
        turn = Turn(status.turn) if status.turn else None
        facts.append(
            Facts(
                Row(**{**row, "status": status.code}),
                StatusRule(status.code, State(status.state), turn, status.asks_until),
                said[pk],
                history[pk],
                readers[pk],
                observers[pk],
                frozenset(mentioned[pk]),
                joined.get(pk, frozenset()),
            )
        )
    return facts


def said_in(ticket_ids: Collection[int]) -> dict[int, list[Said]]:
    """The threads of these tickets; an empty one for who has none."""
    found: dict[int, list[Said]] = defaultdict(list)
    rows = (
        Message.objects.filter(ticket_id__in=ticket_ids, cancelled_at__isnull=True, released_at__isnull=False)
        # What Otklik announces itself leaves no trace on the ticket (commands.announce).
        .exclude(author_kind=AuthorKind.SYSTEM, automatic=True)
        .annotate(visible=Count("attached", filter=Q(attached__content_id="")))
        .order_by("pk")
    )
    columns = ("ticket_id", "pk", "public", "automatic", "author_kind", "author_name", "body__text")
    for ticket, *values in rows.values_list(*columns, "visible", "created_at", "released_at"):
        found[ticket].append(Said(*values))
    return found


def _history(ticket_ids: Collection[int]) -> dict[int, list[Happened]]:
    found: dict[int, list[Happened]] = defaultdict(list)
    rows = Event.objects.filter(ticket_id__in=ticket_ids).order_by("pk")
    for ticket, kind, changes in rows.values_list("ticket_id", "kind", "changes"):
        found[ticket or 0].append(Happened(kind, {c["field"]: (c["from"], c["to"]) for c in changes}))
    return found


def _readers(ticket_ids: Collection[int]) -> dict[int, People]:
    rows = TicketReader.objects.filter(ticket_id__in=ticket_ids)
    return _people(rows.values_list("ticket_id", "team_id", "agent_id", "contact_id"))


def _observers(ticket_ids: Collection[int]) -> dict[int, People]:
    rows = Observer.objects.filter(ticket_id__in=ticket_ids).values_list("ticket_id", "team_id", "agent_id")
    return _people((*row, None) for row in rows)


def _people(rows: Iterable[tuple[int, int | None, int | None, int | None]]) -> dict[int, People]:
    found: dict[int, tuple[set[int], set[int], set[int]]] = defaultdict(lambda: (set(), set(), set()))
    for ticket, *ids in rows:
        for kept, pk in zip(found[ticket], ids, strict=True):
            if pk is not None:
                kept.add(pk)
    people = {ticket: People(*map(frozenset, kinds)) for ticket, kinds in found.items()}
    return defaultdict(People, people)


def _mentioned(ticket_ids: Collection[int]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    rows = Mention.objects.filter(message__ticket_id__in=ticket_ids)
    for ticket, agent in rows.values_list("message__ticket_id", "agent_id"):
        found[ticket].add(agent)
    return found


def _numbers_taken_twice(ticket_ids: Collection[int]) -> Iterator[Difference]:
    """An alias must not be the number of another ticket: opening by number would be a matter of luck."""
    numbers = Ticket.objects.filter(pk__in=ticket_ids).values_list("number", "pk")
    own = dict(numbers)
    for number, ticket in TicketNumber.objects.filter(number__in=own).values_list("number", "ticket_id"):
        if ticket != own[number]:
            yield Difference(number, "number", number, f"also an alias of ticket {ticket}")

"""An agent's inbox: what waits for them and why (WORK-20).

Worked out from the tickets themselves; stored is only what they have put aside (`InboxDone`) or seen. A fixed
number of queries, each over an index of its own; a ticket stands under the first reason that holds.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum

from django.core.cache import caches
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from otklik.core.prepared import Prepared, Rows
from otklik.people.actor import Actor
from otklik.people.queries import staff
from otklik.tickets.access import VIEW_ALL, visible_to
from otklik.tickets.enums import Rank, State, Turn
from otklik.tickets.models import InboxDone, Mention, Message, Seen, Ticket
from otklik.tickets.queries.counting import KEPT_SECONDS, MOST
from otklik.tickets.queries.listing import COLUMNS, ListRow, Values, marked

LIMIT = 50
"""Rows of one reason; the rest comes up when these are done."""
_WAITING: Prepared[int] = Prepared(lambda pk: pk)


class Why(IntEnum):
    """Why a ticket stands in an inbox, in the order of the page."""

    MENTIONED = 0
    ANSWERED = 1
    RETURNED = 2
    GIVEN = 3
    REVIEW = 4
    TEAM = 5


@dataclass(frozen=True, slots=True)
class InboxRow:
    """A ticket with why it waits, and what of its verdict the row says; `has_more`: of this reason."""

    why: Why
    row: ListRow
    reopened: int
    rating: int | None
    has_more: bool = False


def inbox(actor: Actor, only: Sequence[int] | None = None) -> list[InboxRow]:
    """Everything that waits for the agent, by reason, then priority, then deadline; perhaps of these only."""
    if actor.agent_id is None:
        return []
    found: dict[object, tuple[Why, Values]] = {}
    more: set[Why] = set()
    for why, tickets in _reasons(actor, _led_by(actor)):
        if only is not None:
            tickets = tickets.filter(pk__in=list(only))
        order = (F("priority_level").desc(), "due_sort", "id")
        of_one = list(tickets.order_by(*order).values_list(*COLUMNS, "reopened", "rating")[: LIMIT + 1])
        more |= {why} if len(of_one) > LIMIT else set()
        for values in of_one[:LIMIT]:
            found.setdefault(values[0], (why, values))
    drawn = marked(actor, [values[: len(COLUMNS)] for _why, values in found.values()])
    make: Callable[..., InboxRow] = InboxRow
    rows = [
        make(why, row, *values[len(COLUMNS) :], has_more=why in more)
        for (why, values), row in zip(found.values(), drawn, strict=True)
    ]
    return sorted(rows, key=_place)


def inbox_count(actor: Actor, *, fresh: bool = False) -> int:
    """How many tickets wait for this agent themselves, a team's new ones left out.

    One query; at most `KEPT_SECONDS` old, with `fresh` as of now (the page itself and its side then agree).
    """
    if actor.agent_id is None:
        return 0
    key = f"inbox:{actor.key}"
    kept = None if fresh else caches["local"].get(key)
    if kept is None:
        kept = _counted(actor)
        caches["local"].set(key, kept, KEPT_SECONDS)
    return int(kept)


def _counted(actor: Actor) -> int:
    led = _led_by(actor)

    def build(agent_id: int) -> Rows:
        reasons = _reasons(replace(actor, agent_id=agent_id), led)
        own = [rows.order_by().values_list("pk") for why, rows in reasons if why is not Why.TEAM]
        return own[0].union(*own[1:])[:MOST]

    shape = (actor.team_ids, actor.has(VIEW_ALL), led)
    return _WAITING.number(build, actor.agent_id or 0, shape=shape)


def _led_by(actor: Actor) -> tuple[int, ...]:
    return tuple(team.pk for team in staff().teams.values() if team.lead_id == actor.agent_id)


def _reasons(actor: Actor, led: Sequence[int]) -> list[tuple[Why, QuerySet[Ticket]]]:
    open_ones = Ticket.objects.filter(is_open=True, deleted_at__isnull=True)
    mine = open_ones.filter(assignee_id=actor.agent_id)
    unread = Mention.objects.filter(agent_id=actor.agent_id or 0, seen_at=None, message__cancelled_at=None)
    waits = Q(rank=Rank.CLIENT_WAITS) & ~Q(state=State.POSTPONED)
    given = Q(turn=Turn.US, assigned_at__isnull=False, rank=Rank.WE_WORK)
    reasons = [
        (Why.MENTIONED, visible_to(actor).filter(pk__in=unread.values("message__ticket_id"))),
        (Why.ANSWERED, mine.filter(waits).exclude(_done(actor, message_id__gte=OuterRef("last_public_id")))),
        (Why.RETURNED, mine.filter(returned_at__isnull=False).exclude(_done_by(actor, "returned_at"))),
        (Why.GIVEN, _untouched(actor, mine.filter(given)).exclude(_done_by(actor, "assigned_at"))),
    ]
    if led:
        judged = Ticket.objects.filter(review_since__isnull=False, deleted_at__isnull=True, team_id__in=led)
        reasons.append((Why.REVIEW, judged.exclude(_done_by(actor, "review_since"))))
    if actor.team_ids:
        free = open_ones.filter(waits, team_id__in=actor.team_ids, assignee__isnull=True)
        reasons.append((Why.TEAM, free.exclude(_done(actor, message_id__gte=OuterRef("last_public_id")))))
    return reasons


def _untouched(actor: Actor, tickets: QuerySet[Ticket]) -> QuerySet[Ticket]:
    """Those the agent has neither opened nor written in."""
    opened = Seen.objects.filter(agent_id=actor.agent_id or 0, ticket_id=OuterRef("pk"))
    written = Message.objects.filter(agent_id=actor.agent_id or 0, ticket_id=OuterRef("pk"))
    return tickets.exclude(Exists(opened)).exclude(Exists(written))


def _done_by(actor: Actor, moment: str) -> Exists:
    return _done(actor, at__gte=OuterRef(moment))


def _done(actor: Actor, **since: OuterRef) -> Exists:
    return Exists(InboxDone.objects.filter(agent_id=actor.agent_id or 0, ticket_id=OuterRef("pk"), **since))


def _place(row: InboxRow) -> tuple[object, ...]:
    return row.why, -row.row.priority_level, row.row.due_sort, row.row.id

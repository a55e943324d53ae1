"""The list: which tickets, in which order, page by page, always with the same number of queries."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext

from otklik.catalogue.models import Priority
from otklik.core import small
from otklik.core.errors import Invalid
from otklik.people.actor import SYSTEM, Actor
from otklik.tickets import commands
from otklik.tickets.access import may_review
from otklik.tickets.commands import Edit, Registration
from otklik.tickets.content import from_text
from otklik.tickets.models import Observer, Ticket
from otklik.tickets.queries import (
    ORDERS,
    VIEWS,
    Filters,
    ListQuery,
    ListRow,
    list_counts,
    tickets_page,
    view_counts,
)
from otklik.tickets.queries.views import JUDGED
from tests import make
from tests.support.fixtures import FrozenClock


@pytest.fixture(autouse=True)
def no_figures_kept() -> Iterator[None]:
    """Counters are kept for seconds in this process's memory: every test begins without."""
    caches["local"].clear()
    yield
    caches["local"].clear()


def _walk(actor: Actor, query: ListQuery) -> list[ListRow]:
    found: list[ListRow] = []
    while True:
        page = tickets_page(actor, query)
        found += page.rows
        if page.after is None:
            return found
        query = replace(query, after=page.after)


@pytest.fixture
def many(people: make.Cast, frozen_clock: FrozenClock) -> list[Ticket]:
    """Tickets in every state of the desk, of three teams, some at the very same moment."""
    rng = random.Random(7)
    high, low = Priority.objects.get(code="high"), Priority.objects.get(code="low")
    statuses = [
        "",
        "",
        "in_progress",
        "needs_clarification",
        "waiting_others",
        "postponed",
        "resolved",
        "closed",
    ]
    for number in range(24):
        frozen_clock.move(timedelta(minutes=rng.choice([0, 0, 5])))
        by = rng.choice([people.client, people.stranger])
        ticket = make.ticket(by, team=rng.choice([people.it, people.hr, None]))
        if number % 3 == 0:
            commands.edit(people.admin, ticket, Edit(priority=rng.choice([high, low])))
        if number % 4 == 0:
            commands.set_due(SYSTEM.ref, ticket, frozen_clock.now + timedelta(hours=rng.randint(-9, 40)))
        if number % 5 == 0 and ticket.team_id == people.it.pk:
            commands.take(people.agent, ticket)
        if number % 6 == 0:
            make.reply(people.dispatcher, ticket)
        status = rng.choice(statuses)
        if status:
            until = frozen_clock.now + timedelta(days=1)
            commands.set_status(SYSTEM, ticket, status, until=until)
    commands.observe(people.agent, Ticket.objects.filter(team=people.it)[0], agent_id=people.agent.agent_id)
    commands.register(people.agent, Registration("Без клиента", from_text("x"), team=people.it))
    commands.delete_ticket(people.admin, Ticket.objects.filter(is_open=True)[3])
    return list(Ticket.objects.all())


def _brute(actor: Actor, tickets: list[Ticket], view: str, now: FrozenClock) -> set[int]:
    """The view's tickets by looking at each one."""
    mine = {o.ticket_id for o in Observer.objects.filter(agent_id=actor.agent_id or 0)}
    holds: dict[str, Callable[[Ticket], bool]] = {
        "mine": lambda t: t.assignee_id == actor.agent_id,
        "all": lambda _t: True,
        "archive": lambda _t: True,
        "unassigned": lambda t: t.assignee_id is None,
        "overdue": lambda t: t.due_at is not None and t.due_at < now.now,
        "postponed": lambda t: t.state == "postponed",
        "unconfirmed": lambda t: t.state == "resolved",
        "low": lambda t: t.review_since is not None and (t.rating or 9) <= 2,
        "complaints": lambda t: t.review_since is not None,
        "observed": lambda t: t.pk in mine,
        "unlinked": lambda t: t.contact_id is None,
    }
    sees_all = actor.has("tickets.view_all")
    readers = {
        t.pk: {r.team_id for r in t.readers.all()} & actor.team_ids
        or {r.agent_id for r in t.readers.all()} & {actor.agent_id}
        for t in tickets
    }
    return {
        t.pk
        for t in tickets
        if t.deleted_at is None
        and (sees_all or readers[t.pk])
        and (t.is_open or not VIEWS[view].over_open)
        and holds[view](t)
    }


def test_every_view_and_its_number(people: make.Cast, many: list[Ticket], frozen_clock: FrozenClock) -> None:
    """What a view shows is what looking at each ticket gives; its number is how many that is."""
    for actor in (people.agent, people.outsider, people.dispatcher):
        counts = view_counts(actor)
        for view in VIEWS.values():
            wanted = _brute(actor, many, view.code, frozen_clock)
            shown = _walk(actor, ListQuery(view=view.code, limit=3))
            assert {row.id for row in shown} == wanted, view.code
            assert len(shown) == len(wanted)
            if view.code in JUDGED and not may_review(actor):
                assert view.code not in counts
            elif view.counted:
                assert counts[view.code] == len(wanted), view.code
        for team in actor.team_ids:
            wanted = {t.pk for t in many if t.team_id == team} & _brute(actor, many, "all", frozen_clock)
            assert counts[f"team:{team}"] == len(wanted)


def test_groups_and_quick_filters_count_what_they_show(
    people: make.Cast, many: list[Ticket], frozen_clock: FrozenClock
) -> None:
    """Each number above the list is the length of the list behind it."""
    for filters in (Filters(), Filters(team="it"), Filters(priority="high,low", assignee="none")):
        for code in ("all", "unassigned", "mine"):
            counts = list_counts(people.agent, VIEWS[code], filters)
            rows = _walk(people.agent, ListQuery(view=code, filters=filters))
            assert counts.total == len(rows)
            assert dict(counts.ranks) == {rank: sum(row.rank == rank for row in rows) for rank in range(3)}
            for quick, number in counts.quick.items():
                shown = _walk(people.agent, ListQuery(view=code, filters=replace(filters, quick=quick)))
                assert number == len(shown), quick
            since = {ticket.pk: ticket.turn_since for ticket in many}
            waiting = [frozen_clock.now - since[row.id] for row in rows if row.rank == 0]
            assert counts.longest_wait == (max(waiting) if waiting else None)


@pytest.mark.parametrize("order", ORDERS)
def test_pages_without_gap_or_double(people: make.Cast, many: list[Ticket], order: str) -> None:
    """In every order, with equal moments; the order is that of the whole."""
    whole = tickets_page(people.dispatcher, ListQuery(view="all", sort=order, limit=100)).rows
    for limit in (1, 2, 7):
        walked = _walk(people.dispatcher, ListQuery(view="all", sort=order, limit=limit))
        assert [row.id for row in walked] == [row.id for row in whole]
    since = {ticket.pk: ticket.turn_since for ticket in Ticket.objects.all()}
    keys = {
        "waiting": lambda r: (r.rank, since[r.id], r.id),
        "urgent": lambda r: (r.rank, -r.priority_level, r.due_sort, r.id),
        "due": lambda r: (r.due_sort, r.id),
        "updated": lambda r: (-r.updated_at.timestamp(), -r.id),
        "created": lambda r: (-r.created_at.timestamp(), -r.id),
    }
    assert sorted(whole, key=keys[order]) == list(whole)


def test_which_order_is_in_force(people: make.Cast, many: list[Ticket]) -> None:
    """Urgent first over open tickets; the archive, which has no groups, by change or by age."""
    assert [ListQuery(view="all", sort=s).order for s in ("", "x", "due")] == ["urgent", "urgent", "due"]
    assert [ListQuery(view="archive", sort=s).order for s in ("", "urgent", "due", "created")] == [
        "updated", "updated", "updated", "created",
    ]  # fmt: skip
    assert ListQuery(view="nonsense").the_view == VIEWS["all"]


def test_an_altered_cursor_is_refused(people: make.Cast, many: list[Ticket]) -> None:
    """Also one of another order with as many columns."""
    urgent = tickets_page(people.dispatcher, ListQuery(view="all", limit=2)).after or ""
    due = tickets_page(people.dispatcher, ListQuery(view="all", sort="due", limit=2)).after or ""
    for sort, after in (("due", urgent), ("urgent", due), ("urgent", "x"), ("due", urgent[:-3] + "AAA")):
        with pytest.raises(Invalid):
            tickets_page(people.dispatcher, ListQuery(view="all", sort=sort, after=after))


def test_as_many_queries_for_one_row_as_for_fifty(people: make.Cast) -> None:
    """Rows, marks, drafts: three; the numbers: one each, then none for some seconds."""
    made = [make.ticket(people.client, team=people.it)]
    view_counts(people.agent)  # what stands in memory is read once

    def queries() -> tuple[int, int]:
        caches["local"].clear()
        with CaptureQueriesContext(connection) as rows:
            page = tickets_page(people.agent, ListQuery())
        assert len(page.rows) == len(made)
        with CaptureQueriesContext(connection) as numbers:
            view_counts(people.agent)
            list_counts(people.agent, VIEWS["all"], Filters())
        return len(rows), len(numbers)

    one = queries()
    made += [make.ticket(people.client, team=people.it, files=[make.file(people.client)]) for _ in range(49)]
    assert queries() == one
    with small.one_version(), CaptureQueriesContext(connection) as again:
        view_counts(people.agent)
        list_counts(people.agent, VIEWS["all"], Filters())
    assert len(again) == 0
    assert len(tickets_page(people.agent, ListQuery(limit=10**6)).rows) == 50


def test_marks_and_drafts_are_ones_own(people: make.Cast) -> None:
    """Bold until seen, bold again with the next message; the draft shown instead of the preview."""
    ticket = make.ticket(people.client, team=people.it)

    def marks(actor: Actor) -> tuple[bool, str]:
        (row,) = tickets_page(actor, ListQuery()).rows
        return row.unread, row.draft

    assert marks(people.agent) == (True, "")
    commands.mark_seen(people.agent, ticket, ticket.last_message_id or 0)
    commands.save_draft(people.teammate, ticket, "reply", "Мастер")
    assert (marks(people.agent), marks(people.teammate)) == ((False, ""), (True, "Мастер"))
    make.note(people.teammate, ticket)
    assert marks(people.agent) == (True, "")
    only = ListQuery(view="archive", only=[ticket.pk])
    assert [row.number for row in tickets_page(people.agent, only).rows] == [ticket.number]
    assert tickets_page(people.agent, replace(only, only=[])).rows == []

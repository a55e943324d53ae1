"""One change for many tickets, and the way back: what was changed since stays and is told (NEW-6)."""

from __future__ import annotations

from datetime import timedelta
from unittest.mock import patch

import pytest

from otklik.catalogue.commands import create_category
from otklik.catalogue.models import Category, Priority, TicketType
from otklik.core.circumstances import batch
from otklik.core.errors import Denied, Invalid, NotFound, NotPossible
from otklik.core.translated import translated
from otklik.core.worker import Failed, drain
from otklik.people.actor import SYSTEM, Actor
from otklik.tickets import commands, undoing
from otklik.tickets.bulk import BulkChange, bulk_change
from otklik.tickets.commands import bulk, stepping
from otklik.tickets.commands import undoing as taking_back
from otklik.tickets.commands.operations import operation
from otklik.tickets.content import from_text
from otklik.tickets.enums import LinkKind, OperationKind
from otklik.tickets.models import Link, Message, Observer, Operation, Ticket, TicketCategory
from otklik.tickets.queries.audit import audit
from otklik.tickets.undoing import Back, Changed
from tests import make
from tests.support.fixtures import FrozenClock
from tests.support.writes import recorded, refused

STANDS = (
    "status__code",
    "team_id",
    "assignee_id",
    "priority__code",
    "type__code",
    "postponed_until",
    "closed_at",
)


@pytest.mark.parametrize(
    ("changes", "present", "back", "left"),
    [
        ([("priority", 1, 2)], {"priority": 2}, [Back("priority", 2, 1)], []),
        ([("priority", 1, 2)], {"priority": 3}, [], ["priority"]),
        ([("team", 1, 2), ("team", 2, 3)], {"team": 3}, [Back("team", 3, 1)], []),
        ([("team", 1, 2), ("team", 2, 1)], {"team": 1}, [], []),
        (
            [("categories", [1], [1, 2])],
            {"categories": [1, 2, 5]},
            [Back("categories", [1, 2, 5], [1, 5])],
            [],
        ),
        ([("categories", [1, 2], [2])], {"categories": [2]}, [Back("categories", [2], [1, 2])], []),
        ([("contact", 1, 2)], {"team": 3}, [], ["contact"]),
    ],
)
def test_the_way_back_of_fields(
    changes: list[tuple[str, object, object]],
    present: dict[str, object],
    back: list[Back],
    left: list[str],
) -> None:
    found = undoing.plan([Changed(*one) for one in changes], present, frozenset())
    assert (found.back, found.left) == (back, left)


def test_the_way_back_of_followers() -> None:
    """Who came by the step goes, who went comes back; who came and went in it stays as is."""
    changes: list[tuple[str, object, object]] = [("observer", None, f"agent:{n}") for n in (1, 2, 3)]
    changes += [("observer", "agent:3", None), ("observer", "team:4", None)]
    found = undoing.plan([Changed(*one) for one in changes], {}, frozenset({"agent:1", "agent:9"}))
    assert (found.follow, found.unfollow, found.back) == (["team:4"], ["agent:1"], [])


def three(people: make.Cast) -> list[Ticket]:
    return [make.ticket(people.client, team=people.it) for _ in range(3)]


def stand(tickets: list[Ticket]) -> list[tuple[object, ...]]:
    rows = Ticket.objects.filter(pk__in=[one.pk for one in tickets]).order_by("pk")
    labels = {
        pk: list(TicketCategory.objects.filter(ticket=pk).values_list("category__code", flat=True))
        for pk in rows
    }
    return [(*values, labels[row]) for row, values in zip(rows, rows.values_list(*STANDS), strict=True)]


WHOLE = BulkChange(
    status="needs_clarification",
    priority="high",
    type="incident",
    assignee="none",
    label=("a",),
    unlabel=("b",),
)


def test_many_change_alike_and_back(people: make.Cast, frozen_clock: FrozenClock) -> None:
    """Every field at once, one step; all of it goes back, for whoever may, once, within thirty days."""
    tickets = three(people)
    for code in ("a", "b"):
        create_category(SYSTEM.ref, code=code, name=translated(ru=code, en=code))
    labels = list(Category.objects.filter(code="b"))
    for one in tickets:
        commands.take(people.agent, one)
        commands.edit(people.agent, one, commands.Edit(categories=labels))
    types = list(TicketType.objects.values_list("code", flat=True))
    priorities = list(Priority.objects.values_list("code", flat=True))
    what = BulkChange(
        **{**WHOLE.__dict__, "type": types[-1], "priority": priorities[-1], "follow": ("team:hr",)}
    )
    assert bulk_change(what.stored()) == what
    before = stand(tickets)
    with recorded() as events:
        step = commands.change_many(people.agent, [one.pk for one in tickets], what)
    assert (step.done, step.refusals, step.finished_at) == (3, 0, frozen_clock.now)
    assert {event.batch_id for event in events} == {step.uid}
    assert stand(tickets)[0][:5] == ("needs_clarification", people.it.pk, None, priorities[-1], types[-1])
    assert Observer.objects.filter(team=people.hr).count() == 3
    with refused(NotFound):
        commands.undo(people.teammate, str(step.uid))
    frozen_clock.move(timedelta(days=29))
    undone = commands.undo(people.lead, str(step.uid))
    assert (undone.undone, undone.left) == (3, [])
    assert stand(tickets) == before
    assert not Observer.objects.exists()
    assert list(audit([one.pk for one in tickets])) == []
    with refused(NotPossible):
        commands.undo(people.agent, str(step.uid))


def test_after_thirty_days_it_stays(people: make.Cast, frozen_clock: FrozenClock) -> None:
    step = commands.change_many(
        people.agent, [three(people)[0].pk], BulkChange(assignee="team:it", status="on_hold")
    )
    frozen_clock.move(timedelta(days=30, seconds=1))
    with refused(NotPossible):
        commands.undo(people.agent, str(step.uid))


def test_what_changed_since_is_left_and_told(people: make.Cast, frozen_clock: FrozenClock) -> None:
    """A status somebody has moved on stays; the assignee of the same ticket goes back."""
    tickets = three(people)
    ids = [one.pk for one in tickets]
    step = commands.change_many(
        people.agent, ids, BulkChange(assignee=_value(people.agent), status="on_hold")
    )
    commands.set_status(people.agent, tickets[1], "resolved")
    undone = commands.undo(people.agent, str(step.uid))
    assert undone.left == [[tickets[1].number, ["status"]]]
    assert list(Ticket.objects.order_by("pk").values_list("state", flat=True)) == ["open", "resolved", "open"]
    assert not Ticket.objects.exclude(assignee=None).exists()
    assert list(audit(ids)) == []


def test_closed_and_postponed_as_they_were(people: make.Cast, frozen_clock: FrozenClock) -> None:
    """Begun again by mistake is done as it was; a postponed ticket waits on for its moment; one whose moment
    has passed meanwhile is at work. None of it is a reopening, nor a closing."""
    done, later, soon = three(people)
    commands.set_status(people.agent, done, "resolved")
    was_done = frozen_clock.now
    for ticket, days in ((later, 9), (soon, 1)):
        commands.set_status(people.agent, ticket, "postponed", until=frozen_clock.now + timedelta(days=days))
    frozen_clock.move(timedelta(hours=1))
    again = commands.change_many(people.agent, [done.pk], BulkChange(status="in_progress", why="Ошибка"))
    over = commands.change_many(people.agent, [later.pk, soon.pk], BulkChange(status="resolved"))
    assert (again.done, over.done) == (1, 2)
    frozen_clock.move(timedelta(days=2))
    for step in (again, over):
        assert commands.undo(people.agent, str(step.uid)).left == []
    done, later, soon = Ticket.objects.order_by("pk")
    assert (done.state, done.resolved_at) == ("resolved", was_done)
    assert not Message.objects.filter(ticket=done, cancelled_at=None, public=False).exists()
    assert (later.state, later.resolved_at, later.reopened) == ("postponed", None, 0)
    assert later.postponed_until == frozen_clock.now + timedelta(days=7, hours=-1)
    assert soon.state == "open"
    assert list(audit([done.pk, later.pk, soon.pk])) == []


def test_each_is_refused_by_itself(people: make.Cast) -> None:
    """A closed one, one of another team; of a refused ticket nothing is changed."""
    mine, closed = three(people)[:2]
    commands.set_status(SYSTEM, closed, "closed")
    foreign = make.ticket(people.stranger, team=people.hr)
    what = BulkChange(priority=Priority.objects.latest("level").code, assignee=_value(people.agent))
    step = commands.change_many(people.agent, [mine.pk, closed.pk, foreign.pk], what)
    assert (step.done, step.refusals, [number for number, _why in step.refused]) == (1, 2, [closed.number])
    assert (
        len(set(Ticket.objects.filter(pk__in=[closed.pk, foreign.pk]).values_list("priority", flat=True)))
        == 1
    )
    for actor, change, error in (
        (people.client, what, Denied),
        (people.agent, BulkChange(), Invalid),
        (
            people.agent,
            BulkChange(priority="no", type="no", status="no", label=("no",), follow=("team:no",)),
            Invalid,
        ),
    ):
        with refused(error):
            commands.change_many(actor, [mine.pk], change)


def test_the_worker_goes_on_where_it_was_killed(people: make.Cast, frozen_clock: FrozenClock) -> None:
    """More than a request does itself; a killed worker repeats nothing; the way back likewise."""
    tickets = three(people)
    drain()
    small = (
        patch.object(bulk, "AT_ONCE", 1),
        patch.object(stepping, "CHUNK", 1),
        patch.object(taking_back, "AT_ONCE", 1),
    )
    with small[0], small[1], small[2]:
        step = commands.change_many(people.agent, [one.pk for one in tickets], BulkChange(status="on_hold"))
        assert (step.done, step.finished_at) == (0, None)
        with patch("otklik.core.performing.hit", side_effect=_killed), pytest.raises(Failed):
            drain()
        step.refresh_from_db()
        assert (step.position, step.finished_at) == (0, None)
        frozen_clock.move(timedelta(minutes=30))
        drain()
        step.refresh_from_db()
        assert (step.done, step.position, step.finished_at) == (3, 3, frozen_clock.now)
        with recorded() as events:
            commands.undo(people.agent, str(step.uid))
            drain()
        assert [event.kind for event in events].count("ticket.undone") == 3
    assert set(Ticket.objects.values_list("status__code", flat=True)) == {"assigned"}


def _killed(name: str) -> None:
    """What was done stands, but is not committed yet."""
    if name == "queue.before_commit":
        raise RuntimeError("killed")


def test_a_step_of_several_commands(people: make.Cast) -> None:
    """As a macro does it: a note, a held reply and a link go; an answer that has gone out stays."""
    ticket, other = three(people)[:2]
    with batch(), operation(people.agent, OperationKind.MACRO) as step:
        commands.add_note(people.agent, ticket, from_text("@Пётр Орлов, глянь"))
        commands.reply(people.agent, ticket, commands.Reply(from_text("Ждите"), undo_seconds=30))
        commands.link(people.agent, ticket, other, LinkKind.RELATED)
        with operation(people.agent, OperationKind.BULK) as inner:
            make.reply(people.agent, other, "Уже ушло")
    assert (inner.pk, Operation.objects.count()) == (step.pk, 1)
    undone = commands.undo(people.agent, str(step.uid))
    assert undone.left == [[other.number, ["message"]]]
    assert not Link.objects.exists()
    assert list(
        Message.objects.filter(ticket=ticket, cancelled_at=None).values_list("public", flat=True)
    ) == [True]
    assert list(audit([ticket.pk, other.pk])) == []


def test_links(people: make.Cast) -> None:
    """Each kind once, told in both histories; no second parent, no ring, not itself; ended from either."""
    parent, child, third = three(people)
    with recorded() as events:
        commands.link(people.agent, parent, child, LinkKind.PARENT)
        commands.link(people.agent, parent, child, LinkKind.PARENT)
    told = [(event.ticket_id, event.data["other"], event.data["is_source"]) for event in events]
    assert told == [(parent.pk, child.pk, True), (child.pk, parent.pk, False)]
    for source, target in ((third, child), (child, parent), (child, child)):
        with refused(Invalid):
            commands.link(people.agent, source, target, LinkKind.PARENT)
    with refused(Invalid, fields={"kind"}):
        commands.link(people.agent, parent, third, LinkKind.MERGED)
    with refused(Denied):
        commands.link(people.outsider, parent, third, LinkKind.RELATED)
    commands.unlink(people.agent, child, parent, LinkKind.PARENT)
    assert not Link.objects.exists()


def _value(actor: Actor) -> str:
    return f"agent:{make.agent_of(actor).uid}"

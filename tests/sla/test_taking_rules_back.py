"""What an SLA rule did is taken back: it is switched off, and what it counts is counted without it."""

from __future__ import annotations

from datetime import timedelta

from django.urls import reverse

from otklik.automation.taking_back.looking import look
from otklik.automation.taking_back.planning import Row
from otklik.automation.taking_back.recounting import Recount, stop_counting
from otklik.core import worker
from otklik.core.errors import Denied, NotPossible
from otklik.core.models import Event, Job
from otklik.core.timers import timer_at
from otklik.organisation.calendars import CalendarInfo
from otklik.people.commands import change_set_up, hide_set_up
from otklik.rules.models import OrderedRule
from otklik.sla.clocks import Cause, Mode
from otklik.sla.commands import ring
from otklik.sla.models import Clock, SlaRule
from otklik.sla.rereading import NEXT, reread_next
from otklik.sla.shapes import SLA_RULE
from otklik.tickets import commands
from otklik.tickets.models import Ticket
from tests import make
from tests.api.program import program
from tests.sla.office import HOUR, clocks, moscow, sla_rule
from tests.support.fixtures import FrozenClock
from tests.support.pages import ru, visitor, words_of
from tests.support.writes import refused, unchanged


def reread() -> None:
    """The worker's round, as the change's own reaction begins it."""
    reread_next.function(Job(key=NEXT, reaction=NEXT, payload={}))


def looked(people: make.Cast, rule: OrderedRule, clock: FrozenClock, since: timedelta = HOUR) -> Recount:
    found = look(people.admin, "sla", str(rule.uid), clock.now - since, clock.now)
    assert isinstance(found, Recount)
    return found


def goes_to(row: Row) -> dict[str, object]:
    """What its deadlines become."""
    return {one.field: one.then for one in row.plan.back}


def test_open_tickets_are_counted_by_the_next_rule_as_the_preview_says(
    people: make.Cast, office: CalendarInfo, frozen_clock: FrozenClock
) -> None:
    """A rule that promised an hour by mistake; behind it one that promises four. What was planned by hand and
    the promise that has ended stay."""
    wrong = sla_rule(people, office, "Ошибка", resolution="1 h", reaction="30 min")
    sla_rule(people, office, "Обычный", resolution="4 h")
    frozen_clock.set(moscow(24, 9))
    early = make.ticket(people.client, "Раньше", team=people.it)
    frozen_clock.set(moscow(24, 11))
    late, planned, done = (make.ticket(people.client, name, team=people.it) for name in "БВГ")
    commands.plan_resolution(people.agent, Ticket.objects.get(pk=planned.pk), moscow(26, 9))
    make.reply(people.agent, done, "Готово.", status="resolved")
    ring(early.pk)
    frozen_clock.set(moscow(24, 11, 30))
    seen = looked(people, wrong, frozen_clock)
    assert (seen.number, seen.looked, seen.lately, seen.back, seen.kept) == (3, 3, 2, 3, 1)
    assert seen.ended == 2, "the answer and the solution of the one that is done"
    then = {row.ticket.subject: goes_to(row) for row in seen.rows}
    assert then == {
        "Раньше": {"due_at": moscow(24, 13).astimezone().isoformat(), "react_by": None},
        "Б": {"due_at": moscow(24, 15).astimezone().isoformat(), "react_by": None},
        "В": {"react_by": None},
    }
    was = clocks(done)["resolution1"].due_at
    stop_counting(people.admin, str(wrong.uid), frozen_clock.now - HOUR)
    reread()
    assert not SlaRule.objects.get(pk=wrong.pk).enabled
    now = {one.subject: one for one in Ticket.objects.all()}
    wanted = {"Раньше": moscow(24, 13), "Б": moscow(24, 15), "В": moscow(26, 9)}
    assert {name: now[name].due_at for name in wanted} == wanted
    assert {one.react_by for one in now.values()} == {None}
    assert clocks(early)["resolution1"].breached_at is None, "late by the mistake alone"
    assert (clocks(done)["resolution1"].due_at, clocks(late)["resolution1"].used) == (was, HOUR / 2)
    assert looked(people, wrong, frozen_clock).number == 0
    with refused(NotPossible):
        stop_counting(people.admin, str(wrong.uid), frozen_clock.now)


def test_the_switch_takes_it_back(people: make.Cast, office: CalendarInfo, frozen_clock: FrozenClock) -> None:
    """Of the last rule, too: nothing is promised meanwhile, and the ledger does not call it a reopening."""
    rule = sla_rule(people, office, resolution="4 h")
    frozen_clock.set(moscow(24, 9))
    ticket = make.ticket(people.client, team=people.it)
    frozen_clock.set(moscow(24, 10))
    stop_counting(people.admin, str(rule.uid), frozen_clock.now)
    reread()
    assert (Ticket.objects.get().due_at, clocks(ticket)["resolution1"].mode) == (None, Mode.STOPPED)
    change_set_up(people.admin, SLA_RULE, SlaRule.objects.get(), {"enabled": True})
    reread()
    row = clocks(ticket)["resolution1"]
    assert (row.mode, row.cause, row.used) == (Mode.RUNS, Cause.RULE, HOUR)
    assert Ticket.objects.get().due_at == row.due_at == moscow(24, 13)


def test_the_last_rule_that_is_hidden_promises_nothing_any_more(
    people: make.Cast, office: CalendarInfo, frozen_clock: FrozenClock
) -> None:
    """Open tickets are read again though no rule is left, and nothing rings."""
    rule = sla_rule(people, office, resolution="4 h")
    frozen_clock.set(moscow(24, 9))
    ticket = make.ticket(people.client, team=people.it)
    worker.drain()
    hide_set_up(people.admin, SLA_RULE, SlaRule.objects.get(pk=rule.pk))
    worker.drain()
    assert Ticket.objects.get().due_at is None
    assert clocks(ticket)["resolution1"].mode == Mode.STOPPED
    assert timer_at(f"sla.ring_due:{ticket.pk}") is None
    told = Event.objects.filter(kind="ticket.planned").latest("pk")
    assert (told.changes[0]["field"], told.changes[0]["to"]) == ("due_at", None)
    jobs = Job.objects.count()
    hide_set_up(people.admin, SLA_RULE, SlaRule.objects.get(pk=rule.pk), hidden=False)
    worker.drain()
    hide_set_up(people.admin, SLA_RULE, SlaRule.objects.get(pk=rule.pk))
    worker.drain()
    assert (Job.objects.count(), Clock.objects.get().mode) == (jobs, Mode.STOPPED)


def test_the_page_shows_it_and_does_it(
    people: make.Cast, office: CalendarInfo, frozen_clock: FrozenClock
) -> None:
    rule = sla_rule(people, office, resolution="4 h")
    frozen_clock.set(moscow(24, 9))
    ticket = make.ticket(people.client, team=people.it)
    page = reverse("settings-taking-back", args=["sla", rule.uid])
    admin = visitor(people.admin)
    with unchanged():
        shown = words_of(admin.get(page))
    assert ticket.number in shown
    assert ru("Switch it off and count anew") in shown
    assert ru("Take its work back") in words_of(admin.get(reverse("settings-sla-edit", args=[rule.uid])))
    done = admin.post(page, {"since": frozen_clock.now.isoformat()})
    assert done.headers["Location"] == f"{reverse('settings-sla-list')}#rule-{rule.uid}"
    worker.drain()
    assert (SlaRule.objects.get().enabled, Ticket.objects.get().due_at) == (False, None)
    empty = words_of(admin.get(page + "?since=2026-11-25T09:00"))
    assert ru("It is switched off and counts no open ticket") in empty


def test_a_program_does_the_same_and_nobody_else(
    people: make.Cast, office: CalendarInfo, frozen_clock: FrozenClock
) -> None:
    rule = sla_rule(people, office, resolution="4 h")
    frozen_clock.set(moscow(24, 9))
    ticket = make.ticket(people.client, team=people.it)
    with refused(Denied):
        stop_counting(people.agent, str(rule.uid), frozen_clock.now)
    admin, since = program(people.admin), frozen_clock.now.isoformat()
    seen = admin.get(f"/rules/sla/{rule.uid}/deeds", since=since).body
    assert [(one["number"], list(one["now"])) for one in seen["items"]] == [(ticket.number, ["due_at"])]
    done = admin.post(f"/rules/sla/{rule.uid}/actions/take-back", {"since": since})
    assert (done.status, done.body["tickets"], done.body["back"]) == (201, 1, 1)
    assert not SlaRule.objects.get().enabled

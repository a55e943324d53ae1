"""A trigger that closes done tickets sooner than the house: what the client is promised is its moment."""

from __future__ import annotations

from datetime import timedelta

from otklik.core import worker
from otklik.people.commands import change_set_up, set_up
from otklik.settings_ui.trigger_proposals import proposed
from otklik.tickets import commands
from otklik.tickets.commands.closing import LATE
from otklik.tickets.models import Ticket
from otklik.web.setting_up import TRIGGER
from tests import make
from tests.support.fixtures import FrozenClock
from tests.support.pages import visitor, words_of

DAY = timedelta(days=1)


def ready(people: make.Cast) -> dict[str, object]:
    """The ready trigger that closes after a day."""
    found = next(one for one in proposed(people.admin) if one.key == "closing")
    return {**found.values, "enabled": True}


def test_the_promise_is_the_trigger_s_moment(people: make.Cast, frozen_clock: FrozenClock) -> None:
    """To the client on the page and in letters, and it is kept."""
    make.mailbox("support", team=people.it)
    set_up(people.admin, TRIGGER, ready(people))
    ticket = make.ticket(people.client, team=people.it, assignee=people.agent)
    make.reply(people.agent, ticket, "Готово.", status="resolved")
    row = Ticket.objects.get()
    assert row.closes_at == frozen_clock.now + DAY
    told = words_of(visitor(people.client).get(f"/requests/{row.number}"))
    assert "18 ноября 2026, 10:00" in told, "a day later, in Moscow"
    frozen_clock.move(DAY)
    worker.drain()
    row.refresh_from_db()
    assert (row.state, row.closed_at) == ("closed", frozen_clock.now)


def test_only_of_a_trigger_that_would_close_it(people: make.Cast, frozen_clock: FrozenClock) -> None:
    """One whose condition does not hold promises nothing; one that is switched off meanwhile gives the
    general term back."""
    usual = ready(people)
    other = usual | {"condition": {"all": [{"field": "priority", "op": "one_of", "values": ["high"]}]}}
    rule = set_up(people.admin, TRIGGER, other)
    first = make.ticket(people.client, team=people.it, assignee=people.agent)
    commands.set_status(people.agent, first, "resolved")
    general = Ticket.objects.get().closes_at
    assert general is not None
    assert general > frozen_clock.now + DAY
    change_set_up(people.admin, TRIGGER, rule, {"condition": usual["condition"]})
    second = make.ticket(people.client, team=people.it, assignee=people.agent)
    commands.set_status(people.agent, second, "resolved")
    assert Ticket.objects.get(pk=second.pk).closes_at == frozen_clock.now + DAY
    change_set_up(people.admin, TRIGGER, rule, {"enabled": False})
    frozen_clock.move(DAY + 2 * LATE)
    worker.drain()
    commands.catch_up()
    row = Ticket.objects.get(pk=second.pk)
    assert (row.state, row.closes_at) == ("resolved", general)

"""Whom deadlines are told to, at which shares, once in a run whatever happens meanwhile (SLA-7)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from otklik.automation.models import Trigger
from otklik.catalogue.queries import catalogue
from otklik.core import worker
from otklik.core.errors import Invalid
from otklik.core.models import Event
from otklik.notifications.enums import DeliveryState, Letter
from otklik.notifications.models import Delivery
from otklik.organisation.calendars import CalendarInfo
from otklik.people.actor import SYSTEM, Actor
from otklik.people.commands import Preferences, set_preferences, set_settings
from otklik.people.commands.configure import set_up
from otklik.settings_ui.trigger_proposals import proposed
from otklik.tickets import commands
from otklik.tickets.commands import Edit
from otklik.tickets.models import Ticket
from otklik.web.setting_up import TRIGGER
from tests import make
from tests.sla.office import moscow, sla_rule
from tests.support.fixtures import FrozenClock
from tests.support.pages import field, visitor

HIGH = {"field": "priority", "op": "one_of", "values": ["high"]}


def told(ticket: Ticket) -> list[tuple[str, int]]:
    """What was told of its deadlines, in order."""
    found = Event.objects.filter(ticket_id=ticket.pk, kind__in=("sla.warned", "sla.breached"))
    return [(event.kind, event.data["percent"]) for event in found.order_by("id")]


def letters(event: str) -> set[str]:
    rows = Event.objects.filter(kind=event).values_list("pk", flat=True)
    found = Delivery.objects.filter(letter=Letter.DEADLINE, event_id__in=list(rows))
    return set(found.values_list("address", flat=True))


def test_each_share_once_whoever_has_it(
    people: make.Cast, office: CalendarInfo, frozen_clock: FrozenClock
) -> None:
    """To assignee, lead and observers; given to another one, paused and waited for: nothing is told twice."""
    make.mailbox("support", team=people.it)
    set_settings(people.admin, {"sla.thresholds": ["75", "50"]})
    sla_rule(people, office, resolution="4 h")
    frozen_clock.set(moscow(24, 9))
    ticket = make.ticket(people.client, team=people.it, assignee=people.agent)
    commands.observe(SYSTEM, ticket, team_id=people.hr.pk, following=True)
    commands.observe(SYSTEM, ticket, agent_id=people.dispatcher.agent_id, following=True)
    frozen_clock.set(moscow(24, 11))
    worker.drain()
    assert told(ticket) == [("sla.warned", 50)]
    assert letters("sla.warned") == {who.email for who in (people.agent, people.lead, people.dispatcher)}
    commands.assign(SYSTEM, ticket, agent_id=people.teammate.agent_id, team_id=None)
    commands.set_status(people.teammate, ticket, "on_hold")
    frozen_clock.set(moscow(24, 14))
    commands.set_status(people.teammate, ticket, "in_progress")
    worker.drain()
    assert told(ticket) == [("sla.warned", 50)], "three hours on hold have used nothing"
    frozen_clock.set(moscow(24, 15))
    worker.drain()
    worker.drain()
    assert told(ticket) == [("sla.warned", 50), ("sla.warned", 75)]
    frozen_clock.set(moscow(24, 16))
    worker.drain()
    assert told(ticket)[2:] == [("sla.breached", 100)]
    assert people.teammate.email in letters("sla.breached")
    assert people.agent.email not in letters("sla.breached")


def test_another_rule_and_back_is_no_news(
    people: make.Cast, office: CalendarInfo, frozen_clock: FrozenClock
) -> None:
    """A longer promise is told of anew; going back to the one that was told of is not."""
    high, normal = (
        next(row for row in catalogue().priorities.values() if row.code == code)
        for code in ("high", "normal")
    )
    sla_rule(people, office, "Срочный", condition={"all": [HIGH]}, resolution="2 h")
    sla_rule(people, office, resolution="4 h")
    frozen_clock.set(moscow(24, 9))
    ticket = make.ticket(people.client, team=people.it)
    commands.edit(SYSTEM, ticket, Edit(priority=high))
    for hour, minute, priority in ((10, 35, normal), (10, 40, high), (10, 45, normal)):
        frozen_clock.set(moscow(24, hour, minute))
        worker.drain()
        assert told(ticket) == [("sla.warned", 75)]
        commands.edit(SYSTEM, Ticket.objects.get(), Edit(priority=priority))
    frozen_clock.set(moscow(24, 12))
    worker.drain()
    assert told(ticket) == [("sla.warned", 75)] * 2


def test_a_letter_waits_for_the_end_of_quiet_hours(
    people: make.Cast, office: CalendarInfo, frozen_clock: FrozenClock
) -> None:
    """Of whoever has them, by their own clock; others are told at once, and nothing is told twice."""

    def state(of: Actor) -> str:
        return Delivery.objects.get(letter=Letter.DEADLINE, address=of.email).state

    make.mailbox("support", team=people.it)
    set_preferences(people.agent, Preferences(quiet="09:00-11:00", time_zone="Europe/London"))
    with pytest.raises(Invalid):
        set_preferences(people.agent, Preferences(quiet="09:00-"))
    sla_rule(people, office, resolution="6 h")
    frozen_clock.set(moscow(24, 9))
    make.ticket(people.client, team=people.it, assignee=people.agent)
    found = []
    for hour, minute in ((13, 30), (13, 59), (14, 0)):
        frozen_clock.set(moscow(24, hour, minute))
        worker.drain()
        found.append((state(people.agent), state(people.lead)))
    quiet, loud = DeliveryState.QUEUED, state(people.lead)
    assert loud != quiet
    assert found == [(quiet, loud), (quiet, loud), (loud, loud)]


def test_quiet_hours_on_the_profile(people: make.Cast) -> None:
    """Two boxes; one alone is refused and stays as typed; emptied they are gone."""
    visit, page = visitor(people.agent), "/desk/profile"
    sent = {"language": "ru", "keys": "1", "quiet_from": "22:00"}
    refused = visit.post(page, sent)
    assert (refused.status_code, field(refused, "quiet_from")) == (422, "22:00")
    assert visit.post(page, {**sent, "quiet_until": "08:00"}).status_code == 302
    assert [field(visit.get(page), name) for name in ("quiet_from", "quiet_until")] == ["22:00", "08:00"]
    visit.post(page, {"language": "ru"})
    assert make.agent_of(people.agent).user.quiet == ""


def test_past_its_deadline_it_becomes_more_urgent(
    people: make.Cast, office: CalendarInfo, frozen_clock: FrozenClock
) -> None:
    """The ready trigger: one step up and the lead is told; the most urgent stays as it is."""
    make.mailbox("support", team=people.it)
    ready = next(one for one in proposed(people.admin) if one.key == "late")
    set_up(people.admin, TRIGGER, {**ready.values, "enabled": True})
    half = [{"field": "share", "op": "at_most", "values": [60]}]
    note = [{"do": "note", "text": {"ru": "Половина"}}]
    values = {
        "name": {"ru": "Половина"},
        "condition": {"all": half},
        "actions": note,
        "events": ["sla_warned"],
    }
    set_up(people.admin, TRIGGER, values)
    set_settings(people.admin, {"sla.thresholds": ["50", "75"]})
    sla_rule(people, office, resolution="1 h")
    frozen_clock.set(moscow(24, 9))
    ticket = make.ticket(people.client, team=people.it)
    before = ticket.priority.level
    for _quarter in range(5):
        frozen_clock.move(timedelta(minutes=15))
        worker.drain()
    levels = sorted(row.level for row in catalogue().priorities.values())
    assert Ticket.objects.get().priority.level == levels[levels.index(before) + 1]
    assert Delivery.objects.get(letter=Letter.NOTICE).address == people.lead.email
    assert Event.objects.filter(kind="note.added").count() == 1
    assert Trigger.objects.filter(enabled=True).count() == 2

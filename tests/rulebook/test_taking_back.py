"""What a rule did goes back, once, where nobody has changed it since."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from otklik.automation.models import Trigger
from otklik.automation.routing_shape import ROUTING_RULE
from otklik.automation.taking_back import doing
from otklik.automation.taking_back.planning import preview
from otklik.automation.triggers.shape import TRIGGER
from otklik.core.errors import Denied, Invalid, NotPossible
from otklik.core.models import Event, Job
from otklik.notifications.enums import Audience, Channel, DeliveryState, Letter
from otklik.notifications.models import Delivery
from otklik.people.commands import set_up
from otklik.sla.shapes import SLA_RULE
from otklik.tickets import commands
from otklik.tickets.commands.undoing import undo
from otklik.tickets.models import Message, Observer, Operation, Ticket
from tests import make
from tests.api.program import program
from tests.support.fixtures import FrozenClock
from tests.support.pages import ru, visitor, words_of
from tests.support.writes import refused

HOUR = timedelta(hours=1)


def run(row: Operation) -> Operation:
    """Do its jobs, one after the other, as the worker does."""
    while job := Job.objects.filter(key=f"{doing.NEXT}:{row.pk}").first():
        Job.objects.filter(pk=job.pk).delete()
        doing.take_back_next.function(job)
    row.refresh_from_db()
    return row


def test_everything_since_a_moment_goes_back_but_what_was_changed_since(
    people: make.Cast, frozen_clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A routing rule: what was before the moment stays, what a colleague changed stays and says who; the
    taking back is undone as any step."""
    monkeypatch.setattr(doing, "AT_ONCE", 1)
    given = {"name": {"ru": "Касса"}, "team": people.it.pk, "agent": people.agent.agent_id}
    rule = set_up(people.admin, ROUTING_RULE, given | {"observer_teams": [people.hr.pk]})
    early = make.ticket(people.client, "Раньше")
    frozen_clock.move(HOUR)
    since = frozen_clock.now
    first, second = make.ticket(people.client, "Первая"), make.ticket(people.client, "Вторая")
    commands.assign(people.admin, second, agent_id=people.teammate.agent_id, team_id=people.it.pk)
    frozen_clock.move(HOUR)
    uid = str(rule.uid)
    seen = preview(people.admin, "routing", uid, since, frozen_clock.now)
    assert (seen.number, seen.looked, seen.back, seen.kept) == (2, 2, 2, 1)
    told = {row.ticket.subject: row for row in seen.rows}
    assert list(told) == ["Вторая", "Первая"]
    assert {"assignee", "team"} == {one.field for one in told["Первая"].plan.back}
    assert [(one.field, one.by) for one in told["Вторая"].stays] == [
        ("assignee", ("agent", people.admin.agent_id))
    ]
    done = run(doing.take_back(people.admin, "routing", uid, since))
    assert (done.total, done.position, done.done) == (2, 2, 2)
    assert done.what["kept"] == [[second.number, ["assignee"]]]
    now = {ticket.subject: ticket for ticket in Ticket.objects.all()}
    assert (now["Первая"].assignee_id, now["Первая"].team_id) == (None, people.front.pk)
    assert now["Вторая"].assignee_id == people.teammate.agent_id
    assert now["Раньше"].assignee_id == people.agent.agent_id
    assert list(Observer.objects.values_list("ticket_id", "team_id")) == [(early.pk, people.hr.pk)]
    named = Event.objects.filter(kind="ticket.undone", ticket_id=first.pk).get()
    assert (named.data["rule"], named.actor_id) == ({"ru": "Касса"}, people.admin.agent_id)
    again = run(doing.take_back(people.admin, "routing", uid, since))
    assert (again.done, Event.objects.filter(kind="ticket.undone").count()) == (0, 2)
    undo(people.admin, str(done.uid))
    first.refresh_from_db()
    assert (first.assignee_id, first.team_id) == (people.agent.agent_id, people.it.pk)
    assert Observer.objects.filter(ticket=first, team=people.hr).exists()


def test_notes_of_a_trigger_go_and_what_went_out_is_told(
    people: make.Cast, frozen_clock: FrozenClock
) -> None:
    """The answer to the client and the letter stay, and the step says so."""
    actions = [
        {"do": "priority", "priority": "high"},
        {"do": "note", "text": {"ru": "Смотрите инструкцию", "en": "See the manual"}},
        {"do": "notify", "whom": ["team"], "text": {"ru": "Срочная", "en": "Urgent"}},
        {"do": "reply", "text": {"ru": "Уже смотрим", "en": "We look"}},
    ]
    normal = make.ticket(people.client, "До правила").priority_id
    rule = set_up(
        people.admin, TRIGGER, {"name": {"ru": "Срочно"}, "events": ["created"], "actions": actions}
    )
    ticket = make.ticket(people.client, "Касса")
    assert Ticket.objects.get(pk=ticket.pk).priority_id != normal
    notice = Event.objects.get(kind="notice.given", ticket_id=ticket.pk)
    letter = {"channel": Channel.MAIL, "audience": Audience.TEAM, "letter": Letter.NOTICE}
    Delivery.objects.filter(event_id=notice.pk).delete()
    Delivery.objects.create(
        event_id=notice.pk,
        ticket=ticket,
        address="it@desk.example",
        state=DeliveryState.SENT,
        created_at=frozen_clock.now,
        **letter,
    )
    step = run(doing.take_back(people.admin, "trigger", str(rule.uid), frozen_clock.now - HOUR))
    assert (step.what["letters"], step.what["kept"]) == (1, [[ticket.number, ["message"]]])
    assert Ticket.objects.get(pk=ticket.pk).priority_id == normal
    assert Message.objects.get(ticket=ticket, public=False).cancelled_at is not None
    shown = visitor(people.admin).get(reverse("desk-step", args=[step.uid]))
    assert ru("Letters that have gone out and stay") in words_of(shown)
    assert ru("taken back: what the rule “%(rule)s” did") % {"rule": "Срочно"} in words_of(
        visitor(people.admin).get(reverse("desk-ticket", args=[ticket.number]))
    )


def test_who_may_and_what_follows_its_rule_by_itself(people: make.Cast, frozen_clock: FrozenClock) -> None:
    rule = set_up(people.admin, ROUTING_RULE, {"name": {"ru": "Касса"}, "team": people.it.pk})
    deadlines = set_up(people.admin, SLA_RULE, {"name": {"ru": "Все"}, "resolution": 60})
    idle = set_up(
        people.admin,
        TRIGGER,
        {"name": {"ru": "Тихо"}, "events": ["rated"], "actions": [{"do": "unassign"}]},
    )
    assert isinstance(idle, Trigger)
    ticket = make.ticket(people.client)
    since = frozen_clock.now - HOUR
    for key, uid, moment, error in (
        ("sla", deadlines.uid, since, NotPossible),
        ("trigger", idle.uid, since, NotPossible),
        ("routing", rule.uid, frozen_clock.now + HOUR, Invalid),
    ):
        with refused(error):
            doing.take_back(people.admin, key, str(uid), moment)
    with refused(Denied):
        doing.take_back(people.agent, "routing", str(rule.uid), since)
    page = reverse("settings-taking-back", args=["routing", rule.uid])
    assert ticket.number in words_of(visitor(people.admin).get(page))
    begun = visitor(people.admin).post(page, {"since": since.isoformat()})
    row = run(Operation.objects.get())
    assert begun.headers["Location"] == reverse("desk-step", args=[row.uid])
    assert visitor(people.admin).get(begun.headers["Location"]).status_code == 200
    assert Ticket.objects.get().team_id == people.front.pk


def test_a_program_looks_and_takes_back(people: make.Cast, frozen_clock: FrozenClock) -> None:
    rule = set_up(people.admin, ROUTING_RULE, {"name": {"ru": "Касса"}, "team": people.it.pk})
    ticket = make.ticket(people.client)
    admin = program(people.admin)
    since = (frozen_clock.now - HOUR).isoformat()
    seen = admin.get(f"/rules/routing/{rule.uid}/deeds", since=since).body
    assert (seen["tickets"], seen["back"], seen["letters"]) == (1, 1, 0)
    assert [(one["number"], one["now"], one["then"]) for one in seen["items"]] == [
        (ticket.number, {"team": "it"}, {"team": "front"})
    ]
    step = admin.post(f"/rules/routing/{rule.uid}/actions/take-back", {"since": since})
    assert (step.status, step.body["kind"], step.body["total"]) == (201, "rule", 1)
    run(Operation.objects.get())
    assert admin.get(f"/steps/{step.body['uid']}").body["done"] == 1
    assert admin.post(f"/steps/{step.body['uid']}/actions/undo").body["undone"] == 1
    assert Ticket.objects.get().team_id == people.it.pk

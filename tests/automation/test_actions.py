"""Actions of rules: what each does by its command, what is refused and in which words, who is told."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterator
from datetime import timedelta

import httpx
import pytest
from django.utils import translation

from otklik.automation import webhooks
from otklik.automation.actions import steps
from otklik.automation.actions.doing import Doing
from otklik.automation.actions.kind import ActionsKind
from otklik.automation.actions.registry import actions
from otklik.catalogue.commands import create_category
from otklik.clients.models import Company
from otklik.core import clock, pinned, worker
from otklik.core.actors import SYSTEM as BY_SYSTEM
from otklik.core.configuring.kinds import Wrong
from otklik.core.models import Event, Job
from otklik.core.translated import translated
from otklik.fields.shapes import FIELD
from otklik.notifications.enums import Letter, Side
from otklik.notifications.models import Delivery
from otklik.people.actor import SYSTEM
from otklik.people.commands.configure import hide_set_up, set_up
from otklik.people.shapes import TEAM
from otklik.tickets import commands
from otklik.tickets.models import Message, Observer, Ticket
from tests import make
from tests.support.fixtures import FrozenClock


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    """What is refused and told is compared in words."""
    with translation.override("en"):
        yield


RULE = translated(ru="Правило", en="Rule")


def do(ticket: Ticket, *stored: dict[str, object], event: Event | None = None) -> Ticket:
    """The steps, as a rule does them; the ticket afterwards."""
    steps.perform(steps.read(list(stored)), Doing(ticket, event=event, name=RULE))
    return Ticket.objects.get(pk=ticket.pk)


def said(text: str) -> dict[str, str]:
    return {"ru": text, "en": text}


def test_fields_and_people_change_by_commands(people: make.Cast, frozen_clock: FrozenClock) -> None:
    """Each action writes what its command writes, by Otklik itself, and nothing when done once more."""
    create_category(BY_SYSTEM, code="paper", name=translated(ru="Бумага", en="Paper"))
    ticket = make.ticket(people.client, team=people.front)
    agent = make.agent_of(people.agent)
    all_of: list[dict[str, object]] = [
        {"do": "assign", "team": "it", "agent": str(agent.uid)},
        {"do": "observe", "agents": [str(make.agent_of(people.lead).uid)], "teams": ["hr"]},
        {"do": "priority", "priority": "high"},
        {"do": "categories", "add": ["paper"]},
        {"do": "status", "status": "postponed", "for": "4 h", "why": "ждём"},
    ]
    row = do(ticket, *all_of)
    assert (row.team_id, row.assignee_id, row.state) == (people.it.pk, people.agent.agent_id, "postponed")
    assert row.postponed_until == clock.now() + timedelta(hours=4)
    assert row.priority.code == "high"
    assert [one.code for one in row.categories.all()] == ["paper"]
    assert Observer.objects.filter(ticket=row).count() == 2
    events = Event.objects.filter(ticket_id=row.pk).exclude(kind="ticket.registered")
    assert {(event.actor_kind, event.batch_id is not None) for event in events} == {("system", True)}
    before = events.count()
    do(ticket, *all_of[:4])
    assert events.count() == before
    row = do(ticket, {"do": "categories", "remove": ["paper"]}, {"do": "unassign"})
    assert (row.assignee_id, row.team_id, row.categories.count()) == (None, people.it.pk, 0)
    assert do(ticket, {"do": "assign", "team": "it"}).version == row.version


def test_the_manager_and_who_answered_last(people: make.Cast) -> None:
    """Nobody looks after the client: it stays; else theirs. The last to answer, on this ticket or another."""
    ticket = make.ticket(people.client, team=people.it)
    assert do(ticket, {"do": "assign_manager"}).assignee_id is None
    Company.objects.filter(pk=people.company.pk).update(manager_agent=people.lead.agent_id)
    assert do(ticket, {"do": "assign_manager"}).assignee_id == people.lead.agent_id
    make.reply(people.teammate, ticket)
    assert do(ticket, {"do": "assign_last"}).assignee_id == people.teammate.agent_id
    other = make.ticket(people.client, team=people.it)
    assert do(other, {"do": "assign_last"}).assignee_id == people.teammate.agent_id


def test_a_custom_field_is_an_action(people: make.Cast) -> None:
    """Its choices are checked when it is typed; empty takes the value away."""
    set_up(people.admin, FIELD, {"owner": "ticket", "key": "room", "kind": "text", "name": said("Кабинет")})
    ticket = make.ticket(people.client)
    assert do(ticket, {"do": "field.room", "value": "12"}).custom == {"room": "12"}
    assert do(ticket, {"do": "field.room"}).custom is None


def test_words_to_the_client_and_to_staff(people: make.Cast) -> None:
    """An automatic answer is a letter that says a machine wrote it, and stops no clock; notes stay inside."""
    make.mailbox("support")
    ticket = make.ticket(people.client, team=people.it)
    worker.drain()
    row = do(
        ticket,
        {"do": "reply", "text": said("Приняли {{ number }}.")},
        {"do": "note", "text": said("Проверить {{ client }}.")},
        {"do": "notify", "whom": ["lead"], "addresses": ["duty@desk.test"], "text": said("Взгляните.")},
    )
    answer, note = list(Message.objects.filter(ticket=row, author_kind="system").order_by("-id")[:2])[::-1]
    assert (answer.public, answer.automatic, answer.body.text) == (True, True, f"Приняли {row.number}.")
    assert (note.public, note.body.text) == (False, f"Проверить {row.contact_name}.")
    assert (row.first_reply_at, row.last_by_client) == (None, True)
    worker.drain()
    found = {(one.letter, one.address) for one in Delivery.objects.filter(letter__in=("automatic", "notice"))}
    assert found == {
        ("automatic", row.contact_email),
        ("notice", people.lead.email),
        ("notice", "duty@desk.test"),
    }


def test_a_machines_mail_is_not_answered(people: make.Cast) -> None:
    ticket = make.ticket(people.client)
    event = Event.objects.get(kind="ticket.registered")
    event.data = {**event.data, "quiet": True}
    do(ticket, {"do": "reply", "text": said("Приняли.")}, event=event)
    assert not Event.objects.filter(kind="reply.automated").exists()


@pytest.mark.parametrize(
    ("side", "left"), [(Side.CLIENT, {Letter.REGISTERED}), (Side.STAFF, {Letter.CONFIRMATION})]
)
def test_do_not_notify(people: make.Cast, side: Side, left: set[Letter]) -> None:
    """The letters of this event to that side are not written; the others are."""
    make.mailbox("support")
    ticket = make.ticket(people.client, team=people.it)
    commands.assign(SYSTEM, ticket, agent_id=people.agent.agent_id, team_id=None)
    event = Event.objects.get(kind="ticket.registered")
    do(ticket, {"do": "hush", "whom": [side.value]}, event=event)
    worker.drain()
    letters = Delivery.objects.filter(event_id=event.pk).values_list("letter", flat=True)
    assert {Letter(one) for one in letters} == left


def test_another_program_is_called_by_the_worker(people: make.Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """Signed, once queued; what is not taken is tried again; an inner address is never asked."""
    ticket = make.ticket(people.client)
    taken: list[httpx.Request] = []
    answers = iter([500, 200])

    def answer(request: httpx.Request) -> httpx.Response:
        taken.append(request)
        return httpx.Response(next(answers))

    client = httpx.Client
    monkeypatch.setattr(httpx, "Client", lambda **_kw: client(transport=httpx.MockTransport(answer)))
    monkeypatch.setattr(pinned, "_public_address", lambda _host, _port: "203.0.113.7")
    do(ticket, {"do": "webhook", "url": "https://hooks.test/in"})
    worker.drain(failing=True)
    Job.objects.update(leased_until=Event.objects.latest("id").at)
    worker.drain()
    assert [str(one.url) for one in taken] == ["https://203.0.113.7/in"] * 2
    first, second = taken
    assert first.headers["X-Otklik-Delivery"] == second.headers["X-Otklik-Delivery"]
    mac = hmac.new(webhooks.secret().encode(), second.content, hashlib.sha256).hexdigest()
    assert second.headers["X-Otklik-Signature"] == f"sha256={mac}"
    assert json.loads(second.content)["ticket"]["number"] == ticket.number
    monkeypatch.undo()
    do(ticket, {"do": "webhook", "url": "http://127.0.0.1:8080/"})
    worker.drain()
    assert Event.objects.get(kind="webhook.failed").data["why"] == "127.0.0.1 is not public"
    assert not Job.objects.exists()


def test_what_is_refused_and_in_which_words(people: make.Cast) -> None:
    """The first thing wrong, by the action and the field it is about."""
    hide_set_up(people.admin, TEAM, people.hr)
    wrong: list[tuple[object, str]] = [
        ("x", "Actions are a list"),
        ([{"team": "it"}], "each action has “do”"),
        ([{"do": "fly"}], "There is no action “fly”"),
        ([{"do": "assign"}], "choose an employee, a team, or both"),
        ([{"do": "assign", "team": "nowhere"}], "Assign to: Team."),
        ([{"do": "assign", "team": "hr"}], "is no longer in use"),
        ([{"do": "assign", "team": "it", "colour": 1}], "has no “colour”"),
        ([{"do": "status", "status": "postponed"}], "for how long, or until when"),
        ([{"do": "reply", "text": said("{{ numbr }}")}], "Is {{ number }} meant?"),
        ([{"do": "notify", "text": said("a")}], "choose who is told"),
        ([{"do": "webhook", "url": "ftp://a.test"}], "begins with https://"),
        ([{"do": "priority", "priority": "high"}] * 21, "Too many actions"),
    ]
    kind = ActionsKind()
    for stored, words in wrong:
        with pytest.raises(Wrong) as caught:
            kind.clean(stored)
        assert words in str(caught.value), stored
        assert steps.faults(stored), stored
    with pytest.raises(Wrong, match="for triggers only"):
        ActionsKind(with_event=False).clean([{"do": "hush", "whom": ["client"]}])


def test_actions_are_read_back(people: make.Cast) -> None:
    """As a sentence in the reader's language; what is gone says so. JSON text of a page is the same."""
    stored = [
        {"do": "assign", "team": "it"},
        {"do": "status", "status": "postponed", "for": 90},
        {"do": "gone"},
    ]
    assert ActionsKind().show(stored[:2]) == ActionsKind().show(json.dumps(stored[:2]))
    told = steps.words(stored)
    assert told[0] == f"assign to the team “{people.it.name.text('en')}”"
    assert told[1].endswith("for 1 h 30 min")
    assert told[2] == "an action that is gone"


def test_every_action_says_what_it_does(people: make.Cast) -> None:
    """Also with nothing filled in: a sentence is never a fault of the page."""
    for action in actions().values():
        assert action.words({}), action.key

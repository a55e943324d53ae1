"""The stream of a real server: soon, to whom it concerns, without gap or double."""

from __future__ import annotations

import json
import statistics
import time
from typing import TypedDict

import pytest
from django.contrib.sessions.models import Session

from otklik.core import small
from otklik.core.actors import SYSTEM as BY_SYSTEM
from otklik.live.hub import PER_USER
from otklik.people.actor import Actor
from otklik.people.commands import set_members
from otklik.people.models import Agent
from otklik.tickets import commands
from otklik.tickets.models import Ticket
from tests import make
from tests.live.listening import Listening, cookies, listening
from tests.support.asking import ask
from tests.support.ports import wait_until
from tests.support.servers import WebServer

SOON = 1.0


class Told(TypedDict):
    """A message as JSON."""

    id: str
    kind: str
    numbers: list[str]


@pytest.fixture
def people(live_server: WebServer) -> make.Cast:
    """Everybody, in the database of the server."""
    return make.cast()


def headers(of: Actor) -> dict[str, str]:
    """As a browser of this person sends them."""
    return {"Cookie": cookies(of)}


def kinds(stream: Listening, ticket: Ticket) -> list[str]:
    """What was heard of a ticket."""
    return [one.kind for one in stream.heard if ticket.number in one.numbers]


def test_a_new_ticket_is_heard_within_a_second(live_server: WebServer, people: make.Cast) -> None:
    taken = []
    with listening(live_server, headers(people.dispatcher)) as stream:
        for _ in range(5):
            ticket = make.ticket(people.client)
            committed = time.monotonic()
            taken.append(stream.wait_for(ticket.number).at - committed)
    assert statistics.median(taken) < SOON, taken


def test_only_who_may_see_the_ticket_hears_of_it(live_server: WebServer, people: make.Cast) -> None:
    with (
        listening(live_server, headers(people.agent)) as agent,
        listening(live_server, headers(people.outsider)) as outsider,
        listening(live_server, headers(people.client)) as client,
        listening(live_server, headers(people.manager)) as manager,
        listening(live_server, headers(people.stranger)) as stranger,
    ):
        hr = make.ticket(people.client, team=people.hr)
        make.note(people.outsider, hr)
        it = make.ticket(people.stranger, team=people.it)
        make.note(people.agent, it)
        make.reply(people.agent, it, status="resolved")
        last = make.ticket(people.dispatcher, contact=make.contact_of(people.client), team=people.it)
        commands.observe(people.dispatcher, last, agent_id=people.outsider.agent_id)
        for stream in (agent, outsider):
            stream.wait_for(last.number, "ticket.observers_changed")
        for stream in (client, manager):
            stream.wait_for(last.number)
        stranger.wait_for(it.number, "ticket.resolved")
    assert kinds(agent, hr) == []
    assert kinds(outsider, it) == []
    assert kinds(stranger, hr) == kinds(stranger, last) == kinds(client, it) == kinds(manager, it) == []
    assert kinds(agent, it) == [
        "ticket.registered",
        "note.added",
        "reply.sent",
        "ticket.taken",
        "ticket.resolved",
    ]
    assert kinds(stranger, it) == ["ticket.registered", "reply.sent", "ticket.resolved"]
    assert kinds(client, hr) == kinds(manager, hr) == ["ticket.registered"]
    assert kinds(outsider, hr) == ["ticket.registered", "note.added"]


def test_clients_hear_of_no_employee_and_know_themselves(live_server: WebServer, people: make.Cast) -> None:
    with (
        listening(live_server, headers(people.client)) as client,
        listening(live_server, headers(people.manager)) as manager,
        listening(live_server, headers(people.agent)) as agent,
    ):
        ticket = make.ticket(people.client, team=people.it)
        make.reply(people.agent, ticket)
        by_client = [
            client.wait_for(ticket.number, kind).actor for kind in ("ticket.registered", "reply.sent")
        ]
        by_manager = [
            manager.wait_for(ticket.number, kind).actor for kind in ("ticket.registered", "reply.sent")
        ]
        by_agent = [agent.wait_for(ticket.number, kind).actor for kind in ("ticket.registered", "reply.sent")]
    assert by_client == [people.client.key, ""]
    assert by_manager == ["", ""]
    assert by_agent == [people.client.key, people.agent.key]


def test_a_deleted_ticket_is_heard_of_by_who_could_see_it(live_server: WebServer, people: make.Cast) -> None:
    ticket = make.ticket(people.client, team=people.it)
    with (
        listening(live_server, headers(people.agent)) as agent,
        listening(live_server, headers(people.outsider)) as outsider,
    ):
        commands.delete_ticket(people.admin, ticket)
        agent.wait_for(ticket.number, "ticket.deleted")
        mark = make.ticket(people.client, team=people.hr)
        outsider.wait_for(mark.number)
    assert kinds(outsider, ticket) == []


def test_coming_back_brings_what_was_missed_once(live_server: WebServer, people: make.Cast) -> None:
    who = headers(people.dispatcher)
    with listening(live_server, who) as first:
        known = make.ticket(people.client)
        first.wait_for(known.number)
    missed = [make.ticket(people.client) for _ in range(3)]
    with listening(live_server, who, after=first.place) as second:
        later = make.ticket(people.client)
        second.wait_for(later.number)
    numbers = [one.numbers[0] for one in second.heard if one.kind == "ticket.registered"]
    assert numbers == [ticket.number for ticket in [*missed, later]]
    ids = [one.id for one in first.heard + second.heard]
    assert ids == sorted(set(ids))
    # The same by address, for scripts.
    with listening(live_server, who, query=f"?id={second.place}") as third:
        last = make.ticket(people.client)
        third.wait_for(last.number)
    assert {one.numbers[0] for one in third.heard} == {last.number}


@pytest.mark.parametrize("nonsense", ["x", "-1", "1.5", "9" * 30])
def test_a_place_that_is_none_begins_now(live_server: WebServer, people: make.Cast, nonsense: str) -> None:
    with listening(live_server, headers(people.dispatcher), query=f"?id={nonsense}") as stream:
        ticket = make.ticket(people.client)
        stream.wait_for(ticket.number)
    assert stream.status == 200


def test_too_long_away_or_from_another_time_means_load_again(
    live_server: WebServer, people: make.Cast
) -> None:
    with listening(live_server, headers(people.dispatcher), after=2**40) as stream:
        wait_until(lambda: bool(stream.heard), "something is said")
        ticket = make.ticket(people.client)
        stream.wait_for(ticket.number)
    assert [one.kind for one in stream.heard if not one.numbers] == ["reset"]


def test_a_page_just_rendered_hears_of_the_last_seconds(live_server: WebServer, people: make.Cast) -> None:
    with listening(live_server, headers(people.dispatcher)):
        before = make.ticket(people.client)
        with listening(live_server, headers(people.agent)) as other_team:
            pass
        with listening(live_server, headers(people.dispatcher)) as stream:
            stream.wait_for(before.number)
    assert kinds(other_team, before) == []


def test_the_stream_ends_with_the_session(live_server: WebServer, people: make.Cast) -> None:
    with listening(live_server, headers(people.agent)) as stream:
        Session.objects.all().delete()
        # A change of configuration makes the server ask at once; otherwise it does with the next heartbeat.
        small.bump()
        make.ticket(people.client, team=people.it)
        wait_until(lambda: stream.has_ended, "the stream ends")
    assert stream.heard == []


def test_who_leaves_a_team_hears_no_more_of_it(live_server: WebServer, people: make.Cast) -> None:
    with listening(live_server, headers(people.agent)) as stream:
        heard = make.ticket(people.client, team=people.it)
        stream.wait_for(heard.number)
        set_members(BY_SYSTEM, people.it, [])
        set_members(BY_SYSTEM, people.hr, [Agent.objects.get(pk=people.agent.agent_id or 0)])
        unheard = make.ticket(people.client, team=people.it)
        of_hr = make.ticket(people.client, team=people.hr)
        stream.wait_for(of_hr.number)
    assert kinds(stream, unheard) == []


def test_strangers_and_other_methods_get_nothing(live_server: WebServer, people: make.Cast) -> None:
    for path, method, who, status in (
        ("/live/", "GET", {}, 401),
        ("/live/", "GET", {"Cookie": "sessionid=forged"}, 401),
        ("/live/?face=contact", "GET", headers(people.agent), 401),
        ("/live/since", "GET", {}, 401),
        ("/live/", "POST", headers(people.agent), 405),
    ):
        answer = ask(live_server, path, method=method, headers=who)
        assert (answer.status, answer.body) == (status, b"")


def test_a_program_listens_with_its_token(live_server: WebServer, people: make.Cast) -> None:
    with listening(live_server, {"Authorization": f"Bearer {make.token(people.agent)}"}) as stream:
        ticket = make.ticket(people.client, team=people.it)
        stream.wait_for(ticket.number)


def test_one_person_has_only_so_many_streams_and_closed_ones_do_not_count(
    live_server: WebServer, people: make.Cast
) -> None:
    who = headers(people.teammate)
    open_streams = [listening(live_server, who) for _ in range(PER_USER)]
    streams = [stream.__enter__() for stream in open_streams]
    assert [stream.status for stream in streams] == [200] * PER_USER
    with listening(live_server, who) as one_more, listening(live_server, headers(people.agent)) as other:
        assert (one_more.status, other.status) == (429, 200)
    for stream in open_streams:
        stream.__exit__(None, None, None)
    wait_until(lambda: _listeners(live_server) == 0, "all have left")
    with listening(live_server, who) as again:
        assert again.status == 200


def test_the_plain_answer_says_the_same(live_server: WebServer, people: make.Cast) -> None:
    who = headers(people.agent)
    (hello,) = _since(live_server, who)
    assert (hello["kind"], hello["numbers"]) == ("hello", [])
    ticket = make.ticket(people.client, team=people.it)
    hidden = make.ticket(people.client, team=people.hr)
    told = _since(live_server, who, hello["id"])
    assert [(one["kind"], one["numbers"]) for one in told] == [
        ("ticket.registered", [ticket.number]),
        ("hello", []),
    ]
    assert _since(live_server, who, told[-1]["id"])[-1]["kind"] == "hello"
    assert hidden.number not in json.dumps(told)
    assert _since(live_server, who, str(2**40))[0]["kind"] == "reset"


def _listeners(server: WebServer) -> int:
    lines = ask(server, "/metrics").text.splitlines()
    (line,) = [line for line in lines if line.startswith("otklik_live_listeners ")]
    return int(float(line.split()[1]))


def _since(server: WebServer, who: dict[str, str], place: str = "") -> list[Told]:
    answer = ask(server, f"/live/since?id={place}", headers=who)
    assert answer.status == 200
    told: list[Told] = json.loads(answer.body)
    return told

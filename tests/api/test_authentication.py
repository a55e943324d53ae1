"""Who may ask: tokens, sessions, faces; and nobody else."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from otklik.core.actors import SYSTEM
from otklik.core.models import Event
from otklik.organisation.commands import change_setting
from otklik.people.commands import create_token, revoke_token
from otklik.people.models import Agent, ApiToken, User
from otklik.tickets.models import Ticket
from tests import make
from tests.api.program import Program, nobody, program
from tests.support.fixtures import FrozenClock

pytestmark = pytest.mark.django_db


def test_a_token_acts_for_its_agent(people: make.Cast) -> None:
    answer = program(people.agent).get("/me")
    assert answer.status == 200
    assert answer.body["kind"] == "agent"
    assert answer.body["name"] == "Елена Белова"
    assert answer.body["email"] == "agent@desk.test"
    assert answer.body["teams"] == [{"code": "it", "name": "Группа it"}]
    assert "tickets.reply" in answer.body["rights"]
    assert answer.body["company"] is None


def test_a_token_acts_for_its_contact(people: make.Cast) -> None:
    answer = program(people.manager).get("/me")
    assert answer.status == 200
    assert answer.body["kind"] == "contact"
    assert answer.body["email"] == "manager@alpha.test"
    assert answer.body["company"]["name"] == "ООО «Альфа»"
    assert answer.body["company_wide"] is True
    assert answer.body["rights"] == []


@pytest.mark.parametrize(
    "header",
    ["Bearer otk_nothing", "Bearer ", "Bearer", "Basic YWRtaW46YWRtaW4=", "otk_nothing", "Bearer \u2603"],
)
def test_a_wrong_token_is_refused_with_a_challenge(people: make.Cast, header: str) -> None:
    answer = Program({"Authorization": header.encode().decode("latin-1")}).get("/tickets")
    assert (answer.status, answer.problem) == (401, "unauthenticated")
    assert answer.headers["WWW-Authenticate"] == 'Bearer realm="otklik", error="invalid_token"'


def test_without_a_token_nobody_is_asked_in(people: make.Cast) -> None:
    answer = nobody().get("/tickets")
    assert (answer.status, answer.problem) == (401, "unauthenticated")
    assert answer.headers["WWW-Authenticate"] == 'Bearer realm="otklik"'


def test_a_token_ends_when_revoked(people: make.Cast) -> None:
    asking = program(people.agent)
    assert asking.get("/me").status == 200
    revoke_token(SYSTEM, ApiToken.objects.get())
    assert asking.get("/me").status == 401


def test_a_token_ends_with_its_account_and_with_its_job(people: make.Cast) -> None:
    of_user, of_agent = program(people.agent), program(people.teammate)
    User.objects.filter(pk=people.agent.user_id or 0).update(is_active=False)
    Agent.objects.filter(pk=people.teammate.agent_id or 0).update(is_active=False)
    make.team("bump")  # a change of configuration: agents stand in memory until one
    assert of_user.get("/me").status == 401
    assert of_agent.get("/me").status == 401


def test_a_contacts_token_is_never_the_agent_the_person_also_is(people: make.Cast) -> None:
    user = make.user_of(people.agent)
    bare = create_token(SYSTEM, user, acts_as="contact", name="wrong face")
    assert Program({"Authorization": f"Bearer {bare}"}).get("/me").status == 401


def test_a_token_decides_even_when_a_session_is_there(people: make.Cast) -> None:
    browser = Client()
    browser.force_login(make.user_of(people.admin))
    asking = Program({"Authorization": "Bearer otk_wrong"}, browser)
    assert asking.get("/me").status == 401


def test_a_session_reads_and_has_the_agents_face(people: make.Cast) -> None:
    browser = Client()
    browser.force_login(make.user_of(people.agent))
    assert Program({}, browser).get("/me").body["kind"] == "agent"
    assert Program({"Otklik-Face": "agent"}, browser).get("/me").body["kind"] == "agent"
    assert Program({"Otklik-Face": "contact"}, browser).get("/me").status == 401


def test_a_person_with_two_faces_chooses_by_header(people: make.Cast) -> None:
    contact = make.contact_of(people.colleague)
    contact.user = make.user_of(people.agent)
    contact.save(update_fields=["user"])
    browser = Client()
    browser.force_login(make.user_of(people.agent))
    assert Program({}, browser).get("/me").body["kind"] == "agent"
    assert Program({"Otklik-Face": "contact"}, browser).get("/me").body["name"] == "Мария Соседова"


def test_a_session_changes_only_with_the_pages_own_token(people: make.Cast) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(make.user_of(people.dispatcher))
    before = Event.objects.count()
    body = {"subject": "Forged", "text": "From another site"}
    answer = Program({}, browser).post("/tickets", body)
    assert (answer.status, answer.problem) == (403, "forged")
    assert (Ticket.objects.count(), Event.objects.count()) == (0, before)
    browser.get("/login")
    browser.cookies["csrftoken"] = token = "t" * 32
    answer = Program({"X-CSRFToken": token}, browser).post("/tickets", body)
    assert answer.status == 201
    assert Ticket.objects.get().via == "desk"


def test_a_token_needs_no_such_protection(people: make.Cast) -> None:
    strict = Client(enforce_csrf_checks=True)
    asking = Program({"Authorization": f"Bearer {make.token(people.dispatcher)}"}, strict)
    assert asking.post("/tickets", {"subject": "From a program", "text": "Hello"}).status == 201
    assert Ticket.objects.get().via == "api"


@pytest.mark.parametrize(("who", "allowed"), [("agent", 1), ("client", 2)])
def test_the_actor_costs_at_most_two_queries(people: make.Cast, who: str, allowed: int) -> None:
    asking = program(getattr(people, who))
    asking.get("/priorities")  # fills the memory and notes that the token is in use
    with CaptureQueriesContext(connection) as asked:
        assert asking.get("/priorities").status == 200
    # Beside the actor: the one look at the configuration's version every request takes.
    assert len(asked) == allowed + 1, [query["sql"] for query in asked]


def test_a_token_that_runs_wild_waits(people: make.Cast, frozen_clock: FrozenClock) -> None:
    """Told for how long; others are served, and so is it in the next minute, or where nothing is limited."""
    change_setting(people.admin.ref, "api.requests_per_minute", 3)
    asking = program(people.agent)
    assert [asking.get("/priorities").status for _ in range(4)] == [200, 200, 200, 429]
    answer = asking.get("/priorities")
    assert answer.problem == "too-many"
    seconds = int(answer.headers["Retry-After"])
    assert 0 < seconds <= 61
    assert program(people.lead).get("/priorities").status == 200
    frozen_clock.move(timedelta(seconds=seconds))
    assert asking.get("/priorities").status == 200
    change_setting(people.admin.ref, "api.requests_per_minute", 0)
    assert {asking.get("/priorities").status for _ in range(5)} == {200}


def test_the_use_of_a_token_is_noted_seldom(people: make.Cast, frozen_clock: FrozenClock) -> None:
    asking = program(people.agent)
    asking.get("/me")
    first = ApiToken.objects.get().last_used_at
    assert first == frozen_clock.now
    frozen_clock.move(timedelta(minutes=1))
    asking.get("/me")
    assert ApiToken.objects.get().last_used_at == first
    frozen_clock.move(timedelta(minutes=10))
    asking.get("/me")
    assert ApiToken.objects.get().last_used_at == frozen_clock.now

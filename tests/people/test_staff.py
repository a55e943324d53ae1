"""Employees, teams, roles and what they may; the staff in memory follows every change."""

from __future__ import annotations

from dataclasses import replace

import pytest

from otklik.core.actors import SYSTEM as BY_SYSTEM
from otklik.core.actors import ActorKind, Via
from otklik.core.errors import Invalid
from otklik.core.translated import translated
from otklik.people import rights
from otklik.people.actor import SYSTEM, anonymous
from otklik.people.commands import create_agent, create_role, create_team, create_user, set_members
from otklik.people.models import Agent, Membership, Role, Team
from otklik.people.queries import actor_of_user, agents_named, staff
from otklik.tickets.access import DELETE, REGISTER, VIEW_ALL
from tests import make
from tests.support.writes import SYSTEM_DOER, changes, doer, kinds, recorded, refused, rows, unchanged

NAME = translated(ru="Название", en="Name")


def test_create_agent(db: None) -> None:
    """Known at once, with the rights of all their roles."""
    user = create_user(BY_SYSTEM, login="anna@desk.test", email="anna@desk.test")
    roles = list(Role.objects.filter(code__in=("specialist", "dispatcher")))
    with recorded() as events:
        agent = create_agent(BY_SYSTEM, user, name=" Анна\tЁлкина ", roles=roles, position="Инженер")
    (event,) = events
    assert (event.kind, event.audience, doer(event)) == ("agent.created", "admin", SYSTEM_DOER)
    assert sorted(event.data["roles"]) == ["dispatcher", "specialist"]
    info = staff().agents[agent.pk]
    assert (info.name, info.short_name, info.email) == ("Анна Ёлкина", "А. Ёлкина", "anna@desk.test")
    assert (info.position, info.is_active, info.team_ids) == ("Инженер", True, frozenset())
    assert staff().by_email["anna@desk.test"] == staff().by_user[user.pk] == info
    actor = actor_of_user(user, Via.DESK)
    assert actor is not None
    assert (actor.has(REGISTER), actor.has(VIEW_ALL), actor.has(DELETE)) == (True, True, False)


def test_what_cannot_be_an_employee(people: make.Cast) -> None:
    """Without a name; twice the same account."""
    user = create_user(BY_SYSTEM, login="anna")
    with refused(Invalid, fields={"name"}):
        create_agent(BY_SYSTEM, user, name=" \x00", roles=[])
    with refused(Invalid, fields={"user"}):
        create_agent(BY_SYSTEM, make.user_of(people.agent), name="Ещё раз", roles=[])
    long = create_agent(BY_SYSTEM, user, name="ß" * 200, roles=[])
    long.refresh_from_db()
    assert (len(long.name), len(long.name_key)) == (150, 150)


def test_create_team(people: make.Cast) -> None:
    """With members each once, its lead, and addresses that are addresses."""
    one, two = make.agent_of(people.agent), make.agent_of(people.lead)
    with recorded() as events:
        team = create_team(
            BY_SYSTEM, code="net", name=NAME, members=[one, two, one], lead=two, notify=["A@x.test", "нет"]
        )
    assert [(e.kind, e.audience, e.data) for e in events] == [
        ("team.changed", "admin", {"members": [one.pk, two.pk]})
    ]
    assert (team.lead, team.notify, team.hidden, team.is_dispatch) == (two, ["a@x.test"], False, False)
    assert [info.name for info in staff().members(team.pk)] == ["Елена Белова", "Ольга Ведущая"]
    assert team.pk in staff().agents[one.pk].team_ids
    with refused(Invalid, fields={"code"}):
        create_team(BY_SYSTEM, code="net", name=NAME)


def test_set_members(people: make.Cast) -> None:
    """Ids before and after; who is named twice is in it once; the same members change nothing."""
    before = sorted(Membership.objects.filter(team=people.it).values_list("agent_id", flat=True))
    outsider = make.agent_of(people.outsider)
    with recorded() as events:
        set_members(BY_SYSTEM, people.it, [outsider, outsider])
    assert kinds(events) == ["team.changed"]
    assert changes(events[0]) == {"members": (before, [outsider.pk])}
    assert rows(Membership, team=people.it) == 1
    assert make.actor_of(outsider).team_ids == {people.it.pk, people.hr.pk}
    assert make.actor_of(make.agent_of(people.agent)).team_ids == frozenset()
    with unchanged():
        set_members(BY_SYSTEM, people.it, [outsider])


def test_create_role(db: None) -> None:
    """Rights that a package declares, and no others."""
    with recorded() as events:
        role = create_role(BY_SYSTEM, code="reader", name=NAME, rights=["tickets.view_all", "administer"])
    assert role.rights == ["administer", "tickets.view_all"]
    assert [(e.kind, changes(e)) for e in events] == [("role.changed", {"rights": ([], role.rights)})]
    with refused(Invalid, fields={"rights"}):
        create_role(BY_SYSTEM, code="other", name=NAME, rights=["tickets.fly", "administer"])
    with refused(Invalid, fields={"code"}):
        create_role(BY_SYSTEM, code="lead", name=NAME, rights=[])
    assert create_role(BY_SYSTEM, code="all", name=NAME, rights=["*"]).rights == ["*"]


def test_delivered_roles(db: None) -> None:
    """ADM-2: nobody holds a right that is none; the administrator has all there are and will be."""
    held = {role.code: set(role.rights) for role in Role.objects.all()}
    work = {
        "tickets.register",
        "tickets.reply",
        "tickets.note",
        "tickets.change_status",
        "tickets.assign",
        "tickets.edit",
    }
    clients = {"clients.view_all", "clients.edit", "contracts.edit", "mail.block"}
    assert held == {
        "administrator": {"*"},
        "lead": work
        | clients
        | {"tickets.transfer", "tickets.delete", "tickets.review", "tickets.undo", "contracts.prices"}
        | {"mailings.send", "canned.share", "automation.macros"},
        "specialist": work | {"tickets.transfer"},
        "dispatcher": work
        | clients
        | {"tickets.transfer", "tickets.view_all", "tickets.review", "tickets.undo"},
    }
    assert rights.unknown(right for found in held.values() for right in found - {"*"}) == []
    assert all(str(right.label) for right in rights.known().values())


def test_a_declared_right_is_declared_once() -> None:
    """Two packages cannot mean two things by one name."""
    with pytest.raises(ValueError, match="declared twice"):
        rights.declare("administer", ru="x", en="x")


def test_who_left_is_nobody_and_stays_in_the_history(people: make.Cast) -> None:
    """Not offered, not an actor; the name is still known."""
    agent = make.agent_of(people.agent)
    user = make.user_of(people.agent)
    assert agents_named([str(agent.uid), "00000000-0000-7000-8000-000000000000"]) == {str(agent.uid): agent}
    make.leave(agent)
    assert actor_of_user(user, Via.DESK) is None
    assert agent.pk in staff().agents
    assert agent.pk not in {info.id for info in [*staff().active(), *staff().members(people.it.pk)]}
    assert agents_named([str(agent.uid)]) == {}
    make.hide(people.hr)
    assert people.hr.pk in staff().teams
    assert people.hr.pk not in {team.pk for team in staff().open_teams()}


def test_an_account_that_is_off_is_nobody(people: make.Cast) -> None:
    """Whatever the employee's row says."""
    user = make.user_of(people.agent)
    user.is_active = False
    assert actor_of_user(user, Via.DESK) is None


def test_actors(people: make.Cast) -> None:
    """Names for keys, references for events; the system may all, nobody nothing."""
    agent, client = people.agent, people.client
    assert (agent.key, client.key) == (f"agent:{agent.agent_id}", f"contact:{client.contact_id}")
    assert (agent.ref.kind, agent.ref.id, agent.ref.via) == (ActorKind.AGENT, agent.agent_id, Via.DESK)
    assert agent.through(Via.PHONE) == replace(agent, via=Via.PHONE)
    assert (SYSTEM.has("anything"), client.has(REGISTER)) == (True, False)
    assert (people.admin.has("whatever.comes"), people.agent.has(VIEW_ALL)) == (True, False)
    nobody = anonymous(Via.PORTAL)
    assert (nobody.is_agent, nobody.is_contact, nobody.is_system, nobody.has(REGISTER)) == (False,) * 4
    assert rows(Team) == 3
    assert rows(Agent) == 6

"""Invitations: one person, one password, once; and employees made by an administrator."""

from __future__ import annotations

from datetime import timedelta

from otklik.core import clock
from otklik.core.actors import SYSTEM
from otklik.core.configuring.rows import fingerprint
from otklik.core.errors import Conflict, Invalid, NotPossible
from otklik.core.models import Event
from otklik.people.commands import (
    accept_invitation,
    change_set_up,
    invite,
    invite_path,
    read_invitation,
    revert_change,
    set_up,
)
from otklik.people.commands.accounts import switch_account
from otklik.people.models import Agent, Role
from otklik.web.setting_up import AGENT
from tests import make
from tests.support.writes import changes, kinds, recorded, refused

PASSWORD = "long words are good passwords"


def values(**more: object) -> dict[str, object]:
    role = Role.objects.get(code="specialist")
    return {"name": "Новая Сотрудница", "email": "New@Desk.test", "roles": [role.pk], **more}


def test_a_new_employee_chooses_a_password(people: make.Cast) -> None:
    """No password at first; the link sets one and is worth nothing afterwards."""
    with recorded() as events:
        agent = set_up(people.admin, AGENT, values(teams=[people.it.pk], phone="8 900 123-45-67"))
    assert kinds(events) == ["user.created", "agent.changed"]
    assert changes(events[1])["name"] == (None, None)
    assert "Новая" not in str(events[1].data)
    user = agent.user
    assert (user.login, user.email, user.has_usable_password()) == ("new@desk.test", "new@desk.test", False)
    assert Agent.objects.get(pk=agent.pk).phone == "+79001234567"
    signed = invite(people.admin.ref, user)
    assert invite_path(signed) == f"/invite/{signed}"
    assert read_invitation(signed) == user
    with refused(Invalid, fields={"password"}):
        accept_invitation(signed, "123", SYSTEM)
    accept_invitation(signed, PASSWORD, SYSTEM)
    user.refresh_from_db()
    assert user.check_password(PASSWORD)
    assert read_invitation(signed) is None
    with refused(NotPossible):
        accept_invitation(signed, PASSWORD + "!", SYSTEM)


def test_dead_links(people: make.Cast) -> None:
    """Altered, of another purpose, too old, of a switched-off account."""
    user = make.user_of(people.agent)
    signed = invite(people.admin.ref, user)
    for wrong in ("", "x", signed[:-1] + ("a" if signed[-1] != "a" else "b"), signed + "a"):
        assert read_invitation(wrong) is None
    with clock.shifted(timedelta(days=8)):
        assert read_invitation(signed) is None
    switch_account(SYSTEM, user, is_active=False)
    assert read_invitation(signed) is None


def test_what_an_employee_cannot_be(people: make.Cast) -> None:
    """Without a name, an address, a role; with an address somebody has."""
    for field, value in (("name", ""), ("email", "no"), ("email", ""), ("roles", []), ("phone", "12")):
        with refused(Invalid, fields={field}):
            set_up(people.admin, AGENT, values(**{field: value}))
    with refused(Invalid, fields={"email"}):
        set_up(people.admin, AGENT, values(email="agent@desk.test"))
    with refused(Invalid, fields={"email"}):
        change_set_up(people.admin, AGENT, make.agent_of(people.agent), {"email": "lead@desk.test"})


def test_change_an_employee(people: make.Cast) -> None:
    """The login follows the address; personal values are not in the event, so they cannot be taken back."""
    agent = make.agent_of(people.agent)
    version = fingerprint(AGENT, agent)
    with recorded() as events:
        change_set_up(people.admin, AGENT, agent, {"email": "other@desk.test", "teams": []}, version=version)
    assert changes(events[0]) == {"email": (None, None), "teams": ([people.it.pk], [])}
    assert make.user_of(people.agent).login == "other@desk.test"
    with refused(Conflict):
        change_set_up(people.admin, AGENT, agent, {"name": "Другая"}, version=version)
    with refused(NotPossible):
        revert_change(people.admin, Event.objects.latest("pk").pk)

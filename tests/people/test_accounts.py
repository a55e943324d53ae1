"""Accounts and passwords, API tokens, one's own preferences."""

from __future__ import annotations

from datetime import timedelta

import pytest

from otklik.clients.commands.tokens import issue_token
from otklik.core.actors import SYSTEM as BY_SYSTEM
from otklik.core.actors import Via
from otklik.core.errors import Denied, Invalid, NotFound
from otklik.people.actor import anonymous
from otklik.people.commands import (
    Preferences,
    create_token,
    create_user,
    revoke_token,
    set_password,
    set_preferences,
    token_user,
)
from otklik.people.commands.enrol import Enrolment, enrol
from otklik.people.models import Agent, ApiToken, User
from tests import make
from tests.support.fixtures import FrozenClock
from tests.support.writes import SYSTEM_DOER, by, changes, doer, kinds, recorded, refused, unchanged

STRONG = "long enough for anybody"


def test_create_user(db: None) -> None:
    """The login is folded; a password is stored as its hash, none lets nobody in."""
    with recorded() as events:
        user = create_user(BY_SYSTEM, login=" Anna@Desk.TEST ", email="Anna@Desk.test", password=STRONG)
    assert (user.login, user.email, user.is_active) == ("anna@desk.test", "anna@desk.test", True)
    assert user.password.startswith("argon2")
    assert user.check_password(STRONG)
    (event,) = events
    assert (event.kind, event.audience, doer(event)) == ("user.created", "admin", SYSTEM_DOER)
    assert (event.subject_kind, event.subject_id, event.data) == ("user", user.pk, {})
    silent = create_user(BY_SYSTEM, login="oleg")
    assert (silent.login, silent.has_usable_password()) == ("oleg", False)
    assert User.objects.get_by_natural_key(" OLEG ") == silent


@pytest.mark.parametrize(
    ("login", "password", "field"),
    [
        (" ", STRONG, "login"),
        ("ANNA@desk.test", STRONG, "login"),
        ("new@desk.test", "short", "password"),
        ("new@desk.test", "1234567890", "password"),
        ("new@desk.test", "new@desk.test", "password"),
    ],
)
def test_what_cannot_be_an_account(db: None, login: str, password: str, field: str) -> None:
    """Empty or taken logins, weak passwords."""
    create_user(BY_SYSTEM, login="anna@desk.test")
    with refused(Invalid, fields={field}):
        create_user(BY_SYSTEM, login=login, email=login, password=password)


def test_set_password(db: None) -> None:
    """The event says that it changed, never to what; a weak one changes nothing."""
    user = create_user(BY_SYSTEM, login="anna", password=STRONG)
    before = user.get_session_auth_hash()
    with recorded() as events:
        set_password(BY_SYSTEM, user, "another long one")
    assert [(e.kind, e.audience, changes(e), e.data) for e in events] == [
        ("user.changed", "admin", {"password": (None, None)}, {})
    ]
    user.refresh_from_db()
    assert user.check_password("another long one")
    assert user.get_session_auth_hash() != before
    with refused(Invalid, fields={"password"}):
        set_password(BY_SYSTEM, user, "short")


def test_enrol(db: None) -> None:
    """Account and employee in one step, or neither."""
    with recorded() as events:
        agent = enrol(BY_SYSTEM, Enrolment("new@desk.test", " Новая  Сотрудница ", ("lead",), STRONG))
    assert kinds(events) == ["user.created", "agent.created"]
    assert (agent.name, agent.name_key, agent.user.login) == (
        "Новая Сотрудница", "новая сотрудница", "new@desk.test",
    )  # fmt: skip
    for who, field in (
        (Enrolment("b@desk.test", "Б", ("nonsense",)), "roles"),
        (Enrolment("new@desk.test", "Б"), "login"),
        (Enrolment("b@desk.test", " "), "name"),
        (Enrolment("b@desk.test", "Б", (), "x"), "password"),
    ):
        with refused(Invalid, fields={field}):
            enrol(BY_SYSTEM, who)


def test_a_token(people: make.Cast, frozen_clock: FrozenClock) -> None:
    """Shown once, stored as a hash; its use is noted at most every five minutes."""
    user = make.user_of(people.agent)
    with recorded() as events:
        bare = create_token(people.admin.ref, user, acts_as="agent", name="скрипт")
    token = ApiToken.objects.get()
    assert bare.startswith("otk_")
    assert bare not in str(ApiToken.objects.values().get())
    (event,) = events
    assert (event.kind, event.audience, doer(event)) == ("token.created", "admin", by(people.admin))
    assert event.data == {"user": user.pk, "acts_as": "agent"}
    assert token_user(bare) == (user, "agent")
    token.refresh_from_db()
    assert token.last_used_at == frozen_clock.now
    first = frozen_clock.now
    frozen_clock.move(timedelta(minutes=5))
    with unchanged():
        assert token_user(bare) is not None
    frozen_clock.move(timedelta(seconds=1))
    token_user(bare)
    token.refresh_from_db()
    assert token.last_used_at == first + timedelta(minutes=5, seconds=1)


def test_dead_tokens(people: make.Cast) -> None:
    """Revoked, of somebody switched off, made up; revoking twice says it once."""
    user = make.user_of(people.agent)
    bare = create_token(BY_SYSTEM, user, acts_as="agent", name="x")
    token = ApiToken.objects.get()
    for strange in ("", "otk_", bare[:-1], bare.removeprefix("otk_"), "Bearer " + bare):
        assert token_user(strange) is None
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert token_user(bare) is None
    User.objects.filter(pk=user.pk).update(is_active=True)
    with recorded() as events:
        revoke_token(BY_SYSTEM, token)
    assert kinds(events) == ["token.revoked"]
    assert token_user(bare) is None
    with unchanged():
        revoke_token(BY_SYSTEM, token)


def test_issue_token(people: make.Cast) -> None:
    """For a login or an address, with a face the person has."""
    assert issue_token(BY_SYSTEM, "AGENT@desk.test", acts_as=None, name="x")[1] == "agent"
    assert issue_token(BY_SYSTEM, "client@alpha.test", acts_as=None, name="x")[1] == "contact"
    with refused(Invalid, fields={"acts_as"}):
        issue_token(BY_SYSTEM, "client@alpha.test", acts_as="agent", name="x")
    with refused(NotFound):
        issue_token(BY_SYSTEM, "nobody@far.test", acts_as=None, name="x")
    Agent.objects.filter(pk=people.agent.agent_id or 0).update(is_active=False)
    with refused(Invalid, fields={"acts_as"}):
        issue_token(BY_SYSTEM, "agent@desk.test", acts_as=None, name="x")


def test_preferences(people: make.Cast) -> None:
    """One's own; what is left out stays."""
    with recorded() as events:
        set_preferences(
            people.agent, Preferences(language="en", theme="dark", dense=True, time_zone="Asia/Omsk")
        )
    (event,) = events
    assert (event.kind, event.audience, doer(event)) == ("user.changed", "admin", by(people.agent))
    assert changes(event) == {
        "language": ("ru", "en"),
        "theme": ("", "dark"),
        "dense": (False, True),
        "time_zone": ("", "Asia/Omsk"),
    }
    user = make.user_of(people.agent)
    assert (user.language, user.theme, user.dense, user.time_zone) == ("en", "dark", True, "Asia/Omsk")
    again = make.actor_of(make.agent_of(people.agent))
    assert (again.language, again.time_zone) == ("en", "Asia/Omsk")
    with unchanged():
        set_preferences(people.agent, Preferences(language="en", dense=True))
        set_preferences(people.agent, Preferences())


def test_preferences_there_are_not(people: make.Cast) -> None:
    """And nobody's."""
    wanted = Preferences(language="de", theme="pink", time_zone="Mars/Base")
    with refused(Invalid, fields={"language", "theme", "time_zone"}):
        set_preferences(people.agent, wanted)
    with refused(Denied):
        set_preferences(anonymous(Via.PORTAL), Preferences(language="en"))

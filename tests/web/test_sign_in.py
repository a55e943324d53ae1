"""The sign-in page: where people land, what is said, what is refused, how it is left."""

from __future__ import annotations

import pytest
from django.contrib.sessions.models import Session

from otklik.clients.commands import ContactSpec, create_contact
from otklik.clients.models import Contact
from otklik.core import small
from otklik.core.actors import SYSTEM as BY_SYSTEM
from otklik.people.actor import SYSTEM
from otklik.people.commands import create_user, set_password
from otklik.people.demo import mark_demo
from tests import make
from tests.support.pages import field, ru, text_of, visitor, words_of
from tests.support.writes import rows, unchanged

LOGIN, LOGOUT = "/login", "/logout"
WRONG = "The login or the password is not right."


def _post(
    login: str, password: str = make.PASSWORD, *, next_url: str = "", **headers: str
) -> tuple[int, str, str]:
    """Status, where to, and what is read."""
    browser = visitor()
    fields = {"login": login, "password": password, **({"next": next_url} if next_url else {})}
    answer = browser.post(LOGIN, fields, headers=headers or None)
    return answer.status_code, answer.headers.get("Location", ""), words_of(answer)


def test_everybody_lands_in_their_own_place(people: make.Cast) -> None:
    """Employees at the desk, clients in the portal; the login is folded."""
    assert _post("agent@desk.test")[:2] == (302, "/desk/")
    assert _post(" AGENT@Desk.test ")[:2] == (302, "/desk/")
    assert _post("client@alpha.test")[:2] == (302, "/")
    browser = visitor()
    browser.post(LOGIN, {"login": "agent@desk.test", "password": make.PASSWORD})
    assert browser.get("/desk/tickets").status_code == 200
    assert (browser.get(LOGIN).status_code, browser.get(LOGIN).headers["Location"]) == (302, "/desk/")


def test_a_person_of_both_kinds(people: make.Cast) -> None:
    """Lands at the desk; the portal is theirs too, as the contact."""
    user = make.user_of(people.agent)
    contact = create_contact(SYSTEM, ContactSpec("Елена Белова", company=people.company, user=user))
    ticket = make.ticket(people.dispatcher, "Моя просьба", contact=contact, team=people.hr)
    assert _post("agent@desk.test")[1] == "/desk/"
    browser = visitor(people.agent)
    assert "Моя просьба" in words_of(browser.get("/"))
    assert browser.get(f"/desk/tickets/{ticket.number}").status_code == 404
    make.leave(make.agent_of(people.agent))
    assert _post("agent@desk.test")[1] == "/"


@pytest.mark.parametrize(
    ("asked", "landed"),
    [
        ("/desk/tickets?view=mine", "/desk/tickets?view=mine"),
        ("/requests/new", "/requests/new"),
        ("https://evil.test/", "/desk/"),
        ("//evil.test/", "/desk/"),
        ("/\\evil.test/", "/desk/"),
        ("javascript:alert(1)", "/desk/"),
        ("http:///evil.test", "/desk/"),
    ],
)
def test_next_leads_to_our_own_pages_only(people: make.Cast, asked: str, landed: str) -> None:
    """Whoever made the link."""
    assert _post("agent@desk.test", next_url=asked)[:2] == (302, landed)


def test_who_was_sent_away_comes_back(people: make.Cast) -> None:
    """A page that asks to sign in is remembered in the form."""
    browser = visitor()
    answer = browser.get("/desk/tickets", {"view": "mine", "q": "а&b"})
    assert answer.status_code == 302
    page = browser.get(answer.headers["Location"])
    assert field(page, "next") == "/desk/tickets?view=mine&q=%D0%B0%26b"
    assert visitor(script=True).get("/desk/tickets").status_code == 401


@pytest.mark.parametrize(
    ("login", "password"),
    [
        ("agent@desk.test", "wrong"),
        ("nobody@desk.test", make.PASSWORD),
        ("agent", make.PASSWORD),
        ("silent", ""),
    ],
)
def test_what_is_not_right_is_not_told_apart(people: make.Cast, login: str, password: str) -> None:
    """Neither account nor password is confirmed; what was typed stays, but for the password."""
    create_user(BY_SYSTEM, login="silent")
    browser = visitor()
    with unchanged():
        answer = browser.post(LOGIN, {"login": login, "password": password or "anything"})
    assert answer.status_code == 200
    assert ru(WRONG) in words_of(answer)
    assert (field(answer, "login"), field(answer, "password")) == (login, "")
    assert rows(Session) == 0


def test_accounts_that_are_off(people: make.Cast) -> None:
    """Nobody comes in; what they had open ends."""
    browser = visitor(people.agent)
    user = make.user_of(people.agent)
    user.is_active = False
    user.save()
    small.bump()
    assert browser.get("/desk/tickets").status_code == 302
    status, _where, words = _post("agent@desk.test")
    assert status == 200
    assert ru("This account is switched off. Ask your administrator.") in words
    assert ru(WRONG) in _post("agent@desk.test", "wrong")[2]
    assert rows(Session) == 1


def test_an_employee_who_left_sees_no_desk(people: make.Cast) -> None:
    """The account still signs in; no page of ours is theirs."""
    make.leave(make.agent_of(people.agent))
    browser = visitor(people.agent)
    assert browser.get("/desk/tickets").status_code == 403
    Contact.objects.filter(pk=people.client.contact_id or 0).update(hidden=True)
    assert visitor(people.client).get("/", follow=True).status_code == 403


def test_a_new_password_ends_the_other_sessions(people: make.Cast) -> None:
    """Whoever has the old one is out."""
    browser = visitor(people.agent)
    assert browser.get("/desk/tickets").status_code == 200
    set_password(BY_SYSTEM, make.user_of(people.agent), "quite another one")
    assert browser.get("/desk/tickets").status_code == 302


def test_too_many_attempts(people: make.Cast) -> None:
    """Five wrong passwords: then even the right one waits; others are not kept out."""
    browser = visitor()
    for _ in range(5):
        browser.post(LOGIN, {"login": "agent@desk.test", "password": "wrong"})
    answer = browser.post(LOGIN, {"login": "agent@desk.test", "password": make.PASSWORD})
    assert answer.status_code == 200
    assert ru("Too many attempts. Wait five minutes and try again.") in words_of(answer)
    assert rows(Session) == 0
    other = browser.post(LOGIN, {"login": "client@alpha.test", "password": make.PASSWORD})
    assert other.status_code == 302


def test_too_many_from_one_address(people: make.Cast) -> None:
    """Guessing at many accounts ends in a page of ours, that says how long."""
    browser = visitor()
    for number in range(20):
        browser.post(LOGIN, {"login": f"guess{number}@desk.test", "password": "wrong"})
    answers = [browser.post(LOGIN, {"login": "x@desk.test", "password": "wrong"}) for _ in range(45)]
    assert {answer.status_code for answer in answers} == {200, 429}
    assert answers[-1].headers["Retry-After"] == "60"
    assert ru("Too many attempts from your address. Wait a minute and try again.") in words_of(answers[-1])


def test_signing_out(people: make.Cast) -> None:
    """A press of the button alone: looking at the page, or a link to it, ends nothing."""
    browser = visitor(people.agent)
    for method in (browser.get, browser.head):
        assert method(LOGOUT).status_code == 200
        assert rows(Session) == 1
    answer = browser.post(LOGOUT)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/login")
    assert rows(Session) == 0
    assert browser.get("/desk/tickets").status_code == 302


def test_forged_forms(people: make.Cast) -> None:
    """Neither signing in nor out works from another site."""
    signed_in, stranger = visitor(people.agent, csrf=True), visitor(csrf=True)
    assert signed_in.post(LOGOUT).status_code == 403
    assert stranger.post(LOGIN, {"login": "agent@desk.test", "password": make.PASSWORD}).status_code == 403
    assert rows(Session) == 1


def test_demo_logins_work_on_this_machine_only(people: make.Cast) -> None:
    """Their password is known to everybody."""
    mark_demo(BY_SYSTEM, ["agent@desk.test"])
    assert _post("agent@desk.test")[0] == 302
    for header in ({"X-Forwarded-For": "203.0.113.7"}, {"Forwarded": "for=203.0.113.7"}):
        status, _where, words = _post("agent@desk.test", **header)
        assert status == 200
        assert ru("Demo logins work only on the machine Otklik runs on.") in words
    assert _post("client@alpha.test", **{"X-Forwarded-For": "203.0.113.7"})[0] == 302


def test_the_language_of_who_is_not_signed_in(people: make.Cast) -> None:
    """By the browser, until it is chosen; back to the page it was chosen on, if it is ours."""
    browser = visitor()
    assert '<html lang="en"' in text_of(browser.get(LOGIN, headers={"Accept-Language": "en"}))
    answer = browser.get(
        "/language", {"to": "en"}, headers={"Referer": "http://testserver/login?next=/desk/"}
    )
    assert answer.headers["Location"] == "http://testserver/login?next=/desk/"
    page = browser.get(LOGIN, headers={"Accept-Language": "ru"})
    assert '<html lang="en"' in text_of(page)
    assert page.headers["Content-Language"] == "en"
    away = browser.get("/language", {"to": "de"}, headers={"Referer": "https://evil.test/"})
    assert (away.headers["Location"], browser.cookies["language"].value) == ("/login", "en")

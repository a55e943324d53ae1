"""A new installation: three questions, then a letter in, a ticket, an answer out."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from otklik.catalogue.models import ChannelAccount
from otklik.channels.mail.discovery import Discovery
from otklik.channels.mail.mailbox_spec import Incoming
from otklik.channels.mail.trying import Check
from otklik.core import worker
from otklik.core.models import Event
from otklik.organisation.queries import default_brand
from otklik.people.actor import Actor
from otklik.people.models import Agent, Membership, Team, User
from otklik.settings_ui.welcome import mailbox
from otklik.settings_ui.welcome.gate import setup_code
from otklik.settings_ui.welcome.missing import missing
from otklik.tickets.models import Ticket
from tests import make
from tests.support.fixtures import FrozenClock
from tests.support.pages import ru, text_of, visitor

pytestmark = pytest.mark.django_db
ME = {
    "brand": "Касса и сеть",
    "name": "Анна Админ",
    "email": "Anna@desk.test",
    "password": "длинный-пароль-1",
}


def newcomer(**headers: str) -> Client:
    """A browser on this machine, or wherever the headers say."""
    return Client(headers={"Accept-Language": "en", **headers})


def test_from_nothing_to_an_answer() -> None:
    browser = newcomer()
    assert browser.get("/login").headers["Location"] == "/welcome"
    assert browser.get("/welcome").status_code == 200
    assert browser.post("/welcome", ME).headers["Location"] == "/settings/welcome/mailbox"
    agent = Agent.objects.get()
    assert (agent.name, agent.user.login, str(default_brand().name)) == (
        "Анна Админ", "anna@desk.test", "Касса и сеть",
    )  # fmt: skip
    answer = browser.post("/settings/welcome/mailbox", {"address": "help@desk.test", "action": "later"})
    assert answer.headers["Location"] == "/settings/welcome/colleagues"
    account = ChannelAccount.objects.get()
    assert (account.name, account.address, account.is_default) == ("help", "help@desk.test", True)
    people = "Елена Белова <elena@desk.test>\n\npetr@desk.test"
    page = browser.post("/settings/welcome/colleagues", {"team": "Первая линия", "people": people})
    assert page.content.decode().count('data-copy="http') == 2
    team = Team.objects.get()
    assert (str(team.name), team.is_dispatch, Membership.objects.filter(team=team).count()) == (
        "Первая линия",
        True,
        3,
    )
    proved = _proved(browser)
    assert "It works!" not in proved
    assert "Almost ready" in proved
    assert proved.count(f'href="/settings/mailboxes/{account.uid}"') == 2
    ticket = Ticket.objects.get()
    assert (ticket.team, ticket.account) == (team, account)


@pytest.mark.parametrize(("with_outgoing", "still"), [(True, []), (False, ["Ответы пока не уходят"])])
def test_what_is_missing_is_said(people: make.Cast, with_outgoing: bool, still: list[str]) -> None:
    """A way in and a way out: nothing; a way in alone: where answers stay."""
    local = {"port": "1143", "security": "none", "login": "x", "password": "secret"}
    incoming = {f"incoming.{name}": value for name, value in {**local, "host": "127.0.0.1"}.items()}
    outgoing = {"outgoing.host": "127.0.0.1" if with_outgoing else "", "outgoing.security": "none"}
    admin = visitor(people.admin)
    form = {"address": "help@desk.test", "incoming.after": "seen", **incoming, **outgoing}
    assert admin.post("/settings/mailboxes/new", form).status_code == 302
    assert [one.words for one in missing(people.admin)] == still
    states = text_of(admin.get("/settings/"))
    assert (ru("Outgoing mail is set up.") in states) is with_outgoing


def test_a_mailbox_put_off_is_gone_on_with(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who comes back finds the address, may correct it, and connects the same mailbox."""
    monkeypatch.setattr(mailbox, "try_connection", lambda *_, **__: [Check("IMAP", True, "Fine.", "")])
    browser, page = newcomer(), "/settings/welcome/mailbox"
    browser.post("/welcome", ME)
    assert "First name a mailbox" in browser.get("/settings/welcome/proof").content.decode()
    browser.post(page, {"address": "hlep@desk.test", "action": "later"})
    assert 'value="hlep@desk.test"' in browser.get(page).content.decode()
    browser.post(page, {"address": "help@desk.test", "action": "later"})
    account = ChannelAccount.objects.get()
    assert (account.address, str(account.title), account.is_default) == ("help@desk.test",) * 2 + (True,)
    servers = {"incoming.host": "imap.desk.test", "incoming.password": "p", "outgoing.host": "smtp.desk.test"}
    browser.post(page, {"address": "help@desk.test", "action": "try", **servers})
    assert ChannelAccount.objects.get().pk == account.pk
    again = browser.get(page).content.decode()
    assert 'value="help@desk.test"' not in again
    assert "Connected already:" in again


def test_an_answer_that_failed_is_given_again() -> None:
    """The page then tells of the new answer alone, and looks by itself until that is settled."""
    browser, page = newcomer(), "/settings/welcome/proof"
    browser.post("/welcome", ME)
    browser.post("/settings/welcome/mailbox", {"address": "help@desk.test", "action": "later"})
    browser.post(page, {"action": "letter"})
    use = reverse("settings-mailbox-use", args=[ChannelAccount.objects.get().uid])
    browser.post(use, {"off": "1"})
    browser.post(page, {"action": "answer"})
    worker.drain()
    browser.post(use)
    assert "Answer it again" in browser.get(page).content.decode()
    browser.post(page, {"action": "answer"})
    assert 'http-equiv="refresh"' in browser.get(page).content.decode()
    worker.drain()
    assert "Almost ready" in browser.get(page).content.decode()


def test_a_mailbox_put_off_is_not_called_done(people: make.Cast) -> None:
    """In the row of steps it keeps its number."""
    page = visitor(people.admin).get("/settings/welcome/colleagues").content.decode()
    assert page.count("steps__one--done") == 1


def _proved(browser: Client) -> str:
    page = browser.get("/settings/welcome/proof").content.decode()
    assert 'http-equiv="refresh"' in page
    browser.post("/settings/welcome/proof", {"action": "letter"})
    assert Ticket.objects.get().number in browser.get("/settings/welcome/proof").content.decode()
    browser.post("/settings/welcome/proof", {"action": "answer"})
    assert (
        "It is on its way; the page looks by itself."
        in browser.get("/settings/welcome/proof").content.decode()
    )
    worker.drain()
    return browser.get("/settings/welcome/proof").content.decode()


def test_nobody_becomes_administrator_twice() -> None:
    assert newcomer().post("/welcome", ME).status_code == 302
    before = User.objects.count(), Event.objects.count()
    again = newcomer().post("/welcome", {**ME, "email": "evil@far.test"})
    assert again.headers["Location"] == "/login"
    assert (User.objects.count(), Event.objects.count()) == before


def test_from_another_machine_only_with_the_printed_code() -> None:
    elsewhere = newcomer(**{"X-Forwarded-For": "203.0.113.7"})
    assert elsewhere.get("/welcome").status_code == 403
    assert elsewhere.post("/welcome", {**ME, "code": setup_code()[:-1] + "x"}).status_code == 403
    assert not User.objects.exists()
    assert elsewhere.get(f"/welcome?code={setup_code()}").status_code == 200
    assert elsewhere.post("/welcome", {**ME, "code": setup_code()}).status_code == 302
    assert User.objects.count() == 1


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"password": "short"}, "too short"),
        ({"email": "nobody"}, "Enter a mail address"),
        ({"brand": " "}, "called"),
    ],
)
def test_a_mistake_keeps_what_was_typed(change: dict[str, str], said: str) -> None:
    page = newcomer().post("/welcome", {**ME, **change})
    assert page.status_code == 422
    assert "Анна Админ" in page.content.decode()
    assert not User.objects.exists()
    assert str(default_brand().name) != "Касса и сеть"


def test_a_line_without_an_address_makes_nobody(people: make.Cast) -> None:
    before = User.objects.count()
    given = "Елена Белова elena@far.test\nбез адреса"
    page = visitor(people.admin).post("/settings/welcome/colleagues", {"team": "", "people": given})
    assert page.status_code == 422
    assert "без адреса" in page.content.decode()
    assert User.objects.count() == before


def test_servers_that_are_not_found_are_asked_for(people: make.Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        mailbox, "discover", lambda *_: Discovery("nothing", login="x@far.test", remedy="Ask.")
    )
    page = visitor(people.admin).post(
        "/settings/welcome/mailbox", {"address": "x@far.test", "incoming.password": "p", "action": "try"}
    )
    assert page.status_code == 422
    assert 'name="incoming.host"' in page.content.decode()
    assert not ChannelAccount.objects.filter(address="x@far.test").exists()


def test_a_password_is_typed_once(people: make.Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """Kept for the next try of the same address, and for no other; never written into a page."""
    tried: list[str | None] = []

    def trying(_actor: Actor, incoming: Incoming, *_rest: object, **_named: object) -> list[Check]:
        tried.append(incoming.password)
        return [Check("IMAP", False, "It does not answer.", "")]

    monkeypatch.setattr(mailbox, "try_connection", trying)
    admin, address = visitor(people.admin), "/settings/welcome/mailbox"
    form = {"address": "x@far.test", "incoming.host": "imap.far.test", "action": "try"}
    page = admin.post(address, {**form, "incoming.password": "s3cret words"})
    assert "s3cret" not in page.content.decode()
    admin.post(address, form)
    admin.post(address, {**form, "address": "other@far.test"})
    admin.get(address)
    admin.post(address, form)
    assert tried == ["s3cret words", "s3cret words", None, None]


def test_a_typed_password_is_dropped_after_a_quarter_of_an_hour(
    people: make.Cast, monkeypatch: pytest.MonkeyPatch, frozen_clock: FrozenClock
) -> None:
    """Any page drops it, so that no abandoned form leaves one behind."""
    monkeypatch.setattr(mailbox, "try_connection", lambda *_, **__: [Check("IMAP", False, "No.", "")])
    admin = visitor(people.admin)
    form = {"address": "x@far.test", "incoming.host": "imap.far.test", "action": "try"}
    admin.post("/settings/welcome/mailbox", {**form, "incoming.password": "s3cret words"})
    bare = len(admin.session.items())
    frozen_clock.move(timedelta(minutes=14))
    admin.get("/settings/")
    assert len(admin.session.items()) == bare
    frozen_clock.move(timedelta(minutes=1))
    admin.get("/settings/")
    assert len(admin.session.items()) == bare - 1


def test_a_bad_port_is_told(people: make.Cast) -> None:
    """Never taken for the usual one."""
    form = {"address": "x@far.test", "incoming.host": "imap.far.test", "incoming.port": "99999"}
    page = visitor(people.admin).post("/settings/welcome/mailbox", {**form, "action": "try"})
    assert page.status_code == 422
    assert "99999" in page.content.decode()
    assert "1 до 65535" in page.content.decode()


def test_the_first_password_is_typed_once() -> None:
    """Unless it was the password that was refused."""
    browser = newcomer()
    assert browser.post("/welcome", {**ME, "email": "nobody"}).status_code == 422
    assert browser.post("/welcome", {**ME, "password": "", "email": "nobody"}).status_code == 422
    assert browser.post("/welcome", {**ME, "password": ""}).status_code == 302
    assert User.objects.get().check_password(ME["password"])


def test_the_way_back_from_the_settings(people: make.Cast) -> None:
    """The steps can be opened again, and lead to one another; the first question is asked once."""
    admin = visitor(people.admin)
    assert 'href="/settings/welcome/mailbox"' in admin.get("/settings/").content.decode()
    page = admin.get("/settings/welcome/mailbox").content.decode()
    assert 'href="/settings/welcome/colleagues"' in page
    assert 'href="/welcome"' not in page


def test_everything_missing_is_told_at_once() -> None:
    """At each field, by us: browsers' own bubbles are off."""
    page = newcomer().post("/welcome", {}).content.decode()
    for name in ("brand", "name", "email", "password"):
        assert f'id="f-{name}-err"' in page
    assert "novalidate" in page

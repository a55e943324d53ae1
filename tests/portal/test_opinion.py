"""Rating and sending back from a letter: only a person's press does anything."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from otklik.notifications.links import opinion_link, personal_link
from otklik.people.actor import Actor
from otklik.surveys.commands import rate
from otklik.tickets import commands
from otklik.tickets.models import Ticket
from tests import make
from tests.support.fixtures import FrozenClock
from tests.support.pages import field, fields_of, ru, visitor, words_of
from tests.support.writes import kinds, recorded, unchanged

KEPT = "%(name)s rated it %(rating)s of 5. Only they and whom the request is for can change it."


@pytest.fixture
def done(people: make.Cast, frozen_clock: FrozenClock) -> Ticket:
    """A client's request whose work is done."""
    ticket = make.ticket(people.client, team=people.it)
    make.reply(people.agent, ticket, "Вернули драйвер сканера.", status="resolved")
    return ticket


def _link(ticket: Ticket, person: Actor, *, rate: int | None = None, reopen: bool = False) -> str:
    whole = opinion_link(ticket.pk, person.contact_id, rate=rate, reopen=reopen)
    return re.sub(r"^https?://[^/]+", "", whole)


@pytest.mark.parametrize("value", [1, 2, 3, 4, 5])
def test_opening_changes_nothing(people: make.Cast, done: Ticket, value: int) -> None:
    """By GET and HEAD, as often as anybody likes; the mark of the link is preselected."""
    nobody = visitor()
    with unchanged():
        for address in (_link(done, people.client, rate=value), _link(done, people.client, reopen=True)):
            assert nobody.get(address).status_code == 200
            assert nobody.head(address).status_code == 200
    assert field(nobody.get(_link(done, people.client, rate=value)), "value") == str(value)


def test_a_press_rates(people: make.Cast, done: Ticket) -> None:
    """And confirms the work; a second press changes the rating."""
    link = _link(done, people.client, rate=5)
    page = visitor().get(link)
    assert "Вернули драйвер сканера." in words_of(page)
    with recorded() as events:
        thanks = visitor().post(link.partition("?")[0], {"wish": "rate", "value": "5", "comment": "Быстро"})
    assert kinds(events) == ["ticket.rated", "ticket.closed"]
    assert ru("Thank you, the rating is kept") in words_of(thanks)
    assert ru("The request is closed now.") in words_of(thanks)
    again = visitor().post(link, {"wish": "rate", "value": "1"})
    assert ru("The request is closed now.") not in words_of(again)
    done.refresh_from_db()
    assert done.rating == 1


def test_a_low_mark_closes_nothing(people: make.Cast, done: Ticket) -> None:
    """It is told so, with the day it closes by itself and the way back to work."""
    link = _link(done, people.client, rate=2)
    thanks = visitor().post(link.partition("?")[0], {"wish": "rate", "value": "2"})
    done.refresh_from_db()
    assert done.state == "resolved"
    assert ru("The request is closed now.") not in words_of(thanks)
    assert "Заявка закроется сама" in words_of(thanks)
    assert ru("The problem is still there") in words_of(thanks)


def test_a_rating_without_a_mark(people: make.Cast, done: Ticket) -> None:
    """Is asked for in our words beside the marks, not in the browser's bubble; the comment stays."""
    link = _link(done, people.client, rate=None)
    with unchanged():
        page = visitor().post(link, {"wish": "rate", "comment": "Почти довольны"})
    html = page.content.decode()
    assert page.status_code == 422
    assert 'id="f-value-err"' in html
    assert ru("Choose a rating from 5 to 1.") in words_of(page)
    assert "Почти довольны" in html
    assert "novalidate" in html


def test_a_press_sends_back(people: make.Cast, done: Ticket) -> None:
    """With a reason of ten characters at least, which stays when it is too short."""
    link = _link(done, people.client, reopen=True)
    with unchanged():
        short = visitor().post(link, {"wish": "reopen", "why": "Опять"})
        empty = visitor().post(link, {"wish": "reopen", "why": " "})
    too_short = ru("That is too short: say what is still wrong in ten letters or more.")
    assert (too_short in words_of(short), too_short in words_of(empty)) == (True, False)
    assert ru("Say in a few words what is still wrong, so that we can mend it.") in words_of(empty)
    assert (short.status_code, field(short, "why")) == (422, "Опять")
    thanks = visitor().post(link, {"wish": "reopen", "why": "Чек печатается через раз"})
    assert ru("The request is in work again") in words_of(thanks)
    done.refresh_from_db()
    assert done.is_open


def test_what_a_program_presses_does_not_count(people: make.Cast, done: Ticket) -> None:
    """Our script tells the server that no person pressed; a form from elsewhere has no token."""
    link = _link(done, people.client, rate=5)
    with unchanged():
        assert visitor().post(link, {"value": "5", "pressed": "no"}).status_code == 409
        assert visitor(csrf=True).post(link, {"value": "5"}).status_code == 403
        assert visitor().post(link, {"value": ""}).status_code == 422
        assert visitor().put(link).status_code == 405


def test_an_altered_or_expired_link(people: make.Cast, done: Ticket, frozen_clock: FrozenClock) -> None:
    """Every letter counts; after 90 days, and for another purpose, it is worth nothing."""
    link = _link(done, people.client)
    head, signed = link.rsplit("/", 1)
    wrong = [
        f"{head}/{signed[:at]}{'a' if letter != 'a' else 'b'}{signed[at + 1 :]}"
        for at, letter in enumerate(signed)
    ]
    wrong.append("/o/" + personal_link(done.pk, people.client.contact_id).rsplit("/", 1)[1])
    with unchanged():
        for address in wrong:
            assert visitor().get(address).status_code == 404
            assert visitor().post(address, {"value": "1"}).status_code == 404
    frozen_clock.move(timedelta(days=91))
    with unchanged():
        late = visitor().post(link, {"value": "1"})
    assert late.status_code == 404
    assert ru("This link no longer works") in words_of(late)


def test_before_it_is_done_and_after_its_time(
    people: make.Cast, done: Ticket, frozen_clock: FrozenClock
) -> None:
    """The page says how it stands, and refuses."""
    link = _link(done, people.client, rate=5)
    commands.reopen(people.client, done, "Чек печатается через раз")
    assert ru("This is being worked on") in words_of(visitor().get(link))
    with unchanged():
        assert visitor().post(link, {"value": "5"}).status_code == 409


def test_anothers_rating_is_shown_before_it_is_changed(people: make.Cast, done: Ticket) -> None:
    """Whom the request is for may change it, asked plainly; a page that did not show it changes nothing."""
    rate(people.manager, done, 5, "Пользуемся")
    link = _link(done, people.client, rate=2)
    page = visitor().get(link)
    asked = f"{ru('%(name)s rated it %(rating)s of 5', name=people.manager.name, rating=5)}. "
    assert asked + ru("Change the rating?") in words_of(page)
    assert (field(page, "value"), field(page, "comment"), field(page, "instead")) == ("2", "", "1")
    with unchanged():
        stale = visitor().post(link, {"wish": "rate", "value": "2"})
    assert stale.status_code == 409
    said = ru("%(name)s rated it %(rating)s of 5. Change the rating?", name=people.manager.name, rating=5)
    assert said in words_of(stale)
    with recorded() as events:
        visitor().post(link, {"wish": "rate", "value": "2", "instead": "1"})
    assert kinds(events) == ["ticket.rated", "ticket.complained"]
    again = visitor().get(_link(done, people.client))
    assert "instead" not in fields_of(again)


def test_others_read_what_was_given(people: make.Cast, done: Ticket) -> None:
    """By their letter's link and on the portal alike: no marks, no button, and a forged press is refused."""
    rate(people.client, done, 5)
    said = ru("%(name)s rated it %(rating)s of 5", name=people.client.name, rating=5)
    portal = visitor(people.manager)
    for browser, at, to in (
        (visitor(), _link(done, people.manager), _link(done, people.manager)),
        (portal, f"/requests/{done.number}", f"/requests/{done.number}/rating"),
    ):
        page = browser.get(at)
        assert said in words_of(page)
        assert "value" not in fields_of(page)
        assert "/rating" not in page.content.decode()
        with unchanged():
            forged = browser.post(to, {"wish": "rate", "value": "1", "instead": "1"})
        assert forged.status_code == 409
        assert ru(KEPT, name=people.client.name, rating=5) in words_of(forged)
    assert ru("Change the rating") in words_of(visitor(people.client).get(f"/requests/{done.number}"))

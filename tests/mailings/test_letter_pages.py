"""Pages that letters lead to: looking changes nothing, pressing does, once."""

from __future__ import annotations

import pytest
from django.test import Client

from otklik.core.errors import Denied, Invalid, NotFound
from otklik.core.models import Event
from otklik.core.worker import drain
from otklik.mailings.commands import pause_mailing, subscribe_again, unsubscribe
from otklik.mailings.enums import Kind
from otklik.mailings.links import survey_link, unsubscribe_link
from otklik.mailings.models import Recipient, Unsubscription
from otklik.mailings.queries import recipients_page, results_of, unsubscriptions_of
from tests import make
from tests.mailings.writing import letter_to, started, states, written
from tests.support.writes import unchanged

CHOICES = ({"ru": "Да", "en": "Yes"}, {"ru": "<b>Нет</b>", "en": "No"})


@pytest.fixture(autouse=True)
def support(people: make.Cast) -> None:
    make.mailbox("support", team=people.it)


def path(link: str) -> str:
    return "/" + link.partition("://")[2].partition("/")[2]


def body(response: object) -> str:
    content = getattr(response, "content", b"")
    assert isinstance(content, bytes)
    return content.decode()


def test_one_click_unsubscribes(people: make.Cast) -> None:
    """By a mail program's POST without cookies, from this kind alone; what waits is not sent."""
    mailing = started(people, written(people))
    drain(["default"])
    recipient = Recipient.objects.order_by("id")[1]
    address = path(unsubscribe_link(recipient))
    browser = Client(enforce_csrf_checks=True)
    with unchanged():
        assert browser.get(address).status_code == 200
        assert browser.head(address).status_code == 200
        assert browser.get(address[:-3] + "aaa").status_code == 404
        assert browser.post(path(survey_link(recipient)), {"choice": "5"}).status_code in (200, 403)
    for _again in range(2):
        assert "объявления" in body(browser.post(address, {"List-Unsubscribe": "One-Click"}))
    recipient.refresh_from_db()
    assert (recipient.state, recipient.unsubscribed_at is not None) == ("cancelled", True)
    found = Unsubscription.objects.get()
    assert (found.contact_id, found.kind, found.mailing_id) == (
        recipient.contact_id,
        "announcement",
        mailing.pk,
    )
    assert Event.objects.filter(kind="contact.unsubscribed", subject_id=recipient.contact_id).count() == 1
    pause_mailing(people.lead, mailing)
    assert states()[recipient.address] == "cancelled"


def test_staff_note_and_lift_it(people: make.Cast) -> None:
    """Lifting needs a note, which stays; who may not change clients may neither."""
    contact = make.contact_of(people.client)
    with unchanged(), pytest.raises(Denied):
        unsubscribe(people.agent, contact, Kind.SURVEY)
    unsubscribe(people.lead, contact, Kind.SURVEY)
    assert [one.kind for one in unsubscriptions_of(people.agent, contact)] == [Kind.SURVEY]
    with unchanged():
        with pytest.raises(Invalid):
            subscribe_again(people.lead, contact, Kind.SURVEY, "  ")
        with pytest.raises(NotFound):
            subscribe_again(people.lead, contact, Kind.ANNOUNCEMENT, "Просил")
    subscribe_again(people.lead, contact, Kind.SURVEY, "Просил по телефону")
    assert list(unsubscriptions_of(people.lead, contact)) == []
    assert Event.objects.get(kind="contact.subscribed").data["note"] == "Просил по телефону"


def test_a_survey_is_counted_by_pressing(people: make.Cast) -> None:
    """A scanner opens every link of the letter and counts nothing; the last press counts, once."""
    mailing = started(people, written(people, kind=Kind.SURVEY, choices=CHOICES))
    drain()
    recipient = Recipient.objects.exclude(state="waiting").get()
    letter = letter_to(recipient.address)
    part = letter.get_body(("plain",))
    assert part is not None
    links = [word for word in part.get_content().split() if "/q/" in word]
    assert len(links) == 2
    browser = Client()
    with unchanged():
        page, _first = (browser.get(path(link)) for link in reversed(links))
        assert page.status_code == 200
        assert 'value="2" checked' in body(page)
        assert "&lt;b&gt;Нет&lt;/b&gt;" in body(page)
        assert browser.post(path(links[0]), {"choice": "3"}).status_code == 422
    browser.post(path(links[0]), {"choice": "1"})
    done = browser.post(path(links[0]), {"choice": "2", "words": "Сыро"})
    assert done.status_code == 200
    found = results_of(people.lead, mailing, "ru")
    assert [(one.number, one.words, one.votes) for one in found.answers] == [
        (1, "Да", 0),
        (2, "<b>Нет</b>", 1),
    ]
    assert (found.votes, found.mean) == (1, None)
    row = next(one for one in recipients_page(people.lead, mailing).rows if one.choice)
    assert (row.choice, row.words) == (2, "Сыро")
    kinds = list(Event.objects.filter(kind="survey.answered").order_by("id").values_list("data", flat=True))
    assert [one["again"] for one in kinds] == [False, True]


def test_a_rating_has_a_mean(people: make.Cast) -> None:
    mailing = started(people, written(people, kind=Kind.SURVEY))
    recipients = list(Recipient.objects.order_by("id"))
    for recipient, mark in zip(recipients, ("5", "4", "4", "1"), strict=True):
        assert Client().post(path(survey_link(recipient)), {"choice": mark}).status_code == 200
    found = results_of(people.lead, mailing, "ru")
    assert ([one.votes for one in found.answers], found.mean) == ([1, 2, 0, 0, 1], 350)
    assert [found.share(one) for one in found.answers] == [25, 50, 0, 0, 25]
    page = recipients_page(people.lead, mailing, limit=3)
    assert (len(page.rows), len(recipients_page(people.lead, mailing, after=page.after or "").rows)) == (3, 1)

"""Looking at the portal as a client (NEW-16): the same pages, nothing sent, no trace but that in the log."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client

from otklik.clients.commands import hide_contact, start_viewing
from otklik.clients.models import Contact
from otklik.core import small
from otklik.core.errors import Denied, NotPossible
from otklik.core.models import Event
from otklik.people.models import Role
from otklik.tickets.models import Message, Ticket
from tests import make
from tests.support.fixtures import FrozenClock
from tests.support.pages import ru, text_of, visitor
from tests.support.writes import by, doer, recorded, refused, unchanged


def looking(people: make.Cast, contact: Contact | None = None) -> Client:
    """The administrator's browser, looking as the client."""
    admin = visitor(people.admin)
    seen = contact or make.contact_of(people.client)
    answer = admin.post(f"/desk/clients/contacts/{seen.uid}/viewing")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/")
    return admin


@pytest.fixture
def ticket(people: make.Cast) -> Ticket:
    """A request of the client with an answer, a note and a file."""
    ticket = make.ticket(people.client, "Не работает касса", files=[make.file(people.client)])
    make.reply(people.dispatcher, ticket, "Едем к вам")
    make.note(people.dispatcher, ticket, "Тайное слово")
    return ticket


PAGES = (
    "/",
    "/?state=closed",
    "/?q=сервер",
    "/requests/new",
    "/profile",
    "/requests/{0}",
    "/requests/{0}?history",
)


def body(text: str) -> str:
    """A page without what is of the viewer or of the moment: banner, live stream, keys of forms."""
    text = re.sub(r'<div class="viewing".*?</form></div>', "", text, flags=re.DOTALL)
    text = re.sub(r' data-live(-poll)?="[^"]*"', "", text)
    text = re.sub(r'<meta name="csrf-token"[^>]*>', "", text)
    return re.sub(r'name="(csrfmiddlewaretoken|idempotency_key)" value="[^"]*"', "", text)


def test_the_same_pages_as_the_client(people: make.Cast, ticket: Ticket) -> None:
    """To the letter, but for the banner; and looking writes nothing at all."""
    client, viewer = visitor(people.client), looking(people)
    for page in PAGES:
        address = page.format(ticket.number)
        theirs = text_of(client.get(address))
        with unchanged():
            mine = text_of(viewer.get(address))
        assert body(mine) == body(theirs), address
        assert people.client.name in mine, address
        assert 'class="viewing" role="status" lang="ru"' in mine
        assert "Тайное слово" not in mine
    assert viewer.get("/company").status_code == client.get("/company").status_code == 404


def test_nothing_can_be_sent(people: make.Cast, ticket: Ticket) -> None:
    """Every form of the portal, the public ones too, is refused with a sentence and changes nothing."""
    viewer = looking(people)
    forms = ("messages", "rating", "closure", "reopening")
    addresses = [f"/requests/{ticket.number}/{form}" for form in forms]
    for address in (
        *addresses,
        "/profile",
        "/requests/new",
        "/requests/uploads",
        "/new",
        "/status",
        "/logout",
    ):
        with unchanged():
            answer = viewer.post(address, {"text": "Спасибо.", "value": "5"})
        assert answer.status_code == 403, address
        assert people.client.name in text_of(answer)
    ticket.refresh_from_db()
    assert ticket.rating is None


def test_the_desk_stays_their_own(people: make.Cast, ticket: Ticket) -> None:
    """The employee works on there, and leaves when they like."""
    viewer = looking(people)
    assert viewer.get("/desk/tickets").status_code == 200
    note = viewer.post(f"/desk/tickets/{ticket.number}/messages", {"kind": "note", "note_text": "Посмотрел"})
    assert note.status_code == 302
    assert Message.objects.filter(ticket=ticket, author_name=people.admin.name).exists()
    card = f"/desk/clients/contacts/{make.contact_of(people.client).uid}"
    assert viewer.post("/desk/viewing/end").headers["Location"] == card
    assert viewer.post("/desk/viewing/end").headers["Location"] == "/desk/clients/"
    assert viewer.get("/").headers["Location"] == "/desk/"


def test_it_ends_by_itself(people: make.Cast, frozen_clock: FrozenClock) -> None:
    """After half an hour; at once when the role loses the right, or the contact is hidden."""
    viewer = looking(people)
    frozen_clock.move(timedelta(minutes=29))
    assert viewer.get("/").status_code == 200
    frozen_clock.move(timedelta(minutes=2))
    assert viewer.get("/").headers["Location"] == "/desk/"
    viewer = looking(people)
    hide_contact(people.admin, make.contact_of(people.client))
    assert viewer.get("/").headers["Location"] == "/desk/"


def test_denied_by_default(people: make.Cast) -> None:
    """Only a role with the right may; a right taken away ends what was begun."""
    contact = make.contact_of(people.client)
    for actor in (people.agent, people.lead, people.dispatcher, people.client, people.manager):
        with refused(Denied):
            start_viewing(actor, contact)
    _may(["clients.view_all", "clients.view_as"])
    dispatcher = visitor(people.dispatcher)
    address = f"/desk/clients/contacts/{contact.uid}"
    assert ru("View as this client") in text_of(dispatcher.get(address))
    dispatcher.post(f"{address}/viewing")
    assert dispatcher.get("/").status_code == 200
    _may(["clients.view_all"])
    assert ru("View as this client") not in text_of(dispatcher.get(address))
    assert dispatcher.get("/").headers["Location"] == "/desk/"


def _may(rights: list[str]) -> None:
    Role.objects.filter(code="dispatcher").update(rights=rights)
    small.bump()


def test_another_session_cannot_use_it(people: make.Cast) -> None:
    """A look belongs to who began it: signed in as somebody else in the same browser, it is none."""
    viewer = looking(people)
    kept = dict(viewer.session)["briefly"]
    other = visitor(people.dispatcher)
    session = other.session
    session["briefly"] = kept
    session.save()
    assert other.get("/").headers["Location"] == "/desk/"


def test_it_stands_in_the_log(people: make.Cast) -> None:
    """An event by the employee about the client, and a line of the administrators' log with both names."""
    with recorded() as events:
        viewer = looking(people)
    (event,) = (one for one in events if one.kind == "viewing.started")
    assert doer(event) == by(people.admin)
    assert (event.subject_kind, event.subject_id) == ("viewing", people.client.contact_id)
    assert event.audience == "admin"
    log = text_of(viewer.get("/settings/audit"))
    assert people.client.name in log
    assert ru("opened as this client sees it") in log
    assert Event.objects.filter(kind="viewing.started").count() == 1
    hidden = hide_contact(people.admin, make.contact("Прошлый Контакт"))
    with refused(NotPossible):
        start_viewing(people.admin, hidden)


def test_a_contact_without_an_account(people: make.Cast) -> None:
    """What they would see once invited; a profile they have none of."""
    viewer = looking(people, make.contact("Олег Позвонивший", people.company))
    assert viewer.get("/").status_code == 200
    assert viewer.get("/profile").status_code == 404


def test_the_banner_speaks_to_the_employee(people: make.Cast) -> None:
    """In their own language, above a portal in the client's."""
    user = make.user_of(people.admin)
    type(user).objects.filter(pk=user.pk).update(language="en")
    page = text_of(looking(people).get("/"))
    assert "You see the portal as" in page
    assert ru("My requests") in page

"""Changing fields: what changes, what the event says, what is refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from otklik.catalogue.models import Category, Priority, TicketType
from otklik.core.actors import SYSTEM as BY_SYSTEM
from otklik.core.errors import Conflict, Denied, Invalid, NotFound
from otklik.core.translated import translated
from otklik.people.actor import SYSTEM
from otklik.tickets import commands
from otklik.tickets.access import visible_to
from otklik.tickets.commands import Edit, Registration
from otklik.tickets.content import from_text
from otklik.tickets.models import Ticket
from tests import make
from tests.support.fixtures import FrozenClock
from tests.support.writes import SYSTEM_DOER, by, changes, doer, jobs_of, listed, recorded, refused, unchanged


@pytest.fixture
def ticket(people: make.Cast) -> Ticket:
    """A client's ticket in the IT team."""
    return make.ticket(people.client, team=people.it)


def _category(code: str) -> Category:
    found, _made = Category.objects.get_or_create(code=code, defaults={"name": translated(en=code)})
    return found


def test_every_field_from_and_to(people: make.Cast, ticket: Ticket) -> None:
    """One event for one change, references instead of names; phone numbers are not told."""
    high, incident = Priority.objects.get(code="high"), TicketType.objects.get(code="incident")
    service, vpn = make.service("7"), _category("vpn")
    values = Edit(
        subject="  Принтер \n молчит ",
        priority=high,
        service=service,
        type=incident,
        contact_phone="+7 900 123-45-67",
        categories=[vpn, vpn],
    )
    with recorded() as events:
        row = commands.edit(people.agent, ticket, values, version=ticket.version)
    (event,) = events
    assert (event.kind, event.audience, doer(event)) == ("ticket.edited", "internal", by(people.agent))
    assert changes(event) == {
        "subject": ("Не работает принтер", "Принтер молчит"),
        "priority": (ticket.priority_id, high.pk),
        "service": (None, service.pk),
        "type": (ticket.type_id, incident.pk),
        "contact_phone": (None, None),
        "categories": ([], [vpn.pk]),
    }
    assert jobs_of(event) == listed(event)
    row.refresh_from_db()
    assert (row.subject, row.priority_level, row.service, row.type) == (
        "Принтер молчит", 4, service, incident,
    )  # fmt: skip
    assert (row.contact_phone, row.version) == ("+7 900 123-45-67", ticket.version + 1)
    assert row.team_id == people.it.pk  # the service decides at registration alone


def test_labels_come_and_go(people: make.Cast, ticket: Ticket) -> None:
    """What stays keeps its row; an empty list takes all away."""
    vpn, mail, web = _category("vpn"), _category("mail"), _category("web")
    commands.edit(people.agent, ticket, Edit(categories=[vpn, mail]))
    with recorded() as events:
        commands.edit(people.agent, ticket, Edit(categories=[mail, web]))
    assert changes(events[0]) == {"categories": (sorted([vpn.pk, mail.pk]), sorted([mail.pk, web.pk]))}
    assert set(ticket.categories.values_list("code", flat=True)) == {"mail", "web"}
    commands.edit(people.agent, ticket, Edit(categories=[]))
    assert not ticket.categories.exists()


def test_another_contact(people: make.Cast, ticket: Ticket) -> None:
    """Their company, name and address; they read from now on, the registering client goes on reading."""
    stranger = make.contact_of(people.stranger)
    with recorded() as events:
        row = commands.edit(people.agent, ticket, Edit(contact=stranger))
    assert changes(events[0]) == {
        "contact": (people.client.contact_id, stranger.pk),
        "company": (people.company.pk, people.other_company.pk),
    }
    assert (row.contact_name, row.contact_email) == ("Семён Чужой", "stranger@beta.test")
    assert visible_to(people.stranger).get() == ticket
    assert visible_to(people.client).get() == ticket
    assert not visible_to(people.manager).exists()


def test_a_contact_who_only_was_the_contact_stops_reading(people: make.Cast) -> None:
    """They neither registered it nor are its contact any more."""
    ticket = make.ticket(people.agent, contact=make.contact_of(people.client), team=people.it)
    assert visible_to(people.client).exists()
    commands.edit(people.agent, ticket, Edit(contact=make.contact_of(people.stranger)))
    assert not visible_to(people.client).exists()


def test_whose_address_it_is(people: make.Cast, ticket: Ticket) -> None:
    """An unknown sender's address becomes the contact's; that of another contact is never kept."""
    silent = make.contact()
    silent.emails.all().delete()
    row = commands.edit(people.agent, ticket, Edit(contact=silent))
    assert row.contact_email == ""
    unknown = commands.register(
        SYSTEM, Registration("Тема", from_text("Как?"), sender_email="new@far.test", team=people.it)
    )
    row = commands.edit(people.agent, unknown, Edit(contact=silent))
    assert (row.contact_id, row.contact_email, row.contact_name) == (silent.pk, "new@far.test", silent.name)


def test_the_same_values_change_nothing(people: make.Cast, ticket: Ticket) -> None:
    """Nor does an empty change."""
    commands.edit(people.agent, ticket, Edit(contact_phone="8 (900) 123-45-67, добавочный 1234, Оля"))
    ticket.refresh_from_db()
    same = Edit(
        subject=ticket.subject,
        priority=ticket.priority,
        type=ticket.type,
        contact=make.contact_of(people.client),
        contact_phone="8 (900) 123-45-67, добавочный 1234, Оля",
        categories=[],
    )
    with unchanged():
        commands.edit(people.agent, ticket, same)
        commands.edit(people.agent, ticket, Edit())


def test_what_is_refused(people: make.Cast, ticket: Ticket) -> None:
    """An empty subject, a stale page, no right, no hold, a client."""
    for subject in ("", " \n", "\x00"):
        with refused(Invalid, fields={"subject"}):
            commands.edit(people.agent, ticket, Edit(subject=subject, contact_phone="1"))
    with refused(Conflict):
        commands.edit(people.agent, ticket, Edit(subject="Другое"), version=ticket.version - 1)
    powerless = replace(people.agent, rights=people.agent.rights - {"tickets.edit"})
    for actor in (powerless, people.outsider, people.client):
        with refused(Denied):
            commands.edit(actor, ticket, Edit(subject="Другое"))
    commands.delete_ticket(people.admin, ticket)
    with refused(NotFound):
        commands.edit(people.agent, ticket, Edit(subject="Другое"))


def test_set_due(people: make.Cast, ticket: Ticket, frozen_clock: FrozenClock) -> None:
    """The slot the clocks write: order follows it, and going back to none follows age again."""
    none = ticket.due_sort
    at = frozen_clock.now + timedelta(hours=4)
    with recorded() as events:
        commands.set_due(BY_SYSTEM, ticket, at)
    row = Ticket.objects.get()
    assert (row.due_at, row.due_sort, row.version) == (at, at, ticket.version + 1)
    assert [(e.kind, doer(e), changes(e)) for e in events] == [
        ("ticket.edited", SYSTEM_DOER, {"due_at": (None, at.isoformat())})
    ]
    with unchanged():
        commands.set_due(BY_SYSTEM, ticket, at)
    commands.set_due(people.agent.ref, ticket, None)
    row.refresh_from_db()
    assert (row.due_at, row.due_sort) == (None, none)

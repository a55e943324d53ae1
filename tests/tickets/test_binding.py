"""Tickets of unknown senders become a client's, the others of the sender along, and can be taken back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from otklik.clients.commands import ContactSpec
from otklik.clients.models import Contact, ContactCompany
from otklik.core.errors import Conflict, Denied, Invalid, NotPossible
from otklik.people.actor import SYSTEM
from otklik.tickets import commands
from otklik.tickets.access import EDIT, editable_by, may, visible_to
from otklik.tickets.commands import Binding, Registration
from otklik.tickets.content import from_text
from otklik.tickets.models import Ticket, TicketReader
from otklik.tickets.queries.senders import number_of_same_sender
from tests import make
from tests.clients.contracts import contract, period
from tests.support.fixtures import FrozenClock
from tests.support.writes import changes, kinds, recorded, refused

FROM = "vera@far.test"


def unknown(people: make.Cast, email: str = FROM, phone: str = "") -> Ticket:
    """A ticket of IT whose sender nobody knows."""
    what = Registration(
        "Касса",
        from_text("Не бьёт чек"),
        sender_email=email,
        sender_name="Вера Далева",
        contact_phone=phone,
        team=people.it,
    )
    return commands.register(SYSTEM, what)


def now(tickets: Sequence[Ticket]) -> list[tuple[object, ...]]:
    rows = Ticket.objects.filter(pk__in=[one.pk for one in tickets]).order_by("pk")
    return list(rows.values_list("contact_id", "company_id", "contact_name", "contact_email"))


def emails(contact: Contact) -> list[str]:
    return list(contact.emails.order_by("position").values_list("email", flat=True))


def test_a_new_contact_of_the_sender_and_their_other_tickets(people: make.Cast) -> None:
    """One event for each, in one batch; the contract that covers the company; the client reads them now."""
    agreed = contract(people.company)
    period(agreed, -1, 300)
    tickets = [unknown(people) for _ in range(3)]
    other = unknown(people, "else@far.test")
    before = now(tickets)
    assert number_of_same_sender(people.dispatcher, tickets[0]) == 2
    spec = ContactSpec("Вера Далева", emails=[FROM], company=people.company)
    with recorded() as events:
        bound = commands.bind(people.dispatcher, tickets[0], Binding(new=spec))
    contact = Contact.objects.get(name="Вера Далева")
    assert kinds(events) == ["contact.created", *["ticket.bound"] * 3]
    assert len({event.batch_id for event in events}) == 1
    assert changes(events[1]) == {
        "contact": (None, contact.pk),
        "company": (None, people.company.pk),
        "contract": (None, agreed.pk),
    }
    assert bound[0].pk == tickets[0].pk
    assert now(tickets) == [(contact.pk, people.company.pk, "Вера Далева", FROM)] * 3
    assert now([other]) == [(None, None, "Вера Далева", "else@far.test")]
    assert TicketReader.objects.filter(contact=contact).count() == 3

    with recorded() as events:
        undone = commands.unbind(people.dispatcher, tickets[2])
    assert kinds(events) == [*["ticket.unbound"] * 3, "contact.changed", "contact.changed"]
    assert undone[0].pk == tickets[2].pk
    assert now(tickets) == before
    assert not TicketReader.objects.filter(contact=contact).exists()
    contact.refresh_from_db()
    assert (contact.hidden, emails(contact)) == (True, [])
    with refused(NotPossible):
        commands.unbind(people.dispatcher, tickets[0])


def test_a_contact_there_is_with_or_without_the_address(people: make.Cast) -> None:
    """`keep` writes it behind theirs and undoing strikes it out; without it nothing of theirs changes."""
    known = make.contact_of(people.client)
    first, second = unknown(people), unknown(people)
    with recorded() as events:
        commands.bind(people.lead, first, Binding(contact=known, keep=True, along=False))
    assert kinds(events) == ["contact.changed", "ticket.bound"]
    assert events[1].data["kept"] == ["emails"]
    assert emails(known) == ["client@alpha.test", FROM]
    assert now([second])[0][0] is None
    commands.unbind(people.lead, first)
    assert emails(known) == ["client@alpha.test"]
    with recorded() as events:
        commands.bind(people.agent, first, Binding(contact=known))
    assert kinds(events) == ["ticket.bound"] * 2
    assert emails(known) == ["client@alpha.test"]


def test_what_somebody_changed_since_stays(people: make.Cast, frozen_clock: FrozenClock) -> None:
    """A ticket that went on to another client; a made contact who got more; all of it after thirty days."""
    first, second = unknown(people), unknown(people)
    spec = ContactSpec("Вера Далева", emails=[FROM])
    commands.bind(people.lead, first, Binding(new=spec))
    contact = Contact.objects.get(name="Вера Далева")
    mine = make.ticket(people.agent, contact=contact, team=people.it)
    commands.edit(people.lead, second, commands.Edit(contact=make.contact_of(people.client)))
    with refused(NotPossible):
        commands.unbind(people.lead, second)
    assert [one.pk for one in commands.unbind(people.lead, first)] == [first.pk]
    contact.refresh_from_db()
    assert (contact.hidden, emails(contact), now([mine])[0][0]) == (False, [FROM], contact.pk)
    third = unknown(people, "third@far.test")
    commands.bind(people.lead, third, Binding(contact=contact))
    frozen_clock.move(timedelta(days=31))
    with refused(NotPossible):
        commands.unbind(people.lead, third)


def test_a_company_alone_or_one_of_several(people: make.Cast) -> None:
    """The company without a person stays unlinked; a contact brings one of those they work for."""
    ticket, known = unknown(people), make.contact_of(people.client)
    with recorded() as events:
        commands.bind(people.lead, ticket, Binding(company=people.other_company))
    assert changes(events[0]) == {"company": (None, people.other_company.pk)}
    with refused(Invalid, fields={"company"}):
        commands.bind(people.lead, ticket, Binding(contact=known, company=people.other_company))
    ContactCompany.objects.create(contact=known, company=people.other_company)
    commands.bind(people.lead, ticket, Binding(contact=known, company=people.other_company))
    assert now([ticket])[0][:2] == (known.pk, people.other_company.pk)
    with refused(Conflict):
        commands.bind(people.lead, ticket, Binding(contact=known))


def test_who_may(people: make.Cast) -> None:
    """Without the right to change clients nothing is written of them; others' tickets do not go along."""
    ticket, known = unknown(people), make.contact_of(people.client)
    theirs = commands.register(
        SYSTEM, Registration("Отпуск", from_text("Когда?"), sender_email=FROM, team=people.hr)
    )
    for to in (Binding(new=ContactSpec("Вера")), Binding(contact=known, keep=True)):
        with refused(Denied):
            commands.bind(people.agent, ticket, to)
    for who in (people.client, people.outsider):
        with refused(Denied):
            commands.bind(who, ticket, Binding(contact=known))
    with refused(Invalid, fields={"contact"}):
        commands.bind(people.agent, ticket, Binding())
    with refused(Invalid, fields={"emails"}):
        commands.bind(people.lead, ticket, Binding(new=ContactSpec("Вера", emails=["client@alpha.test"])))
    assert [one.pk for one in commands.bind(people.agent, ticket, Binding(contact=known))] == [ticket.pk]
    assert now([theirs])[0][0] is None
    assert number_of_same_sender(people.dispatcher, theirs) == 0


def test_by_phone_where_there_is_no_address(people: make.Cast) -> None:
    """The same number goes along; the phone is kept; an address filled in from the contact goes with them."""
    known = make.contact_of(people.client)
    called = [unknown(people, "", phone="8 900 123-45-67") for _ in range(2)]
    commands.bind(people.lead, called[0], Binding(contact=known, keep=True))
    assert [one[3] for one in now(called)] == ["client@alpha.test"] * 2
    assert list(known.phones.values_list("phone", flat=True)) == ["+79001234567"]
    commands.unbind(people.lead, called[1])
    assert now(called) == [(None, None, "Вера Далева", "")] * 2
    assert not known.phones.exists()


def test_editable_is_what_may_be_edited(people: make.Cast) -> None:
    """The list and the question about one ticket say the same, to everybody."""
    tickets = [make.ticket(people.client, team=team) for team in (people.it, people.hr)]
    commands.observe(people.admin, tickets[1], agent_id=people.teammate.agent_id)
    commands.assign(people.admin, tickets[0], agent_id=None, team_id=people.hr.pk)
    staff = (people.agent, people.teammate, people.lead, people.outsider, people.dispatcher, people.admin)
    for actor in (*staff, people.client, people.manager):
        one_by_one = {one.pk for one in visible_to(actor) if actor.is_agent and may(actor, one, EDIT)}
        assert set(editable_by(actor).values_list("pk", flat=True)) == one_by_one

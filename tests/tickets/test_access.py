"""Who may know of a ticket, by what they are; who gets its files; what never reaches a client."""

from __future__ import annotations

from dataclasses import replace

import pytest

from otklik.catalogue.models import TicketType
from otklik.core.actors import Via
from otklik.core.errors import NotFound
from otklik.core.models import Event
from otklik.notifications.recipients import Occasion, client, copies
from otklik.people.actor import SYSTEM, Actor, anonymous
from otklik.tickets import commands
from otklik.tickets.access import get_file_for, get_ticket_for, own_of, visible_ids, visible_to
from otklik.tickets.commands import Attachment, Edit, Registration, Reply
from otklik.tickets.content import from_text
from otklik.tickets.models import Ticket, TicketNumber
from otklik.tickets.queries.single import ids_of_numbers
from tests import make
from tests.support.writes import rows

STAFF = ("agent", "teammate", "lead", "outsider", "dispatcher", "admin")
CLIENTS = ("client", "colleague", "manager", "stranger")


def _who(people: make.Cast, ticket: Ticket) -> set[str]:
    """Who of the cast sees the ticket."""
    everybody = {name: getattr(people, name) for name in STAFF + CLIENTS}
    return {name for name, actor in everybody.items() if visible_to(actor).filter(pk=ticket.pk).exists()}


def test_who_sees_a_teams_ticket(people: make.Cast) -> None:
    """The team, who sees all, the client, and the company's manager."""
    ticket = make.ticket(people.client, team=people.it)
    assert _who(people, ticket) == {"agent", "teammate", "lead", "dispatcher", "admin", "client", "manager"}
    assert not visible_to(anonymous(Via.PORTAL)).exists()
    assert visible_to(SYSTEM).get() == ticket


def test_who_sees_it_after_each_change(people: make.Cast) -> None:
    """From nobody's ticket to another team's: each step opens and closes what it should."""
    seeing = {"dispatcher", "admin", "client", "manager"}
    ticket = make.ticket(people.client)
    assert _who(people, ticket) == seeing
    commands.assign(people.dispatcher, ticket, agent_id=people.agent.agent_id, team_id=None)
    it = {"agent", "teammate", "lead"}
    assert _who(people, ticket) == seeing | it
    make.note(people.agent, ticket, "@Инна Кадрова")
    assert _who(people, ticket) == seeing | it | {"outsider"}
    commands.observe(people.agent, ticket, agent_id=people.outsider.agent_id)
    commands.observe(people.agent, ticket, agent_id=people.outsider.agent_id, following=False)
    assert _who(people, ticket) == seeing | it | {"outsider"}
    commands.edit(people.agent, ticket, Edit(contact=make.contact_of(people.stranger)))
    assert _who(people, ticket) == {"dispatcher", "admin", "client", "stranger", "outsider"} | it


def test_the_company_is_frozen(people: make.Cast) -> None:
    """The contact moves to another company: the ticket stays the old one's."""
    ticket = make.ticket(people.client, team=people.it)
    contact = make.contact_of(people.client)
    contact.company = people.other_company
    contact.save()
    assert visible_to(people.manager).get() == ticket
    bosses = replace(people.stranger, companies=frozenset({people.other_company.pk}))
    assert not visible_to(bosses).exists()


def test_company_wide_needs_a_company(people: make.Cast) -> None:
    """A private person with that access sees their own; tickets without a company are nobody's."""
    commands.register(SYSTEM, Registration("Тема", from_text("x"), sender_email="a@b.test"))
    private = make.client("Частное Лицо", access="company")
    assert not visible_to(private).exists()
    own = make.ticket(private)
    assert visible_to(private).get() == own


def test_own_requests_are_without_the_companys(people: make.Cast) -> None:
    """What the manager asked for themselves."""
    make.ticket(people.client)
    own = make.ticket(people.manager)
    assert rows(Ticket) == visible_to(people.manager).count() == 2
    assert own_of(people.manager).get() == own


def test_an_internal_type_does_not_exist_for_clients(people: make.Cast) -> None:
    """Not for the client it is about, nor their company; nobody is mailed, whatever is replied."""
    kind = TicketType.objects.get(code="internal")
    what = Registration(
        "Тема", from_text("x"), contact=make.contact_of(people.client), type=kind, team=people.it
    )
    ticket = commands.register(people.agent, what)
    assert _who(people, ticket) == {"agent", "teammate", "lead", "dispatcher", "admin"}
    message = commands.reply(people.agent, ticket, Reply(from_text("Вам"), cc=["boss@alpha.test"]))
    occasion = Occasion(Event.objects.latest("pk"), Ticket.objects.get(), message)
    assert (list(client(occasion)), list(copies(occasion))) == ([], [])
    commands.edit(people.agent, ticket, Edit(type=TicketType.objects.get(code="request")))
    assert visible_to(people.client).get() == ticket
    occasion = Occasion(Event.objects.latest("pk"), Ticket.objects.get(), message)
    assert [who.address for who in client(occasion)] == ["client@alpha.test"]


def test_a_number_or_an_alias_finds_it(people: make.Cast) -> None:
    """However it is typed, for who may see it alone; a missing one looks like a foreign one."""
    ticket = make.ticket(people.client, team=people.it)
    TicketNumber.objects.create(number="OLD-7", ticket=ticket)
    for typed in (ticket.number, f" {ticket.number.lower()} ", "old-7"):
        assert get_ticket_for(people.agent, typed) == ticket
        with pytest.raises(NotFound) as foreign:
            get_ticket_for(people.outsider, typed)
        with pytest.raises(NotFound) as missing:
            get_ticket_for(people.agent, "INC999999")
        assert foreign.value.message == missing.value.message
    for typed in ("", "\x00", "INC\x00", "x" * 5000):
        with pytest.raises(NotFound):
            get_ticket_for(people.agent, typed)


def test_many_at_once(people: make.Cast) -> None:
    """Lists of numbers and rows are cut to what the actor may see."""
    mine, theirs = make.ticket(people.client, team=people.it), make.ticket(people.stranger, team=people.hr)
    both = [mine.pk, theirs.pk]
    assert visible_ids(people.agent, both) == {mine.pk}
    assert visible_ids(people.outsider, both) == {theirs.pk}
    numbers = [mine.number.lower(), f" {theirs.number}", "", "INC0", "\x00"]
    assert ids_of_numbers(people.agent, numbers) == [mine.pk]
    assert set(ids_of_numbers(people.admin, numbers)) == set(both)


def _gets(people: make.Cast, uid: str) -> set[str]:
    found = set()
    for name in STAFF + CLIENTS:
        try:
            get_file_for(getattr(people, name), uid)
        except NotFound:
            continue
        found.add(name)
    return found


def test_files_follow_their_message(people: make.Cast) -> None:
    """A public one's for its readers, a note's for staff, one of a reply that waits or was taken back for its
    author."""
    ticket = make.ticket(people.client, team=people.it)
    staff = {"agent", "teammate", "lead", "dispatcher", "admin"}
    public, secret, held = (make.file(people.agent, name) for name in ("a.png", "b.png", "c.png"))
    assert _gets(people, str(public.uid)) == {"agent"}
    make.reply(people.agent, ticket, files=[public])
    make.note(people.agent, ticket, files=[secret])
    what = Reply(from_text("x"), [Attachment(held)], undo_seconds=10)
    message = commands.reply(people.agent, ticket, what)
    assert _gets(people, str(public.uid)) == staff | {"client", "manager"}
    assert _gets(people, str(secret.uid)) == staff
    assert _gets(people, str(held.uid)) == {"agent"}
    commands.cancel_reply(people.agent, message)
    assert _gets(people, str(held.uid)) == {"agent"}
    for uid in ("", "x", "1", "\x00"):
        assert _gets(people, uid) == set()


def test_an_upload_is_its_uploaders_until_attached(people: make.Cast) -> None:
    """Afterwards the message decides, also against the uploader."""
    ticket = make.ticket(people.client, team=people.it)
    file = make.file(people.outsider)
    assert _gets(people, str(file.uid)) == {"outsider"}
    assert _gets(people, str(make.file(SYSTEM).uid)) == set()
    make.note(people.agent, ticket, files=[file])
    assert "outsider" not in _gets(people, str(file.uid))


def test_contacts_and_agents_with_equal_numbers_are_two(people: make.Cast) -> None:
    """Agent 1 and contact 1 are different people: neither gets the other's upload."""
    agent = next(a for a in (people.lead, people.agent) if a.agent_id)
    contact: Actor = replace(people.client, contact_id=agent.agent_id)
    file = make.file(agent)
    with pytest.raises(NotFound):
        get_file_for(contact, str(file.uid))

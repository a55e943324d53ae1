"""Registering: rows, the one event, who reads, and what is refused without a trace."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from otklik.catalogue.models import Category, Priority, TicketType
from otklik.catalogue.queries import catalogue
from otklik.core.actors import Via
from otklik.core.errors import Denied, Invalid
from otklik.core.translated import translated
from otklik.organisation.commands import change_setting
from otklik.people.actor import SYSTEM, Actor, anonymous
from otklik.tickets import commands
from otklik.tickets.commands import Attachment, Registration
from otklik.tickets.content import Content, from_html, from_text
from otklik.tickets.models import Link, Mention, Message, MessageFile, Observer, Ticket, TicketReader
from tests import make
from tests.support.fixtures import TUESDAY_MORNING, FrozenClock
from tests.support.writes import by, changes, doer, jobs_of, listed, recorded, refused, rows

WORDS = from_text("Печать стоит с утра.")


def _readers(ticket: Ticket) -> set[tuple[int | None, int | None, int | None]]:
    return set(TicketReader.objects.filter(ticket=ticket).values_list("team_id", "agent_id", "contact_id"))


def test_a_client_registers(people: make.Cast, frozen_clock: FrozenClock) -> None:
    """Every column of a ticket that has only what everybody has."""
    contact = make.contact_of(people.client)
    with recorded() as events:
        ticket = commands.register(people.client, Registration("  Не  печатает\n", WORDS, contact=contact))
    message = Message.objects.select_related("body").get()
    front = people.front.pk
    facts = {
        "subject": "Не печатает",
        "via": "portal",
        "language": "ru",
        "company_id": people.company.pk,
        "contact_id": contact.pk,
        "contact_name": "Иван Клиентов",
        "contact_email": "client@alpha.test",
        "contact_phone": "",
        "initiator_contact_id": contact.pk,
        "initiator_agent_id": None,
        "service_id": None,
        "priority_level": 3,
        "team_id": front,
        "assignee_id": None,
        "assigned_at": None,
        "state": "open",
        "is_open": True,
        "turn": "us",
        "rank": 0,
        "turn_since": TUESDAY_MORNING,
        "created_at": TUESDAY_MORNING,
        "updated_at": TUESDAY_MORNING,
        "due_at": None,
        "due_sort": TUESDAY_MORNING + timedelta(days=3650),
        "first_reply_at": None,
        "preview": "Печать стоит с утра.",
        "last_author": "Иван Клиентов",
        "last_by_client": True,
        "last_message_id": message.pk,
        "last_public_id": message.pk,
        "messages": 1,
        "files": 0,
        "version": 1,
    }
    for row in (ticket, Ticket.objects.get(pk=ticket.pk)):
        assert {name: getattr(row, name) for name in facts} == facts
    assert ticket.brand == people.company.brand
    assert ticket.type == catalogue().default_type
    assert _readers(ticket) == {(front, None, None), (None, None, contact.pk)}
    registered = events[0]
    assert (registered.kind, registered.audience) == ("ticket.registered", "public")
    assert doer(registered) == by(people.client)
    assert (registered.subject_kind, registered.subject_id, registered.ticket_id) == (
        "ticket", ticket.pk, ticket.pk,
    )  # fmt: skip
    assert registered.data == {"message": message.pk, "mentions": [], "account": None, "why": "dispatch"}
    assert changes(registered) == {"team": (None, front)}
    assert jobs_of(registered) == listed(registered)


def test_the_first_message_is_the_description(people: make.Cast, frozen_clock: FrozenClock) -> None:
    """A public one of the client, with files in their order, pictures shown inside counted apart."""
    one, two = make.file(people.client, "один.png"), make.file(people.client, "два.png", b"2")
    contact = make.contact_of(people.client)
    content = from_html('<p>Смотрите <script>1</script><img src="cid:p1"></p>')
    files = [Attachment(one), Attachment(two, content_id="p1")]
    ticket = commands.register(
        people.client, Registration("Тема", content, contact=contact, attachments=files)
    )
    message = Message.objects.select_related("body").get(ticket=ticket)
    assert (message.kind, message.public, message.author_kind) == ("reply", True, "contact")
    assert (message.contact_id, message.agent_id, message.author_name) == (contact.pk, None, "Иван Клиентов")
    assert (message.created_at, message.released_at, message.sends_at) == (TUESDAY_MORNING,) * 2 + (None,)
    assert message.body.html == '<p>Смотрите <img src="cid:p1"></p>'
    links = MessageFile.objects.order_by("position").values_list("file_id", "content_id", "position")
    assert list(links) == [(one.pk, "", 0), (two.pk, "p1", 1)]
    assert (ticket.files, ticket.messages) == (1, 1)


def test_an_agent_registers_for_a_client(people: make.Cast) -> None:
    """Contact and initiator are two people; both doors stay known."""
    contact = make.contact_of(people.client)
    what = Registration(
        "Тема",
        WORDS,
        contact=contact,
        contact_phone="+7 900 123-45-67, добавочный 1234, спросить Олю",
        team=people.it,
        observers=[make.agent_of(people.outsider), make.agent_of(people.outsider)],
        categories=[_category("vpn"), _category("mail"), _category("vpn")],
        priority=Priority.objects.get(code="high"),
        type=TicketType.objects.get(code="incident"),
    )
    ticket = commands.register(people.agent.through(Via.PHONE), what)
    assert (ticket.via, ticket.initiator_agent_id, ticket.contact_id) == (
        "phone",
        people.agent.agent_id,
        contact.pk,
    )
    assert (ticket.status.code, ticket.team_id, ticket.rank) == ("assigned", people.it.pk, 0)
    assert (ticket.priority_level, ticket.type.code if ticket.type else "") == (4, "incident")
    assert ticket.contact_phone == "+7 900 123-45-67, добавочный…"
    assert sorted(ticket.categories.values_list("code", flat=True)) == ["mail", "vpn"]
    assert [row.agent_id for row in Observer.objects.all()] == [people.outsider.agent_id]
    assert _readers(ticket) == {
        (people.it.pk, None, None),
        (None, people.agent.agent_id, None),
        (None, people.outsider.agent_id, None),
        (None, None, contact.pk),
    }
    message = Message.objects.get(ticket=ticket)
    assert (message.author_kind, message.agent_id) == ("agent", people.agent.agent_id)
    assert (ticket.first_reply_at, ticket.last_by_client) == (None, True)


def test_an_outside_sender(people: make.Cast) -> None:
    """Nobody's contact: the address alone, folded; the message says so."""
    what = Registration("Тема", WORDS, sender_email="New@FAR.Test", sender_name="Новый Человек")
    ticket = commands.register(SYSTEM.through(Via.MAIL), what)
    assert (ticket.contact_id, ticket.company_id, ticket.contact_email) == (None, None, "new@far.test")
    assert (ticket.contact_name, ticket.via, ticket.language) == ("Новый Человек", "mail", "")
    message = Message.objects.get()
    assert (message.author_kind, message.author_name) == ("sender", "Новый Человек")
    assert message.author_email == "new@far.test"
    assert _readers(ticket) == {(people.front.pk, None, None)}


def test_a_mailbox_brings_its_defaults(people: make.Cast) -> None:
    """Brand, service, type and priority of the account, unless the ticket says its own."""
    account, service = make.mailbox("box"), make.service("7", team=people.hr)
    account.service, account.priority = service, Priority.objects.get(code="low")
    account.type = TicketType.objects.get(code="complaint")
    account.save()
    plain = commands.register(SYSTEM, Registration("Тема", WORDS, account=account))
    assert (plain.account, plain.service, plain.type, plain.priority) == (
        account, service, account.type, account.priority,
    )  # fmt: skip
    own = Registration(
        "Тема",
        WORDS,
        account=account,
        service=make.service("8"),
        type=TicketType.objects.get(code="request"),
        priority=Priority.objects.get(code="high"),
    )
    told = commands.register(SYSTEM, own)
    assert (told.service, told.type, told.priority) == (own.service, own.type, own.priority)


def test_an_assignee_brings_a_team(people: make.Cast) -> None:
    """That of the service where they are in it, else one of their own; the state says that it is given."""
    agent = make.employee("Двое Групп", teams=[people.it, people.hr])
    for service, team in (
        (None, people.it),
        (make.service("1", team=people.hr), people.hr),
        (make.service("2", team=people.front), people.it),
    ):
        ticket = commands.register(
            people.dispatcher, Registration("Тема", WORDS, service=service, assignee=agent)
        )
        assert (ticket.team_id, ticket.assignee_id, ticket.status.code) == (team.pk, agent.pk, "assigned")
        assert ticket.assigned_at == ticket.created_at
    admin = commands.register(
        people.dispatcher, Registration("Тема", WORDS, assignee=make.agent_of(people.admin))
    )
    assert (admin.team_id, admin.assignee_id) == (None, people.admin.agent_id)


def test_a_colleague_named_in_the_description_may_read(people: make.Cast) -> None:
    """Naming is inviting, here too; a client's at-sign invites nobody."""
    text = from_text("@Инна Кадрова, гляньте")
    ticket = commands.register(people.agent, Registration("Тема", text, team=people.it))
    assert [row.agent_id for row in Mention.objects.all()] == [people.outsider.agent_id]
    assert (None, people.outsider.agent_id, None) in _readers(ticket)
    commands.register(people.client, Registration("Тема", text, contact=make.contact_of(people.client)))
    assert rows(Mention) == 1


def test_continuing_an_old_ticket_links_the_two(people: make.Cast) -> None:
    """The new one continues the old."""
    old = make.ticket(people.client)
    new = commands.register(SYSTEM, Registration("Тема", WORDS, continues=old))
    assert list(Link.objects.values_list("source_id", "target_id", "kind")) == [(new.pk, old.pk, "continues")]


def test_numbers_are_unique_and_grow(people: make.Cast) -> None:
    """Each with the installation's prefix."""
    numbers = [make.ticket(people.client).number for _ in range(3)]
    digits = [int(number.removeprefix("INC")) for number in numbers]
    assert digits == list(range(digits[0], digits[0] + 3))


@pytest.mark.parametrize(
    ("subject", "content", "fields"),
    [
        ("", WORDS, {"subject"}),
        (" \n\t", WORDS, {"subject"}),
        ("\x00", WORDS, {"subject"}),
        ("Тема", from_text(" \n"), {"text"}),
        ("Тема", Content(html="", text=""), {"text"}),
        ("", from_text(""), {"subject", "text"}),
    ],
)
def test_what_is_missing_is_named(
    people: make.Cast, subject: str, content: Content, fields: set[str]
) -> None:
    """And nothing is written."""
    with refused(Invalid, fields=fields):
        commands.register(people.client, Registration(subject, content))


def test_a_picture_or_a_file_is_a_description(people: make.Cast) -> None:
    """Words are not needed where something is shown."""
    picture = from_html('<img src="cid:1">')
    assert commands.register(people.client, Registration("Тема", picture)).messages == 1
    file = Attachment(make.file(people.client))
    ticket = commands.register(people.client, Registration("Тема", from_text(""), attachments=[file]))
    assert (ticket.files, ticket.preview) == (1, "")


def test_who_may_not_register(people: make.Cast) -> None:
    """Without the right, without signing in, for somebody else's people."""
    plain = Registration("Тема", WORDS)
    with refused(Denied):
        commands.register(_without(people.agent, "tickets.register"), plain)
    with refused(Denied):
        commands.register(anonymous(Via.PORTAL), plain)
    stranger = replace(plain, contact=make.contact_of(people.stranger))
    for person in (people.client, people.manager):
        with refused(Denied):
            commands.register(person, stranger)
    with refused(Denied):
        commands.register(people.stranger, replace(plain, contact=make.contact_of(people.client)))
    colleague = replace(plain, contact=make.contact_of(people.colleague))
    change_setting(people.admin.ref, "clients.order_for_colleagues", False)
    with refused(Denied):
        commands.register(people.client, colleague)
    ticket = commands.register(people.manager, colleague)
    assert (ticket.contact_id, ticket.initiator_contact_id) == (
        people.colleague.contact_id,
        people.manager.contact_id,
    )


def test_who_cannot_be_given_a_ticket(people: make.Cast) -> None:
    """Somebody who left, somebody of another team, a hidden team; and naming anybody needs the right."""
    gone = make.employee("Бывший", teams=[people.it])
    with refused(Denied):
        commands.register(
            _without(people.agent, "tickets.assign"),
            Registration("Тема", WORDS, assignee=make.agent_of(people.teammate)),
        )
    with refused(Invalid, fields={"assignee"}):
        commands.register(
            people.agent, Registration("Тема", WORDS, assignee=make.agent_of(people.outsider), team=people.it)
        )
    make.leave(gone)
    with refused(Invalid, fields={"assignee"}):
        commands.register(people.agent, Registration("Тема", WORDS, assignee=gone))
    make.hide(people.hr)
    with refused(Invalid, fields={"team"}):
        commands.register(people.agent, Registration("Тема", WORDS, team=people.hr))


def _category(code: str) -> Category:
    found, _made = Category.objects.get_or_create(code=code, defaults={"name": translated(en=code)})
    return found


def _without(actor: Actor, right: str) -> Actor:
    return replace(actor, rights=actor.rights - {right})

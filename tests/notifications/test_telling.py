"""Who hears what, by the table of rules, and who never does."""

from __future__ import annotations

import pytest

from otklik.catalogue.models import TicketType
from otklik.clients.models import Contact
from otklik.core import small
from otklik.core.actors import SYSTEM as BY_SYSTEM
from otklik.core.actors import Via
from otklik.core.models import Event, Job
from otklik.core.worker import drain
from otklik.notifications.enums import Audience, Letter
from otklik.notifications.models import Delivery
from otklik.notifications.recipients import answered_to
from otklik.notifications.rules import RULES, rules_for
from otklik.organisation.commands import change_setting
from otklik.people.models import Agent, Team
from otklik.reactions import REACTIONS
from otklik.surveys.commands import rate
from otklik.tickets.commands import Incoming, assign, observe, receive, take
from otklik.tickets.content import from_text
from otklik.tickets.enums import ClientChoice
from otklik.tickets.models import Ticket
from tests import make

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unconfirmed")]
LIST = "it-duty@desk.test"


@pytest.fixture
def people() -> make.Cast:
    return make.cast()


@pytest.fixture
def duty(people: make.Cast) -> Team:
    """The team of agent, teammate and lead; on its list stand an outside address and a member's."""
    Team.objects.filter(pk=people.it.pk).update(notify=[LIST, "teammate@desk.test"])
    small.bump()
    return people.it


def told() -> list[tuple[str, str, str]]:
    """Audience, letter, address of everything decided since the last call."""
    drain(["default"])
    rows = list(Delivery.objects.order_by("id"))
    Delivery.objects.all().delete()
    Job.objects.filter(reaction="channels.deliver").delete()
    return [(row.audience, row.letter, row.address) for row in rows]


@pytest.fixture
def ticket(people: make.Cast, duty: Team) -> Ticket:
    """A ticket of the team nobody has taken; its beginning is told already."""
    ticket = make.ticket(people.client, team=duty)
    told()
    return ticket


def test_a_new_ticket_is_told_to_the_teams_list(people: make.Cast, duty: Team) -> None:
    make.ticket(people.client, team=duty)
    assert told() == [
        ("team", "registered", LIST),
        ("team", "registered", "teammate@desk.test"),
    ]
    assert Delivery.objects.count() == 0


def test_the_team_of_the_catalogue_is_told_once(people: make.Cast, duty: Team) -> None:
    make.ticket(people.client, service=make.service("254001", team=duty))
    assert [letter for _audience, letter, _address in told()] == ["registered", "registered"]


def test_a_new_ticket_with_an_assignee_is_told_to_them_alone(people: make.Cast, duty: Team) -> None:
    make.ticket(people.dispatcher, contact=make.contact(), team=duty, assignee=people.agent)
    assert told() == [("assignee", "registered", "agent@desk.test")]
    make.ticket(people.agent, contact=make.contact(), team=duty, assignee=people.agent)
    assert told() == [], "nobody hears of their own doings"
    change_setting(BY_SYSTEM, "notifications.tell_doer", True)
    make.ticket(people.agent, contact=make.contact("Ещё один"), team=duty, assignee=people.agent)
    assert told() == [("assignee", "registered", "agent@desk.test")], "but where the installation wants it"


def test_who_took_a_new_ticket_before_the_letter_left_gets_none(people: make.Cast, duty: Team) -> None:
    take(people.agent, make.ticket(people.client, team=duty))
    assert told() == []


def test_an_assignment_is_told_to_whom_it_names(people: make.Cast, duty: Team, ticket: Ticket) -> None:
    assign(people.dispatcher, ticket, agent_id=people.agent.agent_id, team_id=duty.pk)
    assert told() == [("assignee", "assigned", "agent@desk.test")]
    assign(people.dispatcher, ticket, agent_id=None, team_id=people.hr.pk)
    assert told() == [], "that team has no list"
    assign(people.dispatcher, ticket, agent_id=None, team_id=duty.pk)
    assert told() == [("team", "assigned", LIST), ("team", "assigned", "teammate@desk.test")]
    take(people.teammate, ticket)
    assert told() == []


def test_a_clients_message_is_told_to_the_assignee_or_the_list(people: make.Cast, ticket: Ticket) -> None:
    make.message(people.client, ticket)
    assert told() == [("team", "message", LIST), ("team", "message", "teammate@desk.test")]
    take(people.agent, ticket)
    make.message(people.client, ticket)
    assert told() == [("assignee", "message", "agent@desk.test")]
    Agent.objects.filter(pk=people.agent.agent_id or 0).update(is_active=False)
    small.bump()
    make.message(people.client, ticket)
    assert told()[0] == ("team", "message", LIST), "an assignee who left hears nothing"


def test_observers_hear_of_a_clients_message_once(people: make.Cast, duty: Team, ticket: Ticket) -> None:
    take(people.agent, ticket)
    observe(people.lead, ticket, agent_id=people.lead.agent_id)
    observe(people.admin, ticket, agent_id=people.agent.agent_id)
    observe(people.admin, ticket, team_id=duty.pk)
    told()
    make.message(people.client, ticket)
    assert told() == [
        ("assignee", "message", "agent@desk.test"),
        ("observer", "message", "lead@desk.test"),
        ("observer", "message", LIST),
        ("observer", "message", "teammate@desk.test"),
    ]


def test_an_answer_goes_to_the_client_and_a_note_to_who_is_named(people: make.Cast, ticket: Ticket) -> None:
    make.reply(people.agent, ticket, "Едем, @Пётр Орлов поможет")
    assert told() == [
        ("client", "reply", "client@alpha.test"),
        ("mention", "mention", "teammate@desk.test"),
    ]
    make.note(people.agent, ticket, "@Елена Белова себе, @Ольга Ведущая посмотри")
    assert told() == [("mention", "mention", "lead@desk.test")]
    make.note(people.agent, ticket, "никому")
    assert told() == []


def test_copies_of_answers_go_where_the_contact_wants_them(people: make.Cast, ticket: Ticket) -> None:
    """CRM-2: each once; of answers, not of notes; never to our own mailboxes."""
    own = make.mailbox().address
    copies = ["boss@alpha.test", "client@alpha.test", own]
    Contact.objects.filter(pk=ticket.contact_id or 0).update(copies=copies)
    make.reply(people.agent, ticket, "Едем")
    assert told() == [("client", "reply", "client@alpha.test"), ("client", "reply", "boss@alpha.test")]
    make.note(people.agent, ticket, "никому")
    assert told() == []


def test_what_was_ordered_for_a_colleague_is_told_to_both(people: make.Cast, duty: Team) -> None:
    """Registered and done; a client who says themselves that it is done is not written to, the other is."""
    colleague = Contact.objects.get(pk=people.colleague.contact_id or 0)
    ticket = make.ticket(people.manager, team=duty, contact=colleague)
    both = ["colleague@alpha.test", "manager@alpha.test"]
    told()
    assert [who.address for who in answered_to(ticket)] == both
    make.reply(people.agent, ticket, "Готово", status="resolved")
    assert told() == [("client", "done", one) for one in both]
    receive(
        people.manager,
        ticket,
        Incoming(from_text("Ещё раз, пожалуйста"), "Борис", contact_id=people.manager.contact_id),
    )
    told()
    said = Incoming(from_text("Уже не нужно"), "Борис", contact_id=people.manager.contact_id)
    receive(people.manager, ticket, said, choice=ClientChoice.DONE)
    assert [line for line in told() if line[0] == "client"] == [("client", "done", both[0])]


def test_clients_of_internal_types_hear_nothing(people: make.Cast, ticket: Ticket) -> None:
    Ticket.objects.filter(pk=ticket.pk).update(type=TicketType.objects.get(internal=True))
    make.reply(people.agent, ticket)
    assert told() == []


def test_a_ticket_without_an_address_has_nobody_to_answer(people: make.Cast, duty: Team) -> None:
    ticket = make.ticket(people.agent, team=duty)
    told()
    make.reply(people.teammate, ticket)
    assert told() == []


def test_automatic_and_imported_messages_are_told_to_nobody(people: make.Cast, ticket: Ticket) -> None:
    said = Incoming(from_text("Я в отпуске"), "Иван", "client@alpha.test", automatic=True)
    receive(people.client, ticket, said, public=False)
    make.message(people.client.through(Via.IMPORT), ticket)
    assert not Job.objects.filter(reaction="notifications.tell").exists(), "not even a job is written"
    assert told() == []


def test_an_unknown_senders_message_is_told_too(people: make.Cast, ticket: Ticket) -> None:
    receive(people.stranger, ticket, Incoming(from_text("Пустите"), "Кто-то", "x@x.test"), public=False)
    assert told()[0] == ("team", "message", LIST)


def test_our_own_mailboxes_are_never_written_to(people: make.Cast, ticket: Ticket) -> None:
    make.mailbox("support")
    Ticket.objects.filter(pk=ticket.pk).update(contact_email="support@desk.test")
    make.reply(people.agent, ticket)
    assert told() == []


def test_each_delivery_has_one_event_that_sends_it(people: make.Cast, ticket: Ticket) -> None:
    make.reply(people.agent, ticket)
    drain(["default"])
    delivery = Delivery.objects.get()
    event = Event.objects.filter(kind="delivery.queued").latest("id")
    assert (event.subject_id, event.ticket_id, event.depth) == (delivery.pk, None, 1)
    assert Event.objects.get(pk=delivery.event_id).kind == "reply.sent"
    assert Job.objects.get(event_id=event.pk).reaction == "channels.deliver"


def test_every_rule_is_listened_to_and_uses_every_audience_and_letter() -> None:
    listened = {
        kind
        for kind, reaction in REACTIONS.items()
        if "notifications.tell" in [entry.name for entry in reaction.later]
    }
    assert {rule.event for rule in RULES} == listened
    assert {rule.audience for rule in RULES} | {Audience.RULE} == set(Audience), "a rule names its own"
    letters = {rule.letter for rule in RULES if isinstance(rule.letter, Letter)}
    chosen = {Letter.REPLY, Letter.CLARIFICATION}
    assert letters | chosen | {Letter.NOTICE} == set(Letter), "`answering` chooses two, rules write the third"
    assert rules_for("ticket.taken") == ()


def test_a_low_rating_is_told_to_the_lead_and_to_who_is_always_told(
    people: make.Cast, ticket: Ticket
) -> None:
    change_setting(BY_SYSTEM, "tickets.complaint_addresses", ["quality@desk.test", "lead@desk.test"])
    make.reply(people.agent, ticket, status="resolved")
    told()
    rate(people.client, ticket, 1)
    assert told() == [
        ("lead", "complaint", "lead@desk.test"),
        ("lead", "complaint", "quality@desk.test"),
    ]

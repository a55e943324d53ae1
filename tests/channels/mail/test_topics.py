"""Another question in an old thread, an answer that comes too late, people added in copy."""

from __future__ import annotations

from datetime import timedelta

import pytest

from otklik.channels.mail.commands import separate
from otklik.channels.mail.models import InboundRaw
from otklik.channels.mail.queries import originals
from otklik.clients.models import Contact
from otklik.core import clock
from otklik.core.errors import Denied, NotPossible
from otklik.core.models import Event
from otklik.notifications.models import Delivery
from otklik.tickets.commands import set_status
from otklik.tickets.models import Link, Message, Ticket, TicketReader
from tests import make
from tests.channels.mail.writing import File, mail, take, ticket_of
from tests.support.pages import ru, text_of, visitor

pytestmark = pytest.mark.django_db

SENDER = "anna@client.test"


def test_another_question_gets_a_ticket_of_its_own(people: make.Cast) -> None:
    box = make.mailbox("support", team=people.it)
    first = take(mail(SENDER, "Не печатает", subject="Принтер", message_id="<1@client.test>"), box)
    old = ticket_of(first)
    file = File("план.txt", "схема".encode(), "text/plain")
    headers = {"In-Reply-To": "<1@client.test>"}
    same = take(mail(SENDER, "Так и есть", subject="Re: Принтер", headers=headers), box)
    other = take(mail(SENDER, "Нужен пропуск", subject="Re: Пропуск", headers=headers, files=[file]), box)
    assert (same.number, other.number, other.outcome) == (old.number, old.number, "appended")
    asked = InboundRaw.objects.get(uid=other.uid)
    message = asked.message_id
    assert message is not None
    found = originals(Message.objects.filter(ticket=old).values_list("pk", flat=True))
    assert [pk for pk, origin in found.items() if origin.is_new_topic] == [message]
    browser = visitor(people.agent)
    page = text_of(browser.get(f"/desk/tickets/{old.number}"))
    assert ru("Looks like a new question: the subject was changed.") in page
    _nobody_else_may(people, old, message)
    went = browser.post(f"/desk/messages/{message}/separation")
    fresh = Ticket.objects.latest("pk")
    assert went.headers["Location"] == f"/desk/tickets/{fresh.number}"
    assert separate(people.agent, old, message) == fresh, "a second press"
    said = Message.objects.get(ticket=fresh, automatic=False)
    assert (fresh.subject, fresh.team, said.body.text, said.author_email) == (
        "Пропуск",
        people.it,
        "Нужен пропуск",
        SENDER,
    )
    assert said.attached.get().file.name == "план.txt"
    assert Link.objects.get().source_id == fresh.pk
    assert Message.objects.filter(pk=message, ticket=old).exists(), "it stays where it came"
    event = Event.objects.get(kind="mail.handled")
    assert (event.actor_id, event.data) == (
        people.agent.agent_id,
        {"how": "separated", "number": fresh.number},
    )
    assert not originals([message])[message].is_new_topic


def _nobody_else_may(people: make.Cast, old: Ticket, message: int) -> None:
    with pytest.raises(Denied):
        separate(people.client, old, message)
    for wrong in (make.note(people.agent, old, "Заметка").pk, 10**9):
        with pytest.raises(NotPossible):
            separate(people.agent, old, wrong)
    address = f"/desk/messages/{message}/separation"
    assert visitor(people.outsider).post(address).status_code == 404
    assert visitor(people.agent).post("/desk/messages/1000000000/separation").status_code == 404
    assert Ticket.objects.count() == 1


def test_a_late_answer_opens_a_ticket_that_continues_the_old_one(people: make.Cast) -> None:
    """FLOW-11 by mail: before the limit it reopens, at it there is a new ticket; a machine does neither."""
    box = make.mailbox("support", team=people.it)
    old = ticket_of(take(mail(SENDER, "Не печатает", subject="Принтер", message_id="<2@client.test>"), box))
    set_status(people.agent, old, "resolved", version=old.version)
    old.refresh_from_db()
    set_status(people.agent, old, "closed", version=old.version)
    closed = Ticket.objects.get(pk=old.pk).closed_at
    assert closed is not None
    headers = {"In-Reply-To": "<2@client.test>"}
    auto = mail(
        SENDER, "В отпуске", subject="Re: Принтер", headers={**headers, "Auto-Submitted": "auto-replied"}
    )
    with clock.shifted(timedelta(days=7, minutes=1)):
        assert take(auto, box).outcome == "automatic"
        late = take(mail(SENDER, "Опять", subject="Re: Принтер", headers=headers), box)
    fresh = ticket_of(late)
    assert (late.outcome, fresh.pk == old.pk, Ticket.objects.get(pk=old.pk).state) == (
        "created",
        False,
        "closed",
    )
    assert (Link.objects.get().source_id, Link.objects.get().target_id) == (fresh.pk, old.pk)
    with clock.shifted(timedelta(days=6, hours=23)):
        soon = take(mail(SENDER, "Снова не печатает", subject="Re: Принтер", headers=headers), box)
    assert (soon.outcome, soon.number, Ticket.objects.get(pk=old.pk).is_open) == (
        "appended",
        old.number,
        True,
    )


def test_people_in_copy_get_nothing_until_an_agent_agrees(people: make.Cast) -> None:
    box = make.mailbox("support", team=people.it)
    contacts = Contact.objects.count()
    crowd = ", ".join(f"Person {number} <p{number}@far.test>" for number in range(400))
    first = take(
        mail(SENDER, "Не печатает", subject="Принтер", message_id="<3@client.test>", headers={"Cc": crowd}),
        box,
    )
    ticket = ticket_of(first)
    assert Contact.objects.count() == contacts + 1, "the sender alone, however many are in copy"
    assert not Delivery.objects.filter(ticket=ticket, address__endswith="@far.test").exists()
    assert not TicketReader.objects.filter(
        ticket=ticket, contact__emails__email__endswith="@far.test"
    ).exists()
    joined = take(
        mail("p7@far.test", "И у меня", subject="Re: Принтер", headers={"In-Reply-To": "<3@client.test>"}),
        box,
    )
    message = InboundRaw.objects.get(uid=joined.uid).message
    assert message is not None
    assert (joined.number, message.public, message.contact_id) == (ticket.number, False, None)
    assert not Delivery.objects.filter(ticket=ticket, address="p7@far.test").exists()

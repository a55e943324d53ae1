"""What comes back: answers as tickets of their own, machines and returns beside the recipient."""

from __future__ import annotations

import pytest

from otklik.catalogue.models import ChannelAccount
from otklik.channels.mail import mass_tokens
from otklik.channels.mail.models import Mailbox
from otklik.core import small
from otklik.core.worker import drain
from otklik.mailings.models import Recipient
from otklik.notifications.models import FailingAddress
from otklik.tickets.models import Message, Ticket
from tests import make
from tests.channels.mail import reports
from tests.channels.mail.writing import answer_to, last_message, mail, take, ticket_of
from tests.mailings.writing import letter_to, run, started, written
from tests.support.fixtures import FrozenClock

CLIENT = "Иван Клиентов <client@alpha.test>"
ADDRESS = "client@alpha.test"


@pytest.fixture(autouse=True)
def support(people: make.Cast, frozen_clock: FrozenClock, unconfirmed: None) -> ChannelAccount:
    """The message has gone out to everybody."""
    box = make.mailbox("support", team=people.it)
    started(people, written(people))
    run(frozen_clock)
    return box


def recipient() -> Recipient:
    return Recipient.objects.get(address=ADDRESS)


def test_each_answer_is_its_own_ticket(support: ChannelAccount) -> None:
    """With the letter as a note beside it; a second answer joins the first."""
    one = ticket_of(take(answer_to(letter_to(ADDRESS), CLIENT, "А в воскресенье?"), support))
    other = ticket_of(
        take(answer_to(letter_to("stranger@beta.test"), "s <stranger@beta.test>", "Спасибо"), support)
    )
    assert one.pk != other.pk
    assert (one.contact_email, one.team_id) == (ADDRESS, support.team_id)
    first, note = Message.objects.select_related("body").filter(ticket=one).order_by("id")
    assert (first.body.text, first.public, note.public) == ("А в воскресенье?", True, False)
    assert "«Суббота»" in note.body.text
    assert "Иван Клиентов, добрый день!" in note.body.text
    again = take(answer_to(letter_to(ADDRESS), CLIENT, "И ещё вопрос."), support)
    assert (again.outcome, ticket_of(again).pk) == ("appended", one.pk)
    assert last_message(one).body.text == "И ещё вопрос."
    assert recipient().ticket_id == one.pk


def test_the_address_alone_leads_there_too(support: ChannelAccount) -> None:
    """A program that quotes no Message-ID, where the mailbox takes plus addresses."""
    Mailbox.objects.update_or_create(account=support, defaults={"plus_addressing": True})
    small.bump()
    to = mass_tokens.reply_address(support.address, recipient())
    taken = take(mail(CLIENT, "Вопрос", to=to, subject="Иное"), support)
    assert recipient().ticket_id == ticket_of(taken).pk
    again = take(mail(CLIENT, "Ещё", to=to, subject="Иное"), support)
    assert (again.outcome, ticket_of(again).pk) == ("appended", recipient().ticket_id)


def test_passed_on_to_somebody_else(people: make.Cast, support: ChannelAccount) -> None:
    """Their answer is their own ticket, and says nothing about the recipient."""
    ticket = ticket_of(take(answer_to(letter_to(ADDRESS), "Кто-то <who@far.test>", "Что это?"), support))
    assert ticket.contact_email == "who@far.test"
    assert recipient().ticket_id is None


def test_machines_make_no_tickets(support: ChannelAccount) -> None:
    """An absence is noted; a newsletter's answer too, though such mail may open tickets otherwise."""
    letter = letter_to(ADDRESS)
    for headers in ({"Auto-Submitted": "auto-replied"}, {"Precedence": "bulk"}):
        taken = take(answer_to(letter, CLIENT, "Меня нет", headers=headers), support)
        assert (taken.outcome, taken.number) == ("automatic", None)
    assert recipient().machine_at is not None
    assert Ticket.objects.count() == 0


def test_a_return_is_known_by_our_signature(support: ChannelAccount) -> None:
    """The recipient's letter came back, and the address is marked; a made-up report does nothing."""
    header = str(letter_to(ADDRESS)["Message-ID"]).strip("<>")
    for wrong in (header[:12] + "a" + header[13:], header):
        take(
            reports.POSTFIX.format(header=f"<{wrong}>", to=ADDRESS, back="support@desk.test").encode(),
            support,
        )
        drain()
        expected = "held" if wrong != header else "bounced"
        assert recipient().state == expected
    assert list(FailingAddress.objects.values_list("address", flat=True)) == [ADDRESS]
    assert Ticket.objects.count() == 0

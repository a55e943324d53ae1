"""Mails to merged tickets: they come where the messages are, and go back by their headers."""

from __future__ import annotations

import pytest

from otklik.channels.mail.models import MailMessageId
from otklik.core.signing import Claim
from otklik.core.worker import drain
from otklik.tickets import commands
from otklik.tickets.models import Message, Ticket
from otklik.tickets.queries.personal import holder_of_link
from tests import make
from tests.channels.mail.writing import mail, take, ticket_of

pytestmark = pytest.mark.django_db

SENDER = "anna@client.test"


def test_later_mails_go_back_by_their_headers(people: make.Cast) -> None:
    """By Message-ID and by number; what answers the survivor stays with it; a stranger stays one."""
    box = make.mailbox("support", team=people.it)
    one = ticket_of(take(mail(SENDER, "Касса", subject="Касса", message_id="<1@client.test>"), box))
    other = ticket_of(take(mail(SENDER, "Принтер", subject="Принтер", message_id="<2@client.test>"), box))
    step = commands.merge(people.lead, one, [other])
    before = Message.objects.latest("pk").pk
    by_header = {"In-Reply-To": "<2@client.test>"}
    taken = [
        take(
            mail(
                SENDER, "Про принтер", subject="Re: Принтер", message_id="<3@client.test>", headers=by_header
            ),
            box,
        ),
        take(mail(SENDER, "Ещё", subject=f"Re: [{other.number}] Принтер"), box),
        take(mail(SENDER, "Про кассу", subject="Re: Касса", headers={"In-Reply-To": "<1@client.test>"}), box),
        take(mail("who@else.test", "Я тоже", subject="Re: Принтер", headers=by_header), box),
    ]
    assert [line.number for line in taken] == [one.number] * 4
    assert [line.outcome for line in taken] == ["appended"] * 4
    fresh = Message.objects.filter(pk__gt=before, automatic=False).order_by("pk")
    assert list(fresh.values_list("public", flat=True)) == [True, True, True, False]
    commands.undo(people.lead, str(step.uid))
    drain()
    assert list(fresh.values_list("ticket", flat=True)) == [other.pk, other.pk, one.pk, other.pk]
    assert MailMessageId.objects.get(header="3@client.test").ticket_id == other.pk
    again = take(
        mail(SENDER, "И ещё", subject="Re: Принтер", headers={"In-Reply-To": "<3@client.test>"}), box
    )
    assert again.number == other.number
    assert Ticket.objects.get(pk=other.pk).is_open


def test_a_personal_link_leads_along(people: make.Cast) -> None:
    """The link of a merged ticket's letters opens the survivor, and nothing else."""
    one, other, third = (make.ticket(people.client, team=people.it) for _ in range(3))
    commands.merge(people.agent, one, [other])
    claim = Claim(other.pk, people.client.contact_id or 0, None)
    actor, ticket = holder_of_link(claim)
    assert (ticket.pk, actor.only_ticket) == (one.pk, one.pk)
    assert third.pk != ticket.pk

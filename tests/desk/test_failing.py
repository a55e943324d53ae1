"""An address mails do not reach: said on the contact's card and above the answer, and taken back there."""

from __future__ import annotations

import pytest
from django.urls import reverse

from otklik.core import small
from otklik.core.ids import uuid7
from otklik.core.worker import drain
from otklik.notifications.commands import cancel_delivery, mark_bounced
from otklik.notifications.models import Delivery
from otklik.people.models import Role
from otklik.tickets.models import Ticket
from tests import make
from tests.api.program import program
from tests.support.pages import ru, text_of, visitor, words_of
from tests.support.writes import kinds, recorded, unchanged

pytestmark = pytest.mark.django_db


def test_a_lost_letter_is_sent_again_from_the_card_by_who_may() -> None:
    """Each recipient's fate is a line; the button stands by the lost one alone, until it is pressed."""
    people = make.cast()
    make.mailbox("support", team=people.it)
    ticket = make.ticket(people.client, team=people.it)
    lost = _lost(people, ticket)
    _arrived_too(lost)
    at, press = reverse("desk-ticket", args=[ticket.number]), reverse("desk-letter-again", args=[lost.uid])
    card = text_of(visitor(people.agent).get(at))
    assert card.count(press) == 1
    assert "· boss@far.test" in words_of(visitor(people.agent).get(at))
    specialists = Role.objects.filter(code="specialist")
    rights = specialists.get().rights
    for who, status, held in ((people.agent, 403, ["tickets.note"]), (people.outsider, 404, rights)):
        specialists.update(rights=held)
        small.bump()
        asking = visitor(who)
        with unchanged():
            assert asking.post(press).status_code == status
        assert press not in text_of(visitor(who).get(at))
    with recorded() as events:
        answer = visitor(people.agent).post(press)
    assert (answer.headers["Location"], kinds(events)) == (f"{at}#m-{lost.message_id}", ["delivery.queued"])
    asking = visitor(people.agent)
    with unchanged():
        assert asking.post(press).headers["Location"] == answer.headers["Location"]
    assert press not in text_of(visitor(people.agent).get(at))
    lost.refresh_from_db()
    cancel_delivery(people.agent, lost)
    assert visitor(people.agent).post(press).status_code == 409


def test_a_failing_address_is_shown_where_it_matters_and_cleared_by_a_press() -> None:
    people = make.cast()
    make.mailbox("support", team=people.it)
    ticket = make.ticket(people.client, team=people.it)
    delivery = _lost(people, ticket)
    contact = ticket.contact
    assert contact is not None
    reader, editor = visitor(people.agent), visitor(people.admin)
    card = words_of(reader.get(reverse("desk-ticket", args=[ticket.number])))
    why = ru("mailbox full")
    assert f"{delivery.address}: {why}" in card
    assert ru("Not delivered, came back from %(address)s: %(why)s", address=delivery.address, why=why) in card
    at = reverse("desk-contact", args=[contact.uid])
    assert why in words_of(reader.get(at))
    assert ru("It works again") not in words_of(reader.get(at))
    api = f"/contacts/{contact.uid}/failing-emails"
    [row] = program(people.agent).get(api).body["items"]
    assert (row["email"], row["why"], row["times"]) == (delivery.address, "full", 1)
    editor.post(reverse("desk-contact-failing", args=[contact.uid]), {"email": delivery.address})
    said = words_of(editor.get(at))
    assert ru("The mark is gone. Answers go there as before.") in said
    assert why not in said
    mark_bounced(Delivery.objects.exclude(pk=delivery.pk).latest("id"), "550 5.1.1 Nobody")
    cleared = [program(people.admin).delete(f"{api}/{delivery.address}").status for _time in range(2)]
    assert cleared == [204, 404]


def _lost(people: make.Cast, ticket: Ticket) -> Delivery:
    """An answer that came back."""
    make.reply(people.agent, ticket, "Мастер едет.")
    drain()
    delivery = Delivery.objects.filter(audience="client").latest("id")
    mark_bounced(delivery, "552 5.2.2 Over quota")
    delivery.refresh_from_db()
    return delivery


def _arrived_too(lost: Delivery) -> None:
    """The same answer to one more reader, who has got it."""
    twin = Delivery.objects.get(pk=lost.pk)
    twin.pk, twin.uid, twin.address = None, uuid7(), "boss@far.test"
    twin.state, twin.error, twin.sent_at = "sent", "", lost.created_at
    twin.save()

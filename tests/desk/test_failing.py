"""An address mails do not reach: said on the contact's card and above the answer, and taken back there."""

from __future__ import annotations

import pytest
from django.urls import reverse

from otklik.core.worker import drain
from otklik.notifications.commands import mark_bounced
from otklik.notifications.models import Delivery
from tests import make
from tests.api.program import program
from tests.support.pages import ru, visitor, words_of

pytestmark = pytest.mark.django_db


def test_a_failing_address_is_shown_where_it_matters_and_cleared_by_a_press() -> None:
    people = make.cast()
    make.mailbox("support", team=people.it)
    ticket = make.ticket(people.client, team=people.it)
    make.reply(people.agent, ticket, "Мастер едет.")
    drain()
    delivery = Delivery.objects.filter(audience="client").latest("id")
    mark_bounced(delivery, "552 5.2.2 Over quota")
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

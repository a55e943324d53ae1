"""Taking the recipients of a mass message out, with what they answered."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import transaction

from otklik.core.events import Subject, record
from otklik.mailings.access import require_sending
from otklik.mailings.events import MAILING_TAKEN_OUT
from otklik.mailings.models import Mailing
from otklik.mailings.queries.listing import RecipientRow, every_recipient
from otklik.people.actor import Actor


@transaction.atomic
def take_out(actor: Actor, mailing: Mailing) -> Iterator[RecipientRow]:
    """Every recipient in the order of the list. Needs `mailings.send`. Writes `mailing.taken_out`: addresses
    leave the program with it."""
    require_sending(actor)
    record(MAILING_TAKEN_OUT, actor.ref, Subject("mailing", mailing.pk))
    return every_recipient(actor, mailing)

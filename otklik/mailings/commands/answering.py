"""What comes back from a recipient: an answer by mail, a vote, a machine."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from otklik.core import clock, text
from otklik.core.actors import ActorKind, ActorRef, Via
from otklik.core.errors import Invalid
from otklik.core.events import Subject, record
from otklik.mailings.enums import Kind
from otklik.mailings.events import SURVEY_ANSWERED
from otklik.mailings.models import Recipient
from otklik.mailings.values import written_of
from otklik.mailings.wording import position_of
from otklik.tickets.models import Ticket

LONGEST_WORDS = 5000


def settle_answer(recipient: Recipient, ticket: Ticket) -> None:
    """Their answer made this ticket; a later one belongs to it. In the transaction that registers it."""
    Recipient.objects.filter(pk=recipient.pk).update(ticket=ticket)


def note_machine(recipient: Recipient) -> None:
    """Something answered for them: an absence, a receipt. It makes no ticket."""
    Recipient.objects.filter(pk=recipient.pk, machine_at=None).update(machine_at=clock.now())


@transaction.atomic
def vote(recipient: Recipient, number: int, words: str = "") -> Recipient:
    """Count a recipient's answer to a survey; a later one replaces it, so that each counts once.

    Whoever holds the signed link of the letter may. `Invalid` for an answer that does not exist. Writes
    `survey.answered` in the contact's name.
    """
    row = Recipient.objects.select_for_update(of=("self",)).select_related("mailing").get(pk=recipient.pk)
    if row.mailing.kind != Kind.SURVEY or position_of(number, written_of(row.mailing).choices) is None:
        raise Invalid({"choice": _("Choose one of the answers.")})
    said = text.storable(words).strip()
    if len(said) > LONGEST_WORDS:
        raise Invalid({"words": _("The text is too long.")})
    again = row.answered_at is not None
    row.choice, row.words, row.answered_at = number, said, clock.now()
    row.save(update_fields=["choice", "words", "answered_at"])
    by = ActorRef(ActorKind.CONTACT, row.contact_id, Via.PORTAL)
    record(SURVEY_ANSWERED, by, Subject("recipient", row.pk), data={"again": again})
    return row

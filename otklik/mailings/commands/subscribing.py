"""Wanting no more mass messages of a kind, and agreeing to get them again."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from otklik.clients.access import require_edit
from otklik.clients.models import Contact
from otklik.core import clock, text
from otklik.core.actors import ActorKind, ActorRef, Via
from otklik.core.errors import Invalid, NotFound
from otklik.core.events import Subject, record
from otklik.mailings.enums import Kind, Standing
from otklik.mailings.events import SUBSCRIBED, UNSUBSCRIBED
from otklik.mailings.models import Mailing, Recipient, Unsubscription
from otklik.people.actor import Actor

LONGEST_NOTE = 500


@transaction.atomic
def unsubscribe_by_letter(recipient: Recipient) -> None:
    """The recipient of a letter wants no more of its kind; letters about their tickets are not concerned.

    Whoever holds the letter's signed link may. Writes `contact.unsubscribed` in the contact's name; twice is
    once.
    """
    Recipient.objects.filter(pk=recipient.pk, unsubscribed_at=None).update(unsubscribed_at=clock.now())
    by = ActorRef(ActorKind.CONTACT, recipient.contact_id, Via.MAIL)
    owner = recipient.contact.merged_into or recipient.contact
    _unsubscribe(by, owner, Kind(recipient.mailing.kind), recipient.mailing)


@transaction.atomic
def unsubscribe(actor: Actor, contact: Contact, kind: Kind) -> None:
    """An employee was told that the contact wants none. Needs `clients.edit`; the caller has decided that
    they may see the contact. Writes `contact.unsubscribed`; twice is once."""
    require_edit(actor)
    _unsubscribe(actor.ref, contact, kind, None)


@transaction.atomic
def subscribe_again(actor: Actor, contact: Contact, kind: Kind, note: str) -> None:
    """The contact agreed to be written to again; `note` says how, and stays in their history.

    Needs `clients.edit`; the caller has decided that they may see the contact. `Invalid` without a note,
    `NotFound` for who gets that kind anyway. Writes `contact.subscribed`.
    """
    require_edit(actor)
    said = text.one_line(note, LONGEST_NOTE)
    if not said:
        raise Invalid({"note": _("Write how they agreed: who asked, when, where it stands.")})
    theirs = Q(contact=contact) | Q(contact__merged_into=contact)
    removed, _rows = Unsubscription.objects.filter(theirs, kind=kind).delete()
    if not removed:
        raise NotFound
    record(SUBSCRIBED, actor.ref, Subject("contact", contact.pk), data={"kind": kind.value, "note": said})


def _unsubscribe(by: ActorRef, contact: Contact, kind: Kind, mailing: Mailing | None) -> None:
    row, is_new = Unsubscription.objects.get_or_create(
        contact=contact, kind=kind, defaults={"mailing": mailing, "at": clock.now()}
    )
    still = Recipient.objects.filter(contact=contact, mailing__kind=kind)
    still.filter(state=Standing.WAITING).update(state=Standing.CANCELLED)
    still.filter(state=Standing.QUEUED, begun_at=None).update(state=Standing.CANCELLED)
    if is_new:
        data = {"kind": kind.value, "mailing": str(mailing.uid) if mailing else ""}
        record(UNSUBSCRIBED, by, Subject("contact", row.contact_id), data=data)

"""A request from the public form: whoever gave an address, bound to its contact where there is one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from django.db import transaction
from django.utils.translation import gettext as _

from otklik.catalogue.models import Category, Priority, Service, TicketType
from otklik.channels.form.events import FORM_REFUSED
from otklik.channels.form.settings import ACCEPT_FROM
from otklik.clients.commands import contact_from_address
from otklik.clients.queries import Sender, find_sender
from otklik.clients.settings import CREATE_FROM_UNKNOWN
from otklik.core import clock, signing, text
from otklik.core.actors import SYSTEM as BY_SYSTEM
from otklik.core.actors import ActorKind, Via
from otklik.core.errors import Denied, Invalid
from otklik.core.events import Subject, record
from otklik.organisation.models import Brand
from otklik.people.actor import Actor
from otklik.tickets.commands import Attachment, Registration, register
from otklik.tickets.content import from_text
from otklik.tickets.models import Ticket

OPENED = "form.opened"
LASTS = timedelta(days=1)


class AcceptFrom(StrEnum):
    """From whom requests are taken (REG-10)."""

    ANYONE = "anyone"
    KNOWN = "known"
    DOMAINS = "domains"


@dataclass(frozen=True)
class PublicRequest:
    """What somebody without an account asks. `fields`: values of custom fields by key."""

    name: str
    email: str
    phone: str
    subject: str
    text: str
    brand: Brand
    language: str
    service: Service | None = None
    type: TicketType | None = None
    priority: Priority | None = None
    categories: Sequence[Category] = ()
    attachments: Sequence[Attachment] = ()
    fields: Mapping[str, object] = field(default_factory=dict)


@transaction.atomic
def register_public(what: PublicRequest) -> Ticket:
    """Register it with the address as it was given; anybody may. Writes `ticket.registered`.

    A known address is bound to its contact, an unknown one becomes a contact where mail would make one. What
    follows (the letter with the number) goes to the address alone, so giving another's address opens nothing.
    `Denied` where the installation does not take requests from this address: that stands in the log.
    `Invalid` names what is missing, custom fields that clients have to fill among it.
    """
    address = text.email_key(what.email)
    if not address:
        raise Invalid({"email": _("Enter a mail address such as name@example.com.")})
    sender = find_sender(address)
    _admit(sender)
    contact, company = sender.contact, sender.company
    if contact is None and CREATE_FROM_UNKNOWN.get():
        contact = contact_from_address(address, what.name, company)
    actor = stranger(what.name, address, what.language)
    return register(
        actor,
        Registration(
            subject=what.subject,
            content=from_text(what.text),
            contact=contact,
            company=company,
            sender_email=address,
            sender_name=what.name,
            contact_phone=what.phone,
            brand=what.brand,
            service=what.service,
            type=what.type,
            priority=what.priority,
            categories=what.categories,
            attachments=what.attachments,
            fields=what.fields,
            language=(contact.language if contact else "") or what.language,
        ),
    )


def stranger(name: str = "", address: str = "", language: str = "") -> Actor:
    """Whoever fills in the form: nobody's account, somebody's address."""
    return Actor(ActorKind.SENDER, Via.FORM, name=name, email=address, language=language)


def number_of(ticket_id: int) -> str:
    """The number of a request just registered by the form; empty for none."""
    return Ticket.objects.filter(pk=ticket_id).values_list("number", flat=True).first() or ""


def opened_now() -> str:
    """What a page of the form carries to prove when it was made."""
    return signing.sign(OPENED, int(clock.now().timestamp()), valid_for=LASTS)


def opened_at(proof: str) -> datetime | None:
    """When the page was made; None where it proves nothing."""
    claim = signing.read(OPENED, proof)
    return datetime.fromtimestamp(claim.object_id, UTC) if claim else None


def _admit(sender: Sender) -> None:
    """Refuse whom the installation does not serve, in words that tell nothing about the address itself."""
    wanted = ACCEPT_FROM.get()
    if wanted == AcceptFrom.KNOWN:
        welcome = sender.contact is not None
    elif wanted == AcceptFrom.DOMAINS:
        welcome = sender.contact is not None or sender.company is not None
    else:
        welcome = True
    if not welcome:
        raise Denied(
            _("We take requests from our clients' addresses. Write from your work address, or call us."),
            code="not_served",
        )


@transaction.atomic
def note_refused(email: str) -> None:
    """Put a refused sender into the log, after the transaction that refused. Writes `form.refused`."""
    data = {"address": text.email_key(email), "why": ACCEPT_FROM.get()}
    record(FORM_REFUSED, BY_SYSTEM, Subject("form", 0), data=data)

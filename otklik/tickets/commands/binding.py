"""Binding a ticket of an unknown sender to a client, with the others of the same sender; and taking it back
(REG-11)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from otklik.clients.access import require_edit
from otklik.clients.commands import ContactSpec, create_contact, hide_contact, keep_address, strike_addresses
from otklik.clients.commands.reaching import stored_reach
from otklik.clients.companies_of import works_for
from otklik.clients.models import Company, Contact
from otklik.clients.queries import first_email
from otklik.core import clock
from otklik.core.circumstances import batch
from otklik.core.errors import Conflict, Invalid, NotPossible
from otklik.core.events import Change, Subject, record
from otklik.core.models import Event
from otklik.people.actor import Actor
from otklik.tickets.access import EDIT, editable_by, require
from otklik.tickets.commands import standing
from otklik.tickets.commands.agreed import move_contract, put_contract
from otklik.tickets.commands.edit import FIELDS
from otklik.tickets.commands.locking import expect, locked
from otklik.tickets.commands.readers import renew_readers
from otklik.tickets.commands.whereabouts import move
from otklik.tickets.enums import AuthorKind
from otklik.tickets.events import TICKET_BOUND, TICKET_UNBOUND
from otklik.tickets.models import Message, Ticket
from otklik.tickets.queries.senders import same_sender
from otklik.tickets.queries.workflow import workflow

UNDO_WITHIN = timedelta(days=30)
NOTHING: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Binding:
    """To whom: `contact`, or one made of `new`, or a `company` alone (with a contact: which of theirs it is
    for). `keep`: the sender's address and phone are written to the contact. `along`: the other unlinked
    tickets of the sender as well."""

    contact: Contact | None = None
    new: ContactSpec | None = None
    company: Company | None = None
    keep: bool = False
    along: bool = True


@transaction.atomic
def bind(actor: Actor, ticket: Ticket, to: Binding, *, version: int | None = None) -> Sequence[Ticket]:
    """Bind a ticket without a contact, and the others of its sender; the tickets that were bound, it first.

    Needs `tickets.edit`, for a new contact or an address to keep `clients.edit`; other tickets go along as
    far as the actor may edit them, `queries.senders.ALONG` at most. `Conflict` when it has a client meanwhile
    or `version` is stale, `Invalid` for nobody named or an address of somebody else. Site, equipment and
    contract of another company leave it; without a contract it gets the one that covers it. Writes
    `ticket.bound` for each in one batch, and `contact.created` or `contact.changed`.
    """
    others = list(same_sender(actor, ticket)) if to.along else []
    row, *rows = _all_locked(ticket, others)
    require(actor, row, EDIT)
    expect(row, version)
    if row.contact_id is not None:
        raise Conflict(_("This ticket has a client already. Look at the new state and repeat."))
    with batch():
        contact, kept = _contact(actor, row, to)
        company = to.company or (contact.company if contact else None)
        if contact is None and company is None:
            raise Invalid({"contact": _("Choose a client or make one.")})
        if contact is not None and to.company is not None and not works_for(contact, to.company):
            raise Invalid({"company": _("They do not work for this company.")})
        facts = {"made": to.new is not None, "kept": list(kept)}
        return [one for one in (row, *rows) if _bind_one(actor, one, contact, company, facts)]


@transaction.atomic
def unbind(actor: Actor, ticket: Ticket) -> Sequence[Ticket]:
    """Take a binding back: the ticket and those that went along have no contact again, the company, site,
    equipment and contract they had; an address that was kept is struck out, a contact that was made is hidden
    unless something else has become theirs. The tickets that were unbound.

    Needs `tickets.edit`, and `clients.edit` where the contact changes. `NotPossible` after thirty days or
    when the ticket went to somebody else since; of the others those stay that did. Writes `ticket.unbound`
    for each.
    """
    row = locked(ticket)
    require(actor, row, EDIT)
    event = bound_by(row)
    if event is None or not _stands(row, event):
        raise NotPossible(_("This can no longer be undone: thirty days have gone, or it was changed since."))
    events = {row.pk: event}
    if event.batch_id is not None:
        same = Event.objects.filter(batch_id=event.batch_id, kind=TICKET_BOUND.name)
        events = {each.ticket_id or 0: each for each in same}
    others = editable_by(actor).filter(pk__in=events).exclude(pk=row.pk)
    rows, contact = _all_locked(row, list(others)), row.contact
    undone = [one for one in rows if one.pk == row.pk or _stands(one, events[one.pk])]
    with batch():
        for one in undone:
            _unbind_one(actor, one, events[one.pk])
        if contact is not None:
            _take_back(actor, contact, undone[0], event.data)
    return undone


def bound_by(ticket: Ticket) -> Event | None:
    """The event that bound the ticket, if it was not long ago and nothing has bound or unbound it since."""
    kinds = (TICKET_BOUND.name, TICKET_UNBOUND.name)
    last = Event.objects.filter(ticket_id=ticket.pk, kind__in=kinds).order_by("-pk").first()
    if last is None or last.kind != TICKET_BOUND.name or last.at + UNDO_WITHIN < clock.now():
        return None
    return last


def _all_locked(first: Ticket, others: Sequence[Ticket]) -> list[Ticket]:
    """All of them as they are now, it first; locked by age, so that two who do the same wait for each other
    in one order."""
    found = {pk: locked(ticket) for pk, ticket in sorted((one.pk, one) for one in (first, *others))}
    return [found.pop(first.pk), *found.values()]


def _contact(actor: Actor, row: Ticket, to: Binding) -> tuple[Contact | None, Sequence[str]]:
    """Whom the ticket is bound to, and which addresses were written to a contact there was."""
    if to.new is not None:
        require_edit(actor)
        return create_contact(actor, to.new), ()
    if to.contact is None:
        return None, ()
    contact = Contact.objects.select_related("company").get(pk=to.contact.pk)
    if not to.keep:
        return contact, ()
    return contact, keep_address(actor, contact, email=row.contact_email, phone=row.contact_phone)


def _bind_one(
    actor: Actor, row: Ticket, contact: Contact | None, company: Company | None, facts: Mapping[str, object]
) -> bool:
    """Whether there was anything to change; the sender's own address stays: they are answered there."""
    if row.contact_id is not None:
        return False
    changes = []
    if contact is not None:
        changes.append(Change("contact", None, contact.pk))
        row.contact, row.contact_name = contact, contact.name
        facts = {**facts, "emailed": not row.contact_email}
        row.contact_email = row.contact_email or first_email(contact)
    if row.company_id != (company.pk if company else None):
        changes.append(Change("company", row.company_id, company.pk if company else None))
        row.company = company
    changes += _where(row)
    if not changes:
        return False
    _save(row)
    record(TICKET_BOUND, actor.ref, Subject("ticket", row.pk, row.pk), changes=changes, data=facts)
    return True


def _where(row: Ticket) -> list[Change]:
    """What follows from the company: places and the contract."""
    changes, before = move(row, None, None, NOTHING), row.contract_id
    if before is not None:
        return [*changes, *move_contract(row, None, NOTHING)]
    put_contract(row, None)
    return [*changes, Change("contract", before, row.contract_id)] if row.contract_id else changes


def _unbind_one(actor: Actor, row: Ticket, event: Event) -> None:
    changes = []
    for change in event.changes:
        column = f"{change['field']}_id"
        if getattr(row, column) != change["to"]:
            continue
        changes.append(Change(change["field"], change["to"], change["from"]))
        setattr(row, column, change["from"])
    if any(change.field == "contact" for change in changes):
        said = Message.objects.filter(ticket=row, author_kind=AuthorKind.SENDER).order_by("pk")
        row.contact_name = said.values_list("author_name", flat=True).first() or ""
        row.contact_email = "" if event.data.get("emailed") else row.contact_email
    _save(row)
    record(TICKET_UNBOUND, actor.ref, Subject("ticket", row.pk, row.pk), changes=changes)


def _stands(row: Ticket, event: Event) -> bool:
    """Whether the ticket is still the client's it was bound to."""
    to = {change["field"]: change["to"] for change in event.changes}
    return all(getattr(row, f"{name}_id") == to[name] for name in ("contact", "company") if name in to)


def _take_back(actor: Actor, contact: Contact, row: Ticket, facts: Mapping[str, object]) -> None:
    """What the binding did to the contact: one that was made is hidden, its addresses are free for others."""
    if facts.get("made"):
        is_touched = contact.version > 1 or contact.user_id is not None
        if not is_touched and not Ticket.objects.filter(contact=contact).exists():
            reach = stored_reach(contact)
            strike_addresses(actor, contact, reach.emails, [one.number for one in reach.phones])
            hide_contact(actor, contact, hidden=True)
        return
    kept = facts.get("kept")
    ways = kept if isinstance(kept, list) else []
    emails = [row.contact_email] if "emails" in ways else []
    numbers = [row.contact_phone] if "phones" in ways else []
    strike_addresses(actor, contact, emails, numbers)


def _save(row: Ticket) -> None:
    standing.save(row, workflow().statuses[row.status_id], FIELDS)
    renew_readers(row)

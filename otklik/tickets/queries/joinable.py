"""Whether tickets may become one without anybody reading what was not written to them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from otklik.catalogue.queries import catalogue
from otklik.clients.models import Company, Contact
from otklik.people.actor import Actor
from otklik.tickets.models import Message, MessageBody, Ticket


@dataclass(frozen=True)
class Mixing:
    """Who would read more than before. `people`: names of contacts and addresses; `companies`: of which some
    see all requests; `copies`: addresses that were in copy. All empty: the same client's tickets."""

    people: Sequence[str] = ()
    companies: Sequence[str] = ()
    copies: Sequence[str] = ()

    @property
    def is_safe(self) -> bool:
        """Nobody would."""
        return not (self.people or self.companies or self.copies)


@dataclass(frozen=True)
class Merged:
    """What would come of one ticket merged into another: messages, files, and who reads more."""

    ticket: Ticket
    messages: int
    files: int
    mixing: Mixing


def preview_of(_actor: Actor, survivor: Ticket, other: Ticket) -> Merged:
    """What merging would do; the caller was given both tickets for this actor."""
    said = Message.objects.filter(ticket=other, cancelled_at=None).exclude(released_at=None).count()
    return Merged(other, said, other.files, mixing_of(survivor, other))


def mixing_of(survivor: Ticket, other: Ticket) -> Mixing:
    """Who would read the other side's messages when `other` is merged into `survivor`: each ticket's people
    where they are not the same, companies where they differ, and addresses in copy."""
    people: list[str] = []
    companies: list[str] = []
    if _people_of(survivor) != _people_of(other):
        people = sorted({*_names(survivor), *_names(other)})
    if survivor.company_id != other.company_id or survivor.site_id not in (None, other.site_id):
        ids = [pk for pk in (survivor.company_id, other.company_id) if pk]
        companies = list(Company.objects.filter(pk__in=ids).order_by("pk").values_list("name", flat=True))
    return Mixing(people, companies, sorted(_copies(survivor) ^ _copies(other)))


def contacts_joined(ticket_ids: Collection[int]) -> dict[int, frozenset[int]]:
    """By ticket, the contacts of the tickets that were merged into it, and into those: they read on."""
    found: dict[int, set[int]] = defaultdict(set)
    into = {pk: pk for pk in ticket_ids}
    while into:
        rows = Ticket.objects.filter(merged_into__in=into)
        nearer, into = into, {}
        columns = ("pk", "merged_into_id", "contact_id", "initiator_contact_id")
        for pk, target, *contacts in rows.values_list(*columns):
            into[pk] = nearer[target]
            found[nearer[target]] |= {one for one in contacts if one is not None}
    return {pk: frozenset(contacts) for pk, contacts in found.items()}


def survivor_of(ticket: Ticket) -> Ticket:
    """Where the messages of a merged ticket stand now; itself for every other. Checks nobody's right."""
    while ticket.merged_into_id is not None:
        further = Ticket.objects.filter(pk=ticket.merged_into_id, deleted_at=None).first()
        if further is None:
            break
        ticket = further
    return ticket


def is_internal(ticket: Ticket) -> bool:
    """Of a type that clients never see."""
    kind = catalogue().types.get(ticket.type_id or 0)
    return kind is not None and kind.internal


def _people_of(ticket: Ticket) -> object:
    """Whose ticket it is: its contacts; without one the sender's address, without that the ticket alone."""
    contacts = {ticket.contact_id, ticket.initiator_contact_id} - {None}
    return contacts or ticket.contact_email or ticket.pk


def _copies(ticket: Ticket) -> set[str]:
    rows = MessageBody.objects.filter(message__ticket=ticket, message__public=True).exclude(cc=[])
    return {str(address) for cc in rows.values_list("cc", flat=True) for address in cc}


def _names(ticket: Ticket) -> set[str]:
    ids = [pk for pk in (ticket.contact_id, ticket.initiator_contact_id) if pk]
    names = set(Contact.objects.filter(pk__in=ids).values_list("name", flat=True))
    return names or {ticket.contact_email or ticket.contact_name or ticket.number}

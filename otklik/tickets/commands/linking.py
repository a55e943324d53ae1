"""Tickets that belong together (FLOW-9): continues, duplicates, parent and child, related, blocks."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from otklik.core import clock
from otklik.core.actors import ActorRef
from otklik.core.circumstances import batch
from otklik.core.errors import Invalid
from otklik.core.events import EventKind, Subject, record
from otklik.people.actor import Actor
from otklik.tickets.access import EDIT, require
from otklik.tickets.commands.locking import locked
from otklik.tickets.enums import LinkKind
from otklik.tickets.events import TICKET_LINKED, TICKET_UNLINKED
from otklik.tickets.models import Link, Ticket

BY_HAND = frozenset(LinkKind) - {LinkKind.MERGED, LinkKind.SPLIT}
"""What a person may link tickets as; the others come of merging and splitting."""
_DEEPEST = 20


@transaction.atomic
def link(actor: Actor, ticket: Ticket, other: Ticket, kind: LinkKind, *, outward: bool = True) -> Link:
    """Say what a ticket is to another one: it continues, duplicates, blocks it, is its parent, or related;
    not `outward`: what the other one is to it.

    Needs `tickets.edit` of the ticket; the caller has checked that the actor sees the other one. `Invalid`
    for itself, for a second parent and for a ring of parents. Writes `ticket.linked` for each of the two;
    linking twice changes nothing.
    """
    row = locked(ticket)
    require(actor, row, EDIT)
    if row.pk == other.pk:
        raise Invalid({"number": _("A ticket cannot be linked to itself.")})
    if kind not in BY_HAND:
        raise Invalid({"kind": _("Choose how they belong together.")})
    source, target = (row, other) if outward else (other, row)
    if kind is LinkKind.PARENT:
        _check_family(source, target)
    found = _standing(source, target, kind)
    if found is not None:
        return found
    with batch():
        return linked(actor.ref, source, target, kind)


@transaction.atomic
def unlink(actor: Actor, ticket: Ticket, other: Ticket, kind: LinkKind) -> None:
    """Take such a link away, whichever of the two it begins at. Needs `tickets.edit` of the ticket.

    Writes `ticket.unlinked` for each; a link there is none of changes nothing.
    """
    row = locked(ticket)
    require(actor, row, EDIT)
    both = Q(source=row, target=other) | Q(source=other, target=row)
    with batch():
        for found in Link.objects.filter(both, kind=kind).select_related("source", "target"):
            parted(actor.ref, found)


def linked(by: ActorRef, source: Ticket, target: Ticket, kind: LinkKind) -> Link:
    """The link with its two events; for commands that have checked the rest."""
    made = Link.objects.create(source=source, target=target, kind=kind, created_at=clock.now())
    _tell(TICKET_LINKED, by, made)
    return made


def parted(by: ActorRef, found: Link) -> None:
    """The link taken away, with its two events."""
    _tell(TICKET_UNLINKED, by, found)
    found.delete()


def _standing(row: Ticket, other: Ticket, kind: LinkKind) -> Link | None:
    """The same link; a related one has no direction."""
    same = Q(source=row, target=other)
    if kind is LinkKind.RELATED:
        same |= Q(source=other, target=row)
    return Link.objects.filter(same, kind=kind).first()


def _check_family(parent: Ticket, child: Ticket) -> None:
    """A child has one parent, and no ticket is above itself."""
    parents = Link.objects.filter(target=child, kind=LinkKind.PARENT).exclude(source=parent)
    if parents.exists():
        raise Invalid({"number": _("This ticket has a parent already.")})
    above: int | None = parent.pk
    for _step in range(_DEEPEST):
        above = (
            Link.objects.filter(target_id=above, kind=LinkKind.PARENT)
            .values_list("source_id", flat=True)
            .first()
        )
        if above is None:
            return
        if above == child.pk:
            break
    raise Invalid({"number": _("This would make a ticket stand above itself.")})


def _tell(kind: EventKind, by: ActorRef, found: Link) -> None:
    ends = ((found.source, found.target, True), (found.target, found.source, False))
    for own, other, is_source in ends:
        data = {"kind": found.kind, "other": other.pk, "number": other.number, "is_source": is_source}
        record(kind, by, Subject("ticket", own.pk, own.pk), data=data)

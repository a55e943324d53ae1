"""Making one ticket of several, and parting them again (FLOW-9, NEW-6)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from otklik.core.errors import Conflict, Invalid, NotPossible
from otklik.core.events import Change, Subject, record
from otklik.core.models import Event
from otklik.organisation.settings import LANGUAGE
from otklik.people.actor import Actor
from otklik.tickets.access import CHANGE_STATUS, EDIT, require
from otklik.tickets.commands import standing
from otklik.tickets.commands.announce import announce
from otklik.tickets.commands.linking import linked
from otklik.tickets.commands.locking import locked, locked_if_there
from otklik.tickets.commands.operations import operation
from otklik.tickets.commands.readers import renew_readers
from otklik.tickets.commands.retracing import TRACED, retrace
from otklik.tickets.commands.status import move
from otklik.tickets.content import Content, from_text
from otklik.tickets.enums import CarriedAs, LinkKind, OperationKind, Outcome, State
from otklik.tickets.events import TICKET_MERGED, TICKET_PARTED
from otklik.tickets.models import Carried, Draft, Link, Message, Observer, Operation, Ticket
from otklik.tickets.queries.joinable import is_internal, mixing_of
from otklik.tickets.queries.workflow import workflow
from otklik.tickets.undoing import OBSERVER

MOST = 20


@dataclass(frozen=True)
class Merging:
    """`share`: the tickets are of different clients, and it is meant that each side reads the other's
    messages. `quiet`: the client of a merged ticket is not told where to write now."""

    share: bool = False
    quiet: bool = False


ASKING = Merging()


@transaction.atomic
def merge(actor: Actor, survivor: Ticket, others: Sequence[Ticket], how: Merging = ASKING) -> Operation:
    """Merge tickets into one: their messages stand in its thread, their followers follow it, their numbers
    and mails lead to it; they are closed with the outcome "merged". A step that can be undone.

    Needs `tickets.edit` of all and `tickets.change_status` of those that go. `Invalid({"share": …})` where
    somebody would read what was not written to them and that is not said to be meant; `Conflict` for one
    merged meanwhile; `NotPossible` for open tickets into a closed one and for internal with others. Writes
    `ticket.merged` for each that goes and for the survivor, `ticket.linked`.
    """
    one, gone = _both(survivor, others)
    require(actor, one, EDIT)
    for other in gone:
        require(actor, other, EDIT)
        require(actor, other, CHANGE_STATUS)
    _check(one, gone, how)
    numbers = [other.number for other in gone]
    with operation(actor, OperationKind.MERGE, {"into": one.number, "numbers": numbers}) as step:
        for other in gone:
            _take_in(actor, step, one, other, how)
            one.refresh_from_db()  # what rules made of it
    return step


@transaction.atomic
def part(actor: Actor, step: Operation) -> bool:
    """The first half of undoing a merge: messages go back to the tickets they came from, also mails that were
    received for those since; the rest goes back field by field. Whether there was anything.

    `NotPossible` while the survivor is merged into another one itself. Writes `ticket.parted` for each.
    """
    events = Event.objects.filter(batch_id=step.uid, kind=TICKET_MERGED.name).order_by("-pk")
    did = False
    for event in [event for event in events if "other" in event.data]:
        rows = {pk: locked_if_there(pk) for pk in sorted((event.ticket_id or 0, int(event.data["other"])))}
        one, other = rows[event.ticket_id or 0], rows[int(event.data["other"])]
        if one is not None and other is not None and other.merged_into_id == one.pk:
            _give_back(actor, step, one, other)
            did = True
    return did


@transaction.atomic
def keep_meant(message: Message, meant: Ticket) -> None:
    """A mail came for a ticket that had been merged: when that is undone, it goes there. Writes no event."""
    found = Carried.objects.filter(source=meant, kind=CarriedAs.MOVED).order_by("-pk").first()
    if found is not None and found.target_id == message.ticket_id:
        Carried.objects.create(
            operation_id=found.operation_id,
            message=message,
            source=meant,
            target_id=found.target_id,
            kind=CarriedAs.MEANT,
        )


def _both(survivor: Ticket, others: Sequence[Ticket]) -> tuple[Ticket, list[Ticket]]:
    """All as they are now, locked by age: two who merge at once wait for each other in one order."""
    ids = sorted({survivor.pk, *(other.pk for other in others)})
    if len(ids) < 2 or survivor.pk in {other.pk for other in others}:
        raise Invalid({"with": _("Choose another ticket to merge with.")})
    if len(ids) > MOST + 1:
        raise Invalid({"with": _("Choose at most %(n)s tickets at once.") % {"n": MOST}})
    known = {ticket.pk: ticket for ticket in (survivor, *others)}
    rows = {pk: locked(known[pk], even_merged=True) for pk in ids}
    return rows.pop(survivor.pk), list(rows.values())


def _check(one: Ticket, gone: Sequence[Ticket], how: Merging) -> None:
    for row in (one, *gone):
        if row.merged_into_id is not None:
            raise Conflict(_("No. %(number)s was merged meanwhile.") % {"number": row.number})
    if any(is_internal(other) != is_internal(one) for other in gone):
        raise NotPossible(_("An internal ticket cannot be merged with one that clients see."))
    if one.state == State.CLOSED and any(other.is_open for other in gone):
        raise NotPossible(_("The ticket that stays is closed. Keep one that is open."))
    if not how.share and not all(mixing_of(one, other).is_safe for other in gone):
        raise Invalid(
            {"share": _("The clients are not the same. Confirm that each may read the other's messages.")}
        )


def _take_in(actor: Actor, step: Operation, one: Ticket, other: Ticket, how: Merging) -> None:
    ids = list(Message.objects.filter(ticket=other).order_by("pk").values_list("pk", flat=True))
    Carried.objects.bulk_create(
        Carried(operation=step, message_id=pk, source=other, target=one, kind=CarriedAs.MOVED) for pk in ids
    )
    Message.objects.filter(pk__in=ids).update(ticket=one)
    into: dict[str, object] = {"into": one.pk, "number": one.number, "outcome": other.outcome}
    other.merged_into, other.outcome = one, Outcome.MERGED
    other.save(update_fields=["merged_into"])
    _close(actor, other, into)
    changes = _follow(one, other)
    _keep_drafts(one, other)
    _copy_links(actor, one, other)
    linked(actor.ref, one, other, LinkKind.MERGED)
    retrace(one)
    standing.save(one, workflow().statuses[one.status_id], TRACED)
    for row in (one, other):
        renew_readers(row)
    said = None if how.quiet or is_internal(one) else announce(one, _words(one, other), name=_sender(one)).pk
    data = {"other": other.pk, "number": other.number, "messages": len(ids), "message": said}
    record(TICKET_MERGED, actor.ref, Subject("ticket", one.pk, one.pk), changes=changes, data=data)


def _close(actor: Actor, other: Ticket, data: dict[str, object]) -> None:
    retrace(other)
    standing.save(other, workflow().statuses[other.status_id], (*TRACED, "outcome"))
    if other.state == State.CLOSED:
        record(TICKET_MERGED, actor.ref, Subject("ticket", other.pk, other.pk), data=data)
    else:
        move(actor.ref, other, workflow().system(State.CLOSED).code, data=data, kind=TICKET_MERGED)


def _follow(one: Ticket, other: Ticket) -> list[Change]:
    """Who worked on the merged ticket or followed it follows the survivor, unless it is theirs anyway."""
    rows = list(Observer.objects.filter(ticket=other).values_list("agent_id", "team_id"))
    have = list(Observer.objects.filter(ticket=one).values_list("agent_id", "team_id"))
    agents = {agent for agent, _team in [*rows, (other.assignee_id, None)] if agent}
    teams = {team for _agent, team in [*rows, (None, other.team_id)] if team}
    agents -= {agent for agent, _team in [*have, (one.assignee_id, None)] if agent}
    teams -= {team for _agent, team in [*have, (None, one.team_id)] if team}
    Observer.objects.bulk_create(
        [
            *(Observer(ticket=one, agent_id=pk) for pk in sorted(agents)),
            *(Observer(ticket=one, team_id=pk) for pk in sorted(teams)),
        ]
    )
    who = [*(f"agent:{pk}" for pk in sorted(agents)), *(f"team:{pk}" for pk in sorted(teams))]
    return [Change(OBSERVER, None, name) for name in who]


def _keep_drafts(one: Ticket, other: Ticket) -> None:
    """What somebody has begun to write in the merged ticket stands in the survivor, behind what they have
    there."""
    for draft in Draft.objects.filter(ticket=other):
        there = Draft.objects.filter(agent_id=draft.agent_id, ticket=one, kind=draft.kind).first()
        if there is None:
            draft.ticket = one
            draft.save(update_fields=["ticket"])
            continue
        there.text = "\n\n".join(filter(None, (there.text, draft.text)))
        there.save(update_fields=["text"])
        draft.delete()


def _copy_links(actor: Actor, one: Ticket, other: Ticket) -> None:
    """The survivor belongs to what the merged ticket belonged to; those links stay, too."""
    both = Link.objects.filter(source=other) | Link.objects.filter(target=other)
    for link in both.exclude(kind__in=(LinkKind.MERGED, LinkKind.SPLIT)).select_related("source", "target"):
        source, target = (one if end.pk == other.pk else end for end in (link.source, link.target))
        is_second_parent = (
            link.kind == LinkKind.PARENT and Link.objects.filter(target=target, kind=link.kind).exists()
        )
        exists = Link.objects.filter(source=source, target=target, kind=link.kind).exists()
        if source.pk != target.pk and not exists and not is_second_parent:
            linked(actor.ref, source, target, LinkKind(link.kind))


def _words(one: Ticket, other: Ticket) -> Content:
    """What the client of the merged ticket is told, in their language."""
    with override(other.language or one.language or LANGUAGE.get()):
        words = _(
            "We have joined your request No. %(merged)s with No. %(number)s: they are about the same. Please "
            "write here from now on."
        )
        return from_text(words % {"merged": other.number, "number": one.number})


def _sender(one: Ticket) -> str:
    return str(one.brand.name)


def _give_back(actor: Actor, step: Operation, one: Ticket, other: Ticket) -> None:
    if one.merged_into_id is not None:
        raise NotPossible(
            _("No. %(number)s went into another ticket since. Undo that first.") % {"number": one.number}
        )
    carried = Carried.objects.filter(operation=step, source=other, target=one, message__ticket=one)
    ids = list(carried.values_list("message_id", flat=True))
    Message.objects.filter(pk__in=ids).update(ticket=other)
    Carried.objects.filter(operation=step, source=other, target=one).delete()
    merged = Event.objects.filter(batch_id=step.uid, ticket_id=other.pk, kind=TICKET_MERGED.name).first()
    before = merged.data.get("outcome") if merged is not None else None
    other.merged_into, other.outcome = None, str(before) if before else None
    other.save(update_fields=["merged_into", "outcome"])
    for row in (one, other):
        retrace(row)
        standing.save(row, workflow().statuses[row.status_id], TRACED)
        renew_readers(row)
    data = {"other": other.pk, "number": other.number, "messages": len(ids)}
    record(TICKET_PARTED, actor.ref, Subject("ticket", one.pk, one.pk), data=data)

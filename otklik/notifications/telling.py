"""The reaction that turns an event into deliveries."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from otklik.clients.models import Contact
from otklik.core.actors import ActorKind, Via
from otklik.core.models import Event
from otklik.core.prepared import Joined, Prepared, Rows, Whole
from otklik.core.reacting import later
from otklik.notifications.capping import within_caps
from otklik.notifications.commands import Notice, queue
from otklik.notifications.confirming import announced, confirmable
from otklik.notifications.enums import OPTIONAL, Letter
from otklik.notifications.recipients import Group, Occasion, Recipient, allowed
from otklik.notifications.rules import ANNOUNCED, FIRST_WORDS, STATUS_EVENTS, Rule, rules_for
from otklik.tickets.events import TICKET_RESOLVED
from otklik.tickets.models import Message, Ticket

_TICKET, _MESSAGE = Joined(Ticket, "contact", "company", "brand"), Whole(Message)
_TICKETS, _MESSAGES = Prepared(_TICKET.row), Prepared(_MESSAGE.row)


def is_told(event: Event) -> bool:
    """Whether anybody could hear of the event: imported history and automatic messages stay silent.

    Work that was done with an answer is told by the answer; a client's word that it is done, to the others.
    """
    if event.via == Via.IMPORT or event.data.get("automatic"):
        return False
    if event.kind == TICKET_RESOLVED.name and event.data.get("message") and not _is_clients_word(event):
        return False
    if event.kind in STATUS_EVENTS and not _is_announced(event):
        return False
    return bool(_rules_of(event))


def _is_announced(event: Event) -> bool:
    """A status that is to be announced, and not by the client's own doing, nor together with an answer, whose
    letter says it."""
    if event.data.get("message") or event.actor_kind in (ActorKind.CONTACT, ActorKind.SENDER):
        return False
    return any(change["field"] == "status" and change["to"] in ANNOUNCED.get() for change in event.changes)


@later(wanted=is_told)
def tell(event: Event) -> None:
    """Write the deliveries the table of rules asks for. Runs inside the acknowledging transaction."""
    for ticket in _TICKETS.rows(_ticket, event.ticket_id or 0):
        occasion = Occasion(event, ticket, _message_of(event))
        queue(event, ticket, within_caps(ticket, _notices(occasion)))


def _ticket(pk: int) -> Rows:
    return Ticket.objects.filter(pk=pk, deleted_at=None).values_list(*_TICKET.columns)


def _notices(occasion: Occasion) -> Iterator[Notice]:
    message_id = occasion.message.pk if occasion.message else None
    announcement: int | None = None
    for rule in _rules_of(occasion.event):
        group, about = allowed(occasion, rule.who(occasion)), message_id
        if not group:
            continue
        letter = rule.letter_for(occasion)
        if letter is Letter.CONFIRMATION:
            group = confirmable(occasion.event, occasion.ticket, group)
            if group and announcement is None:
                announcement = announced(occasion.ticket).pk
            about = announcement
        for recipient in _wanting(occasion, letter, group):
            yield Notice(rule.audience, letter, recipient, about)


def _rules_of(event: Event) -> Sequence[Rule]:
    """The lines of the table; where we write first (`data.outgoing`), our words go and no confirmation."""
    found = rules_for(event.kind)
    if not event.data.get("outgoing"):
        return found
    return (FIRST_WORDS, *(rule for rule in found if rule.letter is not Letter.CONFIRMATION))


def _wanting(occasion: Occasion, letter: Letter, group: Group) -> list[Recipient]:
    """Without clients who have chosen not to get this kind of letter, where that is theirs to choose."""
    if letter not in OPTIONAL:
        return list(group)
    own, others = occasion.ticket.contact, [who.contact_id for who in group if who.contact_id]
    unwanting = {own.pk} if own is not None and letter in own.unwanted_letters else set()
    if others and others != [own.pk if own else None]:
        chosen = Contact.objects.filter(pk__in=others).values_list("pk", "unwanted_letters")
        unwanting |= {pk for pk, unwanted in chosen if letter in unwanted}
    return [who for who in group if who.contact_id not in unwanting]


def _is_clients_word(event: Event) -> bool:
    return event.kind == TICKET_RESOLVED.name and event.data.get("by") == "client"


def _message_of(event: Event) -> Message | None:
    """What the event is about in words; a client's own words are no solution to be sent as ours."""
    pk = None if _is_clients_word(event) else event.data.get("message")
    found = _MESSAGES.rows(_message, pk) if isinstance(pk, int) else ()
    return found[0] if found else None


def _message(pk: int) -> Rows:
    return Message.objects.filter(pk=pk).values_list(*_MESSAGE.columns)

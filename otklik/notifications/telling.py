"""The reaction that turns an event into deliveries."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from otklik.clients.models import Contact
from otklik.core.actors import ActorKind, Via
from otklik.core.models import Event
from otklik.core.prepared import Joined, Prepared, Rows, Whole
from otklik.core.reacting import later
from otklik.notifications.addresses import Group, Recipient
from otklik.notifications.capping import within_caps
from otklik.notifications.commands import Notice, queue
from otklik.notifications.confirming import announced, confirmable
from otklik.notifications.enums import OPTIONAL, Letter
from otklik.notifications.recipients import Occasion, allowed
from otklik.notifications.rules import ANNOUNCED, STATUS_EVENTS, Rule, first_words, rules_for
from otklik.notifications.silence import not_silenced
from otklik.tickets.events import TICKET_RESOLVED
from otklik.tickets.models import Message, Ticket
from otklik.tickets.registered import is_within_registration

_TICKET, _MESSAGE = Joined(Ticket, "contact", "company", "brand"), Whole(Message)
_TICKETS, _MESSAGES = Prepared(_TICKET.row), Prepared(_MESSAGE.row)


def is_told(event: Event) -> bool:
    """Whether anybody could hear of the event: imported history, automatic messages and an administrator's
    remaking of the workflow stay silent.

    Work that was done with an answer is told by the answer; a client's word that it is done, to the others;
    to whom a new ticket was given by rule, by the registration.
    """
    if event.via == Via.IMPORT or event.data.get("automatic") or event.data.get("by") == "workflow":
        return False
    if is_within_registration(event):
        return False
    if event.kind == TICKET_RESOLVED.name and event.data.get("message") and not is_clients_word(event):
        return False
    if event.kind in STATUS_EVENTS and not is_announced(event):
        return False
    return bool(_rules_of(event))


def is_announced(event: Event) -> bool:
    """A status that is to be announced, and not by the client's own doing, nor together with an answer, whose
    letter says it."""
    if event.data.get("message") or event.actor_kind in (ActorKind.CONTACT, ActorKind.SENDER):
        return False
    return any(change["field"] == "status" and change["to"] in ANNOUNCED.get() for change in event.changes)


@later(wanted=is_told)
def tell(event: Event) -> None:
    """Write the deliveries the table of rules asks for. Runs inside the acknowledging transaction."""
    for ticket in _TICKETS.rows(_ticket, event.ticket_id or 0):
        queue(event, ticket, _wanted(event, ticket))


def notices_of(event: Event) -> Sequence[Notice]:
    """Whom `tell` would write to about the event, as the ticket stands now. In the caller's transaction, who
    undoes it: a confirmation is announced, and letters that are too many are told."""
    if not is_told(event):
        return ()
    found = _TICKETS.rows(_ticket, event.ticket_id or 0)
    return [notice for ticket in found for notice in _wanted(event, ticket)]


def _wanted(event: Event, ticket: Ticket) -> Sequence[Notice]:
    return within_caps(ticket, _notices(Occasion(event, ticket, message_of(event))))


def _ticket(pk: int) -> Rows:
    return Ticket.objects.filter(pk=pk, deleted_at=None).values_list(*_TICKET.columns)


def _notices(occasion: Occasion) -> Iterator[Notice]:
    message_id = occasion.message.pk if occasion.message else None
    announcement: int | None = None
    for rule in not_silenced(occasion.event, _rules_of(occasion.event)):
        group, about = allowed(occasion, rule.who(occasion)), message_id
        if not group:
            continue
        letter = rule.letter_for(occasion)
        if letter is Letter.CONFIRMATION:
            group = confirmable(occasion.event, occasion.ticket, group)
            if group and announcement is None:
                announcement = announced(occasion.ticket).pk
            about = announcement
        for recipient in wanting(occasion, letter, group):
            yield Notice(rule.audience, letter, recipient, about)


def _rules_of(event: Event) -> Sequence[Rule]:
    """The lines of the table; where we write first (`data.outgoing`), our words go and no confirmation."""
    found = rules_for(event.kind)
    if not event.data.get("outgoing"):
        return found
    return (*first_words(), *(rule for rule in found if rule.letter is not Letter.CONFIRMATION))


def wanting(occasion: Occasion, letter: Letter, group: Group) -> list[Recipient]:
    """Without clients who have chosen not to get this kind of letter, where that is theirs to choose."""
    if letter not in OPTIONAL:
        return list(group)
    own, others = occasion.ticket.contact, [who.contact_id for who in group if who.contact_id]
    unwanting = {own.pk} if own is not None and letter in own.unwanted_letters else set()
    if others and others != [own.pk if own else None]:
        chosen = Contact.objects.filter(pk__in=others).values_list("pk", "unwanted_letters")
        unwanting |= {pk for pk, unwanted in chosen if letter in unwanted}
    return [who for who in group if who.contact_id not in unwanting]


def is_clients_word(event: Event) -> bool:
    """The client says themselves that the work is done."""
    return event.kind == TICKET_RESOLVED.name and event.data.get("by") == "client"


def message_of(event: Event) -> Message | None:
    """What the event is about in words; a client's own words are no solution to be sent as ours."""
    pk = None if is_clients_word(event) else event.data.get("message")
    found = _MESSAGES.rows(_message, pk) if isinstance(pk, int) else ()
    return found[0] if found else None


def _message(pk: int) -> Rows:
    return Message.objects.filter(pk=pk).values_list(*_MESSAGE.columns)

"""The reaction that turns an event into deliveries."""

from __future__ import annotations

from otklik.core.actors import Via
from otklik.core.models import Event
from otklik.core.reacting import later
from otklik.notifications.commands import Notice, queue
from otklik.notifications.recipients import Occasion, allowed
from otklik.notifications.rules import rules_for
from otklik.tickets.models import Message, Ticket


def is_told(event: Event) -> bool:
    """Whether anybody could hear of the event: imported history and automatic messages stay silent."""
    return event.via != Via.IMPORT and not event.data.get("automatic") and bool(rules_for(event.kind))


@later(wanted=is_told)
def tell(event: Event) -> None:
    """Write the deliveries the table of rules asks for. Runs inside the acknowledging transaction."""
    ticket = Ticket.objects.select_related("contact").filter(pk=event.ticket_id or 0, deleted_at=None).first()
    if ticket is None:
        return
    message = _message_of(event)
    occasion = Occasion(event, ticket, message)
    notices = [
        Notice(rule.audience, rule.letter, recipient)
        for rule in rules_for(event.kind)
        for recipient in allowed(occasion, rule.who(occasion))
    ]
    queue(event, ticket, message.pk if message else None, notices)


def _message_of(event: Event) -> Message | None:
    pk = event.data.get("message")
    return Message.objects.filter(pk=pk).first() if isinstance(pk, int) else None

"""Telling people what a rule has to say."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.db import transaction

from otklik.catalogue.queries import catalogue
from otklik.core.actors import ActorRef
from otklik.core.events import Subject, record
from otklik.core.models import Event
from otklik.notifications.addresses import Recipient
from otklik.notifications.capping import within_caps
from otklik.notifications.commands.queue import Notice, queue
from otklik.notifications.enums import Audience, Letter
from otklik.notifications.events import NOTICE_GIVEN
from otklik.tickets.models import Ticket


@transaction.atomic
def give_notice(
    by: ActorRef, ticket: Ticket, told: Iterable[Recipient], texts: Mapping[str, str], rule: Mapping[str, str]
) -> Event:
    """Write a letter about the ticket to each of these, once an address, never to a mailbox of ours.

    `texts` by language with placeholders, filled for each reader when their letter is made; `rule`: what
    speaks is called. Writes `notice.given`, also where nobody could be told (`data.told` says how many).
    """
    own = catalogue().own_addresses
    notices = [Notice(Audience.RULE, Letter.NOTICE, who) for who in told if who.address not in own]
    wanted = within_caps(ticket, notices)
    data = {"texts": dict(texts), "rule": dict(rule), "told": len({one.recipient.address for one in wanted})}
    event = record(NOTICE_GIVEN, by, Subject("ticket", ticket.pk, ticket.pk), data=data)
    queue(event, ticket, wanted)
    return event

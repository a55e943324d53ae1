"""How many letters of ours an address may get within an hour (MAIL-9).

Whoever answers our letters by machine, another installation of this program among them, is told nothing more
once there were too many: then both fall silent, whatever their mails look like. An employee's own words to a
client are never held back, as somebody writes each of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from django.db.models import Count

from otklik.core import clock
from otklik.core.actors import SYSTEM
from otklik.core.counting import among_first
from otklik.core.events import Subject, record
from otklik.core.prepared import Prepared, Rows, filled
from otklik.notifications.commands.queue import Notice
from otklik.notifications.enums import Letter
from otklik.notifications.events import LETTER_WITHHELD
from otklik.notifications.models import Delivery
from otklik.organisation import settings
from otklik.tickets.models import Ticket

HOUR = 3600
PER_TICKET = settings.declare(
    "mail.letters_per_ticket",
    30,
    "So many letters an hour about one ticket an address gets at most; more are machines answering us.",
)
PER_ADDRESS = settings.declare(
    "mail.letters_per_address",
    200,
    "So many letters an hour an address that is no employee's gets at most, about whichever tickets.",
)
_LATELY: Prepared[tuple[str, int]] = Prepared(lambda address, number: (address, number))
_WRITTEN = frozenset({Letter.REPLY, Letter.CLARIFICATION, Letter.DONE})


def within_caps(ticket: Ticket, notices: Iterable[Notice]) -> list[Notice]:
    """The notices without those that are too many. Writes `letter.withheld`, once an hour for an address."""
    wanted = list(notices)
    counted = _counted(ticket, [one for one in wanted if not _is_written(one)])
    held_back = {
        one.recipient.address
        for one in wanted
        if not _is_written(one) and not _is_due(one, counted.get(one.recipient.address, 0))
    }
    for address in held_back:
        if among_first("mail.withheld", f"{ticket.pk} {address}", 1, HOUR):
            record(LETTER_WITHHELD, SYSTEM, Subject("ticket", ticket.pk, ticket.pk))
    return [one for one in wanted if _is_written(one) or one.recipient.address not in held_back]


def _is_written(notice: Notice) -> bool:
    return notice.letter in _WRITTEN and notice.message_id is not None


def _counted(ticket: Ticket, notices: Sequence[Notice]) -> Mapping[str, int]:
    """How many letters about the ticket each address got within the hour. One query, none for nobody."""
    addresses = filled(sorted({one.recipient.address for one in notices}))
    if not addresses:
        return {}
    since = clock.now() - timedelta(seconds=HOUR)
    return dict(_LATELY.rows(_lately, ticket.pk, since, *addresses, shape=len(addresses)))


def _lately(ticket_id: int, since: datetime, *addresses: str) -> Rows:
    sent = Delivery.objects.filter(ticket_id=ticket_id, address__in=addresses, created_at__gte=since)
    return sent.values_list("address").annotate(Count("pk")).order_by("address")


def _is_due(notice: Notice, about_ticket: int) -> bool:
    who = notice.recipient
    if about_ticket >= PER_TICKET.get():
        return False
    return who.agent_id is not None or among_first("mail.letters", who.address, PER_ADDRESS.get(), HOUR)

"""Confirming a new ticket to its client (REG-9): when it is done, and what is said in the thread.

A machine's mail is never confirmed (`data.quiet` of the registration), and one address gets only so many
confirmations an hour: two machines that answer each other stop there, whatever their mails look like.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone, translation

from otklik.core import clock
from otklik.core.actors import SYSTEM
from otklik.core.events import Subject, record
from otklik.core.models import Event
from otklik.core.prepared import Prepared, Rows
from otklik.notifications.addresses import Recipient
from otklik.notifications.enums import Letter, TextKind
from otklik.notifications.events import CONFIRMATION_WITHHELD
from otklik.notifications.filling import fill
from otklik.notifications.links import portal_link
from otklik.notifications.models import Delivery
from otklik.notifications.sending import mailbox_for
from otklik.notifications.texts import text_in_force
from otklik.notifications.values import values_of
from otklik.organisation import settings
from otklik.tickets.commands import announce
from otklik.tickets.content import from_text
from otklik.tickets.models import Message, Ticket

AN_HOUR = timedelta(hours=1)
_LATELY: Prepared[int] = Prepared(int)
AT_MOST = settings.declare(
    "mail.confirmations_per_hour",
    10,
    "So many confirmations an hour one address gets at most; more are two machines answering each other.",
)


def confirmable(event: Event, ticket: Ticket, recipients: Sequence[Recipient]) -> list[Recipient]:
    """Those who are to get a confirmation. Writes `confirmation.withheld` where one is kept back."""
    if event.data.get("quiet"):
        return []
    kept_back = [who for who in recipients if _is_too_often(who)]
    if kept_back:
        record(CONFIRMATION_WITHHELD, SYSTEM, Subject("ticket", ticket.pk, ticket.pk))
    return [who for who in recipients if who not in kept_back]


def announced(ticket: Ticket) -> Message:
    """The confirmation as a message of the thread, in the client's language; for the reaction `tell`."""
    account = mailbox_for(ticket)
    language = (ticket.language or settings.LANGUAGE.get()).split("-")[0]
    with translation.override(language), timezone.override(ZoneInfo(settings.TIME_ZONE.get())):
        text = text_in_force(
            TextKind.CONFIRMATION,
            language,
            account_id=account.pk if account else None,
            brand_id=ticket.brand_id,
        )
        values = values_of(ticket, account, link=portal_link(ticket.number, ticket.brand.base_url))
        name = values["sender"] or values["brand"]
        return announce(ticket, from_text(fill(text.text, values)), name=name)


def _is_too_often(who: Recipient) -> bool:
    return len(_LATELY.rows(_lately, who.address, clock.now() - AN_HOUR)) >= AT_MOST.get()


def _lately(address: str, since: datetime) -> Rows:
    sent = Delivery.objects.filter(letter=Letter.CONFIRMATION, address=address, created_at__gte=since)
    return sent.values_list("pk")

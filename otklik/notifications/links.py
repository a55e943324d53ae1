"""Addresses that letters lead to."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.conf import settings

from otklik.core import clock, signing
from otklik.organisation.settings import declare

if TYPE_CHECKING:
    from otklik.clients.models import Contact
    from otklik.tickets.models import Ticket

PERSONAL_LINK = "ticket.link"
"""Purpose of the signed part of `/t/<signed>`: object the ticket, holder the contact (0: just an address)."""

OPINION_LINK = "ticket.opinion"
"""Purpose of `/o/<signed>`, where done work is rated or sent back. Object and holder as above."""

OPINION_LASTS = timedelta(days=90)

WITH_PERSONAL_LINK = declare(
    "mail.personal_links",
    True,
    "Mails to clients carry a personal link to their request (the portal's page).",
)


def desk_link(number: str, message_id: int | None = None) -> str:
    """The ticket on the desk, at the message when one is named."""
    anchor = f"#m-{message_id}" if message_id else ""
    return f"{settings.OTKLIK_BASE_URL}/desk/tickets/{number}{anchor}"


def portal_link(number: str, base_url: str = "") -> str:
    """The request in the portal, for a client who signs in; `base_url` is the brand's where it has one."""
    return f"{_base(base_url)}/requests/{number}"


def client_link(ticket: Ticket, contact: Contact | None, base_url: str = "") -> str:
    """Into the portal for who signs in there; the personal link for everybody else.

    Empty where an installation gives no personal links and the client has no account.
    """
    if contact is not None and contact.user_id is not None:
        return portal_link(ticket.number, base_url)
    if WITH_PERSONAL_LINK.get():
        return personal_link(ticket.pk, contact.pk if contact else None, base_url)
    return ""


def personal_link(ticket_id: int, contact_id: int | None, base_url: str = "") -> str:
    """A client's own link to one ticket, without signing in; `base_url` as for `portal_link`."""
    signed = signing.sign(PERSONAL_LINK, ticket_id, contact_id or 0)
    return f"{_base(base_url)}/t/{signed}"


def opinion_link(
    ticket_id: int,
    contact_id: int | None,
    base_url: str = "",
    *,
    rate: int | None = None,
    reopen: bool = False,
    since: datetime | None = None,
) -> str:
    """Where done work is rated or sent back, for 90 days; `rate` is preselected, `reopen` asks why.

    `since`: from when the days count, now by default; a letter made again is then the same letter.

    Opening it changes nothing: the page has a button.
    """
    lasts = OPINION_LASTS + (since - clock.now() if since else timedelta())
    signed = signing.sign(OPINION_LINK, ticket_id, contact_id or 0, lasts)
    wish = f"?rate={rate}" if rate is not None else "?reopen=1" if reopen else ""
    return f"{_base(base_url)}/o/{signed}{wish}"


def read_personal(signed: str) -> signing.Claim | None:
    """What the signed part of a personal link says; None when it is none of ours, or expired."""
    return signing.read(PERSONAL_LINK, signed)


def read_opinion(signed: str) -> signing.Claim | None:
    """What the signed part of an opinion link says; None when it is none of ours, or expired."""
    return signing.read(OPINION_LINK, signed)


def _base(brand_url: str) -> str:
    return brand_url.rstrip("/") or str(settings.OTKLIK_BASE_URL)

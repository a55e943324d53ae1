"""The letter with the way back to a request, for a client who has lost theirs.

It is asked for by number and address on a page that tells nobody whether they belong together: only the
address learns it. No delivery, as nothing was said; the link is made when the letter is written.
"""

from __future__ import annotations

from django.utils import translation
from django.utils.translation import gettext as _

from otklik.catalogue.queries import catalogue
from otklik.channels.mail.house_letters import hand_over
from otklik.channels.mail.sheet import Button, Fact, Sheet
from otklik.clients.models import ContactEmail
from otklik.core.models import Event
from otklik.core.reacting import Effect, later
from otklik.notifications.commands import begin_house_letter
from otklik.notifications.enums import HouseKind
from otklik.notifications.links import client_link, portal_link
from otklik.notifications.sending import mailbox_for
from otklik.tickets.models import Ticket


@later(lane="mail", network=True)
def write_link(event: Event) -> Effect | None:
    """Send the link of a `ticket.link_asked` to the address that asked, or hold it in the outbox's folder.

    Nobody is written to about a ticket that is gone, without a mailbox, nor at an address of our own, nor at
    one the contact has no more.
    """
    return letter_of_link(event)


def letter_of_link(event: Event, to: str = "") -> Effect | None:
    """The same; with `to` only where that is still the address."""
    ticket = Ticket.objects.select_related("brand", "contact").filter(pk=event.ticket_id or 0).first()
    if ticket is None or ticket.deleted_at:
        return None
    address, box = _address(ticket, event.data.get("email")), mailbox_for(ticket)
    if not address or box is None or address in catalogue().own_addresses or to not in ("", address):
        return None
    letter = begin_house_letter(event, HouseKind.LINK, address, ticket_id=ticket.pk)
    return hand_over(letter, box, lambda: _sheet(ticket), ticket.language)


def _address(ticket: Ticket, email_id: int | None) -> str:
    """The contact's address with this id; the ticket's own without one."""
    if email_id is None:
        return ticket.contact_email
    known = ContactEmail.objects.filter(pk=email_id, contact_id=ticket.contact_id or 0)
    return known.values_list("email", flat=True).first() or ""


def _sheet(ticket: Ticket) -> Sheet:
    brand = ticket.brand
    in_portal = portal_link(ticket.number, brand.base_url)
    link, footer = client_link(ticket, ticket.contact, brand.base_url) or in_portal, ""
    if link != in_portal:
        footer = _("Whoever has this link sees the request and can answer in it: keep it to yourself.")
    sheet = Sheet(
        language=translation.get_language() or "ru",
        title=_("Your request %(number)s") % {"number": ticket.number},
        separator="",
        intro=_("Somebody, probably you, asked how this request stands. Its page says it."),
        html="",
        text="",
        button=Button(_("Open the request"), link),
        facts=[Fact(_("Number"), ticket.number), Fact(_("Subject"), ticket.subject)],
        footer=[line for line in (footer, _("If it was not you, do nothing.")) if line],
    )
    return sheet.of_brand(brand.accent, brand.address)

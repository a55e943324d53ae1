"""Blocking the sender of a ticket, and letting them in again, from its card."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from otklik.channels.mail.access import BLOCK, require_blocking
from otklik.channels.mail.blocked import block_of, is_blocked
from otklik.channels.mail.commands import block_sender, unblock_sender
from otklik.core.errors import Invalid, NotFound, Refused
from otklik.desk import choosing
from otklik.people.actor import Actor
from otklik.tickets.queries import card
from otklik.web.errors import status_of
from otklik.web.flash import say_next
from otklik.web.gates import staff_page
from otklik.web.request import OtklikRequest
from otklik.web.showing import digits
from otklik.web.staff_frame import shell_for

if TYPE_CHECKING:
    from otklik.tickets.models import Ticket
    from otklik.tickets.queries import Card


def sender_of(actor: Actor, found: Card) -> dict[str, object]:
    """For the card: whether its sender may be blocked here, or is; the mailboxes they could have meant."""
    address = address_of(found)
    return {
        "may_block": bool(address) and actor.has(BLOCK),
        "mailboxes": choosing.other_mailboxes(found.ticket),
        "sender_blocked": bool(address) and is_blocked(address),
    }


def address_of(found: Card) -> str:
    """Where the ticket came from: the address it was registered from, else its contact's first."""
    return found.ticket.contact_email or next(iter(found.around.emails), "")


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def sender(request: OtklikRequest, number: str) -> HttpResponse:
    """Ask for the reason, then block (`what`: the address, or its domain); with `lift` the opposite."""
    found = card(request.actor, number)
    require_blocking(request.actor)
    address = address_of(found)
    if not address:
        raise NotFound
    if request.POST.get("lift"):
        return _lifted(request, found.ticket, address)
    if request.method != "POST":
        return _form(request, found.ticket, address, {}, {})
    given = {name: request.POST.get(name, "") for name in ("what", "reason")}
    wanted = address.rpartition("@")[2] if given["what"] == "domain" else address
    try:
        block_sender(request.actor, wanted, given["reason"])
    except Refused as error:
        problems = error.fields if isinstance(error, Invalid) else {"": error.message}
        return _form(request, found.ticket, address, given, problems, status=status_of(error))
    say_next(request, _("%(sender)s is blocked: mail from there makes no tickets.") % {"sender": wanted})
    return HttpResponseRedirect(reverse("desk-ticket", args=[found.ticket.number]))


def _lifted(request: OtklikRequest, ticket: Ticket, address: str) -> HttpResponse:
    """The block that keeps this address out, be it of its domain."""
    found = block_of(request.actor, address)
    if found is not None:
        unblock_sender(request.actor, found)
        say_next(request, _("%(sender)s is let in again.") % {"sender": found.value})
    return HttpResponseRedirect(reverse("desk-ticket", args=[ticket.number]))


def _form(
    request: OtklikRequest,
    ticket: Ticket,
    address: str,
    given: dict[str, str],
    problems: dict[str, str],
    *,
    status: int = 200,
) -> HttpResponse:
    domain = address.rpartition("@")[2]
    context = {
        "shell": shell_for(request.actor, ""),
        "t": ticket,
        "digits": digits(ticket.number),
        "given": {"what": "address", "reason": "", **given},
        "summary": [("", words) for words in problems.values()],
        "choices": [
            ("address", address, _("This address alone.")),
            ("domain", domain, _("Everybody at this domain and below it.")),
        ],
    }
    return render(request, "desk/sender.html", context, status=status)

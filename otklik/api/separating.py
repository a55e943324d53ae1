"""`/tickets/<number>/messages/<uid>/actions/make-ticket`: a ticket of its own for another question."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext_noop as _
from ninja import Router

from otklik.api import references
from otklik.api.answers import answer_once
from otklik.api.operations import staff, told
from otklik.api.request import ApiRequest
from otklik.api.schemas.tickets import Ticket, for_staff
from otklik.channels.mail.commands import separate
from otklik.tickets.queries.messages_for_api import get_message_for
from otklik.tickets.queries.tickets_for_api import ticket_for_api

router = Router(tags=["thread"])


@router.post(
    "/{number}/messages/{uuid:uid}/actions/make-ticket",
    **told(
        _("Make a ticket of a client's mail"),
        _(
            "For a mail in an old thread that asks something else: its words and files begin a new ticket "
            "of its sender, linked to this one; the message stays here, too. Done again, it gives the same "
            "ticket."
        ),
        gives={201: Ticket},
        refuses=(403, 404, 409, 422),
    ),
)
def make_ticket_of_message(request: ApiRequest, number: str, uid: UUID) -> HttpResponse:
    """`channels.mail.commands.separate`."""

    def act() -> Ticket:
        ticket = references.ticket_at(request.auth, number)
        message = get_message_for(request.auth, ticket, uid)
        actor = staff(request)
        return for_staff(actor, ticket_for_api(separate(actor, ticket, message.pk)))

    return answer_once(request, act, status=201)

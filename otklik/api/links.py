"""`/tickets/{number}/links`: tickets that belong together."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import gettext_noop as _
from ninja import Router

from otklik.api import references
from otklik.api.answers import answer, answer_once
from otklik.api.operations import staff, told
from otklik.api.request import ApiRequest
from otklik.api.schemas.steps import Kind, LinkIn
from otklik.api.schemas.tickets import TicketLink
from otklik.tickets.commands import link, unlink
from otklik.tickets.enums import LinkKind

router = Router(tags=["thread"])


@router.post(
    "/{number}/links",
    **told(
        _("Link a ticket to another one"),
        _("Both histories tell it. A ticket has one parent at most."),
        gives={201: TicketLink},
        refuses=(403, 404, 409, 422),
    ),
)
def add_link(request: ApiRequest, number: str, body: LinkIn) -> HttpResponse:
    """`commands.link`; linking twice changes nothing."""

    def act() -> TicketLink:
        ticket = references.ticket_at(request.auth, number)
        actor = staff(request)
        other = references.ticket_at(actor, body.number)
        made = link(actor, ticket, other, LinkKind(body.kind), outward=body.outward)
        return TicketLink(kind=made.kind, number=other.number, outward=made.source_id == ticket.pk)

    return answer_once(request, act, status=201)


@router.delete(
    "/{number}/links/{relation}/{other}",
    **told(
        _("Take a link away"),
        _("Whichever of the two tickets it begins at."),
        gives={204: None},
        refuses=(403, 404, 422),
    ),
)
def remove_link(request: ApiRequest, number: str, relation: Kind, other: str) -> HttpResponse:
    """`commands.unlink`; a link there is none of changes nothing."""
    ticket = references.ticket_at(request.auth, number)
    actor = staff(request)
    unlink(actor, ticket, references.ticket_at(actor, other), LinkKind(relation))
    return answer(None)

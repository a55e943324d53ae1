"""`/tickets`: list, register, read, change, delete, bring back."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _
from ninja import Query, Router

from otklik.api import references
from otklik.api.answers import answer, answer_once
from otklik.api.filters import wanted
from otklik.api.lists import listed
from otklik.api.operations import staff, told
from otklik.api.registering import registration
from otklik.api.request import ApiRequest
from otklik.api.schemas.ticket_inputs import TicketIn, TicketPatch, TicketQuery
from otklik.api.schemas.tickets import (
    ClientTicket,
    Ticket,
    TicketCard,
    Tickets,
    card,
    for_client,
    for_staff,
    ticket_out,
)
from otklik.api.versions import etag, expected_version
from otklik.clients.companies_of import company_among
from otklik.core.errors import Invalid
from otklik.people.actor import Actor
from otklik.tickets.access import get_deleted_for
from otklik.tickets.commands import Edit, delete_ticket, edit, register, restore_ticket
from otklik.tickets.queries.tickets_for_api import (
    registered_for_api,
    surroundings,
    ticket_for_api,
    tickets_for_api,
)
from otklik.tickets.queries.workflow import workflow

if TYPE_CHECKING:
    from otklik.clients.models import Company, Contact

router = Router(tags=["tickets"])
MAY_BE_EMPTIED = frozenset({"site", "asset", "contract"})


@router.get(
    "",
    **told(
        _("List tickets"),
        _(
            "Those you may see. Filters narrow each other; several codes of one filter are joined by commas. "
            "`field.<key>=` filters by a custom field: a code, a text, `yes` or `no`, `from..to`, `none`."
        ),
        gives={200: Tickets},
        refuses=(403, 422),
    ),
)
def list_tickets(request: ApiRequest, query: Query[TicketQuery]) -> HttpResponse:
    """A page of what the actor may see."""
    page = tickets_for_api(
        request.auth, wanted(request.auth, query, request.GET.dict()), after=query.after, limit=query.limit
    )
    items = [ticket_out(request.auth, row) for row in page.rows]
    return listed(request, Tickets(items=items), page.after)


@router.post(
    "",
    **told(
        _("Register a ticket"),
        _(
            "Send `Idempotency-Key` so that a repeat after a broken connection makes no second ticket. "
            "A contact registers for themselves, or for a colleague they may see."
        ),
        gives={201: Ticket | ClientTicket},
        refuses=(403, 409, 422),
    ),
)
def register_ticket(request: ApiRequest, body: TicketIn) -> HttpResponse:
    """Register; routing and everything else that follows is the reactions' business."""
    actor = request.auth

    def make() -> Ticket | ClientTicket:
        what = registration(actor, body)
        ticket = register(actor, what)
        company = what.company or (what.contact.company if what.contact else None)
        return ticket_out(actor, registered_for_api(ticket, what.contact, company, what.categories))

    return answer_once(request, make, status=201)


@router.get(
    "/{number}",
    **told(
        _("Read a ticket"),
        _("The answer's `ETag` is its version: send it back as `If-Match` when you change something."),
        gives={200: TicketCard | ClientTicket},
        refuses=(404,),
    ),
)
def read_ticket(request: ApiRequest, number: str) -> HttpResponse:
    """One ticket with links, observers and where it may go."""
    actor = request.auth
    ticket = references.ticket_at(actor, number)
    row = ticket_for_api(ticket)
    if not actor.is_agent:
        return answer(for_client(actor, row))
    targets = [status.code for status in workflow().next_for(actor, row.status_id, row.type_id)]
    return answer(card(actor, row, surroundings(actor, ticket), targets), headers=etag(row.version))


@router.patch(
    "/{number}",
    **told(
        _("Change fields of a ticket"),
        _("What is left out stays. Status, assignee and team are changed by actions."),
        gives={200: Ticket},
        refuses=(403, 404, 409, 422),
    ),
)
def change_ticket(request: ApiRequest, number: str, body: TicketPatch) -> HttpResponse:
    """Edit; `ticket.edited` tells every field from and to."""
    actor = request.auth
    ticket = references.ticket_at(actor, number)
    emptied = frozenset(name for name in body.model_fields_set if getattr(body, name) is None)
    nulls = sorted(emptied - MAY_BE_EMPTIED)
    if nulls:
        raise Invalid(
            {name: gettext("This field cannot be emptied. Leave it out instead.") for name in nulls}
        )
    contact = references.contact(actor, body.contact)
    values = Edit(
        subject=body.subject,
        priority=references.priority(body.priority),
        service=references.service(actor, body.service),
        type=references.ticket_type(actor, body.type),
        contact=contact,
        company=_company(actor, contact or ticket.contact, body.company),
        contact_phone=body.phone,
        categories=None if body.categories is None else references.categories(body.categories),
        site=references.site(actor, body.site),
        asset=references.asset(actor, body.asset),
        contract=references.contract(actor, body.contract),
        emptied=emptied,
        fields=body.fields,
    )
    row = ticket_for_api(edit(actor, ticket, values, version=expected_version(request, body.version)))
    return answer(ticket_out(actor, row), headers=etag(row.version))


@router.delete(
    "/{number}",
    **told(
        _("Delete a ticket"),
        _("It leaves every list at once and is gone for good after 30 days."),
        gives={204: None},
        refuses=(403, 404),
    ),
)
def remove_ticket(request: ApiRequest, number: str) -> HttpResponse:
    """Delete with a way back."""
    ticket = references.ticket_at(request.auth, number)
    delete_ticket(staff(request), ticket)
    return answer(None)


@router.post(
    "/{number}/actions/restore",
    **told(
        _("Bring a deleted ticket back"),
        _("Within the 30 days, with everything it had. For those who may delete it."),
        gives={200: Ticket},
        refuses=(403, 404, 409, 422),
    ),
)
def bring_back_ticket(request: ApiRequest, number: str) -> HttpResponse:
    """`commands.restore_ticket`; 404 for one that is not deleted."""
    actor = staff(request)

    def act() -> Ticket:
        ticket = get_deleted_for(actor, references.known_number(number))
        restore_ticket(actor, ticket)
        return for_staff(actor, ticket_for_api(ticket))

    return answer_once(request, act)


def _company(actor: Actor, contact: Contact | None, uid: UUID | None) -> Company | None:
    """One of the contact's; of nobody's ticket any that the agent may know of, which the command refuses."""
    if contact is None:
        return references.company(actor, uid)
    return company_among(contact, str(uid)) if uid else None

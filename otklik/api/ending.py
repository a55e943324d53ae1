"""`/tickets/{number}/actions/…` at the end of a ticket's life, for staff and its client; and the ratings."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _
from ninja import Body, Query, Router

from otklik.api import references
from otklik.api.answers import answer_once
from otklik.api.lists import listed
from otklik.api.operations import staff, told
from otklik.api.request import ApiRequest
from otklik.api.schemas.ratings import RatingQuery, Ratings, rating_out
from otklik.api.schemas.ticket_inputs import CloseIn, RateIn, ReopenIn, ReviewIn
from otklik.api.schemas.tickets import ClientTicket, Ticket, ticket_out
from otklik.api.versions import expected_version
from otklik.people.actor import Actor
from otklik.surveys.commands import rate
from otklik.surveys.queries import ratings_page
from otklik.tickets import commands
from otklik.tickets.enums import State
from otklik.tickets.queries.tickets_for_api import ticket_for_api
from otklik.tickets.queries.workflow import workflow
from otklik.web.problems import TOO_LATE, Problem, ProblemFound

if TYPE_CHECKING:
    from otklik.tickets.models import Ticket as TicketModel

router = Router(tags=["actions"])
ratings = Router(tags=["tickets"])
GIVES = {200: Ticket | ClientTicket}
REFUSES = (403, 404, 409, 422)
JUST_CLOSE, JUST_REVIEWED = CloseIn(), ReviewIn()


@router.post(
    "/{number}/actions/close",
    **told(
        _("Close a ticket"),
        _(
            "Staff close a resolved one, or any as not processed with a `reason`. A contact confirms done "
            "work, or withdraws what is still worked on."
        ),
        gives=GIVES,
        refuses=REFUSES,
    ),
)
def close_ticket(request: ApiRequest, number: str, body: Body[CloseIn] = JUST_CLOSE) -> HttpResponse:
    """`commands.close_by_client`, `commands.decline` or `commands.set_status`."""
    version = expected_version(request, body.version)

    def do(actor: Actor, ticket: TicketModel) -> object:
        if not actor.is_agent:
            return commands.close_by_client(actor, ticket, comment=body.text, version=version)
        if body.reason is not None:
            why = commands.Declining(body.reason, body.text, tell_client=body.tell_client)
            return commands.decline(actor, ticket, why, version=version)
        code = workflow().system(State.CLOSED).code
        return commands.set_status(actor, ticket, code, version=version)

    return _acted(request, number, do)


@router.post(
    "/{number}/actions/reopen",
    **told(
        _("Reopen a ticket"),
        _(
            "It returns to its assignee, else to its team. Staff reopen what is resolved; its client also "
            "what was closed not long ago."
        ),
        gives=GIVES,
        refuses=REFUSES,
    ),
)
def reopen_ticket(request: ApiRequest, number: str, body: ReopenIn) -> HttpResponse:
    """`commands.reopen`."""
    version = expected_version(request, body.version)

    def do(actor: Actor, ticket: TicketModel) -> object:
        files = references.attachments(actor, body.files)
        try:
            return commands.reopen(actor, ticket, body.why, attachments=files, version=version)
        except commands.TooLate:
            detail = gettext("It was closed too long ago. Register a new one with “continues”.")
            raise ProblemFound(Problem(TOO_LATE, detail)) from None

    return _acted(request, number, do)


@router.post(
    "/{number}/actions/rate",
    **told(
        _("Rate a ticket"),
        _("For its client, once it is done. A good rating closes it; a low one is looked at by a lead."),
        gives=GIVES,
        refuses=REFUSES,
    ),
)
def rate_ticket(request: ApiRequest, number: str, body: RateIn) -> HttpResponse:
    """`surveys.commands.rate`."""
    return _acted(request, number, lambda actor, ticket: rate(actor, ticket, body.value, body.comment))


@router.post(
    "/{number}/actions/review",
    **told(
        _("Mark a rating or complaint as reviewed"),
        _("For leads: it leaves the views “Low ratings” and “Complaints”."),
        gives=GIVES,
        refuses=REFUSES,
    ),
)
def review_ticket(request: ApiRequest, number: str, body: Body[ReviewIn] = JUST_REVIEWED) -> HttpResponse:
    """`commands.mark_reviewed`."""
    return _acted(request, number, lambda actor, ticket: commands.mark_reviewed(actor, ticket, body.note))


@ratings.get(
    "/ratings",
    **told(
        _("List ratings"),
        _("Of the tickets you may see, newest first. For staff."),
        gives={200: Ratings},
        refuses=(403, 422),
    ),
)
def list_ratings(request: ApiRequest, query: Query[RatingQuery]) -> HttpResponse:
    """A page of ratings; `at_most` 2 gives the low ones."""
    actor = staff(request)
    page = ratings_page(actor, at_most=query.at_most, after=query.after, limit=query.limit)
    return listed(request, Ratings(items=[rating_out(row) for row in page.rows]), page.after)


def _acted(request: ApiRequest, number: str, do: Callable[[Actor, TicketModel], object]) -> HttpResponse:
    """Do it once and answer with the ticket as it stands then, as this actor may read it."""
    actor = request.auth

    def act() -> Ticket | ClientTicket:
        ticket = references.ticket_at(actor, number)
        do(actor, ticket)
        return ticket_out(actor, ticket_for_api(ticket))

    return answer_once(request, act)

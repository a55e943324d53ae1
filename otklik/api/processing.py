"""`/tickets/{number}/actions/open`, `leave`, `return`: claim by opening (ROUTE-8)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.utils.translation import gettext_noop as _
from ninja import Body, Router
from pydantic import ConfigDict, Field

from otklik.api.actions import GIVES, REFUSES, acted
from otklik.api.operations import told
from otklik.api.request import ApiRequest
from otklik.api.schemas.inputs import Input
from otklik.api.schemas.ticket_inputs import ReturnIn
from otklik.api.versions import expected_version
from otklik.people.actor import Actor
from otklik.tickets import commands
from otklik.tickets.access import ASSIGN, require
from otklik.tickets.processing import LONGEST_KEY

if TYPE_CHECKING:
    from otklik.tickets.models import Ticket as TicketModel

router = Router(tags=["actions"])


class WindowIn(Input):
    """A window a ticket is open in."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"window": "front-desk-1"}]})

    window: str = Field(
        default="", max_length=LONGEST_KEY, description=_("Your own name of it, where you have several.")
    )


ONLY_ONE, NO_REASON = WindowIn(), ReturnIn()


@router.post(
    "/{number}/actions/open",
    **told(
        _("Open a ticket for processing"),
        _(
            "In a team where opening takes it, a new ticket is yours from now on: `processing` says whose it "
            "is. Open it again at least once a minute, or it is new again; in other teams nothing happens."
        ),
        gives=GIVES,
        refuses=REFUSES,
    ),
)
def open_ticket(request: ApiRequest, number: str, body: Body[WindowIn] = ONLY_ONE) -> HttpResponse:
    """`commands.open_window`."""

    def do(actor: Actor, ticket: TicketModel) -> TicketModel:
        require(actor, ticket, ASSIGN)
        return commands.open_window(actor, ticket, body.window)

    return acted(request, number, do)


@router.post(
    "/{number}/actions/leave",
    **told(
        _("Close a ticket you process"),
        _(
            "It is new again at once, unless its client was found or answered meanwhile; then it stays "
            "yours. What you do not process stays as it is."
        ),
        gives=GIVES,
        refuses=REFUSES,
    ),
)
def leave_ticket(request: ApiRequest, number: str, body: Body[WindowIn] = ONLY_ONE) -> HttpResponse:
    """`commands.leave_window`."""

    def do(actor: Actor, ticket: TicketModel) -> TicketModel:
        require(actor, ticket, ASSIGN)
        commands.leave_window(actor, ticket, body.window, at_once=True)
        return ticket

    return acted(request, number, do)


@router.post(
    "/{number}/actions/return",
    **told(
        _("Make a ticket new again"),
        _(
            "For its assignee, the lead of its team and who may undo what colleagues did, in teams where "
            "opening takes tickets. Done work needs `why`."
        ),
        gives=GIVES,
        refuses=REFUSES,
    ),
)
def return_ticket(request: ApiRequest, number: str, body: Body[ReturnIn] = NO_REASON) -> HttpResponse:
    """`commands.return_to_new`."""
    version = expected_version(request, body.version)
    return acted(
        request,
        number,
        lambda actor, ticket: commands.return_to_new(actor, ticket, why=body.why, version=version),
    )

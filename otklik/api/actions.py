"""`/tickets/{number}/actions/…`: what is done to a ticket. Each is one command of the ticket package."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.utils.translation import gettext_noop as _
from ninja import Body, Router

from otklik.api import references
from otklik.api.answers import answer_once
from otklik.api.operations import told
from otklik.api.request import ApiRequest
from otklik.api.schemas.ticket_inputs import (
    AssignIn,
    NextStatusIn,
    PlanIn,
    PostponeIn,
    ReaddressIn,
    ResolveIn,
    TransferIn,
    Versioned,
)
from otklik.api.schemas.tickets import Ticket, for_staff
from otklik.api.versions import expected_version
from otklik.people.actor import Actor
from otklik.tickets import commands
from otklik.tickets.commands.locking import expect, locked
from otklik.tickets.content import from_text
from otklik.tickets.enums import State
from otklik.tickets.queries.tickets_for_api import ticket_for_api
from otklik.tickets.queries.workflow import workflow

if TYPE_CHECKING:
    from otklik.tickets.models import Ticket as TicketModel

router = Router(tags=["actions"])
Does = Callable[[Actor, "TicketModel"], "TicketModel"]
GIVES = {200: Ticket}
REFUSES = (403, 404, 409, 422)
EMPTY = Versioned()
NO_WORDS = ResolveIn()


@router.post(
    "/{number}/actions/take",
    **told(
        _("Take a ticket"),
        _("You become the assignee; a new ticket comes to be in progress."),
        gives=GIVES,
        refuses=REFUSES,
    ),
)
def take_ticket(request: ApiRequest, number: str, body: Body[Versioned] = EMPTY) -> HttpResponse:
    """`commands.take`."""
    version = expected_version(request, body.version)
    return acted(request, number, lambda actor, ticket: commands.take(actor, ticket, version=version))


@router.post(
    "/{number}/actions/release",
    **told(
        _("Give a ticket back"), _("Its team keeps it, without an assignee."), gives=GIVES, refuses=REFUSES
    ),
)
def release_ticket(request: ApiRequest, number: str) -> HttpResponse:
    """`commands.release`."""
    return acted(request, number, commands.release)


@router.post(
    "/{number}/actions/assign",
    **told(
        _("Assign a ticket"),
        _(
            "To an agent, to a team, or to an agent of a team; both empty: to nobody. An agent alone keeps "
            "the team when they are in it, else brings their own."
        ),
        gives=GIVES,
        refuses=REFUSES,
    ),
)
def assign_ticket(request: ApiRequest, number: str, body: AssignIn) -> HttpResponse:
    """`commands.assign`."""
    version = expected_version(request, body.version)
    agent_id = references.agent("assignee", body.assignee).id if body.assignee else None
    team = references.team(body.team)

    def do(actor: Actor, ticket: TicketModel) -> TicketModel:
        return commands.assign(
            actor, ticket, agent_id=agent_id, team_id=team.pk if team else None, version=version
        )

    return acted(request, number, do)


@router.post(
    "/{number}/actions/transfer",
    **told(
        _("Hand a ticket to another team"),
        _("Its assignee leaves it; the team that had it goes on reading it."),
        gives=GIVES,
        refuses=REFUSES,
    ),
)
def transfer_ticket(request: ApiRequest, number: str, body: TransferIn) -> HttpResponse:
    """`commands.assign` to a team and nobody in it."""
    version = expected_version(request, body.version)
    team = references.team(body.team)
    team_id = team.pk if team else None

    def do(actor: Actor, ticket: TicketModel) -> TicketModel:
        return commands.assign(actor, ticket, agent_id=None, team_id=team_id, version=version, why=body.why)

    return acted(request, number, do)


@router.post(
    "/{number}/actions/readdress",
    **told(
        _("Move a ticket to another mailbox"),
        _("It came to the wrong one: letters leave from there, under its brand, and its team takes over."),
        gives=GIVES,
        refuses=REFUSES,
    ),
)
def readdress_ticket(request: ApiRequest, number: str, body: ReaddressIn) -> HttpResponse:
    """`commands.readdress`."""
    version = expected_version(request, body.version)
    box = references.mailbox(body.mailbox)

    def do(actor: Actor, ticket: TicketModel) -> TicketModel:
        return commands.readdress(actor, ticket, box, version=version) if box else ticket

    return acted(request, number, do)


@router.post(
    "/{number}/actions/status",
    **told(
        _("Change the status"),
        _(
            "`next_statuses` of a ticket says where it may go. What the status asks for and the ticket lacks "
            "is named in `errors`."
        ),
        gives=GIVES,
        refuses=REFUSES,
    ),
)
def change_status(request: ApiRequest, number: str, body: NextStatusIn) -> HttpResponse:
    """`commands.set_status`."""
    version = expected_version(request, body.version)

    def do(actor: Actor, ticket: TicketModel) -> TicketModel:
        said = commands.Entering(body.until, body.why, from_text(body.solution))
        return commands.enter(actor, ticket, body.status, said, version=version)

    return acted(request, number, do)


@router.post(
    "/{number}/actions/postpone",
    **told(
        _("Postpone a ticket"),
        _("It comes back by itself at that moment, or with the client's next message."),
        gives=GIVES,
        refuses=REFUSES,
    ),
)
def postpone_ticket(request: ApiRequest, number: str, body: PostponeIn) -> HttpResponse:
    """`commands.set_status` to the system's status of the state Postponed."""
    version = expected_version(request, body.version)
    code = workflow().system(State.POSTPONED).code

    def do(actor: Actor, ticket: TicketModel) -> TicketModel:
        return commands.set_status(actor, ticket, code, version=version, until=body.until, why=body.why)

    return acted(request, number, do)


@router.post(
    "/{number}/actions/resolve",
    **told(
        _("Resolve a ticket"),
        _("With a text, it is sent to the client as the solution in the same step."),
        gives=GIVES,
        refuses=REFUSES,
    ),
)
def resolve_ticket(request: ApiRequest, number: str, body: Body[ResolveIn] = NO_WORDS) -> HttpResponse:
    """`commands.resolve`, or without words `commands.set_status` alone."""
    version = expected_version(request, body.version)
    code = workflow().system(State.RESOLVED).code
    said = references.content(body.text, body.html)

    def do(actor: Actor, ticket: TicketModel) -> TicketModel:
        files = references.attachments(actor, body.files)
        if said.is_empty and not files:
            return commands.set_status(actor, ticket, code, version=version)
        expect(locked(ticket), version)
        commands.resolve(actor, ticket, said, attachments=files)
        return ticket

    return acted(request, number, do)


@router.post(
    "/{number}/actions/plan",
    **told(
        _("Plan the solution"),
        _("What is planned by hand stays, whatever the SLA rules come to, until it is computed again."),
        gives=GIVES,
        refuses=REFUSES,
    ),
)
def plan_ticket(request: ApiRequest, number: str, body: PlanIn) -> HttpResponse:
    """`commands.plan_resolution`."""
    version = expected_version(request, body.version)
    return acted(
        request,
        number,
        lambda actor, ticket: commands.plan_resolution(actor, ticket, body.due_at, version=version),
    )


def acted(request: ApiRequest, number: str, do: Does) -> HttpResponse:
    """Do it once and answer with the ticket as it stands then."""
    actor = request.auth

    def act() -> Ticket:
        ticket = references.ticket_at(actor, number)
        do(actor, ticket)
        return for_staff(actor, ticket_for_api(ticket))

    return answer_once(request, act)

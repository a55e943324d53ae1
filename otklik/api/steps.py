"""`/steps`: one change for many tickets; and what was done as one step, to be looked at and taken back."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext_noop as _
from ninja import Body, Router

from otklik.api import references
from otklik.api.answers import answer, answer_once
from otklik.api.operations import staff, told
from otklik.api.request import ApiRequest
from otklik.api.schemas.steps import BulkIn, MergeTicketsIn, SplitIn, Step, UndoIn, step_out
from otklik.api.schemas.tickets import Ticket, for_staff
from otklik.tickets.commands import Merging, Splitting, change_many, merge, split, undo
from otklik.tickets.commands.operations import get_operation_for
from otklik.tickets.queries.messages_for_api import get_message_for
from otklik.tickets.queries.operations import last_step_of
from otklik.tickets.queries.single import ids_of_numbers
from otklik.tickets.queries.tickets_for_api import ticket_for_api

router = Router(tags=["actions"])
of_tickets = Router(tags=["actions"])
LAST = UndoIn()


@router.post(
    "",
    **told(
        _("Change many tickets alike"),
        _(
            "Each is checked as a single change is: what one refuses is told with its reason, the others go "
            "on. All of it can be undone within thirty days."
        ),
        gives={201: Step},
        refuses=(403, 409, 422),
    ),
)
def change_tickets(request: ApiRequest, body: BulkIn) -> HttpResponse:
    """`commands.change_many`."""
    actor = staff(request)

    def act() -> Step:
        return step_out(change_many(actor, ids_of_numbers(actor, body.tickets), body.change))

    return answer_once(request, act, status=201)


@router.get(
    "/{uuid:uid}",
    **told(
        _("Read a step"), _("How far it has come, what was refused."), gives={200: Step}, refuses=(403, 404)
    ),
)
def read_step(request: ApiRequest, uid: UUID) -> HttpResponse:
    """A bulk change, macro, merge or split of one's own, or of anybody's by right."""
    return answer(step_out(get_operation_for(staff(request), str(uid))))


@router.post(
    "/{uuid:uid}/actions/undo",
    **told(
        _("Undo a step"),
        _("Within thirty days. What was changed since stays and is told in `left`."),
        gives={200: Step},
        refuses=(403, 404, 409),
    ),
)
def undo_step(request: ApiRequest, uid: UUID) -> HttpResponse:
    """`commands.undo`."""
    actor = staff(request)
    return answer_once(request, lambda: step_out(undo(actor, str(uid))))


@of_tickets.post(
    "/{number}/actions/merge",
    **told(
        _("Merge tickets into this one"),
        _(
            "Their messages stand here then, their numbers and later mails lead here. Undone by `/steps` "
            "within thirty days."
        ),
        gives={201: Step},
        refuses=(403, 404, 409, 422),
    ),
)
def merge_tickets(request: ApiRequest, number: str, body: MergeTicketsIn) -> HttpResponse:
    """`commands.merge`."""

    def act() -> Step:
        ticket = references.ticket_at(request.auth, number)
        actor = staff(request)
        others = [references.ticket_at(actor, other) for other in dict.fromkeys(body.tickets)]
        return step_out(merge(actor, ticket, others, Merging(share=body.share, quiet=not body.tell)))

    return answer_once(request, act, status=201)


@of_tickets.post(
    "/{number}/actions/split",
    **told(
        _("Split messages off into a new ticket"),
        _("They are copied, with their moments: the time is counted from when the client wrote."),
        gives={201: Ticket},
        refuses=(403, 404, 409, 422),
    ),
)
def split_ticket(request: ApiRequest, number: str, body: SplitIn) -> HttpResponse:
    """`commands.split`."""

    def act() -> Ticket:
        ticket = references.ticket_at(request.auth, number)
        actor = staff(request)
        messages = [get_message_for(actor, ticket, uid) for uid in body.messages]
        what = Splitting(body.subject, team=references.team(body.team), quiet=not body.tell)
        return for_staff(actor, ticket_for_api(split(actor, ticket, messages, what)))

    return answer_once(request, act, status=201)


@of_tickets.post(
    "/{number}/actions/undo",
    **told(
        _("Undo a step with a ticket"),
        _("A merge, a split, a macro or a bulk change: with all the tickets it was about."),
        gives={200: Step},
        refuses=(403, 404, 409, 422),
    ),
)
def undo_for_ticket(request: ApiRequest, number: str, body: Body[UndoIn] = LAST) -> HttpResponse:
    """`commands.undo` of the step named, or of the actor's last one with this ticket."""
    actor = request.auth

    def act() -> Step:
        ticket = references.ticket_at(actor, number)
        return step_out(undo(staff(request), str(body.step or last_step_of(actor, ticket).uid)))

    return answer_once(request, act)

"""`/absences`, `/agents/{uid}/shifts`, `/tickets/{number}/assignments`: who is at work, why it was them."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext_noop as _
from ninja import Query, Router

from otklik.api import references
from otklik.api.answers import answer, answer_once
from otklik.api.lists import listed, page_of_small
from otklik.api.operations import staff, told
from otklik.api.request import ApiRequest
from otklik.api.schemas.absences import (
    AbsenceIn,
    AbsenceOut,
    AbsencePatch,
    Absences,
    Assignments,
    ShiftPlanIn,
    ShiftPlanOut,
    ShiftPlans,
    absence_out,
    assignment_out,
    shift_plan_out,
)
from otklik.api.schemas.pages import PageQuery
from otklik.core import clock
from otklik.core.errors import NotFound
from otklik.people.absences import absences_for, get_absence_for, require_planning, shift_plans_of
from otklik.people.commands import (
    AbsenceSpec,
    ShiftSpec,
    change_absence,
    drop_shifts,
    end_absence,
    enter_absence,
    set_shifts,
)
from otklik.people.enums import AbsenceKind
from otklik.people.queries import AgentInfo
from otklik.people.queries import staff as people
from otklik.tickets.queries.reasons import steps_of

router = Router(tags=["configuration"])
of_tickets = Router(tags=["tickets"])
AHEAD = timedelta(days=366)


@router.get(
    "/absences",
    **told(
        _("List absences"),
        _("Those that are not over, a year ahead. For staff."),
        gives={200: Absences},
        refuses=(403, 422),
    ),
)
def list_absences(request: ApiRequest, query: Query[PageQuery]) -> HttpResponse:
    """By their beginning."""
    actor, now = staff(request), clock.now()
    page = page_of_small(absences_for(actor, now, now + AHEAD), query, lambda row: str(row.uid))
    return listed(request, Absences(items=[absence_out(row) for row in page.rows]), page.after)


@router.post(
    "/absences",
    **told(
        _("Enter an absence"),
        _("Your own; of others as a lead of their team or an administrator."),
        gives={201: AbsenceOut},
        refuses=(403, 409, 422),
    ),
)
def add_absence(request: ApiRequest, body: AbsenceIn) -> HttpResponse:
    """`commands.enter_absence`."""
    actor = staff(request)
    agent = references.agent("agent", body.agent)
    spec = AbsenceSpec(
        AbsenceKind(body.kind), body.starts_at, body.ends_at, body.note or "", _stand_in(body.stand_in)
    )
    return answer_once(request, lambda: absence_out(enter_absence(actor, agent.id, spec)), status=201)


@router.patch(
    "/absences/{uuid:uid}",
    **told(_("Change an absence"), gives={200: AbsenceOut}, refuses=(403, 404, 409, 422)),
)
def patch_absence(request: ApiRequest, uid: UUID, body: AbsencePatch) -> HttpResponse:
    """`commands.change_absence`."""
    row = get_absence_for(staff(request), str(uid))
    sent = body.model_fields_set
    spec = AbsenceSpec(
        AbsenceKind(body.kind or row.kind),
        body.starts_at or row.starts_at,
        body.ends_at if "ends_at" in sent else row.ends_at,
        row.note if body.note is None else body.note,
        _stand_in(body.stand_in) if "stand_in" in sent else row.stand_in_id,
    )
    return answer(absence_out(change_absence(request.auth, row, spec)))


@router.delete(
    "/absences/{uuid:uid}",
    **told(
        _("End an absence"),
        _("One that has begun ends now; one that has not is taken away."),
        gives={204: None},
        refuses=(403, 404),
    ),
)
def remove_absence(request: ApiRequest, uid: UUID) -> HttpResponse:
    """`commands.end_absence`."""
    end_absence(request.auth, get_absence_for(staff(request), str(uid)))
    return answer(None)


@router.get(
    "/agents/{uuid:uid}/shifts",
    **told(_("List an agent's shifts"), _("For staff."), gives={200: ShiftPlans}, refuses=(403, 404)),
)
def list_shifts(request: ApiRequest, uid: UUID) -> HttpResponse:
    """By their beginning; none: the calendar of their team."""
    plans = shift_plans_of(staff(request), _agent(uid).id)
    return answer(ShiftPlans(items=[shift_plan_out(row) for row in plans]))


@router.post(
    "/agents/{uuid:uid}/shifts",
    **told(
        _("Set an agent's shifts"),
        _("For a lead of their team and administrators. They repeat from `begins` on."),
        gives={201: ShiftPlanOut},
        refuses=(403, 404, 409, 422),
    ),
)
def add_shifts(request: ApiRequest, uid: UUID, body: ShiftPlanIn) -> HttpResponse:
    """`commands.set_shifts`."""
    actor, agent = staff(request), _agent(uid)
    days = [tuple((begin, end) for begin, end in spans) for spans in body.days]
    spec = ShiftSpec(body.begins, days, body.ends, body.keeps_holidays)
    return answer_once(request, lambda: shift_plan_out(set_shifts(actor, agent.id, spec)), status=201)


@router.delete(
    "/agents/{uuid:uid}/shifts/{uuid:plan}",
    **told(_("Take an agent's shifts away"), gives={204: None}, refuses=(403, 404)),
)
def remove_shifts(request: ApiRequest, uid: UUID, plan: UUID) -> HttpResponse:
    """`commands.drop_shifts`."""
    actor = staff(request)
    agent = require_planning(actor, _agent(uid).id, shifts=True)
    found = next((row for row in shift_plans_of(actor, agent.id) if row.uid == plan), None)
    if found is None:
        raise NotFound
    drop_shifts(actor, found)
    return answer(None)


@of_tickets.get(
    "/{number}/assignments",
    **told(
        _("Read how a ticket came to whom"),
        _("For staff: the newest first, with who was weighed where the team's turn decided."),
        gives={200: Assignments},
        refuses=(403, 404),
    ),
)
def read_assignments(request: ApiRequest, number: str) -> HttpResponse:
    """`queries.reasons`."""
    ticket = references.ticket_at(request.auth, number)
    steps = steps_of(staff(request), ticket.number)[1]
    return answer(Assignments(items=[assignment_out(step) for step in steps]))


def _agent(uid: UUID) -> AgentInfo:
    found = people().by_uid.get(str(uid))
    if found is None:
        raise NotFound
    return found


def _stand_in(uid: UUID | None) -> int | None:
    return references.agent("stand_in", uid).id if uid else None

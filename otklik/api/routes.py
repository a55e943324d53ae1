"""`/routes`: stages tickets go through; `/tickets/{number}/actions/escalate`: passing on, or returning."""

from __future__ import annotations

from django.db import transaction
from django.http import HttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _
from ninja import Body, Query, Router

from otklik.api import references
from otklik.api.answers import answer, answer_once
from otklik.api.lists import listed, page_of_small
from otklik.api.operations import staff, told
from otklik.api.request import ApiRequest
from otklik.api.schemas.pages import PageQuery
from otklik.api.schemas.routes import (
    EscalateIn,
    RouteIn,
    RouteOut,
    RoutesOut,
    StageIn,
    StageOut,
    route_out,
    stage_out,
)
from otklik.api.schemas.tickets import Ticket, for_staff
from otklik.api.set_up import change, make, our_names
from otklik.api.versions import expected_version
from otklik.core.errors import Invalid, NotFound, NotPossible
from otklik.people.commands import change_set_up, get_set_up, hide_set_up, set_up
from otklik.people.commands.configure import require_setting_up
from otklik.people.queries import staff as our_people
from otklik.stages.commands import pass_on
from otklik.stages.ways import ways_from
from otklik.tickets.content import from_text
from otklik.tickets.queries.routes import routes
from otklik.tickets.queries.tickets_for_api import ticket_for_api
from otklik.tickets.queries.workflow import workflow
from otklik.web.setting_up import ROUTE, STAGE

router = Router(tags=["configuration"])
of_tickets = Router(tags=["actions"])
JUST_ON = EscalateIn()
ADDING, CHANGING = (403, 404, 409, 422), (403, 404, 409, 422)


@router.get("/routes", **told(_("List routes"), _("For staff."), gives={200: RoutesOut}, refuses=(403, 422)))
def list_routes(request: ApiRequest, query: Query[PageQuery]) -> HttpResponse:
    """In their order, each with its stages; hidden ones too."""
    staff(request)
    page = page_of_small(routes().routes, query, lambda row: str(row.uid))
    return listed(request, RoutesOut(items=[route_out(row) for row in page.rows]), page.after)


@router.post(
    "/routes", **told(_("Add a route"), _("For administrators."), gives={201: RouteOut}, refuses=ADDING)
)
def add_route(request: ApiRequest, body: RouteIn) -> HttpResponse:
    """It stands last and has no stages yet."""
    return answer_once(request, lambda: route_out(make(request.auth, ROUTE, body)), status=201)


@router.patch(
    "/routes/{code}",
    **told(_("Change a route"), _("For administrators."), gives={200: RouteOut}, refuses=CHANGING),
)
def patch_route(request: ApiRequest, code: str, body: RouteIn) -> HttpResponse:
    """Tickets that are on it go on."""
    found = next((row.uid for row in routes().routes if row.code == code), None)
    return answer(route_out(change(request.auth, ROUTE, found, body)))


@router.post(
    "/routes/{code}/stages",
    **told(
        _("Add a stage"),
        _("For administrators. It stands last, joined to the one before it unless `ways` are sent."),
        gives={201: StageOut},
        refuses=ADDING,
    ),
)
def add_stage(request: ApiRequest, code: str, body: StageIn) -> HttpResponse:
    """A step of the route."""
    actor = request.auth

    def add() -> StageOut:
        require_setting_up(actor, STAGE)
        route = next((row for row in routes().routes if row.code == code), None)
        if route is None:
            raise NotFound
        with our_names():
            made = set_up(actor, STAGE, {"route": route.pk, **_values(body)})
        return stage_out(routes().stages[made.pk])

    return answer_once(request, add, status=201)


@router.patch(
    "/routes/{code}/stages/{stage}",
    **told(_("Change a stage"), _("For administrators."), gives={200: StageOut}, refuses=CHANGING),
)
def patch_stage(request: ApiRequest, code: str, stage: str, body: StageIn) -> HttpResponse:
    """One with tickets in it is not hidden."""
    actor = request.auth
    require_setting_up(actor, STAGE)
    found = routes().by_code(stage)
    if found is None or found.route.code != code:
        raise NotFound
    with transaction.atomic(), our_names():
        row = change_set_up(actor, STAGE, get_set_up(actor, STAGE, str(found.uid)), _values(body))
        if body.hidden is not None:
            row = hide_set_up(actor, STAGE, row, hidden=body.hidden)
    return answer(stage_out(routes().stages[row.pk]))


@of_tickets.post(
    "/{number}/actions/escalate",
    **told(
        _("Pass a ticket on along its route"),
        _("To the next stage, or the one named; an earlier one returns it. `errors` name what it lacks."),
        gives={200: Ticket},
        refuses=(403, 404, 409, 422),
    ),
)
def escalate_ticket(request: ApiRequest, number: str, body: Body[EscalateIn] = JUST_ON) -> HttpResponse:
    """`stages.commands.pass_on`."""
    actor = request.auth
    version = expected_version(request, body.version)

    def act() -> Ticket:
        ticket = references.ticket_at(actor, number)
        staff(request)
        code = body.stage or next((way.target.code for way in ways_from(ticket) if way.is_onward), None)
        if code is None:
            raise NotPossible(gettext("There is no stage further along the route."))
        pass_on(actor, ticket, code, from_text(body.comment), version=version)
        return for_staff(actor, ticket_for_api(ticket))

    return answer_once(request, act)


def _values(body: StageIn) -> dict[str, object]:
    """The fields that were sent, references turned into ids."""
    sent = body.model_fields_set
    values: dict[str, object] = {}
    if body.names is not None:
        values["name"] = body.names
    if body.code is not None:
        values["code"] = body.code
    if body.requires is not None:
        values["requires"] = body.requires
    if "team" in sent:
        teams = {row.code: pk for pk, row in our_people().teams.items()}
        values["team"] = _id("team", teams, body.team)
    if "status" in sent:
        statuses = {row.code: pk for pk, row in workflow().statuses.items()}
        values["status"] = _id("status", statuses, body.status)
    if body.ways is not None:
        stages = {row.code: pk for pk, row in routes().stages.items()}
        values["ways"] = [
            {"to": _id("ways", stages, way.to), "condition": way.condition or {"all": []}}
            for way in body.ways
        ]
    return values


def _id(name: str, known: dict[str, int], code: str | None) -> int | None:
    if code is not None and code not in known:
        raise Invalid({name: gettext("Nothing is called “%(code)s”.") % {"code": code}})
    return known[code] if code is not None else None

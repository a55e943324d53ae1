"""`/rules/macros`: steps that one press does; `/tickets/{number}/actions/macro` does them."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.db import transaction
from django.http import HttpResponse
from django.utils.translation import gettext_noop as _
from ninja import Query, Router

from otklik.api import references
from otklik.api.answers import answer, answer_once
from otklik.api.canned_replies import row_id
from otklik.api.lists import listed, page_of_small
from otklik.api.operations import staff, told
from otklik.api.request import ApiRequest
from otklik.api.schemas.macros import (
    MacroIn,
    MacroOut,
    Macros,
    NewMacroIn,
    RanOut,
    RunMacroIn,
    RunOnManyIn,
    macro_out,
    ran_out,
)
from otklik.api.schemas.pages import PageQuery
from otklik.api.schemas.tickets import Ticket, for_staff
from otklik.api.set_up import our_names
from otklik.api.versions import expected_version
from otklik.automation.macros.own import change_own_macro, hide_own_macro, write_own_macro
from otklik.automation.macros.reading import get_macro_for, macros
from otklik.automation.macros.running import run_macro, run_macro_on_many
from otklik.canned.shapes import folders
from otklik.people.actor import Actor
from otklik.people.commands import change_set_up, hide_set_up, set_up
from otklik.people.queries import staff as our_people
from otklik.tickets.queries.single import ids_of_numbers
from otklik.tickets.queries.tickets_for_api import ticket_for_api
from otklik.web.setting_up import MACRO

if TYPE_CHECKING:
    from otklik.automation.models import Macro, SharedMacro

router = Router(tags=["configuration"])
of_tickets = Router(tags=["actions"])


@router.get(
    "/rules/macros",
    **told(
        _("List macros"),
        _("For staff: your own, your teams', everybody's; those switched off too."),
        gives={200: Macros},
        refuses=(403, 422),
    ),
)
def list_macros(request: ApiRequest, query: Query[PageQuery]) -> HttpResponse:
    """Folder by folder, hidden ones too."""
    page = page_of_small(macros(request.auth, with_hidden=True), query, lambda row: str(row.uid))
    return listed(request, Macros(items=[macro_out(row) for row in page.rows]), page.after)


@router.post(
    "/rules/macros",
    **told(
        _("Add a macro"),
        _("Your own needs no right, for others `automation.macros` does. Steps are actions of rules."),
        gives={201: MacroOut},
        refuses=(403, 409, 422),
    ),
)
def add_macro(request: ApiRequest, body: NewMacroIn) -> HttpResponse:
    """`write_own_macro`, or set up for others."""
    return answer_once(request, lambda: macro_out(_made(staff(request), body)), status=201)


@router.patch(
    "/rules/macros/{uid}",
    **told(
        _("Change a macro"),
        _("Its owner, or for those of others whoever holds `automation.macros`."),
        gives={200: MacroOut},
        refuses=(403, 404, 409, 422),
    ),
)
def patch_macro(request: ApiRequest, uid: str, body: MacroIn) -> HttpResponse:
    """Also hides one and brings it back."""
    return answer(macro_out(_changed(staff(request), uid, body)))


@router.post(
    "/rules/macros/{uid}/actions/run",
    **told(
        _("Run a macro on many tickets"),
        _("With your rights, each ticket wholly or not at all; what one refuses is told, the others go on."),
        gives={200: RanOut},
        refuses=(403, 404, 409, 422),
    ),
)
def run_macro_on_tickets(request: ApiRequest, uid: str, body: RunOnManyIn) -> HttpResponse:
    """`run_macro_on_many`."""
    actor = staff(request)

    def do() -> RanOut:
        chosen = get_macro_for(actor, uid)
        return ran_out(run_macro_on_many(actor, chosen, ids_of_numbers(actor, body.tickets)))

    return answer_once(request, do)


@of_tickets.post(
    "/{number}/actions/macro",
    **told(
        _("Run a macro on a ticket"),
        _("All of its steps with your rights, or none: a refused one is named."),
        gives={200: Ticket},
        refuses=(403, 404, 409, 422),
    ),
)
def run_macro_on_ticket(request: ApiRequest, number: str, body: RunMacroIn) -> HttpResponse:
    """`run_macro`."""
    actor = request.auth
    version = expected_version(request, body.version)

    def do() -> Ticket:
        ticket = references.ticket_at(actor, number)
        run_macro(staff(request), get_macro_for(staff(request), str(body.macro)), ticket, version=version)
        return for_staff(actor, ticket_for_api(ticket))

    return answer_once(request, do)


def _made(actor: Actor, body: NewMacroIn) -> Macro:
    with our_names():
        return write_own_macro(actor, _values(body)) if body.own else set_up(actor, MACRO, _values(body))


@transaction.atomic
def _changed(actor: Actor, uid: str, body: MacroIn) -> Macro:
    row = get_macro_for(actor, uid)
    with our_names():
        if row.owner_id is not None:
            row = change_own_macro(actor, row, _values(body))
            return row if body.hidden is None else hide_own_macro(actor, row, hidden=body.hidden)
        changed = change_set_up(actor, MACRO, cast("SharedMacro", row), _values(body))
        return changed if body.hidden is None else hide_set_up(actor, MACRO, changed, hidden=body.hidden)


def _values(body: MacroIn) -> dict[str, object]:
    """The fields that were sent; folder and team by their row's id."""
    plain = body.model_fields_set & {"about", "enabled", "condition", "actions"}
    found: dict[str, object] = {name: getattr(body, name) for name in plain}
    if "names" in body.model_fields_set:
        found["name"] = body.names or {}
    if "folder" in body.model_fields_set:
        found["folder"] = row_id("folder", body.folder, {one.uid: one.pk for one in folders()})
    if "team" in body.model_fields_set:
        found["team"] = row_id("team", body.team, {one.code: one.pk for one in our_people().teams.values()})
    return found

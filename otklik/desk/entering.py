"""`/desk/tickets/<number>/entering`: what a status asks for on entering, or a stage before it passes a ticket
on, in one form (FLOW-1, FLOW-2, ROUTE-4).

Asked is what this ticket lacks, nothing else; saving fills it in and moves the ticket, or does neither.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from otklik.catalogue.queries import catalogue
from otklik.core.errors import Invalid, Refused
from otklik.desk import choosing, client_field, contract_field, place_field
from otklik.desk.changes import until_of, version_of
from otklik.desk.fields import FIELDS, edit_of, present_of
from otklik.people.actor import Actor
from otklik.stages.commands import pass_on
from otklik.stages.ways import way_to
from otklik.tickets import commands
from otklik.tickets.access import CHANGE_STATUS, require
from otklik.tickets.commands.status import may_move
from otklik.tickets.content import from_text
from otklik.tickets.custom import TICKET, bound_of
from otklik.tickets.enums import OPEN_STATES
from otklik.tickets.queries import Card, card, workflow
from otklik.tickets.queries.routes import routes
from otklik.tickets.requirements import is_own, missing
from otklik.web import custom_fields, showing
from otklik.web.errors import status_of
from otklik.web.gates import staff_page
from otklik.web.request import OtklikRequest
from otklik.web.staff_frame import shell_for

if TYPE_CHECKING:
    from otklik.fields.queries import FieldInfo
    from otklik.tickets.models import Stage, Status

OF_CLIENT = frozenset({"contact", "company", "site", "asset", "contract"})
"""Asked together: the client's field brings their company, places and contracts along."""
SAID = ("until", "why", "reason", "solution", "phone", "assignee", "comment")


@dataclass(frozen=True)
class Goal:
    """What the ticket is to come to: a status or a stage, and what that requires."""

    name: str
    requires: Sequence[str]
    status: Status | None = None
    stage: Stage | None = None
    asks_why: bool = False


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def entering(request: OtklikRequest, number: str) -> HttpResponse:
    """The form of the status named `status`, or of the way to the stage named `stage`; a POST fills in, moves
    and returns to the card."""
    actor, found = request.actor, card(request.actor, number)
    require(actor, found.ticket, CHANGE_STATUS)
    sent = request.POST if request.method == "POST" else request.GET
    target = _goal(actor, found, sent.get("status", ""), sent.get("stage", ""))
    lacks = tuple(missing(found.ticket, target.requires))
    given = present_of(found) | dict.fromkeys(SAID, "")
    if request.method != "POST":
        given["comment"] = request.GET.get("comment", "")
        return _form(request, found, target, lacks, given, {})
    given |= {name: request.POST[name].strip() for name in (*FIELDS, *SAID) if name in request.POST}
    given |= place_field.sent_words(request.POST)
    try:
        _do(request, found, target, lacks, given)
    except Refused as error:
        problems = _where_asked(error.fields) if isinstance(error, Invalid) else {"": error.message}
        return _form(request, found, target, lacks, given, problems, status=status_of(error))
    return HttpResponseRedirect(reverse("desk-ticket", args=[found.ticket.number]))


def _goal(actor: Actor, found: Card, status: str, stage: str) -> Goal:
    ticket = found.ticket
    if not stage:
        row = may_move(actor, ticket, status)
        begins = not ticket.is_open and row.state in OPEN_STATES
        return Goal(str(row.name), row.requires, status=row, asks_why=begins)
    way, known = way_to(ticket, stage), routes()
    if way is None or ticket.stage_id is None:
        raise Invalid({"stage": _("There is no such stage. Choose one from the list.")})
    required = known.stages[ticket.stage_id].requires if way.is_onward else []
    brought = workflow().statuses.get(way.target.status_id or 0)
    required = [*required, *(brought.requires if brought else ())]
    return Goal(str(way.target.name), required, stage=way.target)


@transaction.atomic
def _do(
    request: OtklikRequest, found: Card, target: Goal, lacks: Sequence[str], given: Mapping[str, str]
) -> None:
    actor, ticket = request.actor, found.ticket
    version = version_of(request)
    if set(lacks) - {"team", "assignee"}:
        own = custom_fields.sent(actor, _own(actor, found, lacks), request.POST)
        values = replace(edit_of(actor, found, given, _labels(request, found), request.POST), fields=own)
        phone = given["phone"] if "phone" in lacks else None
        ticket = commands.edit(actor, ticket, replace(values, contact_phone=phone), version=version)
        version = None
    if {"team", "assignee"} & set(lacks) and given["assignee"]:
        agent_id, team_id = choosing.chosen_assignee(given["assignee"])
        ticket = commands.assign(actor, ticket, agent_id=agent_id, team_id=team_id, version=version)
        version = None
    if target.stage is not None:
        pass_on(actor, ticket, target.stage.code, from_text(given["comment"]), version=version)
        return
    said = commands.Entering(
        until_of(actor, given["until"]), given["why"] or given["reason"], from_text(given["solution"])
    )
    commands.enter(actor, ticket, target.status.code if target.status else "", said, version=version)


def _where_asked(problems: Mapping[str, str]) -> dict[str, str]:
    """The client's box asks for everything that is the client's; its sentence stands there."""
    of_client = [words for name, words in problems.items() if name in OF_CLIENT]
    others = {name: words for name, words in problems.items() if name not in OF_CLIENT}
    return others | ({"client": " ".join(of_client)} if of_client and "client" not in others else {})


def _labels(request: OtklikRequest, found: Card) -> list[int]:
    if "categories_asked" not in request.POST:
        return list(found.around.categories)
    return [int(pk) for pk in request.POST.getlist("category") if pk.isdecimal()]


def _own(actor: Actor, found: Card, lacks: Sequence[str]) -> list[FieldInfo]:
    wanted = {name for name in lacks if is_own(name)}
    every = custom_fields.asked(actor, TICKET.kind, bound_of(found.ticket), found.ticket.custom)
    return [one for one in every if one.form_name in wanted]


def _form(
    request: OtklikRequest,
    found: Card,
    target: Goal,
    lacks: Sequence[str],
    given: Mapping[str, str],
    problems: Mapping[str, str],
    *,
    status: int = 200,
) -> HttpResponse:
    actor, ticket, known = request.actor, found.ticket, catalogue()
    asked_own = _own(actor, found, lacks)
    typed = custom_fields.sent(actor, asked_own, request.POST) if request.method == "POST" else None
    own = custom_fields.controls(actor, asked_own, ticket.custom, typed, problems)
    client = client_field.known_client(actor, given["contact"], ticket, given=given)
    context = {
        "shell": shell_for(actor),
        "t": ticket,
        "digits": showing.digits(ticket.number),
        "target": target,
        "lacks": lacks,
        "asks_until": target.status is not None and target.status.asks_until,
        "asks_solution": target.status is not None and target.status.asks_solution,
        "asks_client": bool(OF_CLIENT & set(lacks)),
        "asks_people": bool({"team", "assignee"} & set(lacks)),
        "given": {**given, "version": str(ticket.version)},
        "problems": problems,
        "summary": [(f"f-{name}" if name else "", words) for name, words in problems.items()],
        "services": choosing.services(),
        "types": choosing.coded(known.types),
        "categories": [(pk, str(row.name)) for pk, row in known.categories.items() if not row.hidden],
        "people": [(c.value, c.name) for c in choosing.assignees(actor, ticket.team_id) if c.value],
        "reasons": [(words, words) for words in choosing.reasons_of(target.status)] if target.status else [],
        "custom": [replace(one, required=True) for one in own],
        "fitting": client_field.fitting(actor, given) if "client" in problems else (),
        "known": replace(client, open_rows=()),
        "agreed": contract_field.agreed_in(actor, given, ticket.company_id),
    }
    return render(request, "desk/entering.html", context, status=status)

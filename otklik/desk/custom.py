"""Custom fields at the desk: in the forms of tickets, and on the card's side panel, where they are edited in
place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from otklik.catalogue.bound_fields import bound_to
from otklik.catalogue.queries import catalogue
from otklik.desk import choosing
from otklik.desk.changes import answer_change, told_on_card, version_of
from otklik.fields.queries import FieldInfo, fillable
from otklik.fields.values import Custom
from otklik.people.actor import Actor
from otklik.tickets import commands
from otklik.tickets.access import EDIT, get_ticket_for, require
from otklik.tickets.custom import TICKET, bound_of
from otklik.web import custom_fields
from otklik.web.custom_fields import Control
from otklik.web.errors import wants_fragment
from otklik.web.gates import staff_page
from otklik.web.request import OtklikRequest

if TYPE_CHECKING:
    from django.http import QueryDict


@require_safe
@staff_page
def form(request: OtklikRequest, number: str) -> HttpResponse:
    """The form of a ticket's custom fields, for its card; without script the form of the whole ticket. For
    whoever may edit the ticket; of the fields those that are theirs to fill."""
    actor = request.actor
    ticket = get_ticket_for(actor, number)
    require(actor, ticket, EDIT)
    if not wants_fragment(request):
        return HttpResponseRedirect(reverse("desk-fields", args=[number]))
    fields = custom_fields.asked(actor, TICKET.kind, bound_of(ticket), ticket.custom)
    controls = custom_fields.controls(actor, fields, ticket.custom, None, {})
    return render(request, "desk/custom_edit.html", {"t": ticket, "custom": controls})


@require_POST
@staff_page
@told_on_card
def values(request: OtklikRequest, number: str) -> HttpResponse:
    """Change the custom fields of a ticket to what the panel's form holds."""
    ticket = get_ticket_for(request.actor, number)
    fields = custom_fields.asked(request.actor, TICKET.kind, bound_of(ticket), ticket.custom)
    given = custom_fields.sent(request.actor, fields, request.POST)
    commands.edit(request.actor, ticket, commands.Edit(fields=given), version=version_of(request))
    return answer_change(request, number)


def given_for(
    actor: Actor, post: QueryDict, service: str, kind: str, custom: Custom | None = None
) -> dict[str, object]:
    """What a ticket's form holds of the fields that are asked for the service and type chosen in it."""
    known = catalogue()
    chosen, of_type = choosing.by_code(known.services, service), choosing.by_code(known.types, kind)
    of_type = of_type or known.usual_type(chosen, None)
    bound = bound_to(of_type.pk if of_type else None, chosen.pk if chosen else None)
    return custom_fields.sent(actor, custom_fields.asked(actor, TICKET.kind, bound, custom), post)


def controls_for(
    actor: Actor,
    custom: Custom | None,
    given: Mapping[str, object] | None,
    problems: Mapping[str, str],
) -> list[Control]:
    """Every field a ticket's form can ask, each with the types and services it is asked for."""
    fields = fillable(actor, TICKET.kind)
    drawn = custom_fields.controls(actor, fields, custom, given, problems)
    return [_scoped(control, field) for control, field in zip(drawn, fields, strict=True)]


def names_of(controls: Sequence[Control]) -> set[str]:
    """Names of the controls, for a form's summary of what is wrong."""
    return {control.name for control in controls}


def _scoped(control: Control, field: FieldInfo) -> Control:
    known = catalogue()
    types, services = field.bound.get("type"), field.bound.get("service")
    return replace(
        control,
        types=" ".join(row.code for pk, row in known.types.items() if pk in types) if types else "",
        services=" ".join(
            row.code
            for row in known.services.values()
            if any(step.pk in services for step in known.path_of(row))
        )
        if services
        else "",
    )

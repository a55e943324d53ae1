"""`/desk/tickets/<number>/fields`: subject, client, service, type, priority and categories of a ticket."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, TypedDict

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from otklik.catalogue.queries import catalogue
from otklik.clients.companies_of import company_among
from otklik.clients.contract_queries import contracts_in_use
from otklik.core.errors import Conflict, Invalid, Refused
from otklik.desk import choosing, client_field, contract_field, custom, place_field
from otklik.people.actor import Actor
from otklik.tickets import commands
from otklik.tickets.access import EDIT, require
from otklik.tickets.queries import Card, card
from otklik.web import showing
from otklik.web.errors import status_of
from otklik.web.flash import say_next
from otklik.web.gates import staff_page
from otklik.web.request import OtklikRequest
from otklik.web.staff_frame import shell_for

if TYPE_CHECKING:
    from otklik.catalogue.models import Category
    from otklik.clients.models import Asset, Company, Contract, Site

PLACES = ("site", "asset", "contract")
FIELDS = ("subject", "contact", "client", "fit", "company", "service", "type", "priority", *PLACES, "version")


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def edit(request: OtklikRequest, number: str) -> HttpResponse:
    """The form; a POST changes what differs. Somebody else's change meanwhile is shown beside the own one."""
    actor = request.actor
    found = card(actor, number)
    require(actor, found.ticket, EDIT)
    if request.method != "POST":
        return _form(request, found, present_of(found), None, found.around.categories, {})
    given = {name: request.POST.get(name, "").strip() for name in FIELDS}
    given |= place_field.sent_words(request.POST)
    labels = [int(pk) for pk in request.POST.getlist("category") if pk.isdecimal()]
    own = custom.given_for(actor, request.POST, given["service"], given["type"], found.ticket.custom)
    version = int(given["version"]) if given["version"].isdecimal() else None
    try:
        values = edit_of(actor, found, given, labels, request.POST)
        commands.edit(actor, found.ticket, replace(values, fields=own), version=version)
    except Conflict as error:
        return _form(request, found, given, own, labels, {"": error.message}, status=409)
    except Refused as error:
        problems = error.fields if isinstance(error, Invalid) else {"": error.message}
        return _form(request, found, given, own, labels, problems, status=status_of(error))
    say_next(request, _("Saved."))
    return HttpResponseRedirect(reverse("desk-ticket", args=[found.ticket.number]))


def edit_of(
    actor: Actor,
    found: Card,
    given: Mapping[str, str],
    labels: Sequence[int],
    sent: Mapping[str, object],
) -> commands.Edit:
    """What a form of these fields wants of the ticket, custom fields aside. `sent`: what the page held."""
    values = _values(actor, found, given, labels)
    where = place_field.settled(actor, dict(given), _company_of(found, values))
    return replace(values, **_where(actor, found, where, sent))


def present_of(found: Card) -> dict[str, str]:
    """What stands in the ticket, as the form's boxes hold it."""
    ticket, known = found.ticket, catalogue()
    where = place_field.where_of(ticket)
    service, kind = known.services.get(ticket.service_id or 0), known.types.get(ticket.type_id or 0)
    return {
        "subject": ticket.subject,
        "contact": str(ticket.contact.uid) if ticket.contact else "",
        "client": ticket.contact.name if ticket.contact else "",
        "company": str(ticket.company.uid) if ticket.company else "",
        "service": service.code if service else "",
        "type": kind.code if kind else "",
        "priority": known.priorities[ticket.priority_id].code,
        "site": str(where.site.uid) if where.site else "",
        "asset": str(where.asset.uid) if where.asset else "",
        "contract": str(ticket.contract.uid) if ticket.contract and contracts_in_use() else "",
        "version": str(ticket.version),
    }


def _values(actor: Actor, found: Card, given: Mapping[str, str], labels: Sequence[int]) -> commands.Edit:
    known, contact = catalogue(), client_field.named_client(actor, given)
    company = found.ticket.company
    if company is None or given["company"] != str(company.uid):
        company = company_among(contact or found.ticket.contact, given["company"])
    elif contact is not None and contact != found.ticket.contact:
        company = None  # what stood there before another client was chosen
    return commands.Edit(
        subject=given["subject"],
        contact=contact,
        company=company,
        service=choosing.by_code(known.services, given["service"]),
        type=choosing.by_code(known.types, given["type"]),
        priority=choosing.by_code(known.priorities, given["priority"]),
        categories=[known.categories[pk] for pk in labels if pk in known.categories],
    )


def _company_of(found: Card, values: commands.Edit) -> Company | None:
    """Whose the ticket will be: where it looks for sites and equipment."""
    ticket, contact = found.ticket, values.contact
    if values.company is not None:
        return values.company
    return contact.company if contact is not None and contact != ticket.contact else ticket.company


class _Where(TypedDict):
    site: Site | None
    asset: Asset | None
    contract: Contract | None
    emptied: frozenset[str]


def _where(actor: Actor, found: Card, given: Mapping[str, str], sent: Mapping[str, object]) -> _Where:
    """Site, equipment and contract where the form differs from what stands: a machine may have been moved
    since."""
    present = present_of(found)
    new = {name: given[name] if given[name] != present[name] else "" for name in PLACES}
    had = {name: sent[name] for name in PLACES if name in sent and present[name]}
    return {
        "site": place_field.chosen_site(actor, new["site"]),
        "asset": place_field.chosen_asset(actor, new["asset"]),
        "contract": contract_field.chosen_contract(actor, new["contract"]),
        "emptied": place_field.emptied(given, had),
    }


def _form(
    request: OtklikRequest,
    found: Card,
    given: Mapping[str, str],
    own: Mapping[str, object] | None,
    labels: Sequence[int],
    problems: Mapping[str, str],
    *,
    status: int = 200,
) -> HttpResponse:
    actor, known = request.actor, catalogue()
    present = present_of(found)
    known_client = client_field.known_client(
        actor, "" if "client" in problems else given["contact"], found.ticket, given=given
    )
    controls = custom.controls_for(actor, found.ticket.custom, own, problems)
    named = {*FIELDS, *custom.names_of(controls)}
    context = {
        "shell": shell_for(actor),
        "t": found.ticket,
        "digits": showing.digits(found.ticket.number),
        "given": {**given, "version": present["version"]},
        "now": _differences(present, given) if status == 409 else {},
        "problems": problems,
        "summary": [(field if field in named else "", text) for field, text in problems.items()],
        "services": choosing.services(),
        "types": choosing.coded(known.types),
        "priorities": choosing.coded(known.priorities),
        "categories": _categories(known.categories, labels),
        "custom": controls,
        "fitting": client_field.fitting(actor, given) if "client" in problems else (),
        "known": replace(known_client, open_rows=()),
        "agreed": contract_field.agreed_in(actor, given, found.ticket.company_id),
    }
    return render(request, "desk/fields.html", context, status=status)


def _differences(present: Mapping[str, str], given: Mapping[str, str]) -> dict[str, str]:
    """What stands in the ticket now where the form says something else, in words."""
    known = catalogue()
    names = {
        **{("service", row.code): str(row.name) for row in known.services.values()},
        **{("type", row.code): str(row.name) for row in known.types.values()},
        **{("priority", row.code): str(row.name) for row in known.priorities.values()},
    }
    return {
        field: _("Now: %(value)s") % {"value": names.get((field, value), value)}
        for field, value in present.items()
        if field in ("subject", "client", "service", "type", "priority") and value != given.get(field)
    }


def _categories(rows: Mapping[int, Category], chosen: Sequence[int]) -> list[tuple[int, str, bool]]:
    """Categories on offer; a hidden one as long as the ticket has it."""
    return [(pk, str(row.name), pk in chosen) for pk, row in rows.items() if not row.hidden or pk in chosen]

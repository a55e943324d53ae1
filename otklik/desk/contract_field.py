"""The contract of a ticket: what a form offers and warns of before anything is saved (REG-12), what a card
shows."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from otklik.catalogue.queries import catalogue
from otklik.clients.access import get_contact_for
from otklik.clients.companies_of import companies_of
from otklik.clients.contract_access import get_contract_for, visible_contracts
from otklik.clients.contract_choice import About, Choice, Under, contracts_to_choose, under
from otklik.clients.contract_queries import contracts_in_use, standing_of
from otklik.clients.contract_standing import WARNED, Kind
from otklik.clients.openness import is_open_to
from otklik.clients.place_access import get_asset_for, get_site_for
from otklik.core.errors import Invalid, NotFound
from otklik.desk import choosing
from otklik.people.actor import Actor
from otklik.web.addresses import address
from otklik.web.contract_words import Told, told, why_chosen
from otklik.web.gates import staff_page
from otklik.web.request import OtklikRequest

if TYPE_CHECKING:
    from otklik.clients.models import Contact, Contract
    from otklik.tickets.models import Ticket

Row = TypeVar("Row")


@dataclass(frozen=True)
class Agreed:
    """What the contract's part of a form or a card says. `href` is empty for one that is not open to the
    reader; `notice`: what to warn of, with its tone."""

    choices: Sequence[Choice] = ()
    number: str = ""
    href: str = ""
    why: str = ""
    told: Told | None = None
    notice: str = ""
    tone: str = ""
    closed: str = ""
    """The chosen service is not open to the client (REG-3): employees are told, and may go on."""


@require_safe
@staff_page
def standing(request: OtklikRequest) -> HttpResponse:
    """What a new ticket would be registered under, as the form stands: `contact`, `service`, `site`, `asset`,
    `contract`."""
    asked = ("contact", "company", "service", "site", "asset", "contract")
    given = {name: request.GET.get(name, "") for name in asked}
    context = {"agreed": agreed_in(request.actor, given, None), "given": given, "problems": {}}
    return render(request, "desk/_agreed.html", context)


def agreed_in(actor: Actor, given: Mapping[str, str], company_id: int | None) -> Agreed:
    """For a form; `company_id` where it names no contact. What it names and one may not know of is left
    out."""
    about = _about(actor, given, company_id)
    return replace(_agreed_in(actor, given, about), closed=_closed(about))


def _agreed_in(actor: Actor, given: Mapping[str, str], about: About) -> Agreed:
    if not contracts_in_use():
        return Agreed()
    named = _or_none(lambda: get_contract_for(actor, given["contract"])) if given.get("contract") else None
    choices = contracts_to_choose(actor, about.company_id, named)
    found = under(about, named)
    return _said(actor, found, choices) if found is not None else Agreed(choices)


def agreed_of(actor: Actor, ticket: Ticket) -> Agreed:
    """For the card of a ticket: nothing for one without a client's company, or where nobody has contracts."""
    if ticket.company_id is None or not contracts_in_use():
        return Agreed()
    if ticket.contract is None:
        return Agreed(notice=_("No contract: the work is paid separately."))
    return _said(actor, Under(ticket.contract, standing_of(ticket.contract)), ())


def chosen_contract(actor: Actor, uid: str) -> Contract | None:
    """The contract a form names; `Invalid` for one that is not open to the actor."""
    if not uid:
        return None
    try:
        return get_contract_for(actor, uid)
    except NotFound as error:
        raise Invalid({"contract": _("There is no such contract, or it is not open to you.")}) from error


def _closed(about: About) -> str:
    service = catalogue().services.get(about.service_id or 0)
    if service is None or about.company_id is None or is_open_to(service, about.company_id):
        return ""
    return _("This service is not open to the client: it is only for some.")


def _said(actor: Actor, found: Under, choices: Sequence[Choice]) -> Agreed:
    if found.contract is None or found.standing is None:
        return Agreed(choices, notice=_("No contract covers this: the work is paid separately."), tone="soon")
    words = told(found.standing)
    is_told = found.standing.kind in WARNED | {Kind.ENDING}
    is_open = visible_contracts(actor).filter(pk=found.contract.pk).exists()
    return Agreed(
        choices,
        number=found.contract.number if is_open else _("no access"),
        href=address("desk-contract", args=[found.contract.uid]) if is_open else "",
        why=why_chosen(found.chosen.why) if found.chosen else "",
        told=words,
        notice=words.sentence if is_told else "",
        tone="late" if words.tone == "red" else "soon",
    )


def _about(actor: Actor, given: Mapping[str, str], company_id: int | None) -> About:
    contact = _or_none(lambda: get_contact_for(actor, given["contact"])) if given.get("contact") else None
    site = _or_none(lambda: get_site_for(actor, given["site"])) if given.get("site") else None
    asset = _or_none(lambda: get_asset_for(actor, given["asset"])) if given.get("asset") else None
    service = choosing.by_code(catalogue().services, given.get("service", ""))
    return About(
        _company_of(contact, given.get("company", "")) if contact else company_id,
        service.pk if service else None,
        site.pk if site else None,
        asset.pk if asset else None,
        asset.site_id if asset else None,
    )


def _company_of(contact: Contact, uid: str) -> int | None:
    """The company of theirs that was chosen, else the main one."""
    found = [one.pk for one in companies_of(contact) if str(one.uid) == uid] if uid else []
    return found[0] if found else contact.company_id


def _or_none(get: Callable[[], Row]) -> Row | None:
    try:
        return get()
    except NotFound:
        return None

"""Contracts: adding, changing, hiding. For whoever may change contracts.

Their list and cards are the desk's (`/desk/clients/contracts`); this is the form behind its buttons.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from otklik.clients import commands
from otklik.clients.access import get_company_for
from otklik.clients.contract_access import (
    EDIT_CONTRACTS,
    get_contract_for,
    may_see_prices,
    require_contracts,
)
from otklik.clients.contract_queries import ContractRow, covered_assets, covered_sites, row_of
from otklik.clients.place_access import get_asset_for, get_site_for
from otklik.core.configuring.kinds import One
from otklik.core.configuring.shapes import Field
from otklik.core.errors import Conflict, Invalid, NotFound, Refused, refuse_all
from otklik.people.actor import Actor
from otklik.settings_ui import contract_forms, contract_places, searched
from otklik.settings_ui.client_custom import kept, read_version
from otklik.settings_ui.forms import problems_of, typed
from otklik.settings_ui.thing_form import ThingForm, frame_of
from otklik.web.errors import status_of
from otklik.web.flash import say_next
from otklik.web.gates import page_for
from otklik.web.request import OtklikRequest

if TYPE_CHECKING:
    from django.http import QueryDict

    from otklik.clients.models import Company, Contract

Place = TypeVar("Place")


@dataclass(frozen=True)
class Shown:
    """A form on its way to the page: the contract (None: a new one), its fields, values, what is wrong."""

    row: ContractRow | None
    fields: Sequence[Field]
    values: Mapping[str, object]
    problems: Mapping[str, str]
    back: str


@require_http_methods(["GET", "HEAD", "POST"])
@page_for(EDIT_CONTRACTS)
def contract(request: OtklikRequest, uid: str = "") -> HttpResponse:
    """The form of a contract, new without a uid; a POST keeps it and opens its card."""
    require_contracts()
    actor = request.actor
    row = row_of(actor, get_contract_for(actor, str(uid))) if uid else None
    company = _company_asked(request)
    fields = contract_forms.fields(_asked(actor, row, company, request.POST))
    back = reverse("desk-contract", args=[row.contract.uid]) if row else reverse("desk-contracts")
    if request.method != "POST":
        values = _values(row) if row else contract_forms.blank(str(company.uid) if company else "")
        return _form(request, Shown(row, fields, values, {}, back))
    given = typed(fields, request.POST)
    try:
        given = searched.settled(actor, fields, given, _only(row, company))
        stored = row.contract if row else None
        saved = kept(actor, "contract", stored, request.POST, lambda: _save(actor, row, given, request.POST))
    except Refused as error:
        if isinstance(error, Conflict) and row is not None:
            row.contract.refresh_from_db(fields=["version"])
        shown = Shown(row, fields, given, problems_of(error), back)
        return _form(request, shown, status=status_of(error))
    say_next(request, _("Saved."))
    return HttpResponseRedirect(reverse("desk-contract", args=[saved.uid]))


@require_POST
@page_for(EDIT_CONTRACTS)
def contract_hidden(request: OtklikRequest, uid: str) -> HttpResponse:
    """Hide a contract (`hidden=1`) or bring it back."""
    row = get_contract_for(request.actor, str(uid))
    commands.hide_contract(request.actor, row, hidden=request.POST.get("hidden") == "1")
    return HttpResponseRedirect(reverse("settings-contract", args=[row.uid]))


def _asked(
    actor: Actor, row: ContractRow | None, company: Company | None, sent: QueryDict
) -> contract_forms.Asked:
    companies = list(row.companies) if row else [company] if company else []
    payer = row.contract.payer if row else company
    options, finds = searched.companies(actor, payer)
    if row is not None and row.contract.payer not in companies:
        hidden = str(row.contract.payer.uid)
        options = [replace(one, label=_("no access")) if one.key == hidden else one for one in options]
    return contract_forms.Asked(
        One(lambda: options, empty=_("choose a company"), finds=finds),
        contract_places.sites_of(actor, companies, covered_sites(row) if row else (), sent.getlist("sites")),
        contract_places.assets_of(
            actor, companies, covered_assets(row) if row else (), sent.getlist("assets")
        ),
        may_see_prices(actor),
    )


def _only(row: ContractRow | None, company: Company | None) -> Company | None:
    """The company where boxes search; of several anywhere: the command refuses what is of none of them."""
    companies = list(row.companies) if row else [company] if company else []
    return companies[0] if len(companies) == 1 else None


def _values(row: ContractRow) -> dict[str, object]:
    return contract_forms.values_of(row.contract, row.companies, covered_sites(row), covered_assets(row))


def _save(actor: Actor, row: ContractRow | None, given: Mapping[str, object], post: QueryDict) -> Contract:
    before = list(row.companies) if row else []
    payer = _payer(actor, row, str(given["payer"]))
    stored = row.contract if row else None
    refuse_all(
        lambda: contract_forms.named_companies(actor, given["companies"], before),
        lambda: commands.check_contract(contract_forms.spec_of(given, payer, before), stored),
    )
    companies = contract_forms.named_companies(actor, given["companies"], before)
    spec = _with_places(actor, row, given, contract_forms.spec_of(given, payer, companies))
    if row is None:
        return commands.create_contract(actor, spec)
    # Companies this employee may not know of were not in the form: they stay.
    known = {one.pk for one in before}
    unknown = [one for one in row.contract.companies.all() if one.pk not in known]
    spec = replace(spec, companies=[*spec.companies, *unknown])
    read = read_version(post, row.contract.version)
    return commands.change_contract(actor, row.contract, version=read, spec=spec)


def _with_places(
    actor: Actor, row: ContractRow | None, given: Mapping[str, object], spec: commands.ContractSpec
) -> commands.ContractSpec:
    """The sites and machines that were chosen; those this employee was not offered stay as they are."""
    sites = _chosen(contract_forms.several(given, "sites"), lambda uid: get_site_for(actor, uid), "sites")
    assets = _chosen(contract_forms.several(given, "assets"), lambda uid: get_asset_for(actor, uid), "assets")
    if row is not None:
        shown = {one.pk for one in covered_sites(row)}
        sites += [one for one in row.contract.sites.all() if one.pk not in shown]
        seen = {one.pk for one in covered_assets(row)}
        assets += [one for one in row.contract.assets.all() if one.pk not in seen]
    return replace(spec, sites=sites, assets=assets)


def _chosen(uids: Sequence[str], get: Callable[[str], Place], field: str) -> list[Place]:
    try:
        return [get(uid) for uid in uids]
    except NotFound:
        message = _("There is no such choice any more. Choose from the list.")
        raise Invalid({field: message}) from None


def _payer(actor: Actor, row: ContractRow | None, uid: str) -> Company:
    if row is not None and uid == str(row.contract.payer.uid):
        return row.contract.payer
    if not uid:
        raise Invalid({"payer": _("Choose the company.")})
    try:
        return get_company_for(actor, uid)
    except NotFound:
        message = _("There is no such company, or it is not open to you.")
        raise Invalid({"payer": message}) from None


def _company_asked(request: OtklikRequest) -> Company | None:
    """The company a new one is for, as the address says."""
    uid = request.GET.get("company", "")
    return get_company_for(request.actor, uid) if uid else None


def _form(request: OtklikRequest, shown: Shown, *, status: int = 200) -> HttpResponse:
    found = shown.row.contract if shown.row else None
    form = ThingForm(
        kind="contract",
        row=found,
        title=found.number if found else _("New contract"),
        section=(_("Contracts"), reverse("desk-contracts")),
        card_url=shown.back,
        fields=shown.fields,
        values=shown.values,
        problems=shown.problems,
        is_new=found is None,
    )
    context = {
        **frame_of(request, form),
        "sees_prices": may_see_prices(request.actor),
        "has_places": any(field.name in ("sites", "assets") for field in shown.fields),
    }
    return render(request, "settings/contract.html", context, status=status)

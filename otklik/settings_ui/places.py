"""Sites and equipment: adding, changing, hiding. For whoever may change clients.

Their lists and cards are the desk's (`/desk/clients/`); these are the forms behind its buttons.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from otklik.clients import commands
from otklik.clients.access import EDIT, get_company_for
from otklik.clients.place_access import (
    get_asset_for,
    get_site_for,
    require_assets,
    require_sites,
)
from otklik.clients.place_choice import SITES_KIND, sites_to_choose
from otklik.clients.queries import contacts_of
from otklik.clients.settings import SITES
from otklik.core.configuring.kinds import One, Option
from otklik.core.configuring.shapes import Field
from otklik.core.errors import Conflict, Invalid, NotFound, Refused
from otklik.people.actor import Actor
from otklik.settings_ui import place_forms, searched
from otklik.settings_ui.client_custom import kept, read_version
from otklik.settings_ui.clients import keep_our_people
from otklik.settings_ui.forms import problems_of, typed
from otklik.settings_ui.thing_form import ThingForm, frame_of
from otklik.web.errors import status_of
from otklik.web.flash import say_next
from otklik.web.gates import page_for
from otklik.web.request import OtklikRequest

if TYPE_CHECKING:
    from otklik.clients.models import Asset, Company, Contact, Site

CHOICES = 500


@require_http_methods(["GET", "HEAD", "POST"])
@page_for(EDIT)
def site(request: OtklikRequest, uid: str = "") -> HttpResponse:
    """The form of a site, new without a uid; a POST keeps it and opens its card."""
    require_sites()
    actor = request.actor
    row = get_site_for(actor, str(uid)) if uid else None
    company = row.company if row else _company_asked(request)
    people = contacts_of(actor, company, CHOICES) if company else None
    fields = place_forms.site_fields(
        _company_field(actor, company),
        None if people is None else lambda: [Option(str(one.uid), one.name) for one in people],
    )
    if request.method != "POST":
        values = place_forms.site_values(row) if row else _asked(request)
        return _form(request, "site", row, fields, values, {}, company)
    given = typed(fields, request.POST)
    try:
        given = searched.settled(actor, fields, given, company)
        saved = kept(actor, "site", row, request.POST, lambda: _save_site(request, row, given, people or ()))
    except Refused as error:
        return _refused(request, "site", row, fields, given, error, company)
    say_next(request, _("Saved."))
    return HttpResponseRedirect(reverse("desk-site", args=[saved.uid]))


@require_http_methods(["GET", "HEAD", "POST"])
@page_for(EDIT)
def asset(request: OtklikRequest, uid: str = "") -> HttpResponse:
    """The form of a machine, new without a uid; a POST keeps it and opens its card."""
    require_assets()
    actor = request.actor
    row = get_asset_for(actor, str(uid)) if uid else None
    company = row.company if row else _company_asked(request)
    fields = place_forms.asset_fields(
        _company_field(actor, company),
        _site_field(actor, company, row, request) if company and SITES.get() else None,
    )
    if request.method != "POST":
        values = place_forms.asset_values(row) if row else _asked(request)
        return _form(request, "asset", row, fields, values, {}, company)
    given = typed(fields, request.POST)
    try:
        given = searched.settled(actor, fields, given, company)
        saved = kept(actor, "asset", row, request.POST, lambda: _save_asset(request, row, given))
    except Refused as error:
        return _refused(request, "asset", row, fields, given, error, company)
    say_next(request, _("Saved."))
    return HttpResponseRedirect(reverse("desk-asset", args=[saved.uid]))


@require_POST
@page_for(EDIT)
def site_hidden(request: OtklikRequest, uid: str) -> HttpResponse:
    """Hide a site (`hidden=1`) or bring it back."""
    row = get_site_for(request.actor, str(uid))
    commands.hide_site(request.actor, row, hidden=request.POST.get("hidden") == "1")
    return HttpResponseRedirect(reverse("settings-site", args=[row.uid]))


@require_POST
@page_for(EDIT)
def asset_hidden(request: OtklikRequest, uid: str) -> HttpResponse:
    """Hide a machine (`hidden=1`) or bring it back."""
    row = get_asset_for(request.actor, str(uid))
    commands.hide_asset(request.actor, row, hidden=request.POST.get("hidden") == "1")
    return HttpResponseRedirect(reverse("settings-asset", args=[row.uid]))


def _save_site(
    request: OtklikRequest, row: Site | None, given: Mapping[str, object], people: Sequence[Contact]
) -> Site:
    actor = request.actor
    company = row.company if row else _chosen_company(actor, str(given["company"]))
    wanted = set(place_forms.chosen_of(given, "contacts"))
    chosen = [one for one in people if str(one.uid) in wanted]
    if row is None:
        made = commands.create_site(actor, place_forms.site_spec(given, company, chosen))
        return keep_our_people(actor, made, given)
    # People of the site whom this employee may not know of were not offered: they stay.
    offered = {one.pk for one in people}
    chosen += [one for one in row.contacts.all() if one.pk not in offered]
    read = read_version(request.POST, row.version)
    spec = place_forms.site_spec(given, company, chosen)
    return keep_our_people(actor, commands.change_site(actor, row, version=read, spec=spec), given)


def _save_asset(request: OtklikRequest, row: Asset | None, given: Mapping[str, object]) -> Asset:
    actor = request.actor
    company = row.company if row else _chosen_company(actor, str(given["company"]))
    place = row.site if row and "site" not in given else _chosen_site(actor, str(given.get("site") or ""))
    spec = place_forms.asset_spec(given, company, place)
    if row is None:
        return commands.create_asset(actor, spec)
    read = read_version(request.POST, row.version)
    return commands.change_asset(actor, row, version=read, spec=spec)


def _asked(request: OtklikRequest) -> dict[str, object]:
    return {name: request.GET.get(name, "") for name in ("company", "site")}


def _company_asked(request: OtklikRequest) -> Company | None:
    """The company a new one is for, as the address or the form says; None while it is still to be chosen."""
    uid = request.GET.get("company", "")
    return get_company_for(request.actor, uid) if uid else None


def _chosen_company(actor: Actor, uid: str) -> Company:
    if not uid:
        raise Invalid({"company": _("Choose the company.")})
    try:
        return get_company_for(actor, uid)
    except NotFound:
        message = _("There is no such company, or it is not open to you.")
        raise Invalid({"company": message}) from None


def _chosen_site(actor: Actor, uid: str) -> Site | None:
    if not uid:
        return None
    try:
        return get_site_for(actor, uid)
    except NotFound:
        raise Invalid({"site": _("There is no such site, or it is not open to you.")}) from None


def _company_field(actor: Actor, chosen: Company | None) -> One:
    """All companies to choose from, or a box that finds one; the one that is chosen already stays."""
    if chosen is not None:
        return One(lambda: [Option(str(chosen.uid), chosen.name)])
    options, finds = searched.companies(actor, None)
    return One(lambda: options, empty=_("choose a company"), finds=finds)


def _site_field(actor: Actor, company: Company, row: Asset | None, request: OtklikRequest) -> One:
    keep = row.site if row else None
    asked = request.POST.get("site") or request.GET.get("site", "") or (str(keep.uid) if keep else "")
    choice = sites_to_choose(actor, company.pk, keep=keep, chosen=asked)
    finds = searched.finds(SITES_KIND, company, is_many=choice.is_many)
    return One(lambda: searched.options_of(choice), empty=_("not said"), finds=finds)


def _refused(
    request: OtklikRequest,
    kind: str,
    row: Site | Asset | None,
    fields: Sequence[Field],
    given: Mapping[str, object],
    error: Refused,
    company: Company | None,
) -> HttpResponse:
    if isinstance(error, Conflict) and row is not None:
        row.refresh_from_db(fields=["version"])
    problems, status = problems_of(error), status_of(error)
    return _form(request, kind, row, fields, given, problems, company, status=status)


def _form(
    request: OtklikRequest,
    kind: str,
    row: Site | Asset | None,
    fields: Sequence[Field],
    values: Mapping[str, object],
    problems: Mapping[str, str],
    company: Company | None,
    *,
    status: int = 200,
) -> HttpResponse:
    title = {"site": _("New site"), "asset": _("New equipment")}[kind]
    form = ThingForm(
        kind=kind,
        row=row,
        title=row.name if row else title,
        section=({"site": _("Sites"), "asset": _("Equipment")}[kind], reverse(f"desk-{kind}s")),
        card_url=reverse(f"desk-{kind}", args=[row.uid]) if row else reverse(f"desk-{kind}s"),
        fields=fields,
        values={**values, "company": str(company.uid)} if company else values,
        problems=problems,
        is_new=company is None,
    )
    context = {**frame_of(request, form), "company_uid": str(company.uid) if company else ""}
    return render(request, "settings/place.html", context, status=status)

"""Companies and contacts: adding, changing, hiding, opening the portal. For whoever may change clients.

Their lists are the desk's (`/desk/clients/`); these are the forms behind its buttons.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from otklik.clients import commands
from otklik.clients.access import EDIT, GIVE_ACCESS, get_company_for, get_contact_for
from otklik.clients.openness import named_services
from otklik.clients.queries import companies_page, contact_with_addresses
from otklik.core import clock
from otklik.core.configuring.kinds import Option
from otklik.core.configuring.shapes import Field
from otklik.core.errors import Conflict, Invalid, NotFound, Refused
from otklik.people.actor import Actor
from otklik.people.commands import invite_path
from otklik.people.commands.invite import VALID_FOR
from otklik.settings_ui import client_forms
from otklik.settings_ui.client_custom import kept, read_version
from otklik.settings_ui.forms import problems_of, typed
from otklik.settings_ui.thing_form import ThingForm, frame_of
from otklik.web.errors import status_of
from otklik.web.flash import say_next
from otklik.web.gates import page_for
from otklik.web.request import OtklikRequest
from otklik.web.staff_frame import shell_for

if TYPE_CHECKING:
    from django.http import QueryDict

    from otklik.clients.models import Company, Contact

CHOICES = 500


@require_http_methods(["GET", "HEAD", "POST"])
@page_for(EDIT)
def company(request: OtklikRequest, uid: str = "") -> HttpResponse:
    """The form of a company, new without a uid; a POST keeps it and opens its card."""
    actor = request.actor
    row = get_company_for(actor, str(uid)) if uid else None
    fields = client_forms.company_fields(row.time_zone if row else "")
    if request.method != "POST":
        return _form(request, row, fields, client_forms.company_values(row) if row else {}, {})
    given = typed(fields, request.POST)
    try:
        saved = kept(
            actor, "company", row, request.POST, lambda: _save_company(actor, row, given, request.POST)
        )
    except Refused as error:
        return _refused(request, row, fields, given, error)
    say_next(request, _("Saved."))
    return HttpResponseRedirect(reverse("desk-company", args=[saved.uid]))


@require_http_methods(["GET", "HEAD", "POST"])
@page_for(EDIT)
def contact(request: OtklikRequest, uid: str = "") -> HttpResponse:
    """The form of a contact, new without a uid; a POST keeps it and opens their card."""
    actor = request.actor
    row = contact_with_addresses(get_contact_for(actor, str(uid))) if uid else None
    fields = client_forms.contact_fields(lambda: _companies(actor, row))
    if request.method != "POST":
        asked = {"company": request.GET.get("company", "")}
        return _form(request, row, fields, client_forms.contact_values(row) if row else asked, {})
    given = typed(fields, request.POST)
    try:
        saved = kept(
            actor, "contact", row, request.POST, lambda: _save_contact(actor, row, given, request.POST)
        )
    except Refused as error:
        return _refused(request, row, fields, given, error)
    say_next(request, _("Saved."))
    return HttpResponseRedirect(reverse("desk-contact", args=[saved.uid]))


@require_POST
@page_for(EDIT)
def company_hidden(request: OtklikRequest, uid: str) -> HttpResponse:
    """Hide a company (`hidden=1`) or bring it back."""
    row = get_company_for(request.actor, str(uid))
    commands.hide_company(request.actor, row, hidden=request.POST.get("hidden") == "1")
    return HttpResponseRedirect(reverse("settings-company", args=[row.uid]))


@require_POST
@page_for(EDIT)
def contact_hidden(request: OtklikRequest, uid: str) -> HttpResponse:
    """Hide a contact (`hidden=1`) or bring them back."""
    row = get_contact_for(request.actor, str(uid))
    commands.hide_contact(request.actor, row, hidden=request.POST.get("hidden") == "1")
    return HttpResponseRedirect(reverse("settings-contact", args=[row.uid]))


@require_POST
@page_for(GIVE_ACCESS)
def portal_access(request: OtklikRequest, uid: str) -> HttpResponse:
    """Open the portal to a contact (`open=1`), with an invitation that is shown once; or close it."""
    actor = request.actor
    row = contact_with_addresses(get_contact_for(actor, str(uid)))
    back = reverse("settings-contact", args=[row.uid])
    if request.POST.get("open") != "1":
        commands.close_portal(actor, row)
        say_next(request, _("They can sign in no longer."))
        return HttpResponseRedirect(back)
    try:
        signed = commands.open_portal(actor, row)
    except Refused as error:
        fields = client_forms.contact_fields(lambda: _companies(actor, row))
        return _refused(request, row, fields, client_forms.contact_values(row), error)
    if not signed:
        say_next(request, _("This is an employee's account: they sign in with the password they have."))
        return HttpResponseRedirect(back)
    context = {
        "shell": shell_for(actor, "clients"),
        "name": row.name,
        "address": row.emails.all()[0].email,
        "link": settings.OTKLIK_BASE_URL.rstrip("/") + invite_path(signed),
        "until": clock.now() + VALID_FOR,
        "section_title": _("Clients"),
        "section_url": reverse("desk-companies"),
        "back_url": back,
    }
    return render(request, "settings/invitation.html", context)


def _save_company(actor: Actor, row: Company | None, given: Mapping[str, object], post: QueryDict) -> Company:
    texts = client_forms.texts_of(given)
    domains, phones = client_forms.lines_in(given["domains"]), client_forms.phones_in(given["phones"])
    if row is None:
        saved = commands.create_company(actor, **texts, domains=domains, phones=phones, brand=None)
    else:
        read = read_version(post, row.version)
        saved = commands.change_company(
            actor, row, version=read, values=texts, domains=domains, phones=phones
        )
    if "services" in given:
        saved = commands.set_services(actor, saved, _services(saved, given["services"]))
    return keep_our_people(actor, saved, given)


def _services(company: Company, chosen: object) -> set[int]:
    """The services that were chosen; those on the card that the form did not offer stay."""
    offered = {int(option.key) for option in client_forms.narrowed_services()}
    kept = set(named_services(company)) - offered
    return kept | {int(pk) for pk in chosen if str(pk).isdecimal()} if isinstance(chosen, list) else kept


def _save_contact(actor: Actor, row: Contact | None, given: Mapping[str, object], post: QueryDict) -> Contact:
    spec = client_forms.contact_spec(given, _chosen_company(actor, str(given["company"])))
    if row is None:
        saved = commands.create_contact(actor, spec)
    else:
        read = read_version(post, row.version)
        saved = commands.change_contact(actor, row, version=read, spec=spec)
    return keep_our_people(actor, saved, given)


def keep_our_people(actor: Actor, row: commands.Client, given: Mapping[str, object]) -> commands.Client:
    """Say who looks after a client and who follows its tickets, as the form says."""
    row = commands.set_manager(actor, row, client_forms.manager_in(given["manager"]))
    return commands.set_observers(actor, row, client_forms.observers_in(given["observers"]))


def _chosen_company(actor: Actor, uid: str) -> Company | None:
    if not uid:
        return None
    try:
        return get_company_for(actor, uid)
    except NotFound:
        message = _("There is no such company, or it is not open to you.")
        raise Invalid({"company": message}) from None


def _companies(actor: Actor, contact: Contact | None) -> Sequence[Option]:
    """The first five hundred companies by name, and the contact's own wherever it stands."""
    rows = list(companies_page(actor, limit=CHOICES).rows)
    if contact is not None and contact.company and contact.company_id not in {row.pk for row in rows}:
        rows.insert(0, contact.company)
    return [Option(str(row.uid), row.name) for row in rows]


def _refused(
    request: OtklikRequest,
    row: Company | Contact | None,
    fields: Sequence[Field],
    given: Mapping[str, object],
    error: Refused,
) -> HttpResponse:
    if isinstance(error, Conflict) and row is not None:
        row.refresh_from_db(fields=["version"])
    return _form(request, row, fields, given, problems_of(error), status=status_of(error))


def _form(
    request: OtklikRequest,
    row: Company | Contact | None,
    fields: Sequence[Field],
    values: Mapping[str, object],
    problems: Mapping[str, str],
    *,
    status: int = 200,
) -> HttpResponse:
    is_company = any(field.name == "domains" for field in fields)
    kind = "company" if is_company else "contact"
    new = _("New company") if is_company else _("New contact")
    form = ThingForm(
        kind=kind,
        row=row,
        title=row.name if row else new,
        section=(_("Clients"), reverse("desk-companies")),
        card_url=reverse(f"desk-{kind}", args=[row.uid]) if row else reverse("desk-companies"),
        fields=fields,
        values=values,
        problems=problems,
        is_new=row is None,
    )
    context = {
        **frame_of(request, form),
        "may_give_access": request.actor.has(GIVE_ACCESS),
        "may_sign_in": row is not None and not is_company and getattr(row, "user_id", None) is not None,
    }
    return render(request, "settings/client.html", context, status=status)

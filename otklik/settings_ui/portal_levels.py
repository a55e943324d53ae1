"""What the portal opens to a contact, and which companies a company looks after (CRM-3).

For whoever may give access to the portal; the forms of companies and contacts themselves are in `clients`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from otklik.clients.access import GIVE_ACCESS, get_company_for, get_contact_for
from otklik.clients.commands import PortalLevel, set_levels, set_supervised
from otklik.clients.commands.levels import default_level, level_of
from otklik.clients.level_queries import further_companies, supervised_by, supervised_ids
from otklik.clients.queries import search_companies
from otklik.clients.settings import SITES
from otklik.clients.sums import minor_units, typed_sum
from otklik.core import text
from otklik.core.errors import Invalid, NotFound, Refused
from otklik.people.actor import Actor
from otklik.settings_ui.forms import problems_of
from otklik.web.errors import status_of
from otklik.web.flash import say_next
from otklik.web.gates import page_for
from otklik.web.request import OtklikRequest
from otklik.web.staff_frame import shell_for

if TYPE_CHECKING:
    from otklik.clients.models import Company, Contact

OFFERED = 5


@dataclass(frozen=True)
class Asked:
    """A level as the form shows it; `key` begins the names of its fields."""

    key: str
    name: str
    level: PortalLevel
    sum: str


@require_http_methods(["GET", "HEAD", "POST"])
@page_for(GIVE_ACCESS)
def levels(request: OtklikRequest, uid: str) -> HttpResponse:
    """A contact's level in each of their companies; a POST keeps them all, and adds a company by its name."""
    contact = get_contact_for(request.actor, str(uid))
    further = further_companies(contact)
    if request.method != "POST":
        return _levels(request, contact, _asked(contact, [(row.company, level_of(row)) for row in further]))
    given = request.POST
    own = _typed("own", contact.company.name if contact.company else "", given)
    kept = [row.company for row in further if not given.get(f"{row.company.uid}-remove")]
    theirs = [_typed(str(company.uid), company.name, given) for company in kept]
    try:
        level = _level(own) if contact.company else level_of(contact)
        chosen = {company.pk: _level(one) for company, one in zip(kept, theirs, strict=True)}
        added = named_company(request.actor, given)
        if added is not None:
            chosen[added.pk] = default_level()
        set_levels(request.actor, contact, level, chosen)
    except Refused as error:
        shown = ([own] if contact.company else []) + theirs
        return _levels(request, contact, shown, error, given.get("add", ""))
    say_next(request, _("Saved."))
    here = reverse("settings-contact-levels", args=[contact.uid])
    return HttpResponseRedirect(here if added else reverse("desk-contact", args=[contact.uid]))


@require_http_methods(["GET", "HEAD", "POST"])
@page_for(GIVE_ACCESS)
def supervised(request: OtklikRequest, uid: str) -> HttpResponse:
    """Companies this one looks after: `add` (words) and `remove` (uid) change one at a time."""
    company = get_company_for(request.actor, str(uid))
    rows = supervised_by(request.actor, company)
    if request.method != "POST":
        return _supervised(request, company, rows, None)
    try:
        gone = {row.pk for row in rows if str(row.uid) == request.POST.get("remove", "")}
        # Also those this person may not know of stay.
        kept = supervised_ids(company) - gone
        added = named_company(request.actor, request.POST)
        set_supervised(request.actor, company, kept | ({added.pk} if added else set()))
    except Refused as error:
        return _supervised(request, company, rows, error)
    say_next(request, _("Saved."))
    return HttpResponseRedirect(reverse("settings-company-supervised", args=[company.uid]))


def named_company(actor: Actor, given: QueryDict) -> Company | None:
    """The company of `add`: the one chosen while typing (`add_uid`) while the words say so, else the only
    one they fit by name, INN, domain or phone; None without words.

    `Invalid` under `add` names those that fit when there are several.
    """
    words = given.get("add", "")
    if not words.strip():
        return None
    chosen = _chosen(actor, given.get("add_uid", ""))
    if chosen is not None and words.startswith(chosen.name):
        return chosen
    found = search_companies(actor, words, OFFERED)
    same = [row for row in found if text.key(row.name) == text.key(words)]
    if len(same) == 1 or len(found) == 1:
        return (same or found)[0]
    if not found:
        raise Invalid({"add": _("No company fits these words.")})
    names = ", ".join(row.name for row in found)
    raise Invalid({"add": _("Several companies fit: %(names)s. Write more of the name.") % {"names": names}})


def _chosen(actor: Actor, uid: str) -> Company | None:
    try:
        return get_company_for(actor, uid) if uid else None
    except NotFound:
        return None


def _asked(contact: Contact, further: Sequence[tuple[Company, PortalLevel]]) -> list[Asked]:
    own = [("own", contact.company.name, level_of(contact))] if contact.company else []
    rest = [(str(row.uid), row.name, level) for row, level in further]
    return [Asked(key, name, level, typed_sum(level.approves_up_to)) for key, name, level in own + rest]


def _typed(key: str, name: str, given: QueryDict) -> Asked:
    """What was sent, as it is shown again when it is refused."""
    level = PortalLevel(
        access=given.get(f"{key}-access", "own"),
        sees_sites=f"{key}-sees_sites" in given,
        sees_supervised=f"{key}-sees_supervised" in given,
        sees_reports=f"{key}-sees_reports" in given,
    )
    return Asked(key, name, level, given.get(f"{key}-sum", "").strip())


def _level(asked: Asked) -> PortalLevel:
    approves = minor_units(asked.sum) if asked.sum else None
    if asked.sum and approves is None:
        raise Invalid({f"{asked.key}-sum": _("Enter a sum in figures: 5 000 or 5000,50.")})
    level = asked.level
    return PortalLevel(
        level.access, level.sees_sites, level.sees_supervised, level.sees_reports, approves or None
    )


def _levels(
    request: OtklikRequest,
    contact: Contact,
    asked: Sequence[Asked],
    error: Refused | None = None,
    words: str = "",
) -> HttpResponse:
    problems = problems_of(error) if error else {}
    context = {
        "shell": shell_for(request.actor, "clients"),
        "contact": contact,
        "card_url": reverse("desk-contact", args=[contact.uid]),
        "asked": asked,
        "has_sites": SITES.get(),
        "words": words,
        "problems": problems,
        "summary": list(problems.items()),
    }
    status = status_of(error) if error else 200
    return render(request, "settings/levels.html", context, status=status)


def _supervised(
    request: OtklikRequest, company: Company, rows: Sequence[Company], error: Refused | None
) -> HttpResponse:
    problems = problems_of(error) if error else {}
    context = {
        "shell": shell_for(request.actor, "clients"),
        "company": company,
        "card_url": reverse("desk-company", args=[company.uid]),
        "rows": rows,
        "words": request.POST.get("add", ""),
        "problems": problems,
        "summary": list(problems.items()),
    }
    status = status_of(error) if error else 200
    return render(request, "settings/supervised.html", context, status=status)

"""`/requests/new`: a new request step by step: what it is about, then what that service asks for."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from otklik.clients.companies_of import several_of
from otklik.clients.queries import has_colleagues
from otklik.core.errors import Invalid, NotFound, Refused
from otklik.core.idempotency import KEY_REUSED, once
from otklik.portal import choosing, custom
from otklik.portal.asking_sure import doubts
from otklik.portal.contracts import paid_note
from otklik.portal.form_fields import fields_of
from otklik.portal.frame import portal_frame
from otklik.portal.registering import Given, given_in, own_address, register
from otklik.portal.where import NO_SERVICE, beginning, offered, picture_of
from otklik.tickets.access import get_ticket_for
from otklik.tickets.commands import Attachment
from otklik.tickets.queries import thread
from otklik.tickets.queries.portal import recent_services
from otklik.web.errors import status_of
from otklik.web.form_files import collect, shown_files
from otklik.web.gates import client_page
from otklik.web.request import OtklikRequest

if TYPE_CHECKING:
    from otklik.catalogue.models import Service
    from otklik.clients.models import Company

"""In the address: the client found nothing that fits, and just describes it."""


@dataclass(frozen=True)
class Sent:
    """A form with what came of it: problems by field, files, a question about personal data."""

    given: Given
    key: str = ""
    problems: Mapping[str, str] = field(default_factory=dict)
    files: Sequence[tuple[str, str, str]] = ()
    asks_sure: Sequence[str] = ()
    status: int = 200


@require_http_methods(["GET", "HEAD", "POST"])
@client_page
def new(request: OtklikRequest) -> HttpResponse:
    """First the catalogue, then the form of the service chosen; a POST registers. Nothing typed is lost when
    something is missing, and the same form sent twice makes one request."""
    if request.method == "POST":
        return _send(request)
    like = _like(request)
    site, asset, whose = beginning(request.actor, request.GET.get("asset", ""))
    named = request.GET.get("company", "") or whose or like.company
    companies = several_of(request.actor)
    asked = _asked(companies, named)
    whose = str(asked.uid) if asked else ""
    like = replace(like, site=site or like.site, asset=asset or like.asset, company=whose)
    services = choosing.offered(request.actor, asked)
    code = request.GET.get("service", "") or like.service
    service = choosing.named(services, code)
    if services and service is None and code != NO_SERVICE:
        return _choose(request, services, companies, like)
    return _form(request, service, Sent(like))


def _asked(companies: Sequence[Company], uid: str) -> Company | None:
    """The one of a client's companies that is named, else the main one, where they have several."""
    return next((one for one in companies if str(one.uid) == uid), companies[0] if companies else None)


def _choose(
    request: OtklikRequest, services: Sequence[Service], companies: Sequence[Company], like: Given
) -> HttpResponse:
    words = request.GET.get("q", "").strip()[:100]
    shown = choosing.matching(services, words) if words else services
    context = {
        "portal": portal_frame(request.actor, "new"),
        "words": words,
        "nodes": choosing.tree(shown),
        "no_service": NO_SERVICE,
        "again": () if words else recent_services(request.actor),
        "here": f"{reverse('portal-new')}?{_kept(like)}",
        "asset_uid": like.asset,
        "company_uid": like.company,
        "kept": _kept(like),
        "asked": _asked(companies, like.company),
        "companies": companies,
    }
    return render(request, "portal/choose.html", context)


def _kept(like: Given) -> str:
    """What goes along while a service is chosen."""
    along = {"asset": like.asset, "company": like.company}
    return urlencode({name: value for name, value in along.items() if value})


def _send(request: OtklikRequest) -> HttpResponse:
    actor, given = request.actor, given_in(request.POST)
    asked = _asked(several_of(actor), given.company)
    service = choosing.named(choosing.offered(actor, asked), given.service)
    given = replace(given, own=custom.given_for(actor, request.POST, service, given.type))
    key = request.POST.get("idempotency_key", "")[:200]
    files: list[Attachment] = []
    try:
        collect(files, actor, request.POST.getlist("file"), request.FILES.getlist("files"))
        if given.service and service is None:
            raise NotFound(_("There is no such service, or it is not open to you."))
        doubtful = doubts(request, f"{given.subject}\n{given.text}", files)
        if doubtful:
            raise Invalid({"sure": _("Look once more before it is sent.")})
        done = once(
            actor.key,
            key,
            {**vars(given), "files": request.POST.getlist("file")},
            lambda: register(actor, service, given, files),
        )
    except Refused as error:
        back = Sent(
            given,
            "" if error.code == KEY_REUSED else key,
            error.fields if isinstance(error, Invalid) else {"": error.message},
            shown_files(files),
            doubts(request, f"{given.subject}\n{given.text}", files),
            status_of(error),
        )
        return _form(request, service, back)
    return HttpResponseRedirect(reverse("portal-registered", args=[done.result["number"]]))


def _form(request: OtklikRequest, service: Service | None, sent: Sent) -> HttpResponse:
    actor = request.actor
    companies = several_of(actor)
    asked = _asked(companies, sent.given.company)
    fitting = [one for one in companies if service is None or service in choosing.offered(actor, one)]
    context = {
        "portal": portal_frame(actor, "new"),
        "kept": _kept(sent.given),
        "service": service,
        "path": choosing.path_of(service) if service else "",
        "guidance": choosing.guidance_of(service),
        "has_catalogue": bool(choosing.offered(actor, asked)),
        "fields": fields_of(service),
        "custom": custom.controls_for(actor, service, sent.given.own or None, sent.problems),
        "given": sent.given,
        "email": own_address(actor),
        "may_choose_person": has_colleagues(actor),
        "companies": [(str(one.uid), one.name) for one in fitting],
        "company": str(asked.uid) if asked else "",
        "where": offered(actor, sent.given.site, sent.given.asset),
        "picture": picture_of(actor, sent.given.asset),
        "paid_note": paid_note(asked.pk if asked else actor.company_id, service),
        "problems": sent.problems,
        "errors": list(sent.problems.items()),
        "asks_sure": sent.asks_sure,
        "key": sent.key or str(uuid.uuid4()),
        "files": sent.files,
        "max_bytes": settings.MAX_UPLOAD_BYTES,
    }
    return render(request, "portal/new.html", context, status=sent.status)


def _like(request: OtklikRequest) -> Given:
    """A form filled in as an older request of one's own was; empty without one."""
    number = request.GET.get("like", "")
    if not number:
        return Given()
    ticket = get_ticket_for(request.actor, number)
    first, _more = thread(request.actor, ticket, before=None)
    code = ticket.service.code if ticket.service else NO_SERVICE
    company = str(ticket.company.uid) if ticket.company else ""
    return Given(service=code, subject=ticket.subject, text=first[0].text if first else "", company=company)

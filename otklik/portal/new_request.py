"""`/requests/new`: a new request in one form."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence

from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from otklik.catalogue.queries import catalogue
from otklik.clients.queries import contact_of_actor
from otklik.core.errors import Invalid, Refused
from otklik.core.idempotency import KEY_REUSED, once
from otklik.people.actor import Actor
from otklik.portal.frame import portal_frame
from otklik.tickets import commands
from otklik.tickets.commands import Attachment, Registration
from otklik.tickets.content import from_text
from otklik.web.errors import status_of
from otklik.web.form_files import collect, shown_files
from otklik.web.gates import client_page
from otklik.web.request import OtklikRequest

FIELDS = ("subject", "text", "service")


@require_http_methods(["GET", "HEAD", "POST"])
@client_page
def new(request: OtklikRequest) -> HttpResponse:
    """The form; a POST registers and opens the request. Nothing typed is lost when something is missing."""
    if request.method != "POST":
        return _form(request, dict.fromkeys(FIELDS, ""), {}, str(uuid.uuid4()))
    actor = request.actor
    given = {name: request.POST.get(name, "").strip() for name in FIELDS}
    key = request.POST.get("idempotency_key", "")[:200]
    uids = request.POST.getlist("file")
    files: list[Attachment] = []
    try:
        collect(files, actor, uids, request.FILES.getlist("files"))
        done = once(actor.key, key, {**given, "files": uids}, lambda: _register(actor, given, files))
    except Refused as error:
        problems = error.fields if isinstance(error, Invalid) else {"": error.message}
        fresh = str(uuid.uuid4()) if error.code == KEY_REUSED else key
        return _form(request, given, problems, fresh, files=files, status=status_of(error))
    return HttpResponseRedirect(reverse("portal-request", args=[done.result["number"]]))


def _register(actor: Actor, given: Mapping[str, str], files: list[Attachment]) -> dict[str, object]:
    offered = {s.code: s for s in catalogue().offered_services() if s.public}
    ticket = commands.register(
        actor,
        Registration(
            subject=given["subject"],
            content=from_text(given["text"]),
            contact=contact_of_actor(actor),
            service=offered.get(given["service"]),
            attachments=files,
        ),
    )
    return {"number": ticket.number}


def _form(
    request: OtklikRequest,
    given: Mapping[str, str],
    problems: Mapping[str, str],
    key: str,
    *,
    files: Sequence[Attachment] = (),
    status: int = 200,
) -> HttpResponse:
    context = {
        "portal": portal_frame(request.actor, "new"),
        "given": given,
        "problems": problems,
        "errors": list(problems.items()),
        "key": key,
        "services": _services(),
        "files": shown_files(files),
        "max_bytes": settings.MAX_UPLOAD_BYTES,
    }
    return render(request, "portal/new.html", context, status=status)


def _services() -> list[tuple[str, list[tuple[str, str]]]]:
    """What clients may choose, under the name of its package."""
    known = catalogue()
    groups: dict[str, list[tuple[str, str]]] = {}
    for service in known.offered_services():
        path = known.path_of(service)
        package = str(path[0].name) if len(path) > 1 else _("Other services")
        if service.public:
            groups.setdefault(package, []).append((service.code, f"{service.code} {service.name}"))
    return list(groups.items())

"""`/new`: a request without an account. The page never tells whether it knows an address."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from otklik.catalogue.queries import Admission, catalogue
from otklik.channels.form import registering, screening
from otklik.channels.form.settings import ACCEPT_FROM, EACH_ADDRESS, EACH_HOUR, IS_OPEN
from otklik.core import clock, phone, signing, text
from otklik.core.actors import Via
from otklik.core.errors import Denied, Invalid, NotFound, Refused
from otklik.core.idempotency import KEY_REUSED, once
from otklik.organisation.queries import brand_of_host
from otklik.people.actor import anonymous
from otklik.portal import answering, choosing, custom
from otklik.portal.asking_sure import doubts
from otklik.portal.doors import private
from otklik.portal.form_fields import chosen, fields_of
from otklik.portal.registering import Given, given_in, problems_of
from otklik.tickets.commands import Attachment
from otklik.web.errors import status_of, too_many
from otklik.web.form_files import collect, shown_files
from otklik.web.limits import within
from otklik.web.portal_frame import frame_for
from otklik.web.request import OtklikRequest

if TYPE_CHECKING:
    from otklik.catalogue.models import Service
    from otklik.organisation.models import Brand

NO_SERVICE = "-"
HOUR = 3600
SENT_TO = "sent_to"
"""A cookie of the page that says thank you: the address that was typed, percent-encoded.

Headers carry Latin letters alone, and addresses such as `почта@пример.рф` have others."""
TRIES = 6
"""How often a form may come back with something missing for each one that is taken."""
REGISTERED = "form.registered"
TRAP = "website"
"""The name of the field no person sees."""


@dataclass(frozen=True)
class Sent:
    """A form with what came of it."""

    given: Given = field(default_factory=Given)
    name: str = ""
    key: str = ""
    problems: Mapping[str, str] = field(default_factory=dict)
    files: Sequence[tuple[str, str, str]] = ()
    asks_sure: Sequence[str] = ()
    opened: str = ""
    status: int = 200


@require_http_methods(["GET", "HEAD", "POST"])
def public(request: OtklikRequest) -> HttpResponse:
    """Choose, fill in, send. Whoever is signed in gets the portal's own form."""
    if not IS_OPEN.get():
        raise NotFound(_("Requests are registered after signing in."))
    if request.actor.is_contact:
        query = request.META.get("QUERY_STRING", "")
        return HttpResponseRedirect(reverse("portal-new") + (f"?{query}" if query else ""))
    brand = brand_of_host(request.get_host())
    services = catalogue().offered_to(brand.pk, Admission())
    if request.method == "POST":
        return _send(request, brand, services)
    code = request.GET.get("service", "")
    service = choosing.named(services, code)
    if services and service is None and code != NO_SERVICE:
        return _choose(request, brand, services)
    return _form(request, brand, service, Sent())


@require_safe
def registered(request: HttpRequest, signed: str) -> HttpResponseBase:
    """The number of what was just sent, and what happens next. Nothing else of it is told."""
    claim = signing.read(REGISTERED, signed)
    if claim is None:
        raise NotFound
    number = registering.number_of(claim.object_id)
    brand = brand_of_host(request.get_host())
    sent_to = unquote(request.get_signed_cookie(SENT_TO, "", salt=signed, max_age=HOUR) or "")
    context = {"portal": frame_for(None, brand=brand), "number": number, "sent_to": sent_to}
    return private(render(request, "portal/public_registered.html", context))


@require_POST
def upload(request: OtklikRequest) -> HttpResponseBase:
    """Take one file early."""
    if not IS_OPEN.get():
        raise NotFound
    if not within(request, "form.files", TRIES * EACH_HOUR.get(), HOUR):
        return JsonResponse(
            {"detail": _("Too many files from your address. Try again in an hour.")},
            status=429,
            content_type="application/problem+json",
        )
    request.actor = anonymous(Via.FORM)
    return answering.taken(request, None)


def _choose(request: OtklikRequest, brand: Brand, services: Sequence[Service]) -> HttpResponse:
    words = request.GET.get("q", "").strip()[:100]
    context = {
        "portal": frame_for(None, brand=brand),
        "words": words,
        "nodes": choosing.tree(choosing.matching(services, words) if words else services),
        "no_service": NO_SERVICE,
        "asset_uid": "",
        "company_uid": "",
        "companies": (),
        "kept": "",
        "again": (),
        "here": reverse("portal-public"),
    }
    return render(request, "portal/choose.html", context)


def _send(request: OtklikRequest, brand: Brand, services: Sequence[Service]) -> HttpResponse:
    given = given_in(request.POST)
    service = choosing.named(services, given.service)
    given = replace(given, own=custom.given_for(registering.stranger(), request.POST, service, given.type))
    sent = Sent(given, request.POST.get("name", "").strip(), request.POST.get("idempotency_key", "")[:200])
    files: list[Attachment] = []
    anybody = anonymous(Via.FORM)
    try:
        if not within(request, "form.tries", TRIES * EACH_HOUR.get(), HOUR):
            return too_many(request)
        collect(files, anybody, request.POST.getlist("file"), request.FILES.getlist("files"))
        _check(request, sent, service, files)
        if not within(request, "form", EACH_HOUR.get(), HOUR):
            return too_many(request)
        done = once(
            "form",
            sent.key,
            {**vars(given), "name": sent.name, "files": request.POST.getlist("file")},
            lambda: _register(brand, service, sent, files),
        )
    except Denied as error:
        if error.code != "not_served":
            raise
        registering.note_refused(given.email)
        if ACCEPT_FROM.get() == registering.AcceptFrom.KNOWN:
            return _thanks(0, given.email)
        return _again(request, brand, service, sent, files, error)
    except Refused as error:
        return _again(request, brand, service, sent, files, error)
    is_told = ACCEPT_FROM.get() != registering.AcceptFrom.KNOWN
    return _thanks(int(str(done.result["id"])) if is_told else 0, given.email)


def _thanks(ticket_id: int, email: str) -> HttpResponse:
    """To the page with the number; without one where even that would tell whether an address is known.

    The address is what this browser typed, and only this browser is shown it again: whose it is, and where
    else its owner is written to, is nobody's to see.
    """
    signed = signing.sign(REGISTERED, ticket_id, valid_for=timedelta(hours=1))
    page = reverse("portal-public-registered", args=[signed])
    answer = HttpResponseRedirect(page)
    answer.set_signed_cookie(
        SENT_TO,
        quote(email),
        salt=signed,
        max_age=HOUR,
        path=page,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return answer


def _check(request: HttpRequest, sent: Sent, service: Service | None, files: Sequence[Attachment]) -> None:
    """Everything that is wrong at once: fields, then what speaks against a person."""
    given = sent.given
    if given.service and service is None:
        raise NotFound(_("There is no such service, or it is not open to you."))
    problems = _wrong_fields(sent, service, len(files))
    if problems:
        raise Invalid(problems)
    opened = registering.opened_at(request.POST.get("opened", ""))
    doubt = screening.suspicion(trap=request.POST.get(TRAP, ""), opened_at=opened, now=clock.now())
    if doubt is not None:
        words = _("We could not tell that a person sent this. Wait some seconds and send it again.")
        raise Invalid({"": words})
    if not within(request, "form.address", EACH_ADDRESS.get(), HOUR, whom=text.email_key(given.email)):
        raise Invalid({"email": _("Too many requests from this address. Try again in an hour, or call us.")})
    if doubts(request, f"{given.subject}\n{given.text}", files):
        raise Invalid({"sure": _("Look once more before it is sent.")})


def _wrong_fields(sent: Sent, service: Service | None, files: int) -> dict[str, str]:
    given = sent.given
    asked = custom.wrong_in(registering.stranger(), service, given.type, given.own)
    problems = {**problems_of(service, given, files), **asked}
    if not text.one_line(sent.name, 1):
        problems["name"] = _("Tell us your name.")
    if not text.email_key(given.email):
        problems["email"] = _("Enter a mail address such as name@example.com.")
    if given.phone and not phone.e164(given.phone):
        problems["phone"] = _("Enter the phone with its code: 10 digits after +7.")
    return problems


def _register(
    brand: Brand, service: Service | None, sent: Sent, files: Sequence[Attachment]
) -> dict[str, object]:
    given = sent.given
    choice = chosen(service, vars(given), given.categories)
    ticket = registering.register_public(
        registering.PublicRequest(
            name=sent.name,
            email=given.email,
            phone=phone.e164(given.phone) if given.phone else "",
            subject=given.subject,
            text=given.text,
            brand=brand,
            language=get_language() or "",
            service=service,
            type=choice.type,
            priority=choice.priority,
            categories=choice.categories,
            attachments=files,
            fields=given.own,
        )
    )
    return {"id": ticket.pk}


def _again(
    request: OtklikRequest,
    brand: Brand,
    service: Service | None,
    sent: Sent,
    files: Sequence[Attachment],
    error: Refused,
) -> HttpResponse:
    back = Sent(
        given=sent.given,
        name=sent.name,
        key="" if error.code == KEY_REUSED else sent.key,
        problems=error.fields if isinstance(error, Invalid) else {"": error.message},
        files=shown_files(files, anonymous(Via.FORM)),
        asks_sure=doubts(request, f"{sent.given.subject}\n{sent.given.text}", files),
        opened=request.POST.get("opened", ""),
        status=status_of(error),
    )
    return _form(request, brand, service, back)


def _form(request: HttpRequest, brand: Brand, service: Service | None, sent: Sent) -> HttpResponse:
    kept = registering.opened_at(sent.opened) is not None
    context = {
        "portal": frame_for(None, brand=brand),
        "service": service,
        "path": choosing.path_of(service) if service else "",
        "guidance": choosing.guidance_of(service),
        "has_catalogue": bool(catalogue().offered_to(brand.pk, Admission())),
        "fields": fields_of(service),
        "custom": custom.controls_for(registering.stranger(), service, sent.given.own or None, sent.problems),
        "sent": sent,
        "given": sent.given,
        "problems": sent.problems,
        "errors": list(sent.problems.items()),
        "key": sent.key or str(uuid.uuid4()),
        "opened": sent.opened if kept else registering.opened_now(),
        "trap": TRAP,
        "max_bytes": settings.MAX_UPLOAD_BYTES,
    }
    return render(request, "portal/public.html", context, status=sent.status)

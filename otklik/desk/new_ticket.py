"""`/desk/tickets/new`: registering for a client while talking to them."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from otklik.catalogue.queries import catalogue
from otklik.clients.commands import ContactSpec, create_contact
from otklik.clients.queries import first_email
from otklik.core import text
from otklik.core.errors import Invalid, Refused
from otklik.core.idempotency import KEY_REUSED, once
from otklik.desk import choosing, client_field, contract_field, custom, foretold, place_field
from otklik.desk.new_form import FIELDS, meant, via_of
from otklik.desk.several_clients import others_named, register_each
from otklik.people.actor import Actor
from otklik.tickets.commands import Attachment
from otklik.web.errors import status_of
from otklik.web.flash import say_next
from otklik.web.form_files import collect, shown_files
from otklik.web.gates import staff_page
from otklik.web.request import OtklikRequest
from otklik.web.staff_frame import shell_for

if TYPE_CHECKING:
    from otklik.clients.models import Contact


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def new(request: OtklikRequest) -> HttpResponse:
    """The form; a POST registers and opens the card. Nothing typed is lost when something is missing."""
    if request.method != "POST":
        asked = {name: request.GET.get(name, "") for name in FIELDS}
        asked |= place_field.beginning(request.actor, asked)
        people = () if asked["contact"] else client_field.people_of(request.actor, asked["company"])
        if len(people) == 1:
            asked["contact"] = str(people[0].uid)
        given = {**asked, "way": asked["way"] or "phone"}
        return _form(request, given, None, {}, str(uuid.uuid4()), people=people)
    actor = request.actor
    given = {name: request.POST.get(name, "").strip() for name in FIELDS}
    given |= place_field.sent_words(request.POST)
    own = custom.given_for(actor, request.POST, given["service"], given["type"])
    key = request.POST.get("idempotency_key", "")[:200]
    uids = request.POST.getlist("file")
    files: list[Attachment] = []
    try:
        collect(files, actor, uids, request.FILES.getlist("files"))
        whole = {**given, "files": uids, "fields": own}
        done = once(actor.key, key, whole, lambda: _register(actor, given, own, files))
    except Refused as error:
        problems = error.fields if isinstance(error, Invalid) else {"": error.message}
        fresh = str(uuid.uuid4()) if error.code == KEY_REUSED else key
        return _form(request, given, own, problems, fresh, files=files, status=status_of(error))
    if done.result.get("made", 1) != 1:
        say_next(
            request, _("Registered: a ticket for each client, %(n)s in all.") % {"n": done.result["made"]}
        )
    return HttpResponseRedirect(reverse("desk-ticket", args=[done.result["number"]]))


def _register(
    actor: Actor, given: Mapping[str, str], own: Mapping[str, object], files: list[Attachment]
) -> dict[str, object]:
    contact = _contact(actor, given)
    asked = meant(actor, given, contact)
    writes_first = given["way"] == "out"
    if writes_first and not (first_email(contact) if contact else text.email_key(given["email"])):
        raise Invalid({"client": _("Nobody can be written to: choose a client who has a mail address.")})
    others = others_named(actor, given["others"], contact)  # by their addresses: each can be written to
    made = register_each(
        actor.through(via_of(given)),
        replace(
            asked,
            sender_email=given["email"] if contact is None else "",
            sender_name=given["name"] if contact is None else "",
            contact_phone=given["phone"],
            attachments=files,
            fields=own,
            extra={"outgoing": True} if writes_first else {},
        ),
        others,
    )
    return {"number": made[0].number, "made": len(made)}


def _contact(actor: Actor, given: Mapping[str, str]) -> Contact | None:
    """The chosen contact, a new one made of name and address, or nobody (a ticket without a client)."""
    if given["name"]:
        emails = (given["email"],) if given["email"] else ()
        phones = (given["phone"],) if given["phone"] else ()
        return create_contact(actor, ContactSpec(name=given["name"], emails=emails, phones=phones))
    if given["email"] and not text.email_key(given["email"]):
        raise Invalid({"email": _("Enter a mail address such as name@example.com.")})
    return client_field.named_client(actor, given)


def _form(
    request: OtklikRequest,
    given: Mapping[str, str],
    own: Mapping[str, object] | None,
    problems: Mapping[str, str],
    key: str,
    *,
    files: Sequence[Attachment] = (),
    people: Sequence[Contact] = (),
    status: int = 200,
) -> HttpResponse:
    actor, known = request.actor, catalogue()
    uid = "" if "client" in problems else given["contact"]
    whose = None if uid else place_field.company_of(actor, given)
    client = client_field.known_client(actor, uid, company_id=whose, given=given)
    controls = custom.controls_for(actor, None, own, problems)
    named = {*FIELDS, *custom.names_of(controls)}
    context = {
        "shell": shell_for(actor, "new"),
        "given": {**given, "client": given["client"] or client.name},
        "problems": problems,
        "summary": [(field if field in named else "", text) for field, text in problems.items()],
        "key": key,
        "known": client,
        "agreed": contract_field.agreed_in(actor, {**given, "contact": uid}, whose),
        "fitting": client_field.fitting(actor, given) if "client" in problems else people,
        "is_several": bool(given["others"]),
        "is_new_client": any(given[name] for name in ("name", "email", "phone")),
        "services": choosing.services(),
        "types": choosing.coded(known.types),
        "priorities": choosing.coded(known.priorities),
        "default_priority": known.default_priority.code,
        "default_type": known.default_type.code if known.default_type else "",
        "assignees": choosing.named_assignees(actor),
        "custom": controls,
        "foretold": foretold.foretold(actor, given, own or {}),
        "files": shown_files(files),
        "max_bytes": settings.MAX_UPLOAD_BYTES,
    }
    return render(request, "desk/new.html", context, status=status)

"""`/requests/<number>`: one request with its conversation and the answer box."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from otklik.catalogue.queries import catalogue
from otklik.core.errors import Invalid, NotPossible, Refused
from otklik.core.idempotency import KEY_REUSED, once
from otklik.people.actor import Actor
from otklik.portal.frame import portal_frame
from otklik.portal.standing import standing_of
from otklik.tickets import commands
from otklik.tickets.access import get_ticket_for
from otklik.tickets.commands import Attachment, Incoming, TooLate
from otklik.tickets.content import from_text
from otklik.tickets.enums import State
from otklik.tickets.queries import MessageRow, card
from otklik.web.errors import status_of
from otklik.web.form_files import collect, shown_files, uploaded
from otklik.web.gates import client_page
from otklik.web.request import OtklikRequest
from otklik.web.showing import digits
from otklik.web.typography import filesize, initials, localtime


@dataclass(frozen=True)
class Say:
    """A message as the client reads it."""

    id: int
    author: str
    where: str
    initials: str
    key: int
    at: datetime
    ours: bool
    html: str
    files: list[tuple[str, str, str, str]]


@require_safe
@client_page
def show(request: OtklikRequest, number: str) -> HttpResponse:
    """The request, or 404 when there is none of this client's with the number. `before`: older messages."""
    before = request.GET.get("before", "")
    return _page(request, number, before=int(before) if before.isdigit() else None)


@require_POST
@client_page
def answer(request: OtklikRequest, number: str) -> HttpResponse:
    """The client's answer. A repeat with the same key changes nothing; what is refused keeps its text."""
    actor = request.actor
    get_ticket_for(actor, number)
    words = request.POST.get("text", "")
    key = request.POST.get("idempotency_key", "")[:200]
    uids = request.POST.getlist("file")
    files: list[Attachment] = []
    try:
        collect(files, actor, uids, request.FILES.getlist("files"))
        once(
            actor.key,
            key,
            {"ticket": number, "text": words, "files": uids},
            lambda: _receive(actor, number, words, files),
        )
    except Refused as error:
        fresh = "" if error.code == KEY_REUSED else key
        return _page(request, number, text=words, files=files, error=error, key=fresh)
    return HttpResponseRedirect(f"{reverse('portal-request', args=[number])}#answer")


@require_POST
@client_page
def upload(request: OtklikRequest) -> JsonResponse:
    """Take one file early: JSON uid, name, size in words."""
    sent = request.FILES.get("file")
    if sent is None:
        raise Invalid({"file": _("No file came with the request.")})
    file = next(uploaded(request.actor, [sent])).file
    return JsonResponse({"uid": str(file.uid), "name": file.name, "size": filesize(file.size)})


def _receive(actor: Actor, number: str, words: str, files: list[Attachment]) -> dict[str, object]:
    ticket = get_ticket_for(actor, number)
    incoming = Incoming(from_text(words), actor.name, contact_id=actor.contact_id, attachments=files)
    try:
        message = commands.receive(actor, ticket, incoming)
    except TooLate as error:
        raise NotPossible(
            _("This request was closed long ago. Register a new one, we will see them both.")
        ) from error
    return {"message": message.pk}


def _page(
    request: OtklikRequest,
    number: str,
    *,
    text: str = "",
    files: Sequence[Attachment] = (),
    error: Refused | None = None,
    key: str = "",
    before: int | None = None,
) -> HttpResponse:
    actor = request.actor
    found = card(actor, number, before=before)
    ticket = found.ticket
    is_own = ticket.contact_id == actor.contact_id
    context = {
        "portal": portal_frame(actor, "mine" if is_own else "company"),
        "is_own": is_own,
        "t": ticket,
        "digits": digits(ticket.number),
        "standing": standing_of(ticket),
        "is_older": before is not None,
        "earlier": found.messages[0].id if found.has_earlier and found.messages else None,
        "service": _service(ticket.service_id),
        "says": [_say(row) for row in found.messages],
        "can_answer": ticket.state != State.CLOSED or ticket.closed_at is not None,
        "key": key or str(uuid.uuid4()),
        "text": text,
        "files": shown_files(files),
        "error": error.message if error else "",
        "max_bytes": settings.MAX_UPLOAD_BYTES,
        "draft_key": f"{actor.key}:{ticket.number}",
    }
    return render(request, "portal/request.html", context, status=status_of(error) if error else 200)


def _say(row: MessageRow) -> Say:
    return Say(
        id=row.id,
        author=row.author_name or row.author_email,
        where=localtime(row.created_at, "short"),
        initials=initials(row.author_name or row.author_email),
        key=row.agent_id or row.contact_id or 0,
        at=row.created_at,
        ours=row.is_ours,
        html=row.html,
        files=[
            (f.name, reverse("file", args=[f.uid]), filesize(f.size), _picture(f.uid, f.is_picture))
            for f in row.files
        ],
    )


def _service(service_id: int | None) -> str:
    found = catalogue().services.get(service_id or 0)
    return str(found.name) if found else ""


def _picture(uid: str, is_picture: bool) -> str:
    return reverse("file", args=[uid]) if is_picture else ""

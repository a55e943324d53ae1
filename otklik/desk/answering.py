"""Sending from the card: the answer to the client and the note to colleagues; drafts; files; mentions."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from otklik.core import clock, text
from otklik.core.circumstances import batch
from otklik.core.errors import Conflict, Refused
from otklik.core.idempotency import KEY_REUSED, once
from otklik.desk.thread import message_items
from otklik.desk.ticket_card import Typed, card_page
from otklik.people.actor import Actor
from otklik.people.queries import staff
from otklik.tickets import commands
from otklik.tickets.access import get_ticket_for
from otklik.tickets.commands import Attachment
from otklik.tickets.content import from_text
from otklik.tickets.queries import card, history, thread
from otklik.web.errors import status_of, wants_fragment
from otklik.web.form_files import collect, shown_files, uploaded
from otklik.web.gates import staff_page
from otklik.web.request import OtklikRequest
from otklik.web.typography import filesize, localtime

MENTIONS = 8


@dataclass(frozen=True)
class Sending:
    """What the form of the card holds, of the one kind that was sent."""

    kind: str
    words: str
    uids: Sequence[str]
    then: str
    seen: int | None
    key: str


@require_POST
@staff_page
def send(request: OtklikRequest, number: str) -> HttpResponse:
    """Reply or note. A repeat with the same key answers as the first did; a stopped send keeps everything."""
    actor = request.actor
    ticket = get_ticket_for(actor, number)
    what = _sending(request)
    files: list[Attachment] = []
    try:
        collect(files, actor, what.uids, request.FILES.getlist(f"{what.kind}_files"))
        fingerprint = {
            "ticket": ticket.number,
            "kind": what.kind,
            "text": what.words,
            "files": list(what.uids),
        }
        once(actor.key, what.key, {**fingerprint, "then": what.then}, lambda: _do(actor, number, what, files))
    except Refused as error:
        return _stopped(request, number, what, files, error)
    if not wants_fragment(request):
        return HttpResponseRedirect(f"{reverse('desk-ticket', args=[number])}#new")
    after = what.seen if what.seen is not None else (ticket.last_message_id or 0)
    ticket = get_ticket_for(actor, number)
    rows, _more = thread(actor, ticket, since=min(after, ticket.last_message_id or after))
    items = message_items(actor, ticket, rows, history(actor, ticket)[-10:])
    return render(request, "desk/sent.html", {"items": items, "t": ticket})


@require_POST
@staff_page
def draft(request: OtklikRequest, number: str) -> HttpResponse:
    """Keep what is typed; empty text forgets it. JSON: the moment, by the clock of who typed it, which need
    not be that of their browser; null for what was not kept, being sent already under the page's key."""
    post, kept = request.POST, False
    kind = post.get("kind", "reply")
    if kind in ("reply", "note"):
        ticket = get_ticket_for(request.actor, number)
        key = post.get("idempotency_key", "")[:200]
        kept = commands.save_draft(request.actor, ticket, kind, post.get("text", ""), key=key)
    return JsonResponse({"at": localtime(clock.now(), "clock") if kept else None})


@require_POST
@staff_page
def upload(request: OtklikRequest) -> JsonResponse:
    """Take one file early, before its message is sent: JSON uid, name, size in words."""
    sent = request.FILES.get("file")
    if sent is None:
        detail = _("No file came with the request.")
        return JsonResponse({"title": "invalid", "status": 422, "detail": detail}, status=422)
    file = next(uploaded(request.actor, [sent])).file
    return JsonResponse({"uid": str(file.uid), "name": file.name, "size": filesize(file.size)})


@require_safe
@staff_page
def mentions(request: OtklikRequest) -> HttpResponse:
    """Colleagues whose name or surname begins with `q`: JSON for the box after an at-sign."""
    wanted = text.key(request.GET.get("q", ""))
    found = [
        {"insert": f"@{a.name}", "name": a.name, "note": a.position}
        for a in staff().active()
        if not wanted
        or any(word.startswith(wanted) for word in [text.key(a.name), *text.key(a.name).split()])
    ]
    return HttpResponse(json.dumps(found[:MENTIONS], ensure_ascii=False), content_type="application/json")


def _sending(request: OtklikRequest) -> Sending:
    post = request.POST
    kind = "note" if post.get("kind") == "note" else "reply"
    base = post.get("base_message", "")
    forced = post.get("force") == "1"
    return Sending(
        kind=kind,
        words=post.get(f"{kind}_text", ""),
        uids=post.getlist(f"{kind}_file"),
        then=post.get("then", "") if kind == "reply" else "",
        seen=int(base) if base.isdecimal() and not forced else None,
        key=post.get("idempotency_key", "")[:200],
    )


def _do(actor: Actor, number: str, what: Sending, files: list[Attachment]) -> dict[str, object]:
    ticket = get_ticket_for(actor, number)
    content = from_text(what.words)
    with batch():
        if what.kind == "note":
            made = commands.add_note(actor, ticket, content, attachments=files)
        else:
            reply = commands.Reply(content, files, status=what.then, seen=what.seen)
            made = commands.reply(actor, ticket, reply)
    return {"message": made.pk}


def _stopped(
    request: OtklikRequest, number: str, what: Sending, files: Sequence[Attachment], error: Refused
) -> HttpResponse:
    status = status_of(error)
    can_force = isinstance(error, Conflict) and error.code == "newer_message"
    if wants_fragment(request):
        context = {"error": error.message, "can_force": can_force}
        return render(request, "desk/stopped.html", context, status=status if status in (409, 422) else 422)
    post = request.POST
    typed = Typed(
        kind=what.kind,
        reply=post.get("reply_text", ""),
        note=post.get("note_text", ""),
        error=error.message,
        key="" if error.code == KEY_REUSED else what.key,
        files=shown_files(files),
    )
    return card_page(request, card(request.actor, number), typed, status=status)

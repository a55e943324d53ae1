"""Sending from the card: the answer to the client and the note to colleagues; drafts; files; mentions."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from otklik.core import clock, text
from otklik.core.circumstances import batch
from otklik.core.errors import Conflict, Refused
from otklik.core.idempotency import KEY_REUSED, done_under, once
from otklik.desk.composer import Again, Typed, after_send_of
from otklik.desk.guarding import Stop, stops_of
from otklik.desk.recalling import tell_elsewhere, window_of
from otklik.desk.thread import message_items
from otklik.desk.ticket_card import card_page
from otklik.people.actor import Actor
from otklik.people.commands import remember_send_status
from otklik.people.queries import staff
from otklik.tickets import commands
from otklik.tickets.access import get_ticket_for
from otklik.tickets.commands import Attachment
from otklik.tickets.content import from_text
from otklik.tickets.queries import card, history, thread
from otklik.web.errors import status_of, wants_fragment
from otklik.web.form_files import MAX_FILES, collect, shown_files, uploaded
from otklik.web.gates import staff_page
from otklik.web.request import OtklikRequest
from otklik.web.typography import filesize, localtime

if TYPE_CHECKING:
    from otklik.tickets.models import Ticket

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
    sure: Sequence[str]


@require_POST
@staff_page
def send(request: OtklikRequest, number: str) -> HttpResponse:
    """Reply or note. A repeat with the same key answers as the first did; a stopped send keeps everything. A
    reply that may be a mistake is stopped with what to look at, until its author is sure."""
    actor = request.actor
    ticket = get_ticket_for(actor, number)
    what = _sending(request)
    files: list[Attachment] = []
    try:
        collect(files, actor, what.uids, request.FILES.getlist(f"{what.kind}_files"))
        stops = _doubts(actor, ticket, what, files)
        if stops:
            return _asked(request, number, what, files, stops)
        fingerprint = {
            "ticket": ticket.number,
            "kind": what.kind,
            "text": what.words,
            "files": list(what.uids),
        }
        asked = {**fingerprint, "then": what.then}
        done = once(actor.key, what.key, asked, lambda: _do(actor, number, what, files))
    except Refused as error:
        return _stopped(request, number, what, files, error)
    if what.then:
        remember_send_status(actor, what.then)
    leaving = what.kind == "reply" and after_send_of(request)
    if leaving:
        tell_elsewhere(request, number, done.result)
    if not wants_fragment(request):
        where = reverse("desk-tickets") if leaving else f"{reverse('desk-ticket', args=[number])}#new"
        return HttpResponseRedirect(where)
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
        data: dict[str, object] = {
            "files": post.getlist(f"{kind}_file")[:MAX_FILES],
            "status": post.get("then", "")[:40],
        }
        kept = commands.save_draft(request.actor, ticket, kind, post.get("text", ""), data, key=key)
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
        sure=post.getlist("sure"),
    )


def _doubts(actor: Actor, ticket: Ticket, what: Sending, files: Sequence[Attachment]) -> Sequence[Stop]:
    """What to look at first; nothing in a note, nor in what was sent under this key already."""
    if what.kind != "reply":
        return ()
    stops = stops_of(actor, ticket, what.words, has_files=bool(files), sure=what.sure, seen=what.seen)
    return () if stops and done_under(actor.key, what.key) else stops


def _asked(
    request: OtklikRequest, number: str, what: Sending, files: Sequence[Attachment], stops: Sequence[Stop]
) -> HttpResponse:
    again = Again(stops, what.then, what.sure, forced=what.seen is None)
    if wants_fragment(request):
        return render(request, "desk/asked.html", {"again": again}, status=409)
    reply, note = request.POST.get("reply_text", ""), request.POST.get("note_text", "")
    typed = Typed(reply=reply, note=note, key=what.key, files=shown_files(files), again=again)
    return card_page(request, card(request.actor, number), typed, status=409)


def _do(actor: Actor, number: str, what: Sending, files: list[Attachment]) -> dict[str, object]:
    ticket = get_ticket_for(actor, number)
    content = from_text(what.words)
    with batch():
        if what.kind == "note":
            made = commands.add_note(actor, ticket, content, attachments=files)
        else:
            seconds = window_of(ticket)
            reply = commands.Reply(content, files, status=what.then, seen=what.seen, undo_seconds=seconds)
            made = commands.reply(actor, ticket, reply)
    return {"message": made.pk, "held": made.released_at is None}


def _stopped(
    request: OtklikRequest, number: str, what: Sending, files: Sequence[Attachment], error: Refused
) -> HttpResponse:
    status = status_of(error)
    can_force = isinstance(error, Conflict) and error.code == "newer_message"
    if wants_fragment(request):
        context = {"error": error.message, "can_force": can_force, "then": what.then, "sure": what.sure}
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

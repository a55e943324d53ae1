"""The client's answer, with files and a next state: `…/messages`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.http import HttpResponseBase, HttpResponseRedirect, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from otklik.channels.form.held_files import handle_of
from otklik.core.errors import Invalid, NotPossible, Refused
from otklik.core.idempotency import KEY_REUSED, once
from otklik.portal.asking_sure import doubts
from otklik.portal.doors import Door, by_link, signed_in
from otklik.portal.one_request import Returned, page
from otklik.tickets import commands
from otklik.tickets.commands import Attachment, TooLate, incoming_of
from otklik.tickets.content import from_text
from otklik.tickets.enums import ClientChoice
from otklik.web.errors import status_of
from otklik.web.form_files import collect, shown_files, uploaded
from otklik.web.gates import client_page
from otklik.web.request import OtklikRequest
from otklik.web.typography import filesize

if TYPE_CHECKING:
    from otklik.tickets.models import Message, Ticket


@require_POST
def answer(request: OtklikRequest, door: Door) -> HttpResponseBase:
    """Take the answer. A repeat with the same key changes nothing; what is refused keeps text and files."""
    words, wish = request.POST.get("text", ""), request.POST.get("choice", ClientChoice.LEAVE.value)
    key = request.POST.get("idempotency_key", "")[:200]
    uids = request.POST.getlist("file")
    files: list[Attachment] = []
    try:
        collect(files, door.actor, uids, request.FILES.getlist("files"))
        doubtful = doubts(request, words, files)
        if doubtful:
            raise Invalid({"sure": _("Look once more before it is sent.")})
        said = {"ticket": door.ticket.number, "text": words, "files": uids, "choice": wish}
        once(door.key, key, said, lambda: _receive(door, words, files, wish))
    except Refused as error:
        back = Returned(
            "answer",
            error.message,
            values={"text": words, "choice": wish},
            files=shown_files(files, door.actor),
            key="" if error.code == KEY_REUSED else key,
            asks_sure=doubts(request, words, files),
            status=status_of(error),
        )
        return page(request, door, returned=back)
    return HttpResponseRedirect(f"{door.base}#answer")


@require_POST
def upload(request: OtklikRequest, door: Door) -> JsonResponse:
    """Take one file early, for whoever came by a link."""
    return taken(request, door)


@require_POST
@client_page
def upload_mine(request: OtklikRequest) -> JsonResponse:
    """Take one file early, for a form of somebody who is signed in."""
    return taken(request, None)


def taken(request: OtklikRequest, door: Door | None) -> JsonResponse:
    """JSON uid, name, size in words."""
    actor = door.actor if door else request.actor
    sent = request.FILES.get("file")
    if sent is None:
        raise Invalid({"file": _("No file came with the request.")})
    file = next(uploaded(actor, [sent])).file
    return JsonResponse({"uid": handle_of(actor, file), "name": file.name, "size": filesize(file.size)})


def _receive(door: Door, words: str, files: Sequence[Attachment], wish: str) -> dict[str, object]:
    message = receive(door, door.ticket, words, files, wish)
    return {"message": message.pk}


def receive(door: Door, ticket: Ticket, words: str, files: Sequence[Attachment], wish: str) -> Message:
    """Add the message, of the contact or of the address the link was sent to."""
    try:
        choice = ClientChoice(wish)
    except ValueError as error:
        raise Invalid({"choice": _("This cannot be chosen.")}) from error
    incoming = incoming_of(door.actor, ticket, from_text(words), files)
    try:
        return commands.receive(door.actor, ticket, incoming, public=True, choice=choice)
    except TooLate as error:
        raise NotPossible(
            _("This request was closed long ago. Register a new one, we will see them both.")
        ) from error


answer_mine = signed_in(answer)
answer_linked = by_link(answer)
upload_linked = by_link(upload)

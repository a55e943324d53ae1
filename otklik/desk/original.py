"""`/desk/originals/<uid>`: the mail behind a message (MAIL-2), for employees who see its ticket."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from otklik.channels.mail.looking import letter_for
from otklik.channels.mail.looks import FRAME_POLICY
from otklik.channels.mail.queries import original_for, ticket_number_of
from otklik.web.gates import staff_page
from otklik.web.original import as_file, described
from otklik.web.request import OtklikRequest
from otklik.web.staff_frame import shell_for


@require_safe
@staff_page
def original(request: OtklikRequest, uid: UUID) -> HttpResponse:
    """Headers in words, the letter in a frame, the source; 404 for who does not see the ticket.

    `?pictures=1` also loads what the letter keeps elsewhere, through us.
    """
    raw = original_for(request.actor, str(uid))
    look = letter_for(request.actor, str(uid))
    shown = look.remote > 0 and request.GET.get("pictures") == "1"
    letter_url = reverse("desk-original-letter", args=[uid])
    context = {
        "letter_url": letter_url + ("?pictures=1" if shown else "") if look.page else "",
        "remote": 0 if shown else look.remote,
        "shell": shell_for(request.actor, "tickets"),
        "number": ticket_number_of(str(uid)),
        "original": described(raw),
        "file_url": reverse("desk-original-file", args=[uid]),
    }
    return render(request, "desk/original.html", context)


@require_safe
@staff_page
def original_file(request: OtklikRequest, uid: UUID) -> HttpResponse:
    """The mail as it came in, to be opened in a mail program."""
    return as_file(original_for(request.actor, str(uid)), str(uid))


@require_safe
@xframe_options_sameorigin
@staff_page
def original_letter(request: OtklikRequest, uid: UUID) -> HttpResponse:
    """The letter alone, for the frame; it can run nothing and load nothing."""
    look = letter_for(request.actor, str(uid), with_remote=request.GET.get("pictures") == "1")
    return HttpResponse(look.page, headers={"Content-Security-Policy": FRAME_POLICY})

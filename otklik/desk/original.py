"""`/desk/originals/<uid>`: the mail behind a message (MAIL-2), for employees who see its ticket."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from otklik.channels.mail.queries import original_for, ticket_number_of
from otklik.web.gates import staff_page
from otklik.web.original import as_file, described
from otklik.web.request import OtklikRequest
from otklik.web.staff_frame import shell_for


@require_safe
@staff_page
def original(request: OtklikRequest, uid: UUID) -> HttpResponse:
    """Headers in words and the source; 404 for who does not see the ticket."""
    raw = original_for(request.actor, str(uid))
    context = {
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

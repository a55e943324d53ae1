"""The letter of a mass message in a frame: of what is typed, before it is saved."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_http_methods

from otklik.channels.mail.mass_preview import preview_of
from otklik.clients.access import get_contact_for
from otklik.core.errors import Invalid, Refused
from otklik.desk.mailing_form import read_form
from otklik.mailings.access import SEND, get_mailing_for
from otklik.mailings.commands import unsaved
from otklik.mailings.queries import contacts_addressed
from otklik.web.errors import status_of
from otklik.web.gates import page_for
from otklik.web.request import OtklikRequest

# The letter's own markup: shown in a frame that runs nothing; its links open beside.
FRAME_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; "
    "sandbox allow-popups allow-popups-to-escape-sandbox; frame-ancestors 'self'"
)


@require_http_methods(["GET", "HEAD", "POST"])
@xframe_options_sameorigin
@page_for(SEND)
def preview(request: OtklikRequest) -> HttpResponse:
    """Of what is typed (POST), or of a saved message (GET, `mailing`); as the contact of the address typed
    beside it, else as the first recipient."""
    try:
        response = HttpResponse(_markup(request))
    except Refused as error:
        words = error.message or _("There is no such message.")
        response = render(request, "settings/no_preview.html", {"words": words}, status=status_of(error))
    response.headers["Content-Security-Policy"] = FRAME_POLICY
    return response


def _markup(request: OtklikRequest) -> str:
    actor, asked = request.actor, request.POST if request.method == "POST" else request.GET
    if request.method == "POST":
        row = unsaved(read_form(request, None))
    else:
        row = get_mailing_for(actor, asked.get("mailing", ""))
    typed = asked.get("as", "").strip()
    found = contacts_addressed(actor, [typed]) if typed else None
    if found is not None and not found.uids:
        raise Invalid({"as": _("Nobody you may know of has this address.")})
    contact = get_contact_for(actor, found.uids[0]) if found else None
    return preview_of(actor, row, contact, asked.get("preview", "")).faces.html

"""`/settings/mail/outbox`: every letter with its fate; held ones can be read as they would have gone."""

from __future__ import annotations

import email.message
import email.policy
import uuid

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from otklik.channels.mail.outbox import kept
from otklik.core.errors import NotFound
from otklik.notifications.access import get_delivery_for
from otklik.notifications.queries import outbox as deliveries
from otklik.settings_ui.framing import frame
from otklik.web.gates import admin_page
from otklik.web.request import OtklikRequest
from otklik.web.staff_frame import shell_for

# The letter's own markup: shown in a frame that runs nothing; its links open beside.
FRAME_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; "
    "sandbox allow-popups allow-popups-to-escape-sandbox; frame-ancestors 'self'"
)


@require_safe
@admin_page
def outbox(request: OtklikRequest) -> HttpResponse:
    """Letters newest first, fifty a page."""
    page = deliveries(request.actor, after=request.GET.get("after", ""))
    states = {
        "queued": _("waiting to be sent"),
        "sent": _("sent"),
        "held": _("held"),
        "failed": _("not delivered"),
        "bounced": _("came back"),
        "cancelled": _("called back"),
    }
    context = {
        **frame(request.actor, "outbox"),
        "rows": page.rows,
        "states": states,
        "next_url": f"{reverse('settings-outbox')}?after={page.after}" if page.after else "",
    }
    return render(request, "settings/outbox.html", context)


@require_safe
@admin_page
def letter(request: OtklikRequest, uid: str) -> HttpResponse:
    """A held letter: headers, and the text as a mail program shows it."""
    delivery = get_delivery_for(request.actor, str(uid))
    made = _read(uid)
    names = {
        "From": _("From"),
        "To": _("To"),
        "Cc": _("Copy"),
        "Reply-To": _("Answer goes to"),
        "Message-ID": "Message-ID",
        "In-Reply-To": "In-Reply-To",
    }
    headers = [(words, made[name]) for name, words in names.items() if made[name]]
    context = {
        "shell": shell_for(request.actor, "settings"),
        "subject": str(made["Subject"] or ""),
        "headers": headers,
        "text": _part(made, "plain"),
        "html_url": reverse("settings-letter-html", args=[uid]) if _part(made, "html") else "",
        "delivery": delivery,
    }
    return render(request, "settings/letter.html", context)


@require_safe
@xframe_options_sameorigin
@admin_page
def letter_html(request: OtklikRequest, uid: str) -> HttpResponse:
    """The letter's markup alone, for the frame; it can run nothing and load nothing."""
    get_delivery_for(request.actor, str(uid))
    markup = _part(_read(uid), "html").replace("<head>", '<head><base target="_blank">', 1)
    return HttpResponse(markup, headers={"Content-Security-Policy": FRAME_POLICY})


def _read(uid: str) -> email.message.EmailMessage:
    try:
        raw = kept(uuid.UUID(str(uid)))
    except NotFound as error:
        raise NotFound(_("This letter is not in the outbox: it was sent, or is still waiting.")) from error
    return email.message_from_bytes(raw, policy=email.policy.default)


def _part(made: email.message.EmailMessage, kind: str) -> str:
    part = made.get_body((kind,))
    return str(part.get_content()) if part is not None else ""

"""`/settings/mail/outbox`: every letter with its fate; held ones can be read as they would have gone."""

from __future__ import annotations

import email.message
import email.policy
import uuid
from collections.abc import Mapping

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from otklik.channels.mail.headers import decode_words
from otklik.channels.mail.outbox import kept
from otklik.core.configuring.kinds import Label
from otklik.core.errors import NotFound
from otklik.core.paging import Page
from otklik.notifications.access import get_delivery_for
from otklik.notifications.enums import Letter
from otklik.notifications.queries import OutboxQuery, OutboxRow
from otklik.notifications.queries import outbox as deliveries
from otklik.settings_ui.outbox_shelves import TICKETS, Asked, listed
from otklik.web.gates import admin_page
from otklik.web.letter_kinds import KINDS
from otklik.web.request import OtklikRequest
from otklik.web.staff_frame import shell_for

# The letter's own markup: shown in a frame that runs nothing; its links open beside.
FRAME_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; "
    "sandbox allow-popups allow-popups-to-escape-sandbox; frame-ancestors 'self'"
)


TO_STAFF: Mapping[Letter, Label] = {
    Letter.REGISTERED: gettext_lazy("To staff: a new ticket"),
    Letter.ASSIGNED: gettext_lazy("To staff: it is yours"),
    Letter.MESSAGE: gettext_lazy("To staff: the client wrote"),
    Letter.MENTION: gettext_lazy("To staff: you were named"),
    Letter.RETURNED: gettext_lazy("To staff: a postponed ticket is back"),
    Letter.COMPLAINT: gettext_lazy("To the lead: a client is not content"),
    Letter.DEADLINE: gettext_lazy("To staff: a deadline is near or past"),
    Letter.AUTOMATIC: gettext_lazy("To the client: a rule's words"),
    Letter.NOTICE: gettext_lazy("To staff: a rule's words"),
}


@require_safe
@admin_page
def outbox(request: OtklikRequest) -> HttpResponse:
    """Letters newest first, fifty a page; by state, by kind, by whom they go to or their ticket's number."""

    def read(asked: Asked) -> Page[OutboxRow]:
        kind = Letter(asked.kind) if asked.kind else None
        return deliveries(request.actor, OutboxQuery(asked.state, kind, asked.words, asked.after))

    return listed(request, TICKETS, letter_names(), read)


def letter_names() -> Mapping[str, str]:
    """What every kind of letter is called."""
    names = {str(kind): str(words) for kind, words in TO_STAFF.items()}
    texts = {str(kind): str(words[0]) for kind, words in KINDS.items()}
    return {kind.value: names.get(kind.value) or texts[kind.value] for kind in Letter}


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
    headers = [(words, decode_words(str(made[name]))) for name, words in names.items() if made[name]]
    context = {
        "shell": shell_for(request.actor, "settings"),
        "subject": decode_words(str(made["Subject"] or "")),
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

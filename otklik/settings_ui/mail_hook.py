"""A mailbox's way in by HTTP: who hands mail over, the address to enter there, how to set it up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from otklik.catalogue.queries import catalogue
from otklik.channels.mail.commands import HookSpec, renew_address, set_hook
from otklik.channels.mail.enums import HookKind
from otklik.channels.mail.hook_words import in_words
from otklik.channels.mail.hooks import hook_state, hooks_in_use
from otklik.core.configuring.kinds import One, Option, Text
from otklik.core.configuring.shapes import Field
from otklik.core.errors import NotFound, Refused
from otklik.settings_ui.forms import groups_of, problems_of, typed
from otklik.settings_ui.framing import frame
from otklik.web.errors import status_of
from otklik.web.flash import say_next
from otklik.web.gates import admin_page
from otklik.web.hook_addresses import address_of
from otklik.web.request import OtklikRequest

if TYPE_CHECKING:
    from otklik.catalogue.models import ChannelAccount


@require_http_methods(["GET", "HEAD", "POST"])
@admin_page
def mail_hook(request: OtklikRequest, uid: UUID) -> HttpResponse:
    """The form, and beside it what to do at the provider."""
    account = _account(uid)
    if request.method != "POST":
        kind = hook_state(request.actor, account).kind
        return _form(request, account, {"kind": kind.value if kind else None})
    given = typed(FIELDS, request.POST)
    kind = next((one for one in HookKind if one.value == given["kind"]), None)
    try:
        set_hook(request.actor, account, HookSpec(kind, str(given["secret"])))
    except Refused as error:
        return _form(request, account, given, problems_of(error), status_of(error))
    say_next(request, _("Saved."))
    return HttpResponseRedirect(reverse("settings-mail-hook", args=[account.uid]))


@require_POST
@admin_page
def mail_hook_address(request: OtklikRequest, uid: UUID) -> HttpResponse:
    """Another address instead of the one that became known."""
    account = _account(uid)
    renew_address(request.actor, account)
    say_next(
        request, _("The address is a new one. Enter it at the provider; the old one takes nothing any more.")
    )
    return HttpResponseRedirect(reverse("settings-mail-hook", args=[account.uid]))


def hook_names() -> Mapping[int, str]:
    """Who hands mail over, by mailbox."""
    named = {str(option.key): option.label for option in _kinds()}
    return {account_id: named[kind.value] for account_id, kind in hooks_in_use().items()}


def _kinds() -> Sequence[Option]:
    return [
        Option("mailgun", "Mailgun"),
        Option("sendgrid", "SendGrid"),
        Option("postmark", "Postmark"),
        Option("ses", "Amazon SES"),
        Option("raw", _("a program of your own")),
    ]


FIELDS: Sequence[Field] = (
    Field("kind", gettext_lazy("Mail is handed over by"), One(_kinds, empty=gettext_lazy("nobody"))),
    Field(
        "secret",
        gettext_lazy("Signing key"),
        Text(limit=2000, type="password"),
        gettext_lazy(
            "Mailgun: the key for signing webhooks. SendGrid: the public key, if its posts are signed. Amazon"
            " SES, if mails go to S3: access key id, colon, secret access key."
        ),
        if_empty=gettext_lazy("empty: the one there is stays"),
    ),
)


def _form(
    request: OtklikRequest,
    account: ChannelAccount,
    values: Mapping[str, object],
    problems: Mapping[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    wrong = problems or {}
    state = hook_state(request.actor, account)
    context = {
        **frame(request.actor, "mailboxes"),
        "account": account,
        "groups": groups_of(FIELDS, {**values, "secret": ""}, wrong),
        "summary": list(wrong.items()),
        "state": state,
        "address": address_of(state),
        "steps": _steps(state.kind) if state.kind else (),
        "trouble": in_words(state.trouble) if state.trouble else "",
    }
    return render(request, "settings/mail_hook.html", context, status=status)


def _steps(kind: HookKind) -> Sequence[str]:
    """What to do at the provider; the address stands above."""
    match kind:
        case HookKind.MAILGUN:
            return (
                _("Receiving → Create route; match the mailbox's address."),
                _("Action Forward: this address. It ends in /mime, so the mail itself is sent."),
                _("API security → HTTP webhook signing key: enter it here."),
            )
        case HookKind.SENDGRID:
            return (
                _("Settings → Inbound Parse → Add host and URL: this address."),
                _("Tick “POST the raw, full MIME message”."),
                _("If you let SendGrid sign what it posts, enter its public key here."),
            )
        case HookKind.POSTMARK:
            return (
                _("Server → Inbound stream → Settings → Webhook: this address."),
                _("Tick “Include raw email content in JSON payload”."),
            )
        case HookKind.SES:
            return (
                _("SNS: a topic and its HTTPS subscription to this address, which is confirmed by itself."),
                _("SES → Email receiving → Rule: action “Publish to Amazon SNS topic”, encoding Base64."),
                _(
                    "Amazon bounces mails above 150 KB that way. For them let the rule's action be “Deliver"
                    " to S3 bucket” with the same topic, and enter the access key of a user who may read the"
                    " bucket."
                ),
            )
        case HookKind.RAW:
            return (
                _("POST the mail as it is, Content-Type message/rfc822."),
                _("X-Otklik-Signature: t=<seconds>,v1=<HMAC-SHA-256 of “t.mail” with the key, in hex>."),
                _("Answer 200: it is stored. Anything else: keep the mail and post it again later."),
            )


def _account(uid: UUID) -> ChannelAccount:
    found = next((row for row in catalogue().accounts.values() if row.uid == uid), None)
    if found is None:
        raise NotFound
    return found

"""The second question: which mailbox? Its servers are found and tried before anything is kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from otklik.channels.mail.discovery import discover
from otklik.channels.mail.enums import AfterTaking, Backlog, Protocol
from otklik.channels.mail.mailbox_spec import MailboxSpec
from otklik.channels.mail.trying import Check, try_connection
from otklik.core.errors import Refused
from otklik.people.actor import Actor
from otklik.settings_ui import mailbox_fields, mailbox_form, typed_secrets
from otklik.settings_ui.forms import problems_of
from otklik.settings_ui.welcome import put_off
from otklik.settings_ui.welcome.guides import guides
from otklik.settings_ui.welcome.steps import framed
from otklik.web.errors import status_of
from otklik.web.flash import say_next
from otklik.web.gates import admin_page
from otklik.web.request import OtklikRequest

if TYPE_CHECKING:
    from otklik.catalogue.models import ChannelAccount

ASKED = (
    "address",
    "incoming.login",
    "incoming.protocol",
    *(f"{side}.{part}" for side in ("incoming", "outgoing") for part in ("host", "port", "security")),
)
"""What of the mailbox's form the wizard asks besides the password; the rest is as delivered."""


@require_http_methods(["GET", "HEAD", "POST"])
@admin_page
def mailbox(request: OtklikRequest) -> HttpResponse:
    """Ask, find, try, keep. `later` keeps the address alone, and who comes back goes on with that mailbox."""
    if request.method != "POST":
        typed_secrets.forget(request)
        return _page(request, put_off.values_of(request.actor, put_off.mailbox_for(request.actor, "")))
    account = put_off.mailbox_for(request.actor, request.POST.get("address", ""))
    given = _typed(request, account)
    given |= typed_secrets.remembered(request, str(given["address"]), mailbox_form.passwords(given))
    later = request.POST.get("action") == "later"
    if later and not given["address"]:
        return _next(request)
    try:
        if not later:
            given, remedy = _with_servers(request.actor, given)
            checks = _tried(request.actor, given)
            if not checks or not all(check.ok for check in checks):
                return _page(request, given, checks=checks, remedy=remedy, status=422)
        put_off.keep(request.actor, account, _spec(given, with_servers=not later))
    except Refused as error:
        return _page(request, given, problems=problems_of(error), status=status_of(error))
    if later:
        say_next(
            request, _("%(address)s is kept; connect it whenever you like.") % {"address": given["address"]}
        )
    return _next(request)


def _typed(request: OtklikRequest, account: ChannelAccount | None) -> dict[str, object]:
    asked = {name: request.POST[name].strip() for name in ASKED if name in request.POST}
    secret = request.POST.get("incoming.password", "")
    typed = {**asked, "incoming.password": secret, "outgoing.password": ""}
    return {**put_off.values_of(request.actor, account), **typed}


def _with_servers(actor: Actor, given: Mapping[str, object]) -> tuple[dict[str, object], str]:
    """The form with the servers found for its address, or those typed; and what a provider wants."""
    if given["incoming.host"]:
        return dict(given), ""
    discovery = discover(actor, str(given["address"]))
    return mailbox_form.found(given, discovery), discovery.remedy


def _tried(actor: Actor, given: Mapping[str, object]) -> Sequence[Check]:
    spec = _spec(given)
    if spec.incoming is None:
        return ()
    return try_connection(actor, spec.incoming, spec.outgoing, address=str(given["address"]))


def _spec(given: Mapping[str, object], *, with_servers: bool = True) -> MailboxSpec:
    """Only letters that come from now on: an old mailbox must not become a thousand tickets."""
    spec = mailbox_form.spec_of(given, None)
    if not with_servers:
        return MailboxSpec(spec.account)
    incoming = replace(spec.incoming, backlog=Backlog.NONE) if spec.incoming else None
    if incoming is not None and incoming.protocol is Protocol.POP3:
        incoming = replace(incoming, after=AfterTaking.LEAVE)  # it knows no marks
    return replace(spec, incoming=incoming)


def _next(request: OtklikRequest) -> HttpResponse:
    typed_secrets.forget(request)
    return HttpResponseRedirect(reverse("welcome-colleagues"))


def _page(
    request: OtklikRequest,
    given: Mapping[str, object],
    *,
    problems: dict[str, str] | None = None,
    checks: Sequence[Check] = (),
    remedy: str = "",
    status: int = 200,
) -> HttpResponse:
    context = {
        **framed("welcome-mailbox"),
        "given": given,
        "problems": problems or {},
        "checks": checks,
        "remedy": remedy,
        "password_is_there": "incoming.password" in typed_secrets.there(request, str(given["address"])),
        "connected": put_off.connected(request.actor),
        "is_kept": put_off.mailbox_for(request.actor, str(given["address"])) is not None,
        "guides": guides(),
        "asks_servers": bool(given["incoming.host"]) or status != 200,
        "protocols": [(one.key, one.label) for one in mailbox_fields.protocols()],
        "securities": [(one.key, one.label) for one in mailbox_fields.securities()],
    }
    return render(request, "settings/welcome/mailbox.html", context, status=status)

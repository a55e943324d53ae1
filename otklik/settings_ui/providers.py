"""Signing in at mail providers: registrations, the way there and the way back (`channels.mail.granting`)."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from otklik.catalogue.queries import catalogue
from otklik.channels.mail.commands import change_client, create_client, remove_client
from otklik.channels.mail.granted import client_spec_of, get_client_for, oauth_clients
from otklik.channels.mail.granting import begin_sign_in, finish_sign_in
from otklik.channels.mail.troubles import Trouble
from otklik.core import sealing
from otklik.core.errors import Invalid, NotFound, Refused
from otklik.settings_ui import provider_form
from otklik.settings_ui.forms import groups_of, problems_of, typed
from otklik.settings_ui.framing import frame
from otklik.web import sessions
from otklik.web.errors import status_of
from otklik.web.flash import say_next
from otklik.web.gates import admin_page
from otklik.web.request import OtklikRequest

if TYPE_CHECKING:
    from otklik.catalogue.models import ChannelAccount
    from otklik.channels.mail.models import OAuthClient

HOW_LONG = timedelta(minutes=15)
_KEY, _SEALED_FOR = "mail_sign_in", "mail-sign-in"


@require_safe
@admin_page
def providers(request: OtklikRequest) -> HttpResponse:
    """Every registration."""
    context = {
        **frame(request.actor, "mailboxes"),
        "clients": oauth_clients(request.actor),
        "redirect": _redirect(),
    }
    return render(request, "settings/providers.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@admin_page
def provider(request: OtklikRequest, uid: UUID | None = None) -> HttpResponse:
    """The form, new without a uid."""
    client = get_client_for(request.actor, str(uid)) if uid else None
    if request.method != "POST":
        spec = client_spec_of(client) if client else None
        return _form(request, client, provider_form.values_of(spec))
    given = typed(provider_form.FIELDS, request.POST)
    try:
        spec = provider_form.spec_of(given)
        if client:
            change_client(request.actor, client, spec)
        else:
            create_client(request.actor, spec)
    except Refused as error:
        return _form(request, client, given, problems_of(error), status_of(error))
    say_next(request, _("Saved."))
    return HttpResponseRedirect(reverse("settings-providers"))


@require_POST
@admin_page
def provider_removal(request: OtklikRequest, uid: UUID) -> HttpResponse:
    """Forget a registration that no mailbox uses."""
    client = get_client_for(request.actor, str(uid))
    try:
        remove_client(request.actor, client)
    except Refused as error:
        values = provider_form.values_of(client_spec_of(client))
        return _form(request, client, values, problems_of(error), status_of(error))
    say_next(request, _("Removed."))
    return HttpResponseRedirect(reverse("settings-providers"))


@require_safe
@admin_page
def sign_in(request: OtklikRequest, uid: UUID, client: UUID) -> HttpResponse:
    """Off to the provider. What is kept until the way back is sealed, of this session, and used once."""
    account, program = _account(str(uid)), get_client_for(request.actor, str(client))
    try:
        begun = begin_sign_in(request.actor, account, program, _redirect())
    except Trouble as trouble:
        return _back(request, account, str(trouble))
    kept = json.dumps([str(uid), str(client), begun.state, begun.verifier])
    sessions.keep_briefly(request.session, _KEY, sealing.seal(_SEALED_FOR, kept), HOW_LONG)
    return HttpResponseRedirect(begun.address)


@require_safe
@admin_page
def signed_in(request: OtklikRequest) -> HttpResponse:
    """Back from the provider, with a code or a refusal. Only the browser that began may end it."""
    uid, client, state, verifier = _kept(request)
    sessions.drop(request.session, _KEY)
    if not state or not secrets.compare_digest(state.encode(), request.GET.get("state", "").encode()):
        say_next(request, _("This signing in was not begun here, or it took too long. Begin it anew."))
        return HttpResponseRedirect(reverse("settings-mailboxes"))
    account, program = _account(uid), get_client_for(request.actor, client)
    if "code" not in request.GET:
        said = request.GET.get("error_description") or request.GET.get("error") or ""
        words = _("%(name)s refused: %(said)s") % {"name": program.name, "said": said[:300]}
        return _back(request, account, words)
    try:
        finish_sign_in(
            request.actor,
            account,
            program,
            code=request.GET["code"],
            verifier=verifier,
            redirect=_redirect(),
        )
    except Invalid as refusal:
        return _back(request, account, " ".join(refusal.fields.values()))
    except Trouble as trouble:
        return _back(request, account, str(trouble))
    return _back(request, account, _("Signed in. Mail is taken and sent by it from now on."))


def _back(request: OtklikRequest, account: ChannelAccount, words: str) -> HttpResponse:
    say_next(request, words)
    return HttpResponseRedirect(reverse("settings-mailbox", args=[account.uid]))


def _kept(request: OtklikRequest) -> tuple[str, str, str, str]:
    try:
        found = sealing.unseal(_SEALED_FOR, sessions.kept_briefly(request.session, _KEY))
    except sealing.Unreadable:  # the installation's key was changed meanwhile: it is begun anew
        found = ""
    uid, client, state, verifier = json.loads(found) if found else ("", "", "", "")
    return uid, client, state, verifier


def _redirect() -> str:
    """The one address providers send back to; it is registered there letter by letter."""
    return f"{settings.OTKLIK_BASE_URL.rstrip('/')}{reverse('settings-provider-return')}"


def _account(uid: str) -> ChannelAccount:
    found = next((row for row in catalogue().accounts.values() if str(row.uid) == uid), None)
    if found is None:
        raise NotFound
    return found


def _form(
    request: OtklikRequest,
    client: OAuthClient | None,
    values: Mapping[str, object],
    problems: Mapping[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    wrong = problems or {}
    known = {field.name for field in provider_form.FIELDS}
    context = {
        **frame(request.actor, "mailboxes"),
        "client": client,
        "title": client.name if client else _("New registration"),
        "groups": groups_of(provider_form.FIELDS, {**values, "secret": ""}, wrong),
        "summary": [(name if name in known else "", words) for name, words in wrong.items()],
        "redirect": _redirect(),
    }
    return render(request, "settings/provider.html", context, status=status)

"""Mailboxes: their list with how each stands, the form, finding servers, trying them before saving."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from otklik.catalogue.queries import catalogue
from otklik.channels.mail.alarms import alarms
from otklik.channels.mail.commands import (
    activate_mailbox,
    change_mailbox,
    create_mailbox,
    deactivate_mailbox,
)
from otklik.channels.mail.discovery import discover
from otklik.channels.mail.granted import grant_state, oauth_clients
from otklik.channels.mail.standing import mailbox_spec_of, mailbox_states
from otklik.channels.mail.trying import Check, try_connection
from otklik.core.configuring.shapes import Field
from otklik.core.errors import Invalid, NotFound, Refused
from otklik.settings_ui import mailbox_fields, mailbox_form, typed_secrets
from otklik.settings_ui.forms import groups_of, problems_of, typed
from otklik.settings_ui.framing import frame
from otklik.settings_ui.mail_hook import hook_names
from otklik.web.errors import status_of
from otklik.web.flash import say_next
from otklik.web.gates import admin_page
from otklik.web.request import OtklikRequest

if TYPE_CHECKING:
    from otklik.catalogue.models import ChannelAccount


@require_safe
@admin_page
def mailboxes(request: OtklikRequest) -> HttpResponse:
    """Every mailbox and how the last look into it went."""
    context = {
        **frame(request.actor, "mailboxes"),
        "boxes": mailbox_states(request.actor),
        "alarms": alarms(request.actor),
        "hooks": hook_names(),
    }
    return render(request, "settings/mailboxes.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@admin_page
def mailbox(request: OtklikRequest, uid: str = "") -> HttpResponse:
    """The form, new without a uid. A POST finds the servers (`find`), tries them (`try`) or keeps it."""
    actor = request.actor
    account = _account(str(uid)) if uid else None
    before = mailbox_spec_of(actor, account) if account else None
    if request.method != "POST":
        typed_secrets.forget(request)
        return _form(request, account, mailbox_form.values_of(before))
    given = typed(mailbox_fields.FIELDS, request.POST)
    given |= typed_secrets.remembered(request, str(given["address"]), mailbox_form.passwords(given))
    try:
        if "find" in request.POST:
            discovery = discover(actor, str(given["address"]))
            return _form(request, account, mailbox_form.found(given, discovery), found=discovery)
        spec = mailbox_form.spec_of(given, before)
        if "try" in request.POST:
            if spec.incoming is None and spec.outgoing is None:
                raise Invalid({"": _("There is no server to try. Enter one, or let it be found.")})
            checks = try_connection(
                actor, spec.incoming, spec.outgoing, account=account, address=spec.account.address
            )
            return _form(request, account, given, checks=checks)
        saved = change_mailbox(actor, account, spec) if account else create_mailbox(actor, spec)
    except Refused as error:
        return _form(request, account, given, problems=problems_of(error), status=status_of(error))
    typed_secrets.forget(request)
    say_next(request, _("Saved."))
    return HttpResponseRedirect(reverse("settings-mailbox", args=[saved.uid]))


@require_POST
@admin_page
def mailbox_use(request: OtklikRequest, uid: str) -> HttpResponse:
    """Take a mailbox out of use (`off=1`) or into use again."""
    account = _account(str(uid))
    if request.POST.get("off") == "1":
        deactivate_mailbox(request.actor, account)
    else:
        activate_mailbox(request.actor, account)
    return HttpResponseRedirect(reverse("settings-mailbox", args=[account.uid]))


def _account(uid: str) -> ChannelAccount:
    found = next((row for row in catalogue().accounts.values() if str(row.uid) == uid), None)
    if found is None:
        raise NotFound
    return found


def _form(
    request: OtklikRequest,
    account: ChannelAccount | None,
    values: Mapping[str, object],
    *,
    problems: Mapping[str, str] | None = None,
    checks: Sequence[Check] = (),
    found: object = None,
    status: int = 200,
) -> HttpResponse:
    wrong = problems or {}
    fields = _fields(account is not None, typed_secrets.there(request, str(values["address"])))
    known = {field.name for field in mailbox_fields.FIELDS}
    state = next((s for s in mailbox_states(request.actor) if account and s.account.pk == account.pk), None)
    context = {
        **frame(request.actor, "mailboxes"),
        "account": account,
        "state": state,
        "title": account.address if account else _("New mailbox"),
        "groups": groups_of(fields, {**values, **dict.fromkeys(mailbox_fields.PASSWORDS, "")}, wrong),
        "summary": [(name if name in known else "", words) for name, words in wrong.items()],
        "checks": checks,
        "clients": oauth_clients(request.actor),
        "grant": grant_state(request.actor, account) if account else None,
        "found": found,
        "hook": hook_names().get(account.pk) if account else None,
    }
    return render(request, "settings/mailbox.html", context, status=status)


def _fields(is_kept: bool, there: Collection[str]) -> Sequence[Field]:
    """The form's fields; a password says what leaving it empty means."""
    return [_secret(one, is_kept, there) for one in mailbox_fields.FIELDS]


def _secret(field: Field, is_kept: bool, there: Collection[str]) -> Field:
    if field.name in there:
        hint = _("Typed already, and kept for this form. Type it only to change it.")
        return replace(field, hint=hint, if_empty="")
    is_password = field.name in mailbox_fields.PASSWORDS
    return replace(field, if_empty=mailbox_fields.KEPT) if is_kept and is_password else field

"""Keys that sign outgoing mail (DKIM): which there are, the record to publish, changing over to another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from otklik.channels.mail.commands import KeySpec, add_key, remove_key, retire_key, use_key
from otklik.channels.mail.dkim_keys import get_key_for, look, sending_domains, signing_keys, state_of
from otklik.channels.mail.enums import Published, StampAlgorithm
from otklik.core import clock
from otklik.core.configuring.kinds import Flag, One, Option, Text
from otklik.core.configuring.shapes import Field
from otklik.core.errors import Refused
from otklik.settings_ui.forms import groups_of, problems_of, typed
from otklik.settings_ui.framing import frame
from otklik.web.errors import status_of
from otklik.web.flash import say_next
from otklik.web.gates import admin_page
from otklik.web.request import OtklikRequest


def _kinds() -> Sequence[Option]:
    return [
        Option(StampAlgorithm.RSA.value, _("RSA, 2048 bits: every server reads it")),
        Option(StampAlgorithm.ED25519.value, _("Ed25519: short and new, best beside an RSA key")),
    ]


FIELDS: Sequence[Field] = (
    Field(
        "domain",
        gettext_lazy("Domain"),
        Text(limit=254),
        gettext_lazy("What stands behind the @ of the sender's address."),
        required=True,
    ),
    Field(
        "selector",
        gettext_lazy("Selector"),
        Text(limit=63),
        gettext_lazy("The key's name in the domain's records. A new key has a new name."),
        required=True,
    ),
    Field("algorithm", gettext_lazy("Kind of key"), One(_kinds), required=True),
    Field(
        "private",
        gettext_lazy("Private key"),
        Text(limit=8000, lines=8),
        gettext_lazy("Only to go on with a key you have: PEM, without a password."),
        if_empty=gettext_lazy("empty: one is made here"),
    ),
)
TOLD: Sequence[Field] = (Field("in_use", gettext_lazy("Mail is signed with it"), Flag()),)


@require_safe
@admin_page
def keys(request: OtklikRequest) -> HttpResponse:
    """Every key."""
    context = {
        **frame(request.actor, "mailboxes"),
        "keys": signing_keys(request.actor),
        "published": _said(),
    }
    return render(request, "settings/dkim.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@admin_page
def new_key(request: OtklikRequest) -> HttpResponse:
    """The form of a new key; a POST makes it and opens its page."""
    if request.method != "POST":
        domain = next(iter(sending_domains()), "")
        selector = f"desk{clock.now():%Y%m}"
        return _form(request, {"domain": domain, "selector": selector, "algorithm": "rsa-sha256"})
    given = typed(FIELDS, request.POST)
    algorithm = next((one for one in StampAlgorithm if one == given["algorithm"]), StampAlgorithm.RSA)
    spec = KeySpec(str(given["domain"]), str(given["selector"]), algorithm, str(given["private"]))
    try:
        made = add_key(request.actor, spec)
    except Refused as error:
        return _form(request, given, problems_of(error), status_of(error))
    say_next(request, _("The key is there. Publish its record, then take it into use."))
    return HttpResponseRedirect(reverse("settings-dkim-key", args=[made.uid]))


@require_safe
@admin_page
def key(request: OtklikRequest, uid: UUID) -> HttpResponse:
    """One key: its record, what the domain says, what can be done."""
    state = state_of(get_key_for(request.actor, str(uid)))
    words = _said()[state.found]
    context = {**frame(request.actor, "mailboxes"), "key": state, "words": words}
    return render(request, "settings/dkim_key.html", context)


@require_POST
@admin_page
def check(request: OtklikRequest, uid: UUID) -> HttpResponse:
    """Ask the domain's records."""
    state = state_of(look(request.actor, get_key_for(request.actor, str(uid))))
    say_next(request, _said()[state.found])
    return HttpResponseRedirect(reverse("settings-dkim-key", args=[state.uid]))


@require_POST
@admin_page
def use(request: OtklikRequest, uid: UUID) -> HttpResponse:
    """Sign with it from now on; with `off`, no more."""
    row = get_key_for(request.actor, str(uid))
    if request.POST.get("off"):
        retire_key(request.actor, row)
        say_next(request, _("Mail is not signed with this key any more."))
    else:
        use_key(request.actor, row)
        say_next(request, _("Mail of the domain is signed with this key from now on."))
    return HttpResponseRedirect(reverse("settings-dkim-key", args=[row.uid]))


@require_POST
@admin_page
def removal(request: OtklikRequest, uid: UUID) -> HttpResponse:
    """Forget a key nothing is signed with."""
    row = get_key_for(request.actor, str(uid))
    try:
        remove_key(request.actor, row)
    except Refused as error:
        say_next(request, str(error))
        return HttpResponseRedirect(reverse("settings-dkim-key", args=[row.uid]))
    say_next(request, _("Removed."))
    return HttpResponseRedirect(reverse("settings-dkim"))


def _said() -> Mapping[Published, str]:
    """What the domain's records said, in words."""
    return {
        Published.UNASKED: _("The domain's records were not asked yet."),
        Published.YES: _("The record is published."),
        Published.MISSING: _("The record is not published yet."),
        Published.DIFFERS: _("The record differs: another key is published under this name."),
        Published.UNREACHABLE: _("The domain's name servers could not be asked from here."),
    }


def _form(
    request: OtklikRequest,
    values: Mapping[str, object],
    problems: Mapping[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    wrong = problems or {}
    context = {
        **frame(request.actor, "mailboxes"),
        "groups": groups_of(FIELDS, {**values, "private": ""}, wrong),
        "summary": list(wrong.items()),
    }
    return render(request, "settings/dkim_new.html", context, status=status)

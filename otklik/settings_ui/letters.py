"""Texts of letters: Russian and English side by side, a preview on a real ticket, the delivered text
again."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from urllib.parse import urlencode

from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_http_methods, require_safe

from otklik.channels.mail.previewing import preview
from otklik.channels.mail.trial_letters import send_test
from otklik.core.configuring.kinds import LANGUAGES
from otklik.core.errors import Invalid, NotFound, Refused
from otklik.notifications.commands import reset_template, set_template
from otklik.notifications.enums import TextKind
from otklik.notifications.text_places import is_own, text_at
from otklik.notifications.texts import Text, placeholders_of
from otklik.people.actor import Actor
from otklik.settings_ui.forms import problems_of
from otklik.settings_ui.framing import frame
from otklik.settings_ui.letter_places import place_of, places
from otklik.settings_ui.outbox import FRAME_POLICY
from otklik.tickets.queries import ListQuery, tickets_page
from otklik.web.errors import status_of
from otklik.web.flash import say_next
from otklik.web.gates import admin_page
from otklik.web.letter_kinds import KINDS, is_to_staff
from otklik.web.request import OtklikRequest


@require_safe
@admin_page
def letters(request: OtklikRequest) -> HttpResponse:
    """Every kind of letter, to clients and to employees, and whether somebody has written its text anew."""
    rows = [
        (kind.value, str(title), str(about), _is_delivered(kind), is_to_staff(kind))
        for kind, (title, about) in KINDS.items()
    ]
    groups = [
        (_("To clients"), [row for row in rows if not row[-1]]),
        (_("To employees"), [row for row in rows if row[-1]]),
    ]
    return render(request, "settings/letters.html", {**frame(request.actor, "letters"), "groups": groups})


@require_http_methods(["GET", "HEAD", "POST"])
@admin_page
def letter_text(request: OtklikRequest, kind: str) -> HttpResponse:
    """Both languages of a text; a POST keeps them, `reset` takes the delivered ones again, `test` mails one
    to oneself. `for`: for everybody, a brand or a mailbox."""
    wanted, whose = _kind(kind), request.POST.get("for", request.GET.get("for", ""))
    if request.method != "POST":
        return _form(
            request, wanted, whose, {code: text_at(place_of(wanted, code, whose)) for code in LANGUAGES}
        )
    given = {code: _typed(request.POST, code) for code in LANGUAGES}
    try:
        if "test" in request.POST:
            return _tested(request, wanted, whose, given)
        if "reset" in request.POST:
            _take_delivered(request.actor, wanted, whose)
        else:
            _keep(request.actor, wanted, whose, given)
    except Refused as error:
        return _form(request, wanted, whose, given, problems_of(error), status=status_of(error))
    say_next(request, _("Saved."))
    address = reverse("settings-letter-text", args=[wanted.value])
    return HttpResponseRedirect(f"{address}?{urlencode({'for': whose})}" if whose else address)


def _tested(request: OtklikRequest, kind: TextKind, whose: str, given: Mapping[str, Text]) -> HttpResponse:
    """The text as it stands in the form, mailed to who presses; the form stays as it was typed."""
    code = "en" if request.POST["test"] == "en" else "ru"
    try:
        address = send_test(
            request.actor, place_of(kind, code, whose), given[code], request.POST.get("number", "")
        )
    except Invalid as error:
        raise Invalid({f"{name}_{code}": words for name, words in error.fields.items()}) from error
    mailed = _("A test letter goes to %(address)s.") % {"address": address}
    return _form(request, kind, whose, given, mailed=mailed)


@require_http_methods(["GET", "HEAD", "POST"])
@xframe_options_sameorigin
@admin_page
def letter_preview(request: OtklikRequest, kind: str) -> HttpResponse:
    """The letter a ticket's client would get, for the frame beside the form: of the typed text, or (GET) of
    the one in force."""
    asked = request.POST if request.method == "POST" else request.GET
    language = "en" if asked.get("preview") == "en" else "ru"
    place = place_of(_kind(kind), language, asked.get("for", ""))
    text = _typed(asked, language) if request.method == "POST" else text_at(place)
    try:
        shown = preview(request.actor, place, text, asked.get("number", ""))
    except Refused as error:
        words = error.message or _("There is no such ticket.")
        response = render(request, "settings/no_preview.html", {"words": words}, status=status_of(error))
    else:
        response = HttpResponse(shown.html)
    response.headers["Content-Security-Policy"] = FRAME_POLICY
    return response


@transaction.atomic
def _keep(actor: Actor, kind: TextKind, whose: str, given: Mapping[str, Text]) -> None:
    for code, text in given.items():
        place = place_of(kind, code, whose)
        if text == text_at(place):
            continue
        try:
            set_template(actor, place, text)
        except Invalid as error:
            raise Invalid({f"{name}_{code}": words for name, words in error.fields.items()}) from error


@transaction.atomic
def _take_delivered(actor: Actor, kind: TextKind, whose: str) -> None:
    for code in LANGUAGES:
        reset_template(actor, place_of(kind, code, whose))


def _kind(kind: str) -> TextKind:
    if kind not in {known.value for known in KINDS}:
        raise NotFound
    return TextKind(kind)


def _typed(post: QueryDict, code: str) -> Text:
    plain = post.get(f"text_{code}", "").replace("\r\n", "\n")
    return Text(post.get(f"subject_{code}", "").strip(), plain.strip())


def _is_delivered(kind: TextKind, whose: str = "") -> bool:
    return not any(is_own(place_of(kind, code, whose)) for code in LANGUAGES)


def _form(
    request: OtklikRequest,
    kind: TextKind,
    whose: str,
    texts: Mapping[str, Text],
    problems: Mapping[str, str] = MappingProxyType({}),
    *,
    mailed: str = "",
    status: int = 200,
) -> HttpResponse:
    latest = tickets_page(request.actor, ListQuery(view="archive")).rows
    title, about = KINDS[kind]
    context = {
        **frame(request.actor, "letters"),
        "kind": kind.value,
        "title": str(title),
        "about": str(about),
        "texts": texts,
        "problems": problems,
        "summary": [(name, words) for name, words in problems.items()],
        "placeholders": placeholders_of(kind),
        "is_delivered": _is_delivered(kind, whose),
        "is_to_staff": is_to_staff(kind),
        "whose": whose,
        "places": places(),
        "mailed": mailed,
        "number": request.POST.get("number", "") or (latest[0].number if latest else ""),
    }
    return render(request, "settings/letter_text.html", context, status=status)

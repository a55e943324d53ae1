"""Texts of letters: Russian and English side by side, a preview on a real ticket, the delivered text
again."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_http_methods, require_safe

from otklik.channels.mail.previewing import preview
from otklik.core.configuring.kinds import LANGUAGES
from otklik.core.errors import Invalid, NotFound, Refused
from otklik.notifications.commands import TextPlace, reset_template, set_template
from otklik.notifications.enums import TextKind
from otklik.notifications.texts import Text, delivered, placeholders_of, text_in_force
from otklik.people.actor import Actor
from otklik.settings_ui.forms import problems_of
from otklik.settings_ui.framing import frame
from otklik.settings_ui.outbox import FRAME_POLICY
from otklik.tickets.queries import ListQuery, tickets_page
from otklik.web.errors import status_of
from otklik.web.flash import say_next
from otklik.web.gates import admin_page
from otklik.web.letter_kinds import KINDS
from otklik.web.request import OtklikRequest


@require_safe
@admin_page
def letters(request: OtklikRequest) -> HttpResponse:
    """Every kind of letter, and whether its text is the delivered one."""
    rows = [
        (kind.value, str(title), str(about), all(_is_delivered(kind, code) for code in LANGUAGES))
        for kind, (title, about) in KINDS.items()
    ]
    return render(request, "settings/letters.html", {**frame(request.actor, "letters"), "rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
@admin_page
def letter_text(request: OtklikRequest, kind: str) -> HttpResponse:
    """Both languages of a text; a POST keeps them, `reset` takes the delivered ones again."""
    wanted = _kind(kind)
    if request.method != "POST":
        return _form(request, wanted, {code: text_in_force(wanted, code) for code in LANGUAGES}, {})
    given = {code: _typed(request.POST, code) for code in LANGUAGES}
    try:
        if "reset" in request.POST:
            _take_delivered(request.actor, wanted)
        else:
            _keep(request.actor, wanted, given)
    except Refused as error:
        return _form(request, wanted, given, problems_of(error), status=status_of(error))
    say_next(request, _("Saved."))
    return HttpResponseRedirect(reverse("settings-letter-text", args=[wanted.value]))


@require_http_methods(["GET", "HEAD", "POST"])
@xframe_options_sameorigin
@admin_page
def letter_preview(request: OtklikRequest, kind: str) -> HttpResponse:
    """The letter a ticket's client would get, for the frame beside the form: of the typed text, or (GET) of
    the one in force."""
    asked = request.POST if request.method == "POST" else request.GET
    language = "en" if asked.get("preview") == "en" else "ru"
    place = TextPlace(_kind(kind), language)
    text = _typed(asked, language) if request.method == "POST" else text_in_force(place.kind, language)
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
def _keep(actor: Actor, kind: TextKind, given: Mapping[str, Text]) -> None:
    for code, text in given.items():
        if text == text_in_force(kind, code):
            continue
        try:
            set_template(actor, TextPlace(kind, code), text)
        except Invalid as error:
            raise Invalid({f"{name}_{code}": words for name, words in error.fields.items()}) from error


@transaction.atomic
def _take_delivered(actor: Actor, kind: TextKind) -> None:
    for code in LANGUAGES:
        reset_template(actor, TextPlace(kind, code))


def _kind(kind: str) -> TextKind:
    if kind not in {known.value for known in KINDS}:
        raise NotFound
    return TextKind(kind)


def _typed(post: QueryDict, code: str) -> Text:
    plain = post.get(f"text_{code}", "").replace("\r\n", "\n")
    return Text(post.get(f"subject_{code}", "").strip(), plain.strip())


def _is_delivered(kind: TextKind, code: str) -> bool:
    return text_in_force(kind, code) == delivered(kind, code)


def _form(
    request: OtklikRequest,
    kind: TextKind,
    texts: Mapping[str, Text],
    problems: Mapping[str, str],
    *,
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
        "is_delivered": all(_is_delivered(kind, code) for code in LANGUAGES),
        "number": request.POST.get("number", "") or (latest[0].number if latest else ""),
    }
    return render(request, "settings/letter_text.html", context, status=status)

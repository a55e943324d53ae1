"""`/u/<signed>` and `/q/<signed>`: getting no more mass letters, and answering a survey, from a letter.

Opening either changes nothing, however often and by whatever program; the press of its button does. Mail
programs unsubscribe by one POST without opening the page (RFC 8058): they have no cookies, so the signed
address alone is the proof.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from typing import TYPE_CHECKING, cast

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from otklik.core.errors import Invalid
from otklik.mailings.commands import unsubscribe_by_letter, vote
from otklik.mailings.enums import Kind
from otklik.mailings.links import read_survey, read_unsubscribe
from otklik.mailings.queries import letter_of
from otklik.mailings.values import words_of, written_of
from otklik.mailings.wording import number_of
from otklik.portal.doors import chosen_language, closed_door, private
from otklik.surveys.queries import captions
from otklik.web.portal_frame import frame_for
from otklik.web.request import OtklikRequest

if TYPE_CHECKING:
    from otklik.mailings.models import Recipient

View = Callable[[OtklikRequest, "Recipient"], HttpResponseBase]


def _by_letter(view: View, read: Callable[[str], int | None]) -> Callable[..., HttpResponseBase]:
    """The view behind a signed address; one that leads nowhere gets a page that says so, nothing is done."""

    @wraps(view)
    def page(request: HttpRequest, signed: str) -> HttpResponseBase:
        own = cast("OtklikRequest", request)
        pk = read(signed)
        recipient = letter_of(pk) if pk else None
        if recipient is None:
            return closed_door(own)
        language = chosen_language(request) or recipient.language
        with translation.override(language):
            response = private(view(own, recipient))
        response.headers["Content-Language"] = language
        return response

    return page


@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribing(request: OtklikRequest, recipient: Recipient) -> HttpResponseBase:
    """The page with its button; a POST does it, once or often."""
    is_done = request.method == "POST" and _is_pressed(request)
    if is_done:
        unsubscribe_by_letter(recipient)
    return _page(request, recipient, "portal/unsubscribe.html", {"is_done": is_done})


@require_http_methods(["GET", "HEAD", "POST"])
def answering(request: OtklikRequest, recipient: Recipient) -> HttpResponseBase:
    """The question with its answers, the one of the letter chosen; a POST counts, a later one instead."""
    if recipient.mailing.kind != Kind.SURVEY:
        return closed_door(request)
    asked = request.POST.get("choice", "") or request.GET.get("choice", "")
    said = request.POST.get("words", recipient.words)
    problems: Mapping[str, str] = {}
    if request.method == "POST" and _is_pressed(request):
        try:
            vote(recipient, int(asked) if asked.isdecimal() else 0, said)
        except Invalid as error:
            problems = error.fields
        else:
            return _page(request, recipient, "portal/survey.html", {"is_done": True})
    context = {
        "is_done": False,
        "question": words_of(recipient).question,
        "choices": _choices(recipient),
        "value": asked or (str(recipient.choice) if recipient.choice else ""),
        "words": said,
        "problems": problems,
        "is_given": recipient.answered_at is not None,
    }
    return _page(request, recipient, "portal/survey.html", context, status=422 if problems else 200)


def _is_pressed(request: OtklikRequest) -> bool:
    """What a program presses on the page does not count (`press.js` says so); without script, everything."""
    return request.POST.get("pressed", "yes") == "yes"


def _choices(recipient: Recipient) -> list[tuple[str, str, str]]:
    """(number, words, no explanation) of each possible answer; marks with the words they have everywhere."""
    choices, words = written_of(recipient.mailing).choices, words_of(recipient)
    numbers = [number_of(position, choices) for position in range(len(words.choices))]
    said = captions(words.language)
    labels = list(words.choices) if choices else [f"{number}: {said[number]}" for number in numbers]
    return [(str(number), label, "") for number, label in zip(numbers, labels, strict=True)]


def _page(
    request: OtklikRequest,
    recipient: Recipient,
    template: str,
    context: Mapping[str, object],
    status: int = 200,
) -> HttpResponse:
    brand = recipient.mailing.account.brand
    common = {
        "portal": frame_for(None, brand=brand),
        "brand": str(brand.name),
        "kind": recipient.mailing.kind,
        "address": recipient.address,
    }
    return render(request, template, {**common, **context}, status=status)


unsubscribe_page = csrf_exempt(_by_letter(unsubscribing, read_unsubscribe))
survey_page = _by_letter(answering, read_survey)

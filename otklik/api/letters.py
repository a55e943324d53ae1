"""`/letters`: texts of letters to clients, changed, given back, tried on a ticket. For administrators."""

from __future__ import annotations

from dataclasses import replace

from django.db import transaction
from django.http import HttpResponse
from django.utils.translation import gettext_noop as _
from ninja import Query, Router

from otklik.api.answers import answer, answer_once
from otklik.api.lists import listed, page_of_small
from otklik.api.operations import administrator, told
from otklik.api.request import ApiRequest
from otklik.api.schemas.letters import (
    LetterOut,
    LetterResetIn,
    Letters,
    LetterTextIn,
    PreviewIn,
    PreviewOut,
    TextOut,
)
from otklik.api.schemas.pages import PageQuery
from otklik.channels.mail.previewing import preview
from otklik.core.configuring.kinds import LANGUAGES
from otklik.core.errors import Invalid, NotFound
from otklik.notifications.commands import TextPlace, reset_template, set_template
from otklik.notifications.enums import TextKind
from otklik.notifications.texts import Text, delivered, placeholders_of, text_in_force
from otklik.web.letter_kinds import KINDS

router = Router(tags=["mail"])


@router.get(
    "",
    **told(_("List texts of letters"), _("For administrators."), gives={200: Letters}, refuses=(403, 422)),
)
def list_letters(request: ApiRequest, query: Query[PageQuery]) -> HttpResponse:
    """Every kind with the texts in force."""
    administrator(request)
    page = page_of_small(list(KINDS), query, lambda kind: kind.value)
    return listed(request, Letters(items=[_letter(kind) for kind in page.rows]), page.after)


@router.get("/{code}", **told(_("Read a text of letters"), gives={200: LetterOut}, refuses=(403, 404)))
def read_letter(request: ApiRequest, code: str) -> HttpResponse:
    """One kind."""
    return answer(_letter(_kind(request, code)))


@router.patch(
    "/{code}",
    **told(_("Change a text of letters"), gives={200: LetterOut}, refuses=(403, 404, 409, 422)),
)
def patch_letter(request: ApiRequest, code: str, body: LetterTextIn) -> HttpResponse:
    """`notifications.commands.set_template`, for every mailbox and brand without a text of its own."""
    kind = _kind(request, code)
    text = _text(kind, body)
    if text != text_in_force(kind, body.language):
        set_template(request.auth, TextPlace(kind, body.language), text)
    return answer(_letter(kind))


@router.post(
    "/{code}/actions/reset",
    **told(_("Take the delivered text again"), gives={200: LetterOut}, refuses=(403, 404, 409, 422)),
)
def reset_letter(request: ApiRequest, code: str, body: LetterResetIn) -> HttpResponse:
    """`notifications.commands.reset_template`."""
    kind = _kind(request, code)
    return answer_once(request, lambda: _reset(request, kind, body))


@router.post(
    "/{code}/actions/preview",
    **told(
        _("Try a text on a ticket"),
        _("The letter its client would get; nothing is written or sent."),
        gives={200: PreviewOut},
        refuses=(403, 404, 409, 422),
    ),
)
def preview_letter(request: ApiRequest, code: str, body: PreviewIn) -> HttpResponse:
    """`channels.mail.previewing.preview`."""
    kind = _kind(request, code)
    place = TextPlace(kind, body.language)
    try:
        shown = preview(request.auth, place, _text(kind, body), body.ticket.strip().upper())
    except NotFound as error:
        raise Invalid({"ticket": error.message}) from error
    return answer(PreviewOut(subject=shown.subject, text=shown.text, html=shown.html))


@transaction.atomic
def _reset(request: ApiRequest, kind: TextKind, body: LetterResetIn) -> LetterOut:
    for language in [body.language] if body.language else LANGUAGES:
        reset_template(request.auth, TextPlace(kind, language))
    return _letter(kind)


def _kind(request: ApiRequest, code: str) -> TextKind:
    administrator(request)
    if code not in {known.value for known in KINDS}:
        raise NotFound
    return TextKind(code)


def _text(kind: TextKind, body: LetterTextIn) -> Text:
    """The text in force with what was sent."""
    text = text_in_force(kind, body.language)
    if body.subject is not None:
        text = replace(text, subject=body.subject.strip())
    if body.text is not None:
        text = replace(text, text=body.text.replace("\r\n", "\n").strip())
    return text


def _letter(kind: TextKind) -> LetterOut:
    title, about = KINDS[kind]
    texts = {code: text_in_force(kind, code) for code in LANGUAGES}
    return LetterOut(
        code=kind.value,
        name=str(title),
        about=str(about),
        texts={
            code: TextOut(subject=text.subject, text=text.text, delivered=text == delivered(kind, code))
            for code, text in texts.items()
        },
        placeholders=dict(placeholders_of(kind)),
    )

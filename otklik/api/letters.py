"""`/letters`: texts of letters to clients and employees, for everybody, a brand or a mailbox: changed, given
back, tried on a ticket. For administrators."""

from __future__ import annotations

from dataclasses import replace

from django.db import transaction
from django.http import HttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _
from ninja import Query, Router

from otklik.api import references
from otklik.api.answers import answer, answer_once
from otklik.api.lists import listed, page_of_small
from otklik.api.operations import administrator, told
from otklik.api.request import ApiRequest
from otklik.api.schemas.letters import (
    LetterOut,
    LetterResetIn,
    Letters,
    LetterTextIn,
    PlaceIn,
    PlaceQuery,
    PreviewIn,
    PreviewOut,
    TestSent,
    TextOut,
)
from otklik.api.schemas.pages import PageQuery
from otklik.channels.mail.previewing import preview
from otklik.channels.mail.trial_letters import send_test
from otklik.core.configuring.kinds import LANGUAGES
from otklik.core.errors import Invalid, NotFound
from otklik.notifications.commands import TextPlace, reset_template, set_template
from otklik.notifications.enums import TextKind
from otklik.notifications.text_places import text_at
from otklik.notifications.texts import Text, delivered, placeholders_of
from otklik.organisation.queries import brands
from otklik.web.letter_kinds import KINDS

router = Router(tags=["mail"])
EVERYBODY = PlaceIn()


@router.get(
    "",
    **told(_("List texts of letters"), _("For administrators."), gives={200: Letters}, refuses=(403, 422)),
)
def list_letters(request: ApiRequest, query: Query[PageQuery]) -> HttpResponse:
    """Every kind with the texts in force."""
    administrator(request)
    page = page_of_small(list(KINDS), query, lambda kind: kind.value)
    return listed(request, Letters(items=[_letter(kind) for kind in page.rows]), page.after)


@router.get("/{code}", **told(_("Read a text of letters"), gives={200: LetterOut}, refuses=(403, 404, 422)))
def read_letter(request: ApiRequest, code: str, query: Query[PlaceQuery]) -> HttpResponse:
    """One kind."""
    return answer(_letter(_kind(request, code), query))


@router.patch(
    "/{code}",
    **told(_("Change a text of letters"), gives={200: LetterOut}, refuses=(403, 404, 409, 422)),
)
def patch_letter(request: ApiRequest, code: str, body: LetterTextIn) -> HttpResponse:
    """`notifications.commands.set_template`."""
    kind = _kind(request, code)
    place, text = _place(kind, body.language, body), _text(kind, body)
    if text != text_at(place):
        set_template(request.auth, place, text)
    return answer(_letter(kind, body))


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
    place = _place(kind, body.language, body)
    try:
        shown = preview(request.auth, place, _text(kind, body), body.ticket.strip().upper())
    except NotFound as error:
        raise Invalid({"ticket": error.message}) from error
    return answer(PreviewOut(subject=shown.subject, text=shown.text, html=shown.html))


@router.post(
    "/{code}/actions/test",
    **told(
        _("Mail a text to oneself"),
        _("On a ticket, as its reader would get it."),
        gives={200: TestSent},
        refuses=(403, 404, 409, 422),
    ),
)
def test_letter(request: ApiRequest, code: str, body: PreviewIn) -> HttpResponse:
    """`channels.mail.trial_letters.send_test`."""
    kind = _kind(request, code)
    place, text, number = _place(kind, body.language, body), _text(kind, body), body.ticket.strip().upper()
    return answer_once(request, lambda: TestSent(address=send_test(request.auth, place, text, number)))


@transaction.atomic
def _reset(request: ApiRequest, kind: TextKind, body: LetterResetIn) -> LetterOut:
    for language in [body.language] if body.language else LANGUAGES:
        reset_template(request.auth, _place(kind, language, body))
    return _letter(kind, body)


def _kind(request: ApiRequest, code: str) -> TextKind:
    administrator(request)
    if code not in {known.value for known in KINDS}:
        raise NotFound
    return TextKind(code)


def _text(kind: TextKind, body: LetterTextIn) -> Text:
    """The text in force with what was sent."""
    text = text_at(_place(kind, body.language, body))
    if body.subject is not None:
        text = replace(text, subject=body.subject.strip())
    if body.text is not None:
        text = replace(text, text=body.text.replace("\r\n", "\n").strip())
    return text


def _place(kind: TextKind, language: str, asked: PlaceIn) -> TextPlace:
    box = references.mailbox(asked.mailbox)
    brand = next((one for one in brands() if one.code == asked.brand), None)
    if asked.brand is not None and brand is None:
        raise Invalid({"brand": gettext("There is no such brand.")})
    return TextPlace(kind, language, account=box, brand=None if box else brand)


def _letter(kind: TextKind, asked: PlaceIn = EVERYBODY) -> LetterOut:
    title, about = KINDS[kind]
    texts = {code: text_at(_place(kind, code, asked)) for code in LANGUAGES}
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

"""`/mail/house-letters`: letters about accounts, links, contracts and alarms. For administrators."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext_noop as _
from ninja import Query, Router

from otklik.api.answers import answer, answer_once
from otklik.api.lists import listed
from otklik.api.operations import told
from otklik.api.request import ApiRequest
from otklik.api.schemas.house_letters import (
    HouseLetterLine,
    HouseLetterLines,
    HouseLettersAsked,
    house_letter_line,
)
from otklik.notifications.commands import send_letter_again
from otklik.notifications.enums import DeliveryState
from otklik.notifications.letters import About, LetterQuery, get_letter_for, letter_row, letters
from otklik.people.actor import Actor

router = Router(tags=["mail"])


@router.get(
    "",
    **told(
        _("List letters about no ticket"),
        _("Of accounts, links, contracts and alarms, with how far each has come. For administrators."),
        gives={200: HouseLetterLines},
        refuses=(403, 422),
    ),
)
def list_house_letters(request: ApiRequest, query: Query[HouseLettersAsked]) -> HttpResponse:
    """The newest first."""
    wanted = LetterQuery(
        state=DeliveryState(query.state) if query.state else None,
        about=About(query.about) if query.about else None,
        words=query.q,
        after=query.after or "",
        size=query.limit,
    )
    page = letters(request.auth, wanted)
    lines = [house_letter_line(row) for row in page.rows]
    return listed(request, HouseLetterLines(items=lines), page.after)


@router.get(
    "/{uuid:uid}",
    **told(_("Read about a letter of no ticket"), gives={200: HouseLetterLine}, refuses=(403, 404)),
)
def read_house_letter(request: ApiRequest, uid: UUID) -> HttpResponse:
    """One letter."""
    return answer(house_letter_line(letter_row(request.auth, str(uid))))


@router.post(
    "/{uuid:uid}/actions/send-again",
    **told(
        _("Send a letter of no ticket again"),
        _("One that is held, was refused or came back. A link in it is made anew."),
        gives={200: HouseLetterLine},
        refuses=(403, 404, 409, 422),
    ),
)
def send_house_letter_again(request: ApiRequest, uid: UUID) -> HttpResponse:
    """`commands.send_letter_again`."""
    return answer_once(request, lambda: _again(request.auth, str(uid)))


def _again(actor: Actor, uid: str) -> HouseLetterLine:
    send_letter_again(actor, get_letter_for(actor, uid))
    return house_letter_line(letter_row(actor, uid))

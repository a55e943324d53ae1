"""`/mail/outbox` and `/mail/alarms`: letters that leave, and what keeps mail from coming or leaving. For
administrators."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext_noop as _
from ninja import Query, Router

from otklik.api.answers import answer, answer_once
from otklik.api.lists import listed
from otklik.api.operations import told
from otklik.api.request import ApiRequest
from otklik.api.schemas.mail_outbox import (
    AlarmOut,
    Alarms,
    LetterLine,
    LetterLines,
    OutboxAsked,
    alarm_out,
    letter_line,
)
from otklik.channels.mail.alarms import alarms
from otklik.channels.mail.commands import silence_alarm
from otklik.core.errors import NotFound
from otklik.notifications.access import get_delivery_for
from otklik.notifications.commands import cancel_delivery, send_again
from otklik.notifications.enums import DeliveryState, Letter
from otklik.notifications.queries import OutboxQuery, outbox, outbox_row
from otklik.people.actor import Actor

router = Router(tags=["mail"])
DECIDING = (403, 404, 409, 422)


@router.get(
    "/outbox",
    **told(
        _("List letters that leave"),
        _("To clients and employees, about tickets, with how far each has come. For administrators."),
        gives={200: LetterLines},
        refuses=(403, 422),
    ),
)
def list_outbox(request: ApiRequest, query: Query[OutboxAsked]) -> HttpResponse:
    """The newest first."""
    wanted = OutboxQuery(
        state=DeliveryState(query.state) if query.state else None,
        letter=Letter(query.letter) if query.letter in set(Letter) else None,
        words=query.q,
        after=query.after or "",
        size=query.limit,
    )
    page = outbox(request.auth, wanted)
    return listed(request, LetterLines(items=[letter_line(row) for row in page.rows]), page.after)


@router.get(
    "/outbox/{uuid:uid}", **told(_("Read about a letter"), gives={200: LetterLine}, refuses=(403, 404))
)
def read_outbox_letter(request: ApiRequest, uid: UUID) -> HttpResponse:
    """One letter."""
    return answer(letter_line(outbox_row(request.auth, str(uid))))


@router.post(
    "/outbox/{uuid:uid}/actions/send-again",
    **told(
        _("Send a letter again"),
        _("One that is held, was refused or came back."),
        gives={200: LetterLine},
        refuses=DECIDING,
    ),
)
def send_letter_again(request: ApiRequest, uid: UUID) -> HttpResponse:
    """`commands.send_again`."""
    return answer_once(request, lambda: _again(request.auth, str(uid)))


@router.post(
    "/outbox/{uuid:uid}/actions/drop",
    **told(_("Give a letter up"), _("One that has not left."), gives={200: LetterLine}, refuses=DECIDING),
)
def drop_letter(request: ApiRequest, uid: UUID) -> HttpResponse:
    """`commands.cancel_delivery`."""
    return answer_once(request, lambda: _dropped(request.auth, str(uid)))


@router.get(
    "/alarms",
    **told(
        _("List alarms about mail"),
        _("What is wrong now, silenced or not. For administrators."),
        gives={200: Alarms},
        refuses=(403,),
    ),
)
def list_alarms(request: ApiRequest) -> HttpResponse:
    """The oldest first."""
    return answer(Alarms(items=[alarm_out(one) for one in alarms(request.auth)]))


@router.post(
    "/alarms/{key}/actions/silence",
    **told(
        _("Silence an alarm"),
        _("It was seen, and says nothing more until it comes further or comes again."),
        gives={200: AlarmOut},
        refuses=DECIDING,
    ),
)
def silence_one(request: ApiRequest, key: str) -> HttpResponse:
    """`commands.silence_alarm`."""
    return answer_once(request, lambda: _silenced(request.auth, key))


def _again(actor: Actor, uid: str) -> LetterLine:
    outbox_row(actor, uid)  # the outbox is for administrators
    send_again(actor, get_delivery_for(actor, uid))
    return letter_line(outbox_row(actor, uid))


def _dropped(actor: Actor, uid: str) -> LetterLine:
    outbox_row(actor, uid)
    cancel_delivery(actor, get_delivery_for(actor, uid))
    return letter_line(outbox_row(actor, uid))


def _silenced(actor: Actor, key: str) -> AlarmOut:
    silence_alarm(actor, key)
    found = next((one for one in alarms(actor) if one.key == key), None)
    if found is None:
        raise NotFound
    return alarm_out(found)

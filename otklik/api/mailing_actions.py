"""`/mailings/{uid}/actions`: from a draft to its last letter."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext_noop as _
from ninja import Router

from otklik.api import references
from otklik.api.answers import answer_once
from otklik.api.mailings import told_of
from otklik.api.operations import told
from otklik.api.request import ApiRequest
from otklik.api.schemas.mailings import CheckIn, MailingOut, StartIn
from otklik.mailings.access import get_mailing_for
from otklik.mailings.commands import (
    check_mailing,
    pause_mailing,
    resume_mailing,
    start_mailing,
    stop_mailing,
)

if TYPE_CHECKING:
    from otklik.mailings.models import Mailing
    from otklik.people.actor import Actor

router = Router(tags=["mailings"])
_MOVES: Mapping[str, Callable[[Actor, Mailing], Mailing]] = {
    "pause": pause_mailing,
    "resume": resume_mailing,
    "stop": stop_mailing,
}


@router.post(
    "/{uuid:uid}/actions/check",
    **told(
        _("Check a mass message"),
        _("Counts whom it reaches and sends you a test letter in each of its languages."),
        gives={200: MailingOut},
        refuses=(403, 404, 409, 422),
    ),
)
def check_a_mailing(request: ApiRequest, uid: UUID, body: CheckIn) -> HttpResponse:
    """`commands.check_mailing`."""
    actor = request.auth

    def check() -> MailingOut:
        row = get_mailing_for(actor, str(uid))
        return told_of(actor, check_mailing(actor, row, references.contact(actor, body.contact)))

    return answer_once(request, check)


@router.post(
    "/{uuid:uid}/actions/start",
    **told(
        _("Start a mass message"),
        _("Fixes its recipients; letters leave at the rate of the settings."),
        gives={200: MailingOut},
        refuses=(403, 404, 409, 422),
    ),
)
def start_a_mailing(request: ApiRequest, uid: UUID, body: StartIn) -> HttpResponse:
    """`commands.start_mailing`."""
    actor = request.auth

    def start() -> MailingOut:
        return told_of(actor, start_mailing(actor, get_mailing_for(actor, str(uid)), version=body.version))

    return answer_once(request, start)


@router.post(
    "/{uuid:uid}/actions/pause",
    **told(_("Pause a mass message"), gives={200: MailingOut}, refuses=(403, 404, 409)),
)
def pause_a_mailing(request: ApiRequest, uid: UUID) -> HttpResponse:
    """`commands.pause_mailing`."""
    return _moved(request, uid, "pause")


@router.post(
    "/{uuid:uid}/actions/resume",
    **told(_("Let a paused mass message go on"), gives={200: MailingOut}, refuses=(403, 404, 409)),
)
def resume_a_mailing(request: ApiRequest, uid: UUID) -> HttpResponse:
    """`commands.resume_mailing`."""
    return _moved(request, uid, "resume")


@router.post(
    "/{uuid:uid}/actions/stop",
    **told(
        _("Stop a mass message"),
        _("For good: what has not left never will."),
        gives={200: MailingOut},
        refuses=(403, 404, 409),
    ),
)
def stop_a_mailing(request: ApiRequest, uid: UUID) -> HttpResponse:
    """`commands.stop_mailing`."""
    return _moved(request, uid, "stop")


def _moved(request: ApiRequest, uid: UUID, move: str) -> HttpResponse:
    actor = request.auth
    return answer_once(request, lambda: told_of(actor, _MOVES[move](actor, get_mailing_for(actor, str(uid)))))

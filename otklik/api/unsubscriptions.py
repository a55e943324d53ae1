"""`/contacts/{uid}/unsubscriptions`: which mass messages a contact does not want."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext_noop as _
from ninja import Router

from otklik.api.answers import answer, answer_once
from otklik.api.operations import told
from otklik.api.request import ApiRequest
from otklik.api.schemas.unsubscriptions import LiftIn, UnsubscriptionIn, UnsubscriptionOut, Unsubscriptions
from otklik.clients.access import get_contact_for
from otklik.mailings.commands import subscribe_again, unsubscribe
from otklik.mailings.enums import Kind
from otklik.mailings.queries import unsubscriptions_of
from otklik.people.actor import Actor

router = Router(tags=["clients"])


@router.get(
    "/{uuid:uid}/unsubscriptions",
    **told(
        _("List what a contact does not want"),
        _("Kinds of mass messages; letters about their tickets always come."),
        gives={200: Unsubscriptions},
        refuses=(403, 404),
    ),
)
def list_unsubscriptions(request: ApiRequest, uid: UUID) -> HttpResponse:
    """Staff only."""
    return answer(_told(request.auth, str(uid)))


@router.post(
    "/{uuid:uid}/unsubscriptions",
    **told(
        _("Note that a contact wants no more"),
        _("Of one kind of mass messages. Whoever does not want them already stays as they are."),
        gives={200: Unsubscriptions},
        refuses=(403, 404, 409, 422),
    ),
)
def add_unsubscription(request: ApiRequest, uid: UUID, body: UnsubscriptionIn) -> HttpResponse:
    """`commands.unsubscribe`."""

    def add() -> Unsubscriptions:
        unsubscribe(request.auth, get_contact_for(request.auth, str(uid)), Kind(body.kind))
        return _told(request.auth, str(uid))

    return answer_once(request, add)


@router.post(
    "/{uuid:uid}/unsubscriptions/{kind}/actions/lift",
    **told(
        _("Note that a contact agreed again"),
        _("With how they agreed, which stays in their history."),
        gives={200: Unsubscriptions},
        refuses=(403, 404, 409, 422),
    ),
)
def lift_unsubscription(request: ApiRequest, uid: UUID, kind: Kind, body: LiftIn) -> HttpResponse:
    """`commands.subscribe_again`."""

    def lift() -> Unsubscriptions:
        subscribe_again(request.auth, get_contact_for(request.auth, str(uid)), kind, body.note)
        return _told(request.auth, str(uid))

    return answer_once(request, lift)


def _told(actor: Actor, uid: str) -> Unsubscriptions:
    rows = unsubscriptions_of(actor, get_contact_for(actor, uid))
    return Unsubscriptions(
        items=[UnsubscriptionOut(kind=one.kind, at=one.at, mailing=one.mailing) for one in rows]
    )

"""Who may write to many: whoever holds `mailings.send`. They see every mass message with its recipients; whom
a message may reach is bounded by the clients its author knows of."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from otklik.core.errors import Denied, NotFound
from otklik.core.ids import read_uid
from otklik.mailings.models import Mailing
from otklik.people.actor import Actor
from otklik.people.rights import declare

SEND = declare("mailings.send", ru="Рассылать объявления и опросы", en="Send announcements and surveys")


def may_send(actor: Actor) -> bool:
    """Whether mass messages are this actor's business."""
    return (actor.is_agent or actor.is_system) and actor.has(SEND)


def require_sending(actor: Actor) -> None:
    """`Denied` unless the actor is an employee whose role lets them send mass messages."""
    if not may_send(actor):
        raise Denied(_("Your role does not let you send mass messages."))


def visible_to(actor: Actor) -> QuerySet[Mailing]:
    """The mass messages this actor may know of."""
    return Mailing.objects.all() if may_send(actor) else Mailing.objects.none()


def get_mailing_for(actor: Actor, uid: str) -> Mailing:
    """The message by its uid with its mailbox, or `NotFound`; `Denied` without the right."""
    require_sending(actor)
    found = visible_to(actor).select_related("account__brand").filter(uid=read_uid(uid)).first()
    if found is None:
        raise NotFound
    return found

"""Putting a canned reply into an answer."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from otklik.canned.access import open_to
from otklik.canned.models import CannedReply
from otklik.canned.queries import Filled, filled
from otklik.core import clock
from otklik.core.errors import NotFound, NotPossible
from otklik.people.actor import Actor
from otklik.tickets.models import Ticket


@transaction.atomic
def use_canned_reply(actor: Actor, reply: CannedReply, ticket: Ticket) -> Filled:
    """The text filled in for this ticket, which the actor may read; it is counted. Nothing is sent.

    For whoever the reply is open to; `NotPossible` for a hidden one. No event: what is said with it is told
    by the answer itself.
    """
    if not open_to(actor, [reply]):
        raise NotFound
    if reply.hidden:
        raise NotPossible(_("This canned reply is out of use."))
    CannedReply.objects.filter(pk=reply.pk).update(used=F("used") + 1, used_at=clock.now())
    return filled(actor, reply, ticket)

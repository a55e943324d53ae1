"""Reading canned replies: found by words, and one filled in for a ticket."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import get_language

from otklik.canned.access import open_to
from otklik.canned.finding import Sought, found
from otklik.canned.models import CannedReply, SharedReply
from otklik.canned.placeholders import fill, language_for
from otklik.core.errors import NotFound
from otklik.core.ids import read_uid
from otklik.core.small import SmallTable
from otklik.people.actor import Actor
from otklik.people.owning import require_staff
from otklik.tickets.models import Ticket

OFFERED = 200


@dataclass(frozen=True)
class Filled:
    """A canned reply as it goes into an answer, in the language it is written in."""

    text: str
    language: str


def canned_replies(actor: Actor, words: str = "", *, with_hidden: bool = False) -> Sequence[CannedReply]:
    """What the actor may use, by words of title and text in any form; the best first, without words the most
    used. For employees. One query, for their own ones; the others stand in memory."""
    require_staff(actor)
    own = (
        CannedReply.objects.filter(owner_id=actor.agent_id) if actor.agent_id else CannedReply.objects.none()
    )
    shared = open_to(actor, SHARED.get().values())
    rows = [row for row in (*own, *shared) if with_hidden or not row.hidden]
    sought = [Sought(n, row.name.text(get_language()), row.stems, row.used) for n, row in enumerate(rows)]
    return [rows[place] for place in found(sought, words)]


def get_canned_for(actor: Actor, uid: str) -> CannedReply:
    """The canned reply by its uid, hidden or not, or `NotFound` for whoever may not know of it."""
    require_staff(actor)
    row = CannedReply.objects.filter(uid=read_uid(uid)).first()
    if row is None or not open_to(actor, [row]):
        raise NotFound
    return row


def shared_replies() -> Mapping[str, CannedReply]:
    """Those of everybody and of teams by uid, hidden ones too, from memory: what rules may name."""
    return SHARED.get()


def filled(actor: Actor, reply: CannedReply, ticket: Ticket) -> Filled:
    """The text for this ticket's client, in their language or the one there is, as the actor would say it."""
    language = language_for(ticket)
    spoken = language if reply.text.texts.get(language) else next(iter(_languages(reply)), language)
    return Filled(fill(actor, ticket, reply.text.text(spoken), spoken), spoken)


def _languages(reply: CannedReply) -> list[str]:
    return [code for code, words in reply.text.texts.items() if words]


def _load() -> Mapping[str, CannedReply]:
    return {str(row.uid): row for row in SharedReply.objects.order_by("id")}


SHARED: SmallTable[Mapping[str, CannedReply]] = SmallTable(_load)

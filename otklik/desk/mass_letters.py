"""On a contact's card: which mass messages they want."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from otklik.mailings.queries import Unwanted, unsubscriptions_of
from otklik.people.actor import Actor
from otklik.web.mailing_words import KINDS

if TYPE_CHECKING:
    from otklik.clients.models import Contact


def mass_of(actor: Actor, contact: Contact) -> Sequence[tuple[str, str, Unwanted | None]]:
    """Each kind with its name, and since when it is not wanted. One query."""
    unwanted = {one.kind: one for one in unsubscriptions_of(actor, contact)}
    return [(kind.value, str(label), unwanted.get(kind)) for kind, label in KINDS.items()]

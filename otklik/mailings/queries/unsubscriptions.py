"""Which mass messages a contact does not want."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from otklik.clients.models import Contact
from otklik.core.errors import Denied
from otklik.mailings.enums import Kind
from otklik.mailings.models import Unsubscription
from otklik.people.actor import Actor


@dataclass(frozen=True)
class Unwanted:
    """A kind of mass message the contact does not want, since when, and whose letter led to it."""

    kind: Kind
    at: datetime
    mailing: str = ""


def unsubscriptions_of(actor: Actor, contact: Contact) -> Sequence[Unwanted]:
    """For employees who may see the contact; the caller has decided that. One query."""
    if not (actor.is_agent or actor.is_system):
        raise Denied(_("Employees see what a contact does not want."))
    rows = Unsubscription.objects.select_related("mailing").filter(
        Q(contact=contact) | Q(contact__merged_into=contact)
    )
    found = {row.kind: row for row in rows.order_by("-at", "-id")}
    return [
        Unwanted(Kind(kind), row.at, row.mailing.name if row.mailing else "")
        for kind, row in sorted(found.items())
    ]

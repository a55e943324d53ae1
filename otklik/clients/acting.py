"""Contacts as actors: who a client is at the portal and the API, and what is open to them."""

from __future__ import annotations

from collections.abc import Sequence

from otklik.clients.models import Contact
from otklik.clients.settings import SITES
from otklik.core.actors import ActorKind, Via
from otklik.core.prepared import Prepared, Rows
from otklik.organisation import settings
from otklik.people.actor import Actor
from otklik.people.models import User

_COLUMNS = ("id", "name", "company_id", "access", "language", "scope_companies", "scope_sites")
_BY_USER = Prepared(lambda *row: row)
Known = tuple[int, str, int | None, str, str, Sequence[int], Sequence[int]]


def actor_of_contact(contact: Contact, via: Via) -> Actor:
    """A contact's actor: own tickets, and those their level opens."""
    row = (
        contact.pk,
        contact.name,
        contact.company_id,
        contact.access,
        contact.language,
        contact.scope_companies,
        contact.scope_sites,
    )
    return _actor(row, contact.user, via)


def actor_of_client(user: User, via: Via) -> Actor | None:
    """A signed-in user as the contact they are, if any and not hidden; without reading the contact whole."""
    known = _BY_USER.rows(_of_user, user.pk)
    return _actor(known[0], user, via) if known else None


def _of_user(user_id: int) -> Rows:
    rows = Contact.objects.filter(user_id=user_id, hidden=False).order_by("id")
    return rows.values_list(*_COLUMNS)[:1]


def _actor(row: Known, user: User | None, via: Via) -> Actor:
    contact_id, name, company_id, access, language, companies, sites = row
    own = {company_id} if company_id is not None and access == Contact.Access.COMPANY else set()
    return Actor(
        kind=ActorKind.CONTACT,
        via=via,
        name=name,
        user_id=user.pk if user else None,
        contact_id=contact_id,
        company_id=company_id,
        companies=frozenset(own | set(companies)),
        sites=frozenset(sites if SITES.get() else ()),
        language=language or (user.language if user else "") or settings.LANGUAGE.get(),
        time_zone=(user.time_zone if user else "") or settings.TIME_ZONE.get(),
    )

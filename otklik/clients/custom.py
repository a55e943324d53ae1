"""What is known of clients owns custom fields; fields can lead to companies and equipment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from otklik.clients.access import visible_companies
from otklik.clients.models import Asset, Company, Contact, Contract, Site
from otklik.clients.place_access import visible_assets
from otklik.clients.place_choice import ASSETS_KIND, COMPANY_KIND, found_places
from otklik.clients.place_queries import directories
from otklik.core import text
from otklik.core.configuring.kinds import Option
from otklik.fields.enums import Kind
from otklik.fields.owners import (
    Owner,
    Reference,
    Subject,
    declare_owner,
    declare_reference,
    declare_subject,
)
from otklik.fields.values import Found
from otklik.people.actor import Actor


def bound_of(row: Company | Contact | Site | Asset | Contract) -> Mapping[str, Sequence[int]]:
    """What fields of this one are bound to: of a machine its type."""
    return {"asset_type": [row.type_id]} if isinstance(row, Asset) and row.type_id else {}


def asset_types() -> Sequence[Option]:
    """Types of equipment to choose from."""
    return [Option(row.pk, str(row.name), row.hidden) for row in directories().types.values()]


def find_company(actor: Actor, words: str) -> Found | None:
    """A company the actor may know of, by uid or by a name that only one has."""
    return _found(visible_companies(actor).filter(hidden=False), words)


def find_asset(actor: Actor, words: str) -> Found | None:
    """A machine the actor may know of, by uid or by a name that only one has."""
    return _found(visible_assets(actor).filter(hidden=False), words)


def offered_companies(actor: Actor, words: str) -> Sequence[Found]:
    """The first companies by name that these words fit and the actor may know of."""
    return _offered(actor, COMPANY_KIND, words)


def offered_assets(actor: Actor, words: str) -> Sequence[Found]:
    """The same of machines."""
    return _offered(actor, ASSETS_KIND, words)


def _found(rows: QuerySet[Company] | QuerySet[Asset], words: str) -> Found | None:
    try:
        wanted = Q(uid=UUID(words))
    except ValueError:
        wanted = Q(name_key=text.key(words))
    known = list(rows.filter(wanted).values_list("uid", "name")[:2])
    return (str(known[0][0]), known[0][1]) if len(known) == 1 else None


def _offered(actor: Actor, kind: str, words: str) -> Sequence[Found]:
    return [(place.uid, place.label) for place in found_places(actor, kind, words)]


COMPANY = declare_owner(Owner("company", _("Companies"), Company))
CONTACT = declare_owner(Owner("contact", _("Contacts"), Contact))
SITE = declare_owner(Owner("site", _("Sites"), Site))
CONTRACT = declare_owner(Owner("contract", _("Contracts"), Contract))
ASSET = declare_owner(Owner("asset", _("Equipment"), Asset, ("asset_type",)))
declare_subject(Subject("asset_type", _("Types of equipment"), asset_types))
declare_reference(Reference(Kind.COMPANY, find_company, offered_companies))
declare_reference(Reference(Kind.ASSET, find_asset, offered_assets))

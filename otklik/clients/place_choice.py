"""What a form offers of sites and equipment: all of them where they are few, else a box that searches here.

Without script a box sends the words alone; `meant` finds what they say.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from otklik.clients.access import visible_companies
from otklik.clients.contract_queries import Wanted, contracts_page
from otklik.clients.models import Asset, Company, Contact, Contract, Site
from otklik.clients.place_access import visible_assets, visible_sites
from otklik.clients.place_queries import assets_found, in_use, sites_found
from otklik.clients.queries import search_companies, search_contacts
from otklik.core.errors import Invalid
from otklik.core.ids import is_uid, read_uid
from otklik.people.actor import Actor

MOST = 100
"""More are not put into a list that opens: nobody reads it, and every page would carry it."""
OFFERED = 8
SITES_KIND, ASSETS_KIND, COMPANY_KIND, CONTRACT_KIND = "site", "asset", "company", "contract"
CONTACT_KIND = "contact"
KINDS = (SITES_KIND, ASSETS_KIND)
Row = TypeVar("Row", Site, Asset)


@dataclass(frozen=True)
class Place:
    """What a form chooses from: uid and what it is called; for a machine also the uid of its site. `label` is
    what a search box shows and understands."""

    uid: str
    name: str
    note: str = ""
    site: str = ""
    where: str = ""

    @property
    def label(self) -> str:
        """`Кофемашина · CM-2201 · Кофейня на Лесной`."""
        return " · ".join(part for part in (self.name, self.note, self.where) if part)


@dataclass(frozen=True)
class Choice:
    """What can be chosen. `is_many`: more than are listed, `places` has only what is chosen already."""

    places: Sequence[Place] = ()
    is_many: bool = False

    def __bool__(self) -> bool:
        return self.is_many or bool(self.places)

    def label_of(self, uid: str) -> str:
        """What is called so; empty for nothing chosen."""
        return next((place.label for place in self.places if place.uid == uid), "")


def sites_to_choose(
    actor: Actor, company_id: int | None, *, keep: Site | None = None, chosen: str = ""
) -> Choice:
    """The company's sites for a form, by name, and `keep` also where it is hidden: none without a company or
    where nobody has sites. A client chooses from all that are open to them; of more than fit `chosen` (uid)
    alone is told."""
    if not in_use()[0]:
        return Choice()
    rows = visible_sites(actor).filter(hidden=False)
    return _choice(_of(actor, rows, company_id), keep, chosen, company_id)


def assets_to_choose(
    actor: Actor, company_id: int | None, *, keep: Asset | None = None, chosen: str = ""
) -> Choice:
    """The same of equipment, with serial numbers and sites."""
    if not in_use()[1]:
        return Choice()
    rows = visible_assets(actor).filter(hidden=False).select_related("site")
    return _choice(_of(actor, rows, company_id), keep, chosen, company_id)


def found_places(actor: Actor, kind: str, words: str, company: str = "", limit: int = OFFERED) -> list[Place]:
    """Sites or machines the words fit, of one company (uid) where it is named, companies, contracts or
    contacts; for boxes that search."""
    if kind == CONTACT_KIND:
        return [_of_contact(row) for row in search_contacts(actor, words, limit)]
    if kind == CONTRACT_KIND:
        page = contracts_page(actor, Wanted(words=words, limit=limit))
        return [_of_contract(row.contract) for row in page.rows]
    if kind == COMPANY_KIND:
        return [_of_company(row) for row in search_companies(actor, words, limit)]
    if kind == SITES_KIND:
        return [_place(row) for row in sites_found(actor, words, company)[:limit]]
    return [_place(row) for row in assets_found(actor, words, company=company)[:limit]]


def named_places(actor: Actor, kind: str, uids: Sequence[str]) -> list[Place]:
    """Sites or machines by their uids, as far as the actor may know of them."""
    if not uids:
        return []
    wanted = [read_uid(uid) for uid in uids]
    if kind == SITES_KIND:
        return [_place(row) for row in visible_sites(actor).filter(uid__in=wanted)]
    return [_place(row) for row in visible_assets(actor).filter(uid__in=wanted).select_related("site")]


def meant(actor: Actor, kind: str, uid: str, words: str | None, company: str = "") -> str:
    """The uid a form means: `uid` as long as `words` still say so, else the only one they fit.

    None for `words`: the form had a list, and `uid` stands. `Invalid` under the kind when they fit nothing
    or several, whose names it tells.
    """
    if words is None or words == "":
        return uid if words is None else ""
    if is_uid(uid) and words == _label_of(actor, kind, uid):
        return uid
    found = found_places(actor, kind, words.replace(" · ", " "), company)
    exact = [place for place in found if place.label == words]
    if len(exact or found) == 1:
        return (exact or found)[0].uid
    if not found:
        raise Invalid({kind: _("Nothing fits these words. Write a part of the name or number.")})
    names = "; ".join(place.label for place in found)
    raise Invalid({kind: _("Several fit: %(names)s. Write more.") % {"names": names}})


def _of(actor: Actor, rows: QuerySet[Row], company_id: int | None) -> QuerySet[Row]:
    if actor.is_contact:
        return rows
    return rows.filter(company_id=company_id) if company_id is not None else rows.none()


def _choice(rows: QuerySet[Row], keep: Row | None, chosen: str, company_id: int | None) -> Choice:
    found = list(rows.order_by("name_key", "id")[: MOST + 1])
    is_many = len(found) > MOST
    if is_many:
        found = list(rows.filter(uid=read_uid(chosen))[:1]) if is_uid(chosen) else []
    if keep is not None and keep.company_id == company_id and keep not in found:
        found.append(keep)
    return Choice([_place(row) for row in found], is_many)


def _label_of(actor: Actor, kind: str, uid: str) -> str:
    if kind == COMPANY_KIND:
        company = visible_companies(actor).filter(uid=read_uid(uid)).first()
        return _of_company(company).label if company is not None else ""
    rows: QuerySet[Site] | QuerySet[Asset]
    rows = visible_sites(actor) if kind == SITES_KIND else visible_assets(actor).select_related("site")
    row = rows.filter(uid=read_uid(uid)).first()
    return _place(row).label if row is not None else ""


def _of_company(row: Company) -> Place:
    return Place(str(row.uid), row.name, row.inn)


def _of_contact(row: Contact) -> Place:
    return Place(str(row.uid), row.name, row.company.name if row.company else "")


def _of_contract(row: Contract) -> Place:
    return Place(str(row.uid), row.number, row.name)


def _place(row: Site | Asset) -> Place:
    if isinstance(row, Site):
        return Place(str(row.uid), row.name, row.address)
    site = row.site
    return Place(str(row.uid), row.name, row.serial, str(site.uid) if site else "", site.name if site else "")

"""Which site and which equipment a ticket is about: always its own company's."""

from __future__ import annotations

from typing import TypeVar

from django.utils.translation import gettext as _

from otklik.clients.level_queries import belongs_to
from otklik.clients.models import Asset, Company, Contact, Site
from otklik.core.errors import Invalid
from otklik.core.events import Change
from otklik.tickets.models import Ticket

Place = TypeVar("Place", Site, Asset)


def whose(
    contact: Contact | None, site: Site | None, asset: Asset | None, named: Company | None
) -> Company | None:
    """The company a contact asks for: the one `named`; that of the site or the equipment, where they belong
    to it too; else their first one. Asks nothing of the database for a place of that one.

    `Invalid` where they have nothing to do with the one named.
    """
    if named is not None:
        if contact is not None and not belongs_to(contact, named.pk):
            raise Invalid({"company": _("They do not work for this company.")})
        return named
    own, place = contact.company if contact else None, asset or site
    if contact is None or place is None or place.company_id == contact.company_id:
        return own
    return place.company if belongs_to(contact, place.company_id) else own


def put_where(ticket: Ticket, site: Site | None, asset: Asset | None) -> None:
    """Write site and equipment into a ticket; equipment brings its site along, and a ticket without a client
    gets their company.

    `Invalid` when they are of another company than the ticket, or stand at different places. Asks nothing of
    the database where there are none.
    """
    if site is None and asset is None:
        return
    if site is None and asset is not None:
        site = asset.site
    problems: dict[str, str] = {}
    if ticket.company_id is None and ticket.contact_id is None:
        ticket.company_id = asset.company_id if asset is not None else site.company_id if site else None
    if site is not None and site.company_id != ticket.company_id:
        problems["site"] = _("This site is of another company than the ticket.")
    if asset is not None and asset.company_id != ticket.company_id:
        problems["asset"] = _("This equipment is of another company than the ticket.")
    elif asset is not None and asset.site_id and site is not None and asset.site_id != site.pk:
        problems["asset"] = _("This equipment stands at another site.")
    if problems:
        raise Invalid(problems)
    ticket.site, ticket.asset = site, asset


def move(ticket: Ticket, site: Site | None, asset: Asset | None, emptied: frozenset[str]) -> list[Change]:
    """The same for a ticket there is: None leaves, a name in `emptied` (`site`, `asset`) takes away. What is
    not of the company the ticket went to is taken away as well. What changed, from and to."""
    before = {"site": ticket.site_id, "asset": ticket.asset_id}
    old_site = _kept(ticket, ticket.site) if before["site"] else None
    old_asset = _kept(ticket, ticket.asset) if before["asset"] else None
    is_same_company = (old_site is not None, old_asset is not None) == tuple(map(bool, before.values()))
    if site is None and asset is None and not emptied and is_same_company:
        return []
    if site is None and "site" not in emptied:
        site = (asset.site if asset is not None else None) or old_site
    if asset is None and "asset" not in emptied and (site is None or _may_stand(old_asset, site)):
        asset = old_asset
    ticket.site, ticket.asset = None, None
    put_where(ticket, site, asset)
    after = {"site": ticket.site_id, "asset": ticket.asset_id}
    return [Change(name, before[name], after[name]) for name in before if before[name] != after[name]]


def _kept(ticket: Ticket, place: Place | None) -> Place | None:
    return place if place is not None and place.company_id == ticket.company_id else None


def _may_stand(asset: Asset | None, site: Site) -> bool:
    return asset is not None and asset.site_id in (None, site.pk)

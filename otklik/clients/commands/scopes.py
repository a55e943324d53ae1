"""The one writer of what a contact's levels open: companies and sites, kept in the contact's row.

Every page of the portal asks, so it is not worked out there: the row says it (decision 13).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field

from django.db.models import Q, QuerySet

from otklik.clients.models import Contact, ContactCompany, Site, Supervision
from otklik.clients.models.portal_rights import PortalRights

CHUNK = 500


@dataclass
class _Scope:
    companies: set[int] = field(default_factory=set)
    sites: set[int] = field(default_factory=set)


def renew_scopes(contacts: Iterable[int]) -> None:
    """Write anew what is open to these contacts, where it differs. Inside the transaction of the change."""
    wanted = sorted(set(contacts))
    for start in range(0, len(wanted), CHUNK):
        _renew(wanted[start : start + CHUNK])


def renew_scopes_in(companies: Collection[int]) -> None:
    """The same for everybody whose level in one of these companies depends on what it supervises."""
    depends = Q(company__in=companies, sees_supervised=True)
    first = Contact.objects.filter(depends).values_list("pk", flat=True)
    further = ContactCompany.objects.filter(depends).values_list("contact_id", flat=True)
    renew_scopes([*first, *further])


def _renew(ids: list[int]) -> None:
    rows = list(Contact.objects.filter(pk__in=ids).order_by("pk").select_for_update())
    further = list(ContactCompany.objects.filter(contact__in=ids))
    scopes = _scopes(rows, further)
    changed = []
    for row in rows:
        scope = scopes[row.pk]
        companies, sites = sorted(scope.companies), sorted(scope.sites)
        if (row.scope_companies, row.scope_sites) != (companies, sites):
            row.scope_companies, row.scope_sites = companies, sites
            changed.append(row)
    if changed:
        Contact.objects.bulk_update(changed, ["scope_companies", "scope_sites"])


def _scopes(rows: list[Contact], further: list[ContactCompany]) -> dict[int, _Scope]:
    """By contact. Their first company is not in it: the row's own `access` says whether it is open."""
    levels = list(_levels(rows, further))
    below = _supervised({company for _contact, company, level in levels if level.sees_supervised})
    linked = _linked({contact for contact, _company, level in levels if level.sees_sites})
    scopes: dict[int, _Scope] = defaultdict(_Scope)
    for contact, company, level in levels:
        if isinstance(level, ContactCompany) and level.access == PortalRights.Access.COMPANY:
            scopes[contact].companies.add(company)
        if level.sees_supervised:
            scopes[contact].companies |= below[company]
        if level.sees_sites:
            scopes[contact].sites |= linked[contact, company]
    return scopes


def _levels(
    rows: list[Contact], further: list[ContactCompany]
) -> Iterator[tuple[int, int, Contact | ContactCompany]]:
    for row in rows:
        if row.company_id is not None:
            yield row.pk, row.company_id, row
    for one in further:
        yield one.contact_id, one.company_id, one


def _supervised(companies: Collection[int]) -> dict[int, set[int]]:
    below: dict[int, set[int]] = defaultdict(set)
    if companies:
        rows: QuerySet[Supervision] = Supervision.objects.filter(company__in=companies)
        for company, supervised in rows.values_list("company_id", "supervised_id"):
            below[company].add(supervised)
    return below


def _linked(contacts: Collection[int]) -> dict[tuple[int, int], set[int]]:
    """The sites people are linked to, by contact and company."""
    linked: dict[tuple[int, int], set[int]] = defaultdict(set)
    if contacts:
        rows = Site.objects.filter(contacts__in=contacts)
        for contact, company, site in rows.values_list("contacts", "company_id", "pk"):
            linked[contact, company].add(site)
    return linked


def renew_after_merge(kind: str, ids: Collection[int]) -> None:
    """The same for everybody whose scope two merged (or parted) clients touch."""
    if kind == "contact":
        renew_scopes(ids)
        return
    above = Supervision.objects.filter(supervised__in=ids).values_list("company_id", flat=True)
    renew_scopes_in({*ids, *above})
    people = Contact.objects.filter(company__in=ids, sees_sites=True).values_list("pk", flat=True)
    further = ContactCompany.objects.filter(company__in=ids).values_list("contact_id", flat=True)
    renew_scopes([*people, *further])

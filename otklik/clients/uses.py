"""Clients and sites that teams and employees look after, and companies of each category and brand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from django.db.models import Count
from django.utils.translation import ngettext

from otklik.catalogue.queries import catalogue
from otklik.clients.models import Company, Contact, Site
from otklik.core.configuring.hanging import hanging
from otklik.core.configuring.uses import Use, declare_use

_companies_of = partial(hanging, Company, hidden=False)
_contacts_of = partial(hanging, Contact, hidden=False)
_sites_of = partial(hanging, Site, hidden=False)


def _of_categories(pks: Sequence[int]) -> Mapping[int, int]:
    codes = {row.code: row.pk for row in catalogue().company_categories.values() if row.pk in pks}
    rows = Company.objects.filter(category__in=codes, hidden=False).values_list("category")
    return {codes[code]: number for code, number in rows.annotate(number=Count("pk")).order_by()}


def _companies(number: int) -> str:
    return ngettext("%(n)s company", "%(n)s companies", number) % {"n": number}


def _words(number: int) -> str:
    return ngettext("%(n)s company it looks after", "%(n)s companies it looks after", number) % {"n": number}


def _people(number: int) -> str:
    return ngettext("%(n)s contact it looks after", "%(n)s contacts it looks after", number) % {"n": number}


def _places(number: int) -> str:
    return ngettext("%(n)s site it looks after", "%(n)s sites it looks after", number) % {"n": number}


declare_use(Use("team", "companies", _companies_of("manager_team_id"), _words, blocks=True))
declare_use(Use("agent", "companies", _companies_of("manager_agent_id"), _words, blocks=True))
declare_use(Use("brand", "companies", _companies_of("brand_id"), _companies))
declare_use(Use("company_category", "companies", _of_categories, _companies, blocks=True))
declare_use(Use("team", "contacts", _contacts_of("manager_team_id"), _people, blocks=True))
declare_use(Use("agent", "contacts", _contacts_of("manager_agent_id"), _people, blocks=True))
declare_use(Use("team", "sites", _sites_of("manager_team_id"), _places, blocks=True))
declare_use(Use("agent", "sites", _sites_of("manager_agent_id"), _places, blocks=True))

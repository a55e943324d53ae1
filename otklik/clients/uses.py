"""Clients and sites that teams and employees look after, and companies of each category and brand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.db.models import Count
from django.utils.translation import ngettext

from otklik.catalogue.queries import catalogue
from otklik.clients.models import Company, Contact, Site
from otklik.core.configuring.uses import Use, declare_use


def _managed_by(column: str, pks: Sequence[int]) -> Mapping[int, int]:
    rows = Company.objects.filter(**{f"{column}__in": pks}, hidden=False).values_list(column)
    return dict(rows.annotate(number=Count("pk")).order_by())


def _contacts_of(column: str, pks: Sequence[int]) -> Mapping[int, int]:
    rows = Contact.objects.filter(**{f"{column}__in": pks}, hidden=False).values_list(column)
    return dict(rows.annotate(number=Count("pk")).order_by())


def _sites_of(column: str, pks: Sequence[int]) -> Mapping[int, int]:
    rows = Site.objects.filter(**{f"{column}__in": pks}, hidden=False).values_list(column)
    return dict(rows.annotate(number=Count("pk")).order_by())


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


declare_use(Use("team", "companies", lambda pks: _managed_by("manager_team_id", pks), _words, blocks=True))
declare_use(Use("agent", "companies", lambda pks: _managed_by("manager_agent_id", pks), _words, blocks=True))
declare_use(Use("brand", "companies", lambda pks: _managed_by("brand_id", pks), _companies))
declare_use(Use("company_category", "companies", _of_categories, _companies, blocks=True))
declare_use(Use("team", "contacts", lambda pks: _contacts_of("manager_team_id", pks), _people, blocks=True))
declare_use(Use("agent", "contacts", lambda pks: _contacts_of("manager_agent_id", pks), _people, blocks=True))
declare_use(Use("team", "sites", lambda pks: _sites_of("manager_team_id", pks), _places, blocks=True))
declare_use(Use("agent", "sites", lambda pks: _sites_of("manager_agent_id", pks), _places, blocks=True))

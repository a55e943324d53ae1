"""Companies from a file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from otklik.catalogue.queries import catalogue
from otklik.clients import tax
from otklik.clients.access import require_edit
from otklik.clients.commands.bringing.batches import (
    Batch,
    Plan,
    Taking,
    keys_of,
    may_be,
    only,
    put,
    replace_children,
)
from otklik.clients.commands.bringing.custom import CustomOf
from otklik.clients.commands.bringing.kept import kept_of
from otklik.clients.commands.bringing.our_people import our_people
from otklik.clients.commands.bringing.rows import Brought, Manner, Outcome
from otklik.clients.commands.companies import (
    FIELDS,
    MAX_NAME,
    checked_domains,
    checked_phones,
    checked_values,
    company_phone,
    domain_taken,
    stored_phones,
)
from otklik.clients.commands.parts import keep_parts
from otklik.clients.custom import COMPANY
from otklik.clients.events import COMPANY_CHANGED, COMPANY_CREATED
from otklik.clients.models import Company, CompanyDomain, CompanyPhone
from otklik.clients.phones import Phone
from otklik.core import clock, text
from otklik.core.errors import Invalid, refuse_all
from otklik.core.events import Change
from otklik.organisation.queries import default_brand
from otklik.people.actor import Actor

WRITTEN = (
    *("external_id", "name", "name_key", "category", "inn", "kpp", "tax_details", "time_zone", "email"),
    *("address", "notes", "manager_agent", "manager_team", "observer_agents", "observer_teams", "custom"),
    "version",
)

TAKING: Taking[Company] = Taking("company", (COMPANY_CREATED, COMPANY_CHANGED), WRITTEN)


@transaction.atomic
def bring_companies(actor: Actor, rows: Sequence[Brought], manner: Manner) -> list[Outcome]:
    """Add or change companies. Needs `clients.edit`. Writes `company.created` or `company.changed` for each.

    A company is found again by its external id (or that of one merged into it), else by INN and KPP, else (a
    row without an INN) by its name.
    Texts: as `companies.FIELDS`, and `manager`; a category also by its name. Lists: `domains`, `phones`,
    `observers`.
    """
    require_edit(actor)
    known = _known(rows)
    plan: Plan[Company] = Plan()
    lists: list[_Lists] = []
    custom = CustomOf(actor, COMPANY)
    return TAKING.take(
        Batch(actor, rows, manner),
        plan,
        lambda row: _plan(row, known, plan, lists, custom),
        lambda: keep_parts(plan.rows),
        lambda: _write_lists(lists),
        custom.write_index,
    )


@dataclass(frozen=True)
class _Known:
    """The companies a batch may mean, and whose its domains are."""

    by_external: dict[str, Company]
    by_inn: dict[str, list[Company]]
    by_name: dict[str, list[Company]]
    owners: dict[str, int]
    kept: dict[str, int]

    def find(self, row: Brought) -> Company | None:
        """The company a row is about; one that another program calls otherwise is not it."""
        found = self.by_external.get(row.external_id) if row.external_id else None
        return found or only([one for one in self._alike(row) if may_be(row, one.external_id)], "name")

    def _alike(self, row: Brought) -> list[Company]:
        inn = tax.plain(row.text("inn"))
        if not inn:
            return self.by_name.get(_name_key(row), [])
        kpp = tax.plain(row.text("kpp"))
        same = [one for one in self.by_inn.get(inn, []) if not kpp or one.kpp in ("", kpp)]
        exact = [one for one in same if one.kpp == kpp]
        # Somebody typed the company in by hand, without its INN.
        bare = [one for one in self.by_name.get(_name_key(row), []) if not one.inn]
        return exact or same or bare


@dataclass(frozen=True)
class _Lists:
    """What hangs on a company and is to be written anew; None: left as it is."""

    company: Company
    domains: set[str] | None
    phones: list[Phone] | None


def _known(rows: Sequence[Brought]) -> _Known:
    external = {row.external_id for row in rows if row.external_id}
    inns = {tax.plain(row.text("inn")) for row in rows} - {""}
    names = keys_of(row.text("name") for row in rows)
    alike = Q(hidden=False) & (Q(inn__in=inns) | Q(name_key__in={name[:MAX_NAME] for name in names}))
    kept = kept_of(Company, external)
    known = Q(external_id__in=external, merged_into__isnull=True) | Q(pk__in=kept.values())
    found = Company.objects.filter(known | alike).order_by("pk")
    by_external: dict[str, Company] = {}
    by_inn: dict[str, list[Company]] = {}
    by_name: dict[str, list[Company]] = {}
    for company in found.select_for_update(of=("self",)).prefetch_related("domains", "phones"):
        if company.external_id:
            by_external[company.external_id] = company
        if not company.hidden:
            by_name.setdefault(company.name_key, []).append(company)
            by_inn.setdefault(company.inn, []).append(company)
        by_external |= {name: company for name, pk in kept.items() if pk == company.pk}
    wanted = {text.domain_key(domain) for row in rows for domain in row.lists.get("domains", ())}
    taken = CompanyDomain.objects.filter(domain__in=wanted).values_list("domain", "company_id")
    return _Known(by_external, by_inn, by_name, dict(taken), kept)


def _name_key(row: Brought) -> str:
    return text.key(text.one_line(row.text("name"), MAX_NAME))[:MAX_NAME]


def _plan(row: Brought, known: _Known, plan: Plan[Company], lists: list[_Lists], custom: CustomOf) -> Outcome:
    found = known.find(row)
    plan.claim(found)
    values, domains = _checked(row, found, known)
    company = found or Company(brand=default_brand(), created_at=clock.now())
    people, fields = our_people(row, company), custom.plan(row, company, {})
    people = people | (row.called if row.external_id not in known.kept else {})
    changes = [*put(company, values), *put(company, people, told=True), *custom.put(company, fields)]
    before = _phones_of(found)
    phones = stored_phones(row.lists["phones"], before) if "phones" in row.lists else None
    if found is not None:
        domains = None if domains == {one.domain for one in found.domains.all()} else domains
        phones = None if phones == before else phones
        changes += [Change(name, None, None) for name in _renewed(domains, phones)]
    company.name_key = text.key(company.name)[:MAX_NAME]
    lists.append(_Lists(company, domains, phones))
    return plan.add(company, changes)


def _checked(row: Brought, company: Company | None, known: _Known) -> tuple[dict[str, str], set[str] | None]:
    """Values and domains as they are stored; everything that is wrong with them at once."""
    given = {name: value for name, value in row.texts.items() if name in FIELDS}
    if company is None:
        given.setdefault("name", "")
    if given.get("category"):
        given["category"] = _category(given["category"])
    domains = row.lists.get("domains")
    phones = row.lists.get("phones", ())
    refuse_all(
        lambda: _refuse_category(given.get("category", ""), company),
        lambda: checked_values(given, company),
        lambda: _refuse_taken(checked_domains(domains or ()), company, known),
        lambda: checked_phones(phones, _phones_of(company)),
    )
    return checked_values(given, company), None if domains is None else checked_domains(domains)


def _refuse_category(code: str, company: Company | None) -> None:
    """`Invalid` with the word itself: who sends a file sees no list to choose from."""
    found = catalogue().company_categories.get(code)
    stands = company is not None and company.category == code
    if code and not stands and (found is None or found.hidden):
        raise Invalid({"category": _("No category is called “%(words)s”.") % {"words": code}})


def _refuse_taken(domains: set[str], company: Company | None, known: _Known) -> None:
    own = company.pk if company else None
    others = sorted(one for one in domains if known.owners.get(one, own) != own)
    if others:
        raise Invalid({"domains": domain_taken(others[0])})


def _phones_of(company: Company | None) -> list[Phone]:
    return [Phone(one.phone, one.kind, one.extension) for one in company.phones.all()] if company else []


def _category(word: str) -> str:
    """The code of a category that was named by it or by its title; anything else as it is."""
    wanted = text.key(word)
    for code, row in catalogue().company_categories.items():
        if wanted in {text.key(title) for title in row.name.texts.values()}:
            return code
    return word


def _renewed(domains: set[str] | None, phones: list[Phone] | None) -> list[str]:
    return [name for name, value in (("domains", domains), ("phones", phones)) if value is not None]


def _write_lists(lists: Sequence[_Lists]) -> None:
    with_domains = [one for one in lists if one.domains is not None]
    with_phones = [one for one in lists if one.phones is not None]
    replace_children(
        CompanyDomain,
        "company",
        [one.company for one in with_domains],
        [
            CompanyDomain(company=one.company, domain=name)
            for one in with_domains
            for name in sorted(one.domains or ())
        ],
    )
    replace_children(
        CompanyPhone,
        "company",
        [one.company for one in with_phones],
        [
            company_phone(one.company, number, n)
            for one in with_phones
            for n, number in enumerate(one.phones or ())
        ],
    )

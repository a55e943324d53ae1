"""Companies as rows of a table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import cast

from django.utils.translation import gettext_lazy as _

from otklik.catalogue.queries import catalogue
from otklik.clients import tax
from otklik.clients.commands.bringing import Brought, bring_companies
from otklik.clients.models import Company
from otklik.clients.phones import Phone, line_of
from otklik.clients.queries import companies_found
from otklik.core import text
from otklik.importing.kinds.columns import (
    EXTERNAL,
    Column,
    Kind,
    column,
    external_column,
    joined,
    words_column,
)
from otklik.importing.kinds.custom import custom_cells, narrowed, with_custom
from otklik.importing.kinds.our_people import MANAGER, OBSERVERS, our_people
from otklik.people.actor import Actor

COLUMNS: tuple[Column, ...] = (
    external_column("C-1001"),
    column(
        "name",
        "Название",
        "Name",
        *("компания", "company", "наименование", "организация", "контрагент", "клиент", "client", "title"),
        *("полное наименование", "краткое наименование", "company name", "юридическое лицо"),
        example=("ООО «Ромашка»", "Daisy Ltd"),
        is_required=True,
    ),
    column("inn", "ИНН", "INN", "tax id", "инн контрагента", "inn", example="7707083893"),
    column("kpp", "КПП", "KPP", example="770701001"),
    column("category", "Категория", "Category", "тип компании", "сегмент", "segment"),
    words_column(
        "domains", "Почтовые домены", "Mail domains", "домен", "домены", "domain", example="romashka.example"
    ),
    words_column(
        "phones",
        "Телефоны",
        "Phones",
        "телефон",
        "phone",
        "тел",
        "телефон компании",
        example="+7 495 123-45-67",
    ),
    column(
        "email",
        "Эл. почта",
        "E-mail",
        *("почта", "email", "электронная почта", "e-mail компании"),
        example="office@example.com",
    ),
    column(
        "address",
        "Адрес",
        "Address",
        *("фактический адрес", "юридический адрес", "почтовый адрес"),
        example=("Москва, Тверская ул., 1", "1 High St, London"),
    ),
    column("time_zone", "Часовой пояс", "Time zone", "timezone", example="Europe/Moscow"),
    MANAGER,
    OBSERVERS,
    column("tax_details", "Реквизиты", "Tax details", "банковские реквизиты", "bank details"),
    column("notes", "Заметки", "Notes", "комментарий", "примечание", "comment", "note"),
)


def _claims(row: Brought) -> Iterator[str]:
    """External id; INN with KPP, or else the name; mail domains."""
    inn = tax.plain(row.text("inn"))
    if row.external_id:
        yield f"id:{row.external_id}"
    if tax.inn_fault(inn) is None:
        yield f"inn:{inn}:{tax.plain(row.text('kpp'))}"
    elif not inn and not row.external_id and row.text("name"):
        yield f"name:{text.key(row.text('name'))}"
    domains = [text.domain_key(domain) for domain in row.lists.get("domains", ())]
    yield from (f"domain:{domain}" for domain in domains if text.is_domain(domain))


def _rows(actor: Actor, chosen: Mapping[str, str]) -> Iterable[Company]:
    rows = narrowed(actor, "company", companies_found(actor, chosen.get("q", "")), chosen)
    rows = rows.order_by("name_key", "id")
    return rows.prefetch_related("domains", "phones").iterator(chunk_size=500)


def _values(row: object) -> Mapping[str, str]:
    company = cast(Company, row)
    plain = ("name", "inn", "kpp", "email", "address", "time_zone", "tax_details", "notes")
    return {
        EXTERNAL: company.external_id or "",
        **{name: getattr(company, name) for name in plain},
        "category": catalogue().company_category(company.category),
        "domains": joined(sorted(one.domain for one in company.domains.all())),
        "phones": joined(line_of(Phone(one.phone, one.kind, one.extension)) for one in company.phones.all()),
        **our_people(company),
        **custom_cells(company.custom),
    }


COMPANIES = Kind(
    "companies",
    "company",
    _("Companies"),
    "org",
    with_custom(COLUMNS, "company"),
    bring_companies,
    _claims,
    _rows,
    _values,
    _("A company is found again by its external id, else by INN and KPP, else by its name."),
)

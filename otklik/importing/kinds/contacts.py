"""Contacts as rows of a table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import cast

from django.utils.translation import gettext_lazy as _

from otklik.clients.commands.bringing import Brought, bring_contacts
from otklik.clients.enums import MESSENGER_NAMES, MessengerKind
from otklik.clients.models import Contact
from otklik.clients.phones import Phone, line_of
from otklik.clients.queries import contacts_found, with_addresses
from otklik.core import text
from otklik.core.ids import read_uid
from otklik.importing.kinds.columns import (
    EXTERNAL,
    Column,
    Kind,
    column,
    external_column,
    joined,
    lines_column,
    words_column,
)
from otklik.importing.kinds.custom import custom_cells, narrowed, with_custom
from otklik.importing.kinds.our_people import MANAGER, OBSERVERS, our_people
from otklik.people.actor import Actor

COMPANY = column(
    "company",
    "Компания",
    "Company",
    *("организация", "контрагент", "клиент", "client", "название компании", "company name", "инн компании"),
    example=("ООО «Ромашка»", "Daisy Ltd"),
)
COMPANY_ID = column(
    "company_external_id",
    "Внешний код компании",
    "Company external ID",
    "код компании",
    "company id",
    "id компании",
)
COLUMNS: tuple[Column, ...] = (
    external_column("P-2001"),
    column(
        "name",
        "Имя",
        "Name",
        *("фио", "контакт", "контактное лицо", "фамилия имя отчество", "full name", "contact"),
        example=("Анна Цветкова", "Ann Flowers"),
        is_required=True,
    ),
    words_column(
        "emails",
        "Почта",
        "E-mail",
        *("email", "e-mail", "адрес почты", "электронная почта", "почтовые адреса", "mail", "эл почта"),
        example="anna@romashka.example",
    ),
    words_column(
        "phones",
        "Телефоны",
        "Phones",
        "телефон",
        "phone",
        "мобильный",
        "mobile",
        "тел",
        example="+7 900 123-45-67",
    ),
    COMPANY,
    COMPANY_ID,
    column("position", "Должность", "Position", "job title", example=("Управляющая", "Manager")),
    column("language", "Язык", "Language", example="ru"),
    column("access", "Доступ в портале", "Portal access", "доступ", example="own"),
    lines_column("messengers", "Мессенджеры", "Messengers", "мессенджер", example="Telegram: @anna"),
    words_column("copies", "Адреса для копий", "Addresses for copies", "копии", "cc"),
    MANAGER,
    OBSERVERS,
    column("notes", "Заметки", "Notes", "комментарий", "примечание", "comment", "note"),
)


def _claims(row: Brought) -> Iterator[str]:
    """External id; mail addresses; without either the name within the company."""
    emails = [text.email_key(email) for email in row.lists.get("emails", ())]
    if row.external_id:
        yield f"id:{row.external_id}"
    yield from (f"email:{email}" for email in emails if email)
    if not row.external_id and not emails:
        company = row.text("company_external_id") or text.key(row.text("company"))
        yield f"name:{company}:{text.key(row.text('name'))}"


def _rows(actor: Actor, chosen: Mapping[str, str]) -> Iterable[Contact]:
    rows = narrowed(actor, "contact", contacts_found(actor, chosen.get("q", "")), chosen)
    if chosen.get("company"):
        rows = rows.filter(company__uid=read_uid(chosen["company"]))
    return with_addresses(rows.order_by("name_key", "id")).iterator(chunk_size=500)


def _values(row: object) -> Mapping[str, str]:
    contact = cast(Contact, row)
    return {
        EXTERNAL: contact.external_id or "",
        "name": contact.name,
        "emails": joined(one.email for one in contact.emails.all()),
        "phones": joined(line_of(Phone(one.phone, one.kind, one.extension)) for one in contact.phones.all()),
        "company": contact.company.name if contact.company else "",
        "company_external_id": (contact.company.external_id or "") if contact.company else "",
        "position": contact.position,
        "language": contact.language,
        "access": contact.access,
        "messengers": joined(
            f"{MESSENGER_NAMES.get(MessengerKind(one.kind), one.kind)}: {one.address}"
            for one in contact.messengers.all()
        ),
        "copies": joined(contact.copies),
        "notes": contact.notes,
        **our_people(contact),
        **custom_cells(contact.custom),
    }


CONTACTS = Kind(
    "contacts",
    "contact",
    _("Contacts"),
    "users",
    with_custom(COLUMNS, "contact"),
    bring_contacts,
    _claims,
    _rows,
    _values,
    _("A contact is found again by external id, else by mail address, else by name within the company."),
)

"""Sites as rows of a table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import cast

from django.utils.translation import gettext_lazy as _

from otklik.clients.commands.bringing import Brought, bring_sites
from otklik.clients.models import Contact, Site
from otklik.clients.place_queries import sites_found
from otklik.clients.settings import SITES as ARE_ON
from otklik.core import text
from otklik.importing.kinds.columns import (
    EXTERNAL,
    Column,
    Kind,
    column,
    external_column,
    joined,
    lines_column,
)
from otklik.importing.kinds.contacts import COMPANY, COMPANY_ID
from otklik.importing.kinds.custom import custom_cells, narrowed, with_custom
from otklik.importing.kinds.our_people import MANAGER, OBSERVERS, our_people
from otklik.people.actor import Actor

COLUMNS: tuple[Column, ...] = (
    external_column("S-3001"),
    column(
        "name",
        "Название",
        "Name",
        *(
            "объект",
            "объект обслуживания",
            "наименование",
            "наименование объекта",
            "точка",
            "site",
            "location",
        ),
        example=("Кафе на Тверской", "High Street café"),
        is_required=True,
    ),
    COMPANY,
    COMPANY_ID,
    column(
        "address",
        "Адрес",
        "Address",
        "адрес объекта",
        example=("Москва, Тверская ул., 1", "1 High St, London"),
    ),
    column(
        "access_hours",
        "Часы доступа",
        "Access hours",
        *("время доступа", "часы работы", "график работы", "режим работы", "opening hours"),
        example="9:00–21:00",
    ),
    lines_column(
        "contacts",
        "Люди на объекте",
        "People there",
        *("контактные лица", "люди", "contacts", "people"),
        example=("anna@romashka.example (Управляющая)", "ann@daisy.example (Manager)"),
    ),
    MANAGER,
    OBSERVERS,
    column("notes", "Заметки", "Notes", "комментарий", "примечание", "comment", "note"),
)


def company_word(row: Brought) -> str:
    """The company a row names, as it can be compared."""
    return row.text("company_external_id") or text.key(row.text("company"))


def _claims(row: Brought) -> Iterator[str]:
    """External id, or else the name within the company."""
    if row.external_id:
        yield f"id:{row.external_id}"
    else:
        yield f"name:{company_word(row)}:{text.key(row.text('name'))}"


def _rows(actor: Actor, chosen: Mapping[str, str]) -> Iterable[Site]:
    rows = sites_found(actor, chosen.get("q", ""), chosen.get("company", ""))
    return narrowed(actor, "site", rows, chosen).iterator(chunk_size=500)


def _values(row: object) -> Mapping[str, str]:
    site = cast(Site, row)
    return {
        EXTERNAL: site.external_id or "",
        "name": site.name,
        "company": site.company.name,
        "company_external_id": site.company.external_id or "",
        "address": site.address,
        "access_hours": site.access_hours,
        "notes": site.notes,
        "contacts": joined(_person(one) for one in site.contacts.all()),
        **our_people(site),
        **custom_cells(site.custom),
    }


def _person(contact: Contact) -> str:
    """By address or external id, as they are found again, with their position."""
    emails = contact.emails.all()
    word = emails[0].email if emails else contact.external_id or contact.name
    role = contact.position.replace("(", "").replace(")", "").replace(";", ",")
    return f"{word} ({role})" if role else word


SITES = Kind(
    "sites",
    "site",
    _("Sites"),
    "pin",
    with_custom(COLUMNS, "site"),
    bring_sites,
    _claims,
    _rows,
    _values,
    _("A site is found again by its external id, else by its name within the company."),
    ARE_ON.get,
)

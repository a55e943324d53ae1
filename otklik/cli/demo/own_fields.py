"""What the demo's service centre wants to know besides what everybody asks, and what it knows already."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from otklik.catalogue.queries import catalogue
from otklik.clients.commands import give_fields
from otklik.clients.place_queries import assets_page
from otklik.clients.queries import companies_page
from otklik.core.actors import SYSTEM as BY
from otklik.core.circumstances import past
from otklik.core.configuring.rows import make
from otklik.fields.shapes import FIELD, OPTION
from otklik.people.actor import SYSTEM

if TYPE_CHECKING:
    from otklik.fields.models import CustomField

MOST = 500
PERIOD_SERVICES = ("254", "310")
"""Packages of HR and of accounting."""
TARIFFS = (
    ("basic", "Базовый", "Basic"),
    ("business", "Деловой", "Business"),
    ("round", "Круглосуточный", "24/7"),
)
CAUSES = (
    ("hardware", "Оборудование", "Hardware", ""),
    ("wear", "Износ", "Wear", "hardware"),
    ("power", "Питание", "Power", "hardware"),
    ("software", "Программы", "Software", ""),
    ("update", "Обновление", "Update", "software"),
    ("user", "Ошибка пользователя", "User's mistake", ""),
)


def build_fields(rng: random.Random) -> None:
    """The fields, with values of the companies and the machines there are."""
    packages = [row.pk for row in catalogue().services.values() if row.code in PERIOD_SERVICES]
    _field(
        "ticket",
        "closed-period",
        "flag",
        ("Закрытый учётный период", "Closed accounting period"),
        ("Изменения затронут уже сданную отчётность.", "The change touches reports that are filed."),
        services=packages,
        clients="fill",
        in_list=True,
        filterable=True,
    )
    cause = _field("ticket", "cause", "tree", ("Причина", "Cause"), in_list=True, filterable=True)
    made: dict[str, int] = {}
    for code, ru, en, parent in CAUSES:
        made[code] = _option(cause, code, ru, en, made.get(parent))
    tariff = _field("company", "tariff", "list", ("Тариф", "Tariff"), in_list=True, filterable=True)
    for code, ru, en in TARIFFS:
        _option(tariff, code, ru, en)
    _field("company", "limit", "money", ("Лимит в месяц", "Monthly limit"))
    _field("asset", "inventory", "text", ("Инвентарный номер", "Inventory number"), filterable=True)
    with past():
        _fill(rng)


def _fill(rng: random.Random) -> None:
    """What is known already."""
    for company in companies_page(SYSTEM, limit=MOST).rows:
        chosen = rng.choice(TARIFFS)[0]
        give_fields(SYSTEM, company, {"tariff": chosen, "limit": str(rng.randrange(5, 60) * 1000)})
    for number, machine in enumerate(assets_page(SYSTEM, limit=MOST).rows, start=1):
        give_fields(SYSTEM, machine, {"inventory": f"ИНВ-{10_000 + number}"})


def _field(
    owner: str,
    key: str,
    kind: str,
    names: tuple[str, str],
    hint: tuple[str, str] = ("", ""),
    **more: bool | str | Sequence[int],
) -> CustomField:
    values: Mapping[str, object] = {
        "owner": owner,
        "key": key,
        "kind": kind,
        "name": {"ru": names[0], "en": names[1]},
        "hint": {"ru": hint[0], "en": hint[1]},
        **more,
    }
    return make(BY, FIELD, values)


def _option(field: CustomField, code: str, ru: str, en: str, parent: int | None = None) -> int:
    values = {"field": field.pk, "code": code, "name": {"ru": ru, "en": en}, "parent": parent}
    return make(BY, OPTION, values).pk

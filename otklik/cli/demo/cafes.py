"""The demo's chain of cafés: three legal entities, twelve cafés, sixty machines with labels; and the machines
of the company whose people can sign in. Written by the real commands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from otklik.clients.asset_shapes import ASSET_MODEL, ASSET_TYPE, MANUFACTURER
from otklik.clients.commands import (
    AssetSpec,
    ContactSpec,
    Manager,
    SiteSpec,
    create_asset,
    create_company,
    create_contact,
    create_site,
    set_manager,
)
from otklik.clients.place_queries import directories
from otklik.core import clock
from otklik.core.configuring.rows import make
from otklik.people.actor import SYSTEM

if TYPE_CHECKING:
    from otklik.clients.models import AssetModel, Company, Contact, Site
    from otklik.people.models import Agent

BY = SYSTEM.ref
HOURS = "с 8:00 до 22:00, вход со двора, спросить старшего смены"


@dataclass(frozen=True)
class Entity:
    """A legal entity of the chain: its name and domain, whom to ask, its cafés by name and address."""

    name: str
    domain: str
    person: str
    email: str
    phone: str
    cafes: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Machine:
    """A kind of machine every café has: type, maker and model as they are written, and the place of one."""

    key: str
    type: tuple[str, str]
    maker: str
    model: str
    name: str
    years: int


CHAIN = (
    Entity(
        "ООО «Тёплая чашка»",
        "teplaya-chashka.test",
        "Анна Ярцева",
        "yartseva@teplaya-chashka.test",
        "+7 900 141-20-01",
        (
            ("Кофейня на Лесной", "Москва, Лесная улица, 7"),
            ("Кофейня на Мясницкой", "Москва, Мясницкая улица, 24"),
            ("Кофейня на Покровке", "Москва, улица Покровка, 31"),
            ("Кофейня в «Меридиане»", "Москва, Профсоюзная улица, 61А"),
            ("Кофейня на Таганской", "Москва, Таганская улица, 3"),
        ),
    ),
    Entity(
        "ООО «Тёплая чашка Север»",
        "sever.teplaya-chashka.test",
        "Глеб Рощин",
        "roschin@sever.teplaya-chashka.test",
        "+7 900 141-20-02",
        (
            ("Кофейня на Рубинштейна", "Санкт-Петербург, улица Рубинштейна, 13"),
            ("Кофейня на Литейном", "Санкт-Петербург, Литейный проспект, 46"),
            ("Кофейня у Лахты", "Санкт-Петербург, Высотная улица, 1"),
            ("Кофейня на Большом", "Санкт-Петербург, Большой проспект П. С., 55"),
        ),
    ),
    Entity(
        "ИП Ярцева А. С.",
        "yartseva.test",
        "Дарья Осипова",
        "osipova@yartseva.test",
        "+7 900 141-20-03",
        (
            ("Кофейня в Туле", "Тула, проспект Ленина, 27"),
            ("Кофейня в Калуге", "Калуга, улица Кирова, 39"),
            ("Кофейня в Рязани", "Рязань, Почтовая улица, 58"),
        ),
    ),
)
MACHINES = (
    Machine("CM", ("Кофемашина", "Coffee machine"), "Aromatica", "Duo 2", "Кофемашина", 2),
    Machine("GR", ("Кофемолка", "Coffee grinder"), "Aromatica", "Grind 64", "Кофемолка", 1),
    Machine("KS", ("Онлайн-касса", "Cash register"), "Каскад", "К-15Ф", "Касса", 3),
    Machine("TB", ("Планшет", "Tablet"), "Ладога", "Tab 10", "Планшет для заказов", -1),
    Machine("FR", ("Холодильник", "Fridge"), "Полюс", "ШХ-400", "Витрина холодильная", 1),
)


def build_cafes(agents: Mapping[str, Agent]) -> None:
    """The chain: five machines in each café; the first employee looks after the cafés."""
    models = _directories()
    manager = Manager(agent_id=next(iter(agents.values())).pk) if agents else Manager()
    number = 0
    for entity in CHAIN:
        company = create_company(SYSTEM, name=entity.name, domains=[entity.domain], category="vip")
        person = create_contact(
            SYSTEM,
            ContactSpec(
                name=entity.person,
                emails=[entity.email],
                phones=[entity.phone],
                company=company,
                position="Управляющая" if entity.person.endswith("а") else "Управляющий",
                access="company",
            ),
        )
        for name, address in entity.cafes:
            number += 1
            site = _cafe(company, person, manager, name, address)
            _machines(company, site, models, number)


def build_workplaces(company: Company) -> None:
    """One site with two machines for the company whose people can sign in: their labels can be tried."""
    models = {row.code: row for row in directories().models.values()}
    site = create_site(SYSTEM, SiteSpec(company, "Склад и офис", company.address))
    for key, name in (("KS", "Касса № 1"), ("KS", "Касса № 2")):
        spec = AssetSpec(company, name, site, model_id=models[key.lower()].pk, serial=f"{key}-90-{name[-1]}")
        create_asset(SYSTEM, spec)


def _cafe(company: Company, person: Contact, manager: Manager, name: str, address: str) -> Site:
    spec = SiteSpec(company, name, address, access_hours=HOURS, contacts=[person])
    return set_manager(SYSTEM, create_site(SYSTEM, spec), manager)


def _machines(company: Company, site: Site, models: Mapping[str, AssetModel], number: int) -> None:
    today = clock.now().date()
    for place, machine in enumerate(MACHINES, start=1):
        create_asset(
            SYSTEM,
            AssetSpec(
                company,
                machine.name,
                site,
                model_id=models[machine.key].pk,
                serial=f"{machine.key}-{2200 + number}-{place:02}",
                warranty_until=today + timedelta(days=365 * machine.years + 11 * number),
            ),
        )


def _directories() -> Mapping[str, AssetModel]:
    makers: dict[str, int] = {}
    models = {}
    for machine in MACHINES:
        kind = make(BY, ASSET_TYPE, {"name": {"ru": machine.type[0], "en": machine.type[1]}})
        if machine.maker not in makers:
            makers[machine.maker] = make(BY, MANUFACTURER, {"name": {"ru": machine.maker}}).pk
        given = {
            "name": {"ru": machine.model},
            "code": machine.key.lower(),
            "manufacturer": makers[machine.maker],
            "asset_type": kind.pk,
        }
        models[machine.key] = make(BY, ASSET_MODEL, given)
    return models

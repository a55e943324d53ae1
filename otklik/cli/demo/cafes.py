"""The demo's chain of cafés: three legal entities, twelve cafés, sixty machines with labels; and the machines
of the company whose people can sign in. Written by the real commands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from otklik.cli.demo.requisites import requisites
from otklik.cli.demo.staff import DOMAIN, PASSWORD
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
from otklik.people.commands import create_user

if TYPE_CHECKING:
    from otklik.clients.models import Asset, AssetModel, Company, Contact, Site
    from otklik.people.models import Agent

BY = SYSTEM.ref
MANAGER = "o.shilova"
"""The employee who looks after the cafés, by mailbox."""
BARISTA = f"barista@{DOMAIN}"
NOTES = "До 11:00 не звонить и не приезжать: утренний поток. Счета — через управляющих."
HOURS = "с 8:00 до 22:00, вход со двора, спросить старшего смены"


@dataclass(frozen=True)
class Entity:
    """A legal entity of the chain: its name and domain, whom to ask, its cafés (name, address, barista)."""

    name: str
    domain: str
    person: str
    email: str
    phone: str
    cafes: Sequence[tuple[str, str, str]]


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
            ("Кофейня на Лесной", "Москва, Лесная улица, 7", "Вера Лунина"),
            ("Кофейня на Мясницкой", "Москва, Мясницкая улица, 24", "Тимур Ахметов"),
            ("Кофейня на Покровке", "Москва, улица Покровка, 31", "Софья Белкина"),
            ("Кофейня в «Меридиане»", "Москва, Профсоюзная улица, 61А", "Илья Дроздов"),
            ("Кофейня на Таганской", "Москва, Таганская улица, 3", "Полина Седова"),
        ),
    ),
    Entity(
        "ООО «Тёплая чашка Север»",
        "sever.teplaya-chashka.test",
        "Глеб Рощин",
        "roschin@sever.teplaya-chashka.test",
        "+7 900 141-20-02",
        (
            ("Кофейня на Рубинштейна", "Санкт-Петербург, улица Рубинштейна, 13", "Марк Эйхе"),
            ("Кофейня на Литейном", "Санкт-Петербург, Литейный проспект, 46", "Алина Юсупова"),
            ("Кофейня у Лахты", "Санкт-Петербург, Высотная улица, 1", "Роман Цветков"),
            ("Кофейня на Большом", "Санкт-Петербург, Большой проспект П. С., 55", "Яна Шубина"),
        ),
    ),
    Entity(
        "ИП Ярцева А. С.",
        "yartseva.test",
        "Дарья Осипова",
        "osipova@yartseva.test",
        "+7 900 141-20-03",
        (
            ("Кофейня в Туле", "Тула, проспект Ленина, 27", "Никита Павлов"),
            ("Кофейня в Калуге", "Калуга, улица Кирова, 39", "Ольга Клёнова"),
            ("Кофейня в Рязани", "Рязань, Почтовая улица, 58", "Лев Мартынов"),
        ),
    ),
)
MACHINES = (
    Machine("CM", ("Кофемашина", "Coffee machine"), "Aromatica", "Duo 2", "Кофемашина", 2),
    Machine("GR", ("Кофемолка", "Coffee grinder"), "Aromatica", "Grind 64", "Кофемолка", 0),
    Machine("KS", ("Онлайн-касса", "Cash register"), "Каскад", "К-15Ф", "Касса", 3),
    Machine("TB", ("Планшет", "Tablet"), "Ладога", "Tab 10", "Планшет для заказов", -1),
    Machine("FR", ("Холодильник", "Fridge"), "Полюс", "ШХ-400", "Витрина холодильная", 1),
)


@dataclass(frozen=True)
class Cafes:
    """What was built: the companies of the chain; people and machines by the café's number, from one."""

    companies: Sequence[Company]
    people: Mapping[int, Contact]
    machines: Mapping[tuple[int, str], Asset]
    manager: str = MANAGER
    logins: Sequence[str] = (BARISTA,)


def build_cafes(agents: Mapping[str, Agent]) -> Cafes:
    """The chain: five machines and a senior barista in each café; one employee looks after all cafés."""
    models = _directories()
    manager = Manager(agent_id=agents[MANAGER].pk)
    companies: list[Company] = []
    people: dict[int, Contact] = {}
    machines: dict[tuple[int, str], Asset] = {}
    for place, entity in enumerate(CHAIN):
        company = set_manager(SYSTEM, _company(entity, place), manager)
        companies.append(company)
        head = _head(entity, company)
        for name, address, barista in entity.cafes:
            number = len(people) + 1
            people[number] = _barista(barista, number, company)
            spec = SiteSpec(company, name, address, access_hours=HOURS, contacts=[people[number], head])
            site = set_manager(SYSTEM, create_site(SYSTEM, spec), manager)
            machines |= {(number, key): row for key, row in _machines(company, site, models, number)}
    return Cafes(companies, people, machines)


def _company(entity: Entity, place: int) -> Company:
    known = requisites(80 + place, is_person=entity.name.startswith("ИП"))
    return create_company(
        SYSTEM,
        name=entity.name,
        domains=[entity.domain],
        category="vip",
        address=entity.cafes[0][1],
        phones=[known.phone],
        inn=known.inn,
        kpp=known.kpp,
        tax_details=known.tax_details,
        notes=NOTES,
    )


def _head(entity: Entity, company: Company) -> Contact:
    spec = ContactSpec(
        name=entity.person,
        emails=[entity.email],
        phones=[entity.phone],
        company=company,
        position="Управляющая" if entity.person.endswith("а") else "Управляющий",
        access="company",
    )
    return create_contact(SYSTEM, spec)


def _barista(name: str, number: int, company: Company) -> Contact:
    """The one of the first café can sign in: a label can be scanned as they do it."""
    login = BARISTA if number == 1 else f"cafe{number:02}@{CHAIN[0].domain}"
    user = None
    if number == 1:
        user = create_user(BY, login=login, email=login, password=PASSWORD, language="ru")
    phone = f"+7 900 141-21-{number:02}"
    spec = ContactSpec(
        name=name, emails=[login], phones=[phone], company=company, position="Старший бариста", user=user
    )
    return create_contact(SYSTEM, spec)


def build_workplaces(company: Company) -> None:
    """One site with two machines for the company whose people can sign in: their labels can be tried."""
    models = {row.code: row for row in directories().models.values()}
    site = create_site(SYSTEM, SiteSpec(company, "Склад и офис", company.address))
    for key, name in (("KS", "Касса № 1"), ("KS", "Касса № 2")):
        spec = AssetSpec(company, name, site, model_id=models[key.lower()].pk, serial=f"{key}-90-{name[-1]}")
        create_asset(SYSTEM, spec)


def _machines(
    company: Company, site: Site, models: Mapping[str, AssetModel], number: int
) -> Iterator[tuple[str, Asset]]:
    today = clock.now().date()
    for place, machine in enumerate(MACHINES, start=1):
        row = create_asset(
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
        yield machine.key, row


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

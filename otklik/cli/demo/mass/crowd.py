"""The clients of a bulk load: some write a hundred times as often as others."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

from otklik.cli.demo.companies import NAMES, PLACES, latin
from otklik.cli.demo.words import Speaker
from otklik.clients.commands.load import LoadedCompany, LoadedContact, load_clients
from otklik.people.actor import SYSTEM

TICKETS_A_CONTACT = 20
CONTACTS_A_COMPANY = 15
SKEW = 2.6
"""Bends an even choice towards the beginning of the list: one person in a hundred writes a sixth of all."""

_ROOTS = (
    "Вектор", "Сигма", "Орбита", "Горизонт", "Меридиан", "Каскад", "Рубин", "Сокол", "Парус", "Вершина",
    "Исток", "Гранит", "Янтарь", "Спектр", "Импульс", "Атлант", "Ладья", "Компас", "Родник", "Маяк",
)  # fmt: skip
_TRADES = (
    "Снаб", "Торг", "Строй", "Мед", "Транс", "Агро", "Сервис", "Пром", "Логистика", "Маркет", "Текстиль",
    "Мебель", "Энерго", "Пак", "Фарм",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Client:
    """A contact as a ticket needs to know them."""

    id: int
    company_id: int
    name: str
    company: str
    email: str
    phone: str

    @property
    def speaker(self) -> Speaker:
        """Whose sex decides about endings."""
        return Speaker(self.name, self.name.endswith(("а", "я")))


def gather(tickets: int, tag: str, rng: random.Random) -> Sequence[Client]:
    """Make companies and contacts for so many tickets; `tag` keeps the addresses of two loads apart."""
    number = max(CONTACTS_A_COMPANY, tickets // TICKETS_A_CONTACT)
    companies = [_company(n, tag) for n in range(-(-number // CONTACTS_A_COMPANY))]
    contacts = [_contact(n, companies[n // CONTACTS_A_COMPANY], rng) for n in range(number)]
    firms, people = load_clients(SYSTEM.ref, companies, contacts)
    return [
        Client(pk, firms[one.company], one.name, companies[one.company].name, one.email, one.phone)
        for pk, one in zip(people, contacts, strict=True)
    ]


def choose(clients: Sequence[Client], rng: random.Random) -> Client:
    """One of them, the first ones much more often."""
    return clients[int(len(clients) * rng.random() ** SKEW)]


def _company(number: int, tag: str) -> LoadedCompany:
    root, trade = _ROOTS[number % len(_ROOTS)], _TRADES[number // len(_ROOTS) % len(_TRADES)]
    again = number // (len(_ROOTS) * len(_TRADES))
    name = f"{root}-{trade}{f' {again + 1}' if again else ''}"
    return LoadedCompany(name, f"{latin(root)}{latin(trade)}{again or ''}.{tag}.test", "client")


def _contact(number: int, company: LoadedCompany, rng: random.Random) -> LoadedContact:
    female = rng.random() < 0.5
    surname = rng.choice(NAMES.surnames)
    name = f"{rng.choice(NAMES.women if female else NAMES.men)} {surname}{'а' if female else ''}"
    return LoadedContact(
        name=name,
        email=f"{latin(surname)}{number}@{company.domain}",
        phone=f"+7900{number % 10_000_000:07}",
        position=rng.choice(list(PLACES.values()))[0],
        company=number // CONTACTS_A_COMPANY,
    )

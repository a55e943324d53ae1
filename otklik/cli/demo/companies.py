"""Whom the demo's service centre works for: twenty invented companies with ten people each."""

from __future__ import annotations

import random
from collections.abc import Sequence

from pydantic.dataclasses import dataclass

from otklik.cli.demo.content import STRICT, rows
from otklik.cli.demo.staff import DOMAIN


@dataclass(frozen=True, config=STRICT)
class CompanyCast:
    """A client organisation. `kinds` say which conversations fit; `busy` how often it writes; `brand` is the
    code of another face than the usual one."""

    name: str
    domain: str
    kinds: tuple[str, ...]
    address: str
    category: str = "client"
    time_zone: str = "Europe/Moscow"
    busy: int = 2
    language: str = "ru"
    brand: str = ""


@dataclass(frozen=True, config=STRICT)
class ContactCast:
    """A person of a company; `place` is what they do there, as conversations call it."""

    name: str
    female: bool
    email: str
    phone: str
    position: str
    place: str
    language: str = "ru"
    signs_in: bool = False
    company_wide: bool = False


PLACES = {
    "head": ("Директор", "Managing director"),
    "acc": ("Главный бухгалтер", "Chief accountant"),
    "acc2": ("Бухгалтер", "Accountant"),
    "office": ("Офис-менеджер", "Office manager"),
    "hr": ("Специалист по персоналу", "HR officer"),
    "shop": ("Администратор зала", "Front desk manager"),
    "store": ("Заведующий складом", "Warehouse manager"),
    "it": ("Ответственный за ИТ", "IT contact"),
    "sales": ("Менеджер по продажам", "Sales manager"),
    "staff": ("Специалист", "Specialist"),
}
POSITIONS = {
    ("school", "head"): "Директор школы",
    ("school", "shop"): "Завуч",
    ("school", "sales"): "Учитель информатики",
    ("school", "staff"): "Учитель математики",
    ("school", "store"): "Заместитель по хозяйству",
    ("clinic", "head"): "Главный врач",
    ("clinic", "shop"): "Администратор регистратуры",
    ("clinic", "sales"): "Врач",
    ("clinic", "staff"): "Лаборант",
    ("factory", "staff"): "Технолог",
    ("factory", "shop"): "Начальник смены",
    ("transport", "shop"): "Диспетчер выпуска",
    ("transport", "staff"): "Механик",
    ("hotel", "shop"): "Администратор",
}

# The people who can sign in: company, place, mailbox, name.
SIGN_IN = {
    ("technopak.test", "shop"): ("client", "Марина Кузнецова", True, False),
    ("technopak.test", "store"): ("colleague", "Павел Орлов", False, False),
    ("technopak.test", "head"): ("manager", "Ирина Сёмина", True, True),
    ("romashka.test", "office"): ("stranger", "Лидия Панова", True, False),
}


@dataclass(frozen=True, config=STRICT)
class Names:
    """Names to make people of; a surname ends in `а` for a woman."""

    women: tuple[str, ...]
    men: tuple[str, ...]
    surnames: tuple[str, ...]
    english_women: tuple[str, ...]
    english_men: tuple[str, ...]


COMPANIES = rows("companies.toml", "company", CompanyCast)
NAMES = rows("companies.toml", "names", Names)[0]
_LATIN = dict(zip("абвгдеёзийклмнопрстуфыэ", "abvgdeeziyklmnoprstufye", strict=True))
_LATIN |= {
    "ж": "zh",
    "х": "h",
    "ц": "ts",
    "ч": "ch",
    "ш": "sh",
    "щ": "sch",
    "ъ": "",
    "ь": "",
    "ю": "yu",
    "я": "ya",
}


def people_of(company: CompanyCast, number: int, rng: random.Random) -> Sequence[ContactCast]:
    """The ten people of the company that stands at `number` in `COMPANIES`."""
    people = []
    for seat, place in enumerate(PLACES):
        mailbox, name, female, wide = SIGN_IN.get((company.domain, place)) or _invented(
            company, number, seat, rng
        )
        signs_in = (company.domain, place) in SIGN_IN
        people.append(
            ContactCast(
                name=name,
                female=female,
                email=f"{mailbox}@{DOMAIN if signs_in else company.domain}",
                phone=f"+7 900 {100 + number:03}-{10 + seat:02}-{rng.randrange(100):02}",
                position=_position(company, place),
                place=place,
                language=company.language,
                signs_in=signs_in,
                company_wide=wide,
            )
        )
    return people


def latin(name: str) -> str:
    """A Russian word in Latin letters, for mail addresses."""
    return "".join(_LATIN.get(letter, letter) for letter in name.lower())


def _invented(
    company: CompanyCast, number: int, seat: int, rng: random.Random
) -> tuple[str, str, bool, bool]:
    if company.language == "en":
        female = seat % 2 == 0
        names = NAMES.english_women if female else NAMES.english_men
        name = names[(number * len(PLACES) + seat) // 2 % len(names)]
        return name.lower().replace(" ", "."), name, female, False
    female = rng.random() < 0.55
    first = rng.choice(NAMES.women if female else NAMES.men)
    # Two people of a company never share a surname, so their addresses differ.
    surname = NAMES.surnames[(number * 7 + seat * 5) % len(NAMES.surnames)]
    return f"{latin(surname)}.{latin(first)[0]}", f"{first} {surname}{'а' if female else ''}", female, False


def _position(company: CompanyCast, place: str) -> str:
    if company.language == "en":
        return PLACES[place][1]
    special = (POSITIONS.get((kind, place)) for kind in company.kinds)
    return next((title for title in special if title), PLACES[place][0])

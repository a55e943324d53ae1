"""The demo's organisation, written by the real commands: teams, people, catalogue, mailboxes, clients."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from otklik.catalogue.commands import create_account, create_category, create_service
from otklik.catalogue.commands.make import AccountSpec, ServiceSpec
from otklik.catalogue.queries import catalogue
from otklik.catalogue.service_shape import SERVICE
from otklik.cli.demo.cafes import Cafes, build_cafes, build_workplaces
from otklik.cli.demo.companies import COMPANIES, CompanyCast, ContactCast, people_of
from otklik.cli.demo.contracts import build_contracts
from otklik.cli.demo.offers import BRANDS, CATEGORIES, MAILBOXES, SERVICES, BrandCast
from otklik.cli.demo.requisites import requisites
from otklik.cli.demo.staff import AGENTS, DOMAIN, PASSWORD, TEAMS, AgentCast
from otklik.clients.commands import ContactSpec, create_company, create_contact
from otklik.core.configuring.rows import change, make
from otklik.core.translated import Translated, translated
from otklik.organisation.brand_shape import BRAND
from otklik.organisation.queries import default_brand
from otklik.people.actor import SYSTEM
from otklik.people.commands import create_agent, create_team, create_user
from otklik.people.demo import mark_demo
from otklik.people.queries import staff

if TYPE_CHECKING:
    from otklik.catalogue.models import Service
    from otklik.clients.models import Company, Contact
    from otklik.organisation.models import Brand
    from otklik.people.models import Agent, Team

BY = SYSTEM.ref


@dataclass(frozen=True)
class Setting:
    """What the conversations are played in: rows by the names the cast knows them by."""

    teams: Mapping[str, Team]
    agents: Mapping[str, Agent]
    clients: Sequence[tuple[CompanyCast, Sequence[ContactCast]]]
    contacts: Mapping[str, Contact]
    companies: Sequence[Company]
    cafes: Cafes


def build(rng: random.Random, today: date) -> Setting:
    """Write the organisation into an empty installation and mark its logins as the demo's. `today`: the day
    it is looked at, by which contracts stand."""
    agents = {cast.mailbox: _agent(cast) for cast in AGENTS}
    teams = {
        cast.code: create_team(
            BY,
            code=cast.code,
            name=cast.name,
            purpose=cast.purpose,
            members=[agents[a.mailbox] for a in AGENTS if a.team == cast.code],
            lead=next(agents[a.mailbox] for a in AGENTS if a.team == cast.code and a.lead),
            notify=[f"{cast.code}-team@{DOMAIN}"],
            is_dispatch=cast.is_dispatch,
        )
        for cast in TEAMS
    }
    brands = {cast.code: _brand(cast) for cast in BRANDS}
    _catalogue(teams, brands)
    clients = [(company, people_of(company, n, rng)) for n, company in enumerate(COMPANIES)]
    contacts: dict[str, Contact] = {}
    cafes = build_cafes(agents)
    rows: list[Company] = []
    for place, (company, people) in enumerate(clients):
        row = _company(company, place, brands.get(company.brand))
        rows.append(row)
        contacts |= {person.email: _contact(person, row) for person in people}
        if any(person.signs_in and person.company_wide for person in people):
            build_workplaces(row)
    build_contracts(cafes.companies, rows, agents, today)
    signing_in = [cast.login for cast in AGENTS if cast.signs_in]
    signing_in += [person.email for _company, people in clients for person in people if person.signs_in]
    mark_demo(BY, [*signing_in, *cafes.logins])
    return Setting(teams, agents, clients, contacts, rows, cafes)


def _agent(cast: AgentCast) -> Agent:
    password = PASSWORD if cast.signs_in else None
    user = create_user(BY, login=cast.login, email=cast.login, password=password, language="ru")
    role = next(role for role in staff().roles.values() if role.code == cast.role)
    return create_agent(
        BY,
        user,
        name=cast.name,
        roles=[role],
        position=cast.position,
        signature=f"{cast.name}\n{cast.position}",
    )


def _brand(cast: BrandCast) -> Brand:
    names = {"ru": cast.name.text("ru"), "en": cast.name.text("en")}
    return make(BY, BRAND, {"name": names, "phone": cast.phone})


def _catalogue(teams: Mapping[str, Team], brands: Mapping[str, Brand]) -> None:
    packages: dict[str, Service] = {}
    for cast in SERVICES:
        parent = None if cast.is_package else packages[cast.code[:3]]
        team = teams[cast.team] if cast.team else None
        spec = ServiceSpec(
            cast.code,
            Translated(cast.name),
            Translated(cast.guidance),
            parent,
            team,
            is_package=cast.is_package,
        )
        packages[cast.code] = create_service(BY, spec)
        if cast.brand:
            change(BY, SERVICE, packages[cast.code], {"brands": [brands[cast.brand].pk]})
    for code, name in CATEGORIES:
        create_category(BY, code=code, name=name)
    known = catalogue()
    incident = next(row for row in known.types.values() if row.code == "incident")
    for mailbox in MAILBOXES:
        create_account(
            BY,
            AccountSpec(
                name=mailbox.name,
                address=f"{mailbox.name}@{DOMAIN}",
                title=mailbox.title,
                sender_name=mailbox.title,
                signature=_signature(),
                brand=default_brand(),
                team=teams[mailbox.team],
                type=incident if mailbox.name == "it" else None,
                is_default=mailbox.is_default,
            ),
        )


def _signature() -> Translated:
    return translated(
        ru="Отвечаем по рабочим дням с 9:00 до 18:00", en="We answer on working days, 9:00 to 18:00"
    )


def _company(cast: CompanyCast, place: int, brand: Brand | None) -> Company:
    known = requisites(place)
    return create_company(
        SYSTEM,
        name=cast.name,
        domains=[cast.domain],
        category=cast.category,
        address=cast.address,
        time_zone=cast.time_zone,
        phones=[known.phone],
        inn=known.inn,
        kpp=known.kpp,
        tax_details=known.tax_details,
        brand=brand,
    )


def _contact(cast: ContactCast, company: Company) -> Contact:
    user = None
    if cast.signs_in:
        user = create_user(BY, login=cast.email, email=cast.email, password=PASSWORD, language=cast.language)
    return create_contact(
        SYSTEM,
        ContactSpec(
            name=cast.name,
            emails=[cast.email],
            phones=[cast.phone],
            company=company,
            position=cast.position,
            language=cast.language,
            access="company" if cast.company_wide else "own",
            user=user,
        ),
    )

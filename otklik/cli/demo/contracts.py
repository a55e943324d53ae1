"""The demo's contracts: the chain of cafés on one, its current period not paid; one about to end, one that
has ended, one in order. Written by the real commands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from otklik.clients.commands import ContractSpec, Manager, PeriodSpec, add_period, create_contract
from otklik.people.actor import SYSTEM

if TYPE_CHECKING:
    from otklik.clients.models import Company
    from otklik.people.models import Agent


@dataclass(frozen=True)
class Span:
    """A service period by days from today; `price` in roubles."""

    begin: int
    end: int
    price: int
    paid: bool = True


@dataclass(frozen=True)
class ContractCast:
    """A contract: number, title, which companies (by their place, the payer first), periods, since when (days
    from today)."""

    number: str
    name: str
    companies: Sequence[int]
    begun: int
    spans: Sequence[Span]
    notes: str = ""


CHAIN = ContractCast(
    "214/26",
    "Кофейни: кассы, кофемашины, витрины",
    (0, 1, 2),
    -385,
    (Span(-385, -21, 1_440_000), Span(-20, 344, 1_560_000, paid=False)),
    "Счёт за новый год отправлен, ждём оплату. Срочные выезды согласовывать с Анной Ярцевой.",
)
OTHERS = (
    ContractCast(
        "88/25", "Рабочие места и кассы", (0,), -345, (Span(-345, 19, 456_000),), "Продление обсуждаем."
    ),
    ContractCast("131/25", "Обслуживание рабочих мест", (1,), -410, (Span(-410, -46, 312_000),)),
    ContractCast(
        "152/26",
        "Сеть и видеонаблюдение",
        (2,),
        -200,
        (Span(-200, -18, 180_000), Span(-17, 165, 189_000), Span(166, 348, 189_000, paid=False)),
    ),
)


def build_contracts(
    chain: Sequence[Company], companies: Sequence[Company], agents: Mapping[str, Agent], today: date
) -> None:
    """One over all of the chain's legal entities, one each for the first of the other companies; the first
    employee looks after them. `today`: the day the demo is looked at."""
    manager = Manager(agent_id=next(iter(agents.values())).pk) if agents else Manager()
    _contract(CHAIN, chain, manager, today)
    for cast in OTHERS:
        _contract(cast, companies, manager, today)


def _contract(cast: ContractCast, companies: Sequence[Company], manager: Manager, today: date) -> None:
    own = [companies[place] for place in cast.companies]
    contract = create_contract(
        SYSTEM,
        ContractSpec(
            cast.number,
            own[0],
            name=cast.name,
            companies=own,
            signed_on=today + timedelta(days=cast.begun - 6),
            starts_on=today + timedelta(days=cast.begun),
            manager=manager,
            notes=cast.notes,
            amount=cast.spans[-1].price * 100,
        ),
    )
    for span in cast.spans:
        begin, end = (today + timedelta(days=offset) for offset in (span.begin, span.end))
        add_period(
            SYSTEM,
            contract,
            PeriodSpec(
                begin,
                end,
                paid=span.paid,
                paid_on=begin - timedelta(days=3) if span.paid else None,
                price=span.price * 100,
                usual_reminder=True,
            ),
        )

"""Who writes to the demo without being known: for the view of tickets nobody has bound to a client yet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from otklik.catalogue.queries import catalogue
from otklik.cli.demo.companies import COMPANIES
from otklik.cli.demo.play import Stage
from otklik.clients.queries import find_sender
from otklik.core.actors import ActorKind, Via
from otklik.people.actor import Actor
from otklik.tickets.commands import Registration, register
from otklik.tickets.content import from_text

if TYPE_CHECKING:
    from otklik.tickets.models import Ticket


@dataclass(frozen=True)
class Stranger:
    """A question of somebody nobody knows, asked so long ago. By phone there is a number and no name."""

    via: Via
    ago: timedelta
    subject: str
    text: str
    name: str = ""
    address: str = ""
    phone: str = ""


STRANGERS = (
    Stranger(
        Via.FORM,
        timedelta(hours=5, minutes=20),
        "Нужен договор на обслуживание касс",
        "Открываем второй магазин, две кассы и принтер этикеток. Пришлите условия и цены.",
        name="Зоя Белкина",
        address="zoya.belkina@mail.test",
    ),
    Stranger(
        Via.PHONE,
        timedelta(hours=2, minutes=10),
        "Просит перезвонить: терминал не принимает карты",
        "Назвался сменщиком, магазин у вокзала. Связь прервалась, имени и компании не назвал.",
        phone="+79005550142",
    ),
    Stranger(
        Via.MAIL,
        timedelta(minutes=35),
        "Новый сотрудник: нет доступа к складу",
        "Добрый день! Я вышел в понедельник, в складскую программу не пускает: «нет прав». "
        "Начальник смены сказал написать вам.",
        name="Глеб Токарев",
        address=f"g.tokarev@{COMPANIES[0].domain}",
    ),
)
"""One by each way in; the last writes from the domain of a company that is known."""
ANSWERS = "dispatcher"
"""Who takes the call."""


def ask(stage: Stage, one: Stranger) -> Ticket:
    """Register it as the way in does for a sender it does not know."""
    sender = Actor(ActorKind.SENDER, one.via, name=one.name, email=one.address, language="ru")
    actor = stage.actor(ANSWERS, one.via) if one.via is Via.PHONE else sender
    what = Registration(
        subject=one.subject,
        content=from_text(one.text),
        company=find_sender(one.address).company if one.address else None,
        sender_email=one.address,
        sender_name=one.name,
        contact_phone=one.phone,
        account=catalogue().mailbox("support") if one.via is Via.MAIL else None,
        language="ru",
    )
    return register(actor, what)

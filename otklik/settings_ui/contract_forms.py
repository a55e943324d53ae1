"""What the form of a contract asks, and how it becomes what the commands take."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from otklik.catalogue.queries import catalogue
from otklik.clients.commands import ContractSpec
from otklik.clients.queries import search_companies
from otklik.clients.settings import CURRENCY
from otklik.core import money, text
from otklik.core.configuring.kinds import Label, Lines, One, Option, Several, Text
from otklik.core.configuring.shapes import Field
from otklik.core.errors import Invalid
from otklik.people.actor import Actor
from otklik.settings_ui.client_forms import manager_in, managers

if TYPE_CHECKING:
    from otklik.clients.models import Asset, Company, Contract, Site

Options = Callable[[], Sequence[Option]]
WHO, WHAT, MONEY = _("Whose it is"), _("What it covers"), _("Sum")


@dataclass(frozen=True)
class Asked:
    """What the form offers: companies that may pay, sites and equipment of its companies (none while they are
    not chosen, or where the modules are off), whether sums are asked."""

    payers: One
    sites: Several | None = None
    assets: Several | None = None
    prices: bool = False


def fields(asked: Asked) -> Sequence[Field]:
    """The fields of a contract."""
    return (
        Field("number", _("Number"), Text(limit=60), required=True),
        Field("name", _("Title"), Text(limit=200), _("What it is about, as clients call it.")),
        _day_field("signed_on", _("Signed")),
        _day_field("starts_on", _("Begins")),
        _day_field("ends_on", _("Ends"), _("The last day. Empty: open-ended.")),
        Field("payer", _("Company that pays"), asked.payers, required=True, group=WHO),
        Field(
            "companies",
            _("Other companies of it"),
            Lines(lambda line: line, ""),
            _("One a line: the name or the INN of a company you have."),
            group=WHO,
        ),
        Field("manager", _("Looks after it"), One(managers, empty=_("nobody")), _manager_hint(), group=WHO),
        Field(
            "services",
            _("Services"),
            Several(services, looks="people"),
            _("None chosen: all of them. A package stands for what is in it."),
            group=WHAT,
        ),
        *_places(asked),
        *_sums(asked),
        Field("notes", _("Notes for colleagues"), Text(limit=5000, lines=4), group=MONEY),
    )


def services() -> Sequence[Option]:
    """Every node of the catalogue, under the package it stands in."""
    known = catalogue()
    found = []
    for row in known.services.values():
        root = known.path_of(row)[0]
        found.append(Option(row.pk, f"{row.code} {row.name}", row.hidden, group=str(root.name)))
    return found


def values_of(
    contract: Contract, companies: Sequence[Company], sites: Sequence[Site], assets: Sequence[Asset]
) -> dict[str, object]:
    """What stands in the form of a contract; `companies`, `sites`, `assets`: those the actor may know of."""
    manager = ""
    if contract.manager_agent_id or contract.manager_team_id:
        kind = "agent" if contract.manager_agent_id else "team"
        manager = f"{kind}:{contract.manager_agent_id or contract.manager_team_id}"
    days = {name: getattr(contract, name) for name in ("signed_on", "starts_on", "ends_on")}
    return {
        "number": contract.number,
        "name": contract.name,
        **{name: day.isoformat() if day else "" for name, day in days.items()},
        "payer": str(contract.payer.uid),
        "companies": [one.name for one in companies if one.pk != contract.payer_id],
        "manager": manager,
        "services": [one.pk for one in contract.services.all()],
        "sites": [str(one.uid) for one in sites],
        "assets": [str(one.uid) for one in assets],
        "amount": "" if contract.amount is None else money.plain(contract.amount, contract.currency),
        "currency": contract.currency,
        "notes": contract.notes,
    }


def blank(company: str) -> dict[str, object]:
    """What stands in the form of a new one."""
    return {"payer": company, "currency": CURRENCY.get()}


def spec_of(given: Mapping[str, object], payer: Company, companies: Sequence[Company]) -> ContractSpec:
    """What the commands take, but for the places; `Invalid` names days and sums that are none."""
    problems: dict[str, str] = {}
    days = {name: _day(str(given[name]).strip(), name, problems) for name in _DAYS}
    currency = str(given.get("currency", "")).strip().upper()
    typed = str(given.get("amount", "")).strip()
    amount = money.read(typed, currency or CURRENCY.get()) if typed else None
    if typed and amount is None:
        problems["amount"] = gettext("Enter a sum such as 120000 or 99.50.")
    if problems:
        raise Invalid(problems)
    return ContractSpec(
        number=str(given["number"]),
        payer=payer,
        name=str(given["name"]),
        companies=companies,
        services=[int(pk) for pk in several(given, "services") if pk.isdecimal()],
        signed_on=days["signed_on"],
        starts_on=days["starts_on"],
        ends_on=days["ends_on"],
        manager=manager_in(given["manager"]),
        notes=str(given["notes"]),
        amount=amount,
        currency=currency,
    )


def named_companies(actor: Actor, lines: object, before: Sequence[Company]) -> list[Company]:
    """The companies of a text, one a line: those it had before by their names, others by name or INN.
    `Invalid` for a line that fits nobody, or several."""
    found = []
    for line in str(lines).splitlines():
        words = text.key(line)
        if words:
            known = [one for one in before if one.name_key == words]
            found.append(known[0] if known else _company(actor, line.strip()))
    return found


def several(given: Mapping[str, object], name: str) -> list[str]:
    """What is chosen in a box of several; nothing where the form had no such box."""
    value = given.get(name, ())
    return [str(one) for one in value] if isinstance(value, list | tuple) else []


_DAYS = ("signed_on", "starts_on", "ends_on")


def _company(actor: Actor, words: str) -> Company:
    fit = search_companies(actor, words)
    same = [one for one in fit if words in (one.name, one.inn) or one.name_key == text.key(words)]
    chosen = same if same else fit
    if len(chosen) == 1:
        return chosen[0]
    said = (
        gettext("Several companies fit “%(words)s”. Write the INN.")
        if chosen
        else gettext("No company fits “%(words)s”.")
    )
    raise Invalid({"companies": said % {"words": text.one_line(words, 60)}})


def _day_field(name: str, label: Label, hint: Label = "") -> Field:
    return Field(name, label, Text(limit=10, type="date"), hint)


def _manager_hint() -> Label:
    return _("Is mailed before a service period ends; of a team, everybody on its list.")


def _places(asked: Asked) -> Sequence[Field]:
    found = []
    if asked.sites is not None:
        hint = _("Neither sites nor equipment chosen: everything of its companies.")
        found.append(Field("sites", _("Sites"), asked.sites, hint, group=WHAT))
    if asked.assets is not None:
        hint = _("Machines it covers besides those at the sites.")
        found.append(Field("assets", _("Equipment"), asked.assets, hint, group=WHAT))
    return found


def _sums(asked: Asked) -> Sequence[Field]:
    if not asked.prices:
        return ()
    return (
        Field("amount", _("Sum"), Text(limit=24), _("Such as 120000 or 99.50."), group=MONEY),
        Field("currency", _("Currency"), Text(limit=3), _("Three letters, such as RUB."), group=MONEY),
    )


def _day(value: str, name: str, problems: dict[str, str]) -> date | None:
    if not value:
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        problems[name] = gettext("Enter a day such as 2027-03-31.")
        return None

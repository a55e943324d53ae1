"""What goes to the survivor when two clients become one: rows that belong to them, and fields it lacks.

A package above that has rows of companies or contacts declares a `Move` of its own. Tickets are not among
them: there may be a hundred thousand, so they follow after commit (`tickets.merging`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from otklik.clients.models import (
    Acquaintance,
    Asset,
    ClientFile,
    Company,
    CompanyDomain,
    CompanyPhone,
    Contact,
    ContactCompany,
    ContactEmail,
    ContactMessenger,
    ContactPhone,
    Contract,
    Site,
    Supervision,
)
from otklik.core.configuring.kinds import Label
from otklik.fields.queries import PREFIX

Client = TypeVar("Client", Company, Contact)
LISTS = frozenset({"observer_agents", "observer_teams", "copies"})
FIELDS = {
    "company": (
        *("external_id", "category", "inn", "kpp", "tax_details", "time_zone", "email", "address", "notes"),
        *("observer_agents", "observer_teams"),
    ),
    "contact": (
        *("external_id", "company_id", "position", "language", "notes", "copies"),
        *("observer_agents", "observer_teams"),
    ),
}
"""Fields the survivor takes over where its own are empty; of lists (`LISTS`) what it has not. Custom fields
go the same way, one by one, named `field.<key>`."""


@dataclass(frozen=True)
class Move:
    """Rows of a model that belong to a client by `column`. Where the survivor has one with the same values of
    `same`, the merged client's stays where it is; so does one that would lead by `avoid` to the survivor
    itself. `label` names them in a preview; rows without one are not shown. `named`: the column with the name
    of each; `is_own`: whoever sees the client may read those names."""

    kind: str
    key: str
    model: type[Model]
    column: str
    label: Label = ""
    same: Sequence[str] = ()
    avoid: str = ""
    named: str = ""
    is_own: bool = False

    def ids(self, survivor: int, merged: int) -> list[int]:
        """The rows that are to go, by id."""
        rows = self.model._default_manager.filter(**{self.column: merged})
        if self.avoid:
            rows = rows.exclude(**{self.avoid: survivor})
        taken = set()
        if self.same:
            own = self.model._default_manager.filter(**{self.column: survivor})
            taken = set(own.values_list(*self.same))
        found = rows.order_by("pk").values_list("pk", *self.same)
        return [pk for pk, *values in found if tuple(values) not in taken or not self.same]

    def names(self, ids: Sequence[int]) -> list[str]:
        """What these rows are called."""
        rows = self.model._default_manager.filter(pk__in=ids).order_by("pk")
        return [str(name) for name in rows.values_list(self.named, flat=True)]

    def put(self, ids: Sequence[int], owner: int) -> None:
        """Give the rows to this client."""
        self.model._default_manager.filter(pk__in=ids).update(**{self.column: owner})

    def still(self, ids: Sequence[int], owner: int) -> bool:
        """Whether all of them are this client's now."""
        return self.model._default_manager.filter(pk__in=ids, **{self.column: owner}).count() == len(ids)


_moves: list[Move] = []


def declare_move(move: Move) -> None:
    """Have these rows go along when clients of the kind are merged, after those declared before."""
    _moves.append(move)


def moves_of(kind: str) -> Sequence[Move]:
    """In the order they are done."""
    return [move for move in _moves if move.kind == kind]


def taken_over(kind: str, survivor: Company | Contact, merged: Company | Contact) -> dict[str, list[object]]:
    """Fields of the survivor that change, each with from and to."""
    have, theirs = survivor.custom or {}, merged.custom or {}
    found: dict[str, list[object]] = {
        PREFIX + key: [None, value] for key, value in theirs.items() if have.get(key) is None
    }
    for name in FIELDS[kind]:
        own, other = getattr(survivor, name), getattr(merged, name)
        if name in LISTS:
            wanted = [*own, *(value for value in other if value not in own)]
            if wanted != own:
                found[name] = [own, wanted]
        elif other and not own:
            found[name] = [own, other]
    if not (survivor.manager_agent_id or survivor.manager_team_id):
        for name in ("manager_agent_id", "manager_team_id"):
            if getattr(merged, name):
                found[name] = [None, getattr(merged, name)]
    return found


def value_of(row: Company | Contact, name: str) -> object:
    """What stands in a field that is taken over, a custom one among them."""
    if name.startswith(PREFIX):
        return (row.custom or {}).get(name.removeprefix(PREFIX))
    value: object = getattr(row, name)
    return value


def put_value(row: Company | Contact, name: str, value: object) -> None:
    """Set it in the row, which is not saved yet; None empties a custom one."""
    if not name.startswith(PREFIX):
        setattr(row, name, value)
        return
    custom = {**(row.custom or {}), name.removeprefix(PREFIX): value}
    row.custom = {key: kept for key, kept in custom.items() if kept is not None} or None


for _one in (
    Move("company", "contacts", Contact, "company_id", _("People"), named="name"),
    Move(
        *("company", "domains", CompanyDomain, "company_id", _("Mail domains")), named="domain", is_own=True
    ),
    Move(
        *("company", "phones", CompanyPhone, "company_id", _("Phones")),
        same=("phone",),
        named="phone",
        is_own=True,
    ),
    Move("company", "sites", Site, "company_id", _("Sites"), named="name"),
    Move("company", "assets", Asset, "company_id", _("Equipment"), named="name"),
    Move("company", "files", ClientFile, "company_id", _("Files")),
    Move(
        *("company", "services", Company.services.through, "company_id", _("Services open to it")),
        same=("service_id",),
        named="service__name",
        is_own=True,
    ),
    Move("company", "paid", Contract, "payer_id", _("Contracts it pays"), named="number"),
    Move(
        *("company", "contracts", Contract.companies.through, "company_id", _("Contracts")),
        same=("contract_id",),
        named="contract__number",
    ),
    Move(
        *("company", "further", ContactCompany, "company_id", _("People of other companies")),
        same=("contact_id",),
        avoid="contact__company_id",
        named="contact__name",
    ),
    Move(
        *("company", "supervises", Supervision, "company_id", _("Companies it looks after")),
        same=("supervised_id",),
        avoid="supervised_id",
        named="supervised__name",
    ),
    Move(
        *("company", "supervised_by", Supervision, "supervised_id", _("Companies that look after it")),
        same=("company_id",),
        avoid="company_id",
        named="company__name",
    ),
    Move("company", "known", Acquaintance, "company_id", same=("team_id", "agent_id")),
    Move(*("contact", "emails", ContactEmail, "contact_id", _("Mail addresses")), named="email", is_own=True),
    Move(
        *("contact", "phones", ContactPhone, "contact_id", _("Phones")),
        same=("phone",),
        named="phone",
        is_own=True,
    ),
    Move(
        *("contact", "messengers", ContactMessenger, "contact_id", _("Messengers")),
        same=("kind", "address"),
        named="address",
        is_own=True,
    ),
    Move(
        *("contact", "further", ContactCompany, "contact_id", _("Other companies")),
        same=("company_id",),
        named="company__name",
    ),
    Move(
        *("contact", "sites", Site.contacts.through, "contact_id", _("Sites")),
        same=("site_id",),
        named="site__name",
    ),
    Move("contact", "known", Acquaintance, "contact_id", same=("team_id", "agent_id")),
):
    declare_move(_one)

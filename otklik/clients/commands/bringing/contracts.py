"""Contracts from a file. They are few: each row is taken by the commands themselves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from otklik.catalogue.queries import catalogue
from otklik.clients.commands.bringing.batches import planned, unless_trial
from otklik.clients.commands.bringing.companies_named import CompaniesNamed, companies_named
from otklik.clients.commands.bringing.our_people import manager_named
from otklik.clients.commands.bringing.rows import Brought, Manner, Outcome, What
from otklik.clients.commands.bringing.sums import day_of, sum_of
from otklik.clients.commands.contracts import MAX_NUMBER, ContractSpec, change_contract, create_contract
from otklik.clients.commands.external import set_external_id
from otklik.clients.commands.fields import give_fields
from otklik.clients.commands.standing import Manager
from otklik.clients.contract_access import require_contract_edit, visible_contracts
from otklik.clients.models import Company, Contract
from otklik.clients.settings import CURRENCY
from otklik.core import text
from otklik.core.errors import Invalid
from otklik.fields.queries import PREFIX
from otklik.people.actor import Actor


@transaction.atomic
def bring_contracts(actor: Actor, rows: Sequence[Brought], manner: Manner) -> list[Outcome]:
    """Add or change contracts. Needs `contracts.edit`. Writes `contract.created` or `contract.changed`.

    A contract is found again by external id, else by its number. Texts: `number`, `name`, `company` (the
    payer: name, INN or external id), `company_external_id`, `signed_on`, `starts_on`, `ends_on` (2026-12-31),
    `manager`, `notes`, and with `contracts.prices` `amount`, `currency`. Lists: `companies`, `services`
    (names or codes). Sites and equipment of a contract are left as they are.
    """
    require_contract_edit(actor)
    step = _Step(actor, *_known(actor, rows))
    with unless_trial(manner):
        return planned(rows, step.take)


@dataclass(frozen=True)
class _Step:
    """What every row of a batch is taken with."""

    actor: Actor
    by_external: dict[str, Contract]
    by_number: dict[str, Contract]
    companies: CompaniesNamed

    def take(self, row: Brought) -> Outcome:
        """Take one row."""
        found = self._find(row)
        spec = _spec(self.actor, row, found, self.companies)
        with transaction.atomic():  # a row that is refused half-way leaves nothing
            return Outcome(self._written(row, found, spec))

    def _find(self, row: Brought) -> Contract | None:
        if row.external_id in self.by_external:
            return self.by_external[row.external_id]
        found = self.by_number.get(_number_key(row))
        is_another = found is not None and row.external_id and found.external_id
        return None if is_another else found

    def _written(self, row: Brought, found: Contract | None, spec: ContractSpec) -> What:
        if found is None:
            made = give_fields(self.actor, create_contract(self.actor, spec), _fields(row), is_new=True)
            if row.external_id:
                set_external_id(self.actor, made, row.external_id)
            return What.CREATED
        changed = change_contract(self.actor, found, version=found.version, spec=spec)
        changed = give_fields(self.actor, changed, _fields(row))
        if row.external_id:
            changed = set_external_id(self.actor, changed, row.external_id)
        return What.UNCHANGED if changed.version == found.version else What.CHANGED


def _known(
    actor: Actor, rows: Sequence[Brought]
) -> tuple[dict[str, Contract], dict[str, Contract], CompaniesNamed]:
    external = {row.external_id for row in rows if row.external_id}
    wanted = Q(external_id__in=external) | Q(number_key__in={_number_key(row) for row in rows})
    contracts = visible_contracts(actor).filter(wanted).select_related("payer").order_by("pk")
    found = list(contracts.prefetch_related("companies", "services", "sites", "assets"))
    return (
        {one.external_id: one for one in found if one.external_id},
        {one.number_key: one for one in found},
        companies_named(actor, rows, lists="companies"),
    )


def _spec(actor: Actor, row: Brought, found: Contract | None, named: CompaniesNamed) -> ContractSpec:
    """The contract as it will be: what the row says, else what stands."""
    payer = named.of(row) or (found.payer if found else None)
    if payer is None:
        raise Invalid({"company": _("Name the company.")})
    now = found or Contract()
    own = list(found.companies.all()) if found else []
    standing = Manager(now.manager_agent_id, now.manager_team_id)
    currency = row.text("currency").upper() or (now.currency if found else "")
    return ContractSpec(
        number=row.texts.get("number", now.number),
        payer=payer,
        name=row.texts.get("name", now.name),
        companies=_companies(row, named) if "companies" in row.lists else own,
        services=_services(row, found),
        sites=list(found.sites.all()) if found else (),
        assets=list(found.assets.all()) if found else (),
        signed_on=day_of(row, "signed_on", now.signed_on),
        starts_on=day_of(row, "starts_on", now.starts_on),
        ends_on=day_of(row, "ends_on", now.ends_on),
        manager=manager_named(row.text("manager")) if "manager" in row.texts else standing,
        notes=row.texts.get("notes", now.notes),
        amount=sum_of(actor, row, "amount", currency or CURRENCY.get(), now.amount),
        currency=currency,
    )


def _companies(row: Brought, named: CompaniesNamed) -> list[Company]:
    found = [named.called(word, "companies") for word in row.lists["companies"]]
    return [one for one in found if one is not None]


def _services(row: Brought, found: Contract | None) -> list[int]:
    if "services" not in row.lists:
        return [one.pk for one in found.services.all()] if found else []
    known = {
        text.key(word): pk
        for pk, service in catalogue().services.items()
        for word in (service.code, *service.name.texts.values())
        if not service.hidden
    }
    lacking = [word for word in row.lists["services"] if text.key(word) not in known]
    if lacking:
        raise Invalid({"services": _("There is no service “%(name)s”.") % {"name": lacking[0]}})
    return [known[text.key(word)] for word in row.lists["services"]]


def _fields(row: Brought) -> dict[str, object]:
    return {name.removeprefix(PREFIX): word for name, word in row.texts.items() if name.startswith(PREFIX)}


def _number_key(row: Brought) -> str:
    return text.key(text.one_line(row.text("number"), MAX_NUMBER))[:MAX_NUMBER]

"""Service periods of contracts from a file. They are few: each row is taken by the commands themselves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from otklik.clients.commands.bringing.batches import only, planned, unless_trial
from otklik.clients.commands.bringing.rows import Brought, Manner, Outcome, What
from otklik.clients.commands.bringing.sums import day_of, sum_of
from otklik.clients.commands.contracts import MAX_NUMBER
from otklik.clients.commands.periods import PeriodSpec, add_period, change_period
from otklik.clients.contract_access import require_contract_edit, visible_contracts
from otklik.clients.contract_queries import today_of
from otklik.clients.models import Contract, ServicePeriod
from otklik.core import text
from otklik.core.errors import Invalid
from otklik.people.actor import Actor

BY_ID, BY_NUMBER = "contract_external_id", "contract"


@transaction.atomic
def bring_periods(actor: Actor, rows: Sequence[Brought], manner: Manner) -> list[Outcome]:
    """Add or change service periods. Needs `contracts.edit`, and `contracts.prices` to say a price. Writes
    `period.added` or `period.changed`.

    A period is found again by its first day within its contract. Texts: `contract` (number or external id),
    `contract_external_id`, `starts_on`, `ends_on`, `paid` (1 or 0), `paid_on`, `price` (in the contract's
    currency), `remind_on`; days as 2026-12-31. A new period reminds as usual where no day is named; a day
    that is over changes nothing.
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
    by_number: dict[str, list[Contract]]

    def take(self, row: Brought) -> Outcome:
        """Take one row."""
        contract = self._contract(row)
        starts_on = day_of(row, "starts_on", None)
        if starts_on is None:
            raise Invalid({"starts_on": _("Say the first day.")})
        found = next((one for one in contract.periods.all() if one.starts_on == starts_on), None)
        spec = _spec(self.actor, row, contract, found, starts_on)
        with transaction.atomic():  # a row that is refused half-way leaves nothing
            return Outcome(self._written(contract, found, spec))

    def _contract(self, row: Brought) -> Contract:
        word, field = row.text(BY_ID) or row.text(BY_NUMBER), BY_ID if row.text(BY_ID) else BY_NUMBER
        found = self.by_external.get(word)
        if found is None and field == BY_NUMBER:
            found = only(self.by_number.get(_number_key(word), []), field)
        if found is None:
            lacking = (
                _("There is no contract “%(name)s”.") % {"name": word} if word else _("Name the contract.")
            )
            raise Invalid({field: lacking})
        return found

    def _written(self, contract: Contract, found: ServicePeriod | None, spec: PeriodSpec) -> What:
        if found is None:
            add_period(self.actor, contract, spec)
            return What.CREATED
        changed = change_period(self.actor, found, version=found.version, spec=spec)
        return What.UNCHANGED if changed.version == found.version else What.CHANGED


def _spec(
    actor: Actor, row: Brought, contract: Contract, found: ServicePeriod | None, starts_on: date
) -> PeriodSpec:
    """The period as it will be: what the row says, else what stands."""
    ends_on = day_of(row, "ends_on", found.ends_on if found else None)
    if ends_on is None:
        raise Invalid({"ends_on": _("Say the last day.")})
    paid = row.text("paid") == "1" if "paid" in row.texts else bool(found and found.paid)
    paid_on = day_of(row, "paid_on", found.paid_on if found and paid else None)
    standing = found.remind_on if found else None
    remind_on = day_of(row, "remind_on", standing)
    if remind_on is not None and remind_on < today_of(contract.payer):
        remind_on = standing
    return PeriodSpec(
        starts_on=starts_on,
        ends_on=ends_on,
        paid=paid,
        paid_on=paid_on,
        price=sum_of(actor, row, "price", contract.currency, found.price if found else None),
        remind_on=remind_on,
        usual_reminder=found is None and "remind_on" not in row.texts,
    )


def _known(actor: Actor, rows: Sequence[Brought]) -> tuple[dict[str, Contract], dict[str, list[Contract]]]:
    words = {row.text(name) for row in rows for name in (BY_ID, BY_NUMBER)} - {""}
    wanted = Q(external_id__in=words) | Q(number_key__in={_number_key(word) for word in words}, hidden=False)
    contracts = visible_contracts(actor).filter(wanted).select_related("payer").order_by("pk")
    by_external: dict[str, Contract] = {}
    by_number: dict[str, list[Contract]] = {}
    for one in contracts.prefetch_related("periods"):
        if one.external_id:
            by_external[one.external_id] = one
        by_number.setdefault(one.number_key, []).append(one)
    return by_external, by_number


def _number_key(word: str) -> str:
    return text.key(text.one_line(word, MAX_NUMBER))[:MAX_NUMBER]

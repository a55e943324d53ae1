"""`/desk/clients/contracts/<uid>`: what is agreed, the service periods, what it covers, tickets, past."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from otklik.catalogue.queries import catalogue
from otklik.clients.contract_access import EDIT_CONTRACTS, get_contract_for, may_see_prices
from otklik.clients.contract_queries import (
    ContractRow,
    contract_past,
    covered_assets,
    covered_sites,
    row_of,
    span_of,
    today_of,
)
from otklik.clients.contract_standing import Span, following
from otklik.clients.papers import files_of
from otklik.clients.settings import REMIND_BEFORE
from otklik.core import money
from otklik.desk.client_files import papers
from otklik.desk.contract_past import steps_of
from otklik.desk.our_people import manager_of
from otklik.notifications.contract_letters import failed_letters
from otklik.people.actor import Actor
from otklik.tickets.queries import Filters, ListQuery, tickets_page
from otklik.web import custom_fields
from otklik.web.contract_words import sum_of, told
from otklik.web.gates import staff_page
from otklik.web.request import OtklikRequest
from otklik.web.showing import rows_of
from otklik.web.staff_frame import shell_for

if TYPE_CHECKING:
    from otklik.clients.models import Contract, ServicePeriod


@dataclass(frozen=True)
class Sent:
    """A form of a period that came back: which (its uid, or `new`), what was typed, what is wrong."""

    key: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    problems: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class PeriodLine:
    """A service period as the card lists it; `values` stand in its form."""

    uid: str
    period: ServicePeriod
    is_now: bool
    price: str
    values: Mapping[str, str]
    problems: Mapping[str, str]

    @property
    def is_open(self) -> bool:
        """Its form came back and stands open."""
        return bool(self.problems)


@require_safe
@staff_page
def contract(request: OtklikRequest, uid: str) -> HttpResponse:
    """A contract: facts, service periods, what it covers, its tickets newest first."""
    return card(request, get_contract_for(request.actor, str(uid)), Sent())


def card(request: OtklikRequest, found: Contract, sent: Sent, *, status: int = 200) -> HttpResponse:
    """The card, with a form of a period that came back."""
    actor = request.actor
    row = row_of(actor, found)
    page = tickets_page(actor, ListQuery(view="archive", filters=Filters(contract=str(found.uid))))
    context = {
        "shell": shell_for(actor, "clients"),
        "row": row,
        "contract": row.contract,
        "standing": told(row.standing),
        "may_edit": actor.has(EDIT_CONTRACTS),
        "sees_prices": may_see_prices(actor),
        "amount": sum_of(row.contract.amount, row.contract.currency),
        "periods": _periods(row, sent),
        "fresh": _fresh(row, sent),
        "services": _services(row),
        "sites": covered_sites(row),
        "assets": covered_assets(row),
        "failed": failed_letters(actor, [one.pk for one in row.contract.periods.all()]),
        "manager": manager_of(row.contract),
        "custom": custom_fields.facts(actor, "contract", found.custom, {}),
        "papers": papers(files_of(actor, found)),
        "story": steps_of(contract_past(actor, found)),
        "rows": rows_of(actor, page.rows, {"view": "archive", "contract": str(found.uid)}),
        "all_url_query": f"view=archive&contract={found.uid}",
        "has_more": page.after is not None,
        **_remaining(actor),
    }
    return render(request, "desk/contract.html", context, status=status)


def _remaining(actor: Actor) -> dict[str, object]:
    days = REMIND_BEFORE.get()
    hint = _("Empty: %(n)s days before the end.") % {"n": days} if days else _("Empty: nobody is mailed.")
    return {"remind_hint": hint, "may_remove": actor.has(EDIT_CONTRACTS)}


def _periods(row: ContractRow, sent: Sent) -> list[PeriodLine]:
    """The latest first."""
    today = today_of(row.contract.payer)
    currency = row.contract.currency
    return [
        PeriodLine(
            str(one.uid),
            one,
            one.starts_on <= today <= one.ends_on,
            sum_of(one.price, currency),
            sent.values if sent.key == str(one.uid) else _values(one, currency),
            sent.problems if sent.key == str(one.uid) else {},
        )
        for one in reversed(list(row.contract.periods.all()))
    ]


def _values(one: ServicePeriod, currency: str) -> dict[str, str]:
    return {
        "starts_on": one.starts_on.isoformat(),
        "ends_on": one.ends_on.isoformat(),
        "paid": "1" if one.paid else "",
        "paid_on": one.paid_on.isoformat() if one.paid_on else "",
        "price": "" if one.price is None else money.plain(one.price, currency),
        "remind_on": one.remind_on.isoformat() if one.remind_on else "",
        "version": str(one.version),
    }


def _fresh(row: ContractRow, sent: Sent) -> tuple[Mapping[str, str], Mapping[str, str]]:
    """What stands in the form of a new period: the days after the last one; what is wrong with it."""
    if sent.key == "new":
        return sent.values, sent.problems
    spans = [span_of(one) for one in row.contract.periods.all()]
    starts_on, ends_on = _proposed(row.contract, spans)
    values = {"starts_on": starts_on.isoformat(), "ends_on": ends_on.isoformat()}
    return {"paid": "", "paid_on": "", "price": "", "remind_on": "", "version": "", **values}, {}


def _proposed(contract: Contract, spans: Sequence[Span]) -> tuple[date, date]:
    """The usual days, within those of the contract itself."""
    today = today_of(contract.payer)
    starts_on, ends_on = following(spans, max(today, contract.starts_on or today))
    if contract.ends_on and contract.ends_on >= starts_on:
        return starts_on, min(ends_on, contract.ends_on)
    return starts_on, ends_on


def _services(row: ContractRow) -> Sequence[str]:
    """The services and packages it covers, with the way to each."""
    known = catalogue()
    rows = [known.services[one.pk] for one in row.contract.services.all() if one.pk in known.services]
    return [known.whole_name(one) for one in rows]

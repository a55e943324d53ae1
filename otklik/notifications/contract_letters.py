"""Reads about letters of contracts, for their cards."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from otklik.notifications.enums import DeliveryState
from otklik.notifications.models import ContractLetter
from otklik.people.actor import Actor


def failed_letters(actor: Actor, period_ids: Iterable[int]) -> Mapping[int, Sequence[str]]:
    """The addresses a reminder of these service periods did not reach, by period; one query. For employees;
    the caller has decided who may see the contract."""
    ids = list(period_ids)
    if not ids or not actor.is_agent:
        return {}
    found: dict[int, list[str]] = {}
    rows = ContractLetter.objects.filter(period__in=ids, state=DeliveryState.FAILED).order_by("id")
    for period_id, address in rows.values_list("period_id", "address"):
        found.setdefault(period_id, []).append(address)
    return found

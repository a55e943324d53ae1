"""Reads about letters of contracts, for their cards."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from otklik.notifications.enums import DeliveryState
from otklik.notifications.models import ContractLetter
from otklik.notifications.reason_words import in_words
from otklik.people.actor import Actor

_LOST = (DeliveryState.FAILED, DeliveryState.BOUNCED)


def failed_letters(actor: Actor, period_ids: Iterable[int]) -> Mapping[int, Sequence[str]]:
    """The addresses a reminder of these service periods did not reach, each with the reason, by period; one
    query. For employees; the caller has decided who may see the contract."""
    ids = list(period_ids)
    if not ids or not actor.is_agent:
        return {}
    found: dict[int, list[str]] = {}
    rows = ContractLetter.objects.filter(period__in=ids, state__in=_LOST).order_by("id")
    for period_id, address, said in rows.values_list("period_id", "address", "error"):
        found.setdefault(period_id, []).append(f"{address} ({in_words(said)})" if said else address)
    return found

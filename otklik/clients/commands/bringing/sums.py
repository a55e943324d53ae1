"""Days and sums of contracts and their periods, as rows say them."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from otklik.clients.commands.bringing.rows import Brought
from otklik.clients.contract_access import may_see_prices
from otklik.core import money
from otklik.core.errors import Invalid
from otklik.people.actor import Actor


def day_of(row: Brought, name: str, now: date | None) -> date | None:
    """The day a row names (2026-12-31); none for an empty text; what stands where the row says nothing."""
    given = row.texts.get(name)
    return now if given is None else date.fromisoformat(given) if given else None


def sum_of(actor: Actor, row: Brought, name: str, currency: str, now: int | None) -> int | None:
    """The sum a row names, in minor units; none for an empty text; what stands where the row says nothing.

    `Invalid` for what is no sum, and for whoever may not see prices: a sum is never written blindly.
    """
    given = row.texts.get(name)
    if given is None:
        return now
    if not may_see_prices(actor):
        raise Invalid({name: _("Your role does not let you see or change prices.")})
    found = money.read(given, currency) if given else None
    if given and found is None:
        raise Invalid({name: _("Enter a sum such as 120000 or 99.50.")})
    return found

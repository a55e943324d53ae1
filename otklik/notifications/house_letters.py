"""Reads about letters that tell of an account, for where the account is seen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from otklik.notifications.enums import DeliveryState, HouseKind
from otklik.notifications.models import HouseLetter
from otklik.notifications.reason_words import in_words
from otklik.people.actor import Actor


@dataclass(frozen=True)
class AccountLetter:
    """The newest letter about an account: where it went, how far it has come, in words why not further."""

    address: str
    state: DeliveryState
    words: str
    at: datetime

    @property
    def is_lost(self) -> bool:
        """Whether its reader will not get it."""
        return self.state in (DeliveryState.FAILED, DeliveryState.BOUNCED)


def account_letter(actor: Actor, user_id: int | None) -> AccountLetter | None:
    """The newest letter about this account, for employees; the caller has decided who may see the account."""
    if not user_id or not actor.is_agent:
        return None
    found = HouseLetter.objects.filter(user=user_id, about=HouseKind.ACCOUNT).order_by("-id").first()
    if found is None:
        return None
    words = in_words(found.error) if found.error else ""
    return AccountLetter(found.address, DeliveryState(found.state), words, found.sent_at or found.created_at)

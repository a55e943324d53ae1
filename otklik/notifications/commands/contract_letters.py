"""What became of a letter about a contract; called by the channel that carries it. No events: the card of the
contract reads the letters themselves."""

from __future__ import annotations

from django.db.models import F

from otklik.core import clock
from otklik.notifications.commands.progress import MAX_ERROR
from otklik.notifications.enums import DeliveryState
from otklik.notifications.models import ContractLetter


def settle_letter(letter: ContractLetter, state: DeliveryState, error: str = "") -> None:
    """The letter was taken over by the next server, is held in the outbox, or will not arrive."""
    ContractLetter.objects.filter(pk=letter.pk, state=DeliveryState.QUEUED).update(
        state=state,
        attempts=F("attempts") + 1,
        error=error[:MAX_ERROR],
        sent_at=clock.now() if state is DeliveryState.SENT else None,
    )


def note_letter_attempt(letter: ContractLetter, error: str) -> None:
    """An attempt that will be repeated."""
    ContractLetter.objects.filter(pk=letter.pk, state=DeliveryState.QUEUED).update(
        attempts=F("attempts") + 1, error=error[:MAX_ERROR]
    )

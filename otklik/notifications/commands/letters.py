"""Letters that are no deliveries: begun, attempted, settled, come back, wanted once more.

Called by the channel that carries them, without events: whoever shows what a letter is about reads the letter
itself. Only what a person decides is written down.
"""

from __future__ import annotations

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from otklik.core import clock
from otklik.core.errors import NotPossible
from otklik.core.events import Subject, record
from otklik.core.models import Event
from otklik.notifications.access import require_outbox
from otklik.notifications.commands.again import AT_ONCE
from otklik.notifications.commands.failing import note_failing_address
from otklik.notifications.commands.progress import MAX_ERROR
from otklik.notifications.enums import DeliveryState, HouseKind
from otklik.notifications.events import CONTRACT_LETTER_QUEUED, HOUSE_LETTER_QUEUED
from otklik.notifications.models import ContractLetter, HouseLetter
from otklik.notifications.reason_words import PAST
from otklik.people.actor import Actor

AnyLetter = HouseLetter | ContractLetter
AnyRows = QuerySet[HouseLetter] | QuerySet[ContractLetter]
_LEFT = (DeliveryState.QUEUED, DeliveryState.SENT, DeliveryState.HELD)
_AGAIN = (DeliveryState.HELD, DeliveryState.FAILED, DeliveryState.BOUNCED)


def begin_house_letter(
    event: Event, about: HouseKind, address: str, *, user_id: int | None = None, ticket_id: int | None = None
) -> HouseLetter:
    """The letter of an event to an address, queued where nobody has begun it."""
    letter, _new = HouseLetter.objects.get_or_create(
        event_id=event.pk,
        address=address,
        defaults={
            "about": about,
            "user_id": user_id,
            "ticket_id": ticket_id,
            "state": DeliveryState.QUEUED,
            "created_at": clock.now(),
        },
    )
    return letter


def settle_letter(letter: AnyLetter, state: DeliveryState, error: str = "") -> None:
    """The next server took it, it is held in the outbox, or it will not arrive: then the address is marked
    where the reason lies in it."""
    settled = _queued(letter).update(
        state=state,
        attempts=F("attempts") + 1,
        error=error[:MAX_ERROR],
        sent_at=clock.now() if state is DeliveryState.SENT else None,
    )
    if settled and state is DeliveryState.FAILED:
        note_failing_address(letter.address, error[:MAX_ERROR])


def note_letter_attempt(letter: AnyLetter, error: str) -> None:
    """An attempt that will be repeated."""
    _queued(letter).update(attempts=F("attempts") + 1, error=error[:MAX_ERROR])


def pass_over_letter(letter: AnyLetter) -> None:
    """What was to be sent once more and still waits has nothing left to say."""
    _queued(letter).update(state=DeliveryState.FAILED, error=PAST)


@transaction.atomic
def letter_returned(letter: AnyLetter, said: str) -> None:
    """A letter was taken and came back: its address is marked where the reason lies in it. Once."""
    left = _row(letter).filter(state__in=_LEFT)
    if left.update(state=DeliveryState.BOUNCED, error=said[:MAX_ERROR]):
        note_failing_address(letter.address, said[:MAX_ERROR])


@transaction.atomic
def send_letter_again(actor: Actor, letter: AnyLetter) -> None:
    """Queue one that is held, was refused or came back once more; a link in it is made anew.

    Administrators only. Writes `house_letter.queued` or `contract_letter.queued`; `NotPossible` for one that
    has left or is on its way.
    """
    require_outbox(actor)
    ready = _row(letter).filter(state__in=_AGAIN)
    if not ready.update(state=DeliveryState.QUEUED, attempts=0, error=""):
        raise NotPossible(_("Only a held or failed mail can be sent again."))
    if isinstance(letter, HouseLetter):
        record(HOUSE_LETTER_QUEUED, actor.ref, Subject("house_letter", letter.pk))
    else:
        record(CONTRACT_LETTER_QUEUED, actor.ref, Subject("contract_letter", letter.pk))


def send_held_letters(actor: Actor) -> int:
    """The same for what is held, the oldest first, as many as one press may take of each kind; how many."""
    require_outbox(actor)
    held = {"state": DeliveryState.HELD}
    letters: list[AnyLetter] = [
        *HouseLetter.objects.filter(**held).order_by("pk")[:AT_ONCE],
        *ContractLetter.objects.filter(**held).order_by("pk")[:AT_ONCE],
    ]
    for letter in letters:
        send_letter_again(actor, letter)
    return len(letters)


def _row(letter: AnyLetter) -> AnyRows:
    if isinstance(letter, HouseLetter):
        return HouseLetter.objects.filter(pk=letter.pk)
    return ContractLetter.objects.filter(pk=letter.pk)


def _queued(letter: AnyLetter) -> AnyRows:
    return _row(letter).filter(state=DeliveryState.QUEUED)

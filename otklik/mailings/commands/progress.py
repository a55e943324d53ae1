"""What became of a recipient's letter; called by the channel that carries it. Only what its failure says
about the address has an event: the list of recipients reads the letters themselves."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F

from otklik.core import clock
from otklik.mailings.enums import Stage, Standing
from otklik.mailings.models import Mailing, Recipient
from otklik.notifications.commands import note_failing_address

MAX_ERROR = 2000
_OPEN = (Standing.QUEUED, Standing.WAITING, Standing.CANCELLED)
"""From where a letter may turn out to have left: a stop comes too late for one that is being handed over."""


def begin_letter(recipient: Recipient) -> bool:
    """The channel is about to hand it over; False when it was taken back meanwhile, then it must not.

    Where an earlier attempt was begun and nobody knows how it ended, it may leave twice.
    """
    # Conditions on this row alone: a rival's change is seen again once its lock is gone.
    mine = Recipient.objects.filter(pk=recipient.pk, state=Standing.QUEUED, event_id=recipient.event_id)
    if mine.filter(begun_at=None).update(begun_at=clock.now()):
        return True
    return bool(mine.update(begun_at=clock.now(), unsure=True))


def letter_sent(recipient: Recipient, header: str) -> None:
    """The next server has taken it."""
    _advance(recipient, Standing.SENT, header)


def letter_held(recipient: Recipient, header: str) -> None:
    """It lies in the outbox's folder, as no outgoing mail is set up."""
    _advance(recipient, Standing.HELD, header)


@transaction.atomic
def letter_failed(recipient: Recipient, error: str) -> None:
    """It was refused for good. Writes `address.failed` where the reason lies in the address."""
    if _ended(recipient, Standing.FAILED, error, _OPEN):
        note_failing_address(recipient.address, error[:MAX_ERROR])


@transaction.atomic
def letter_bounced(recipient: Recipient, error: str) -> None:
    """It was taken and returned later. Writes as `letter_failed` does."""
    if _ended(recipient, Standing.BOUNCED, error, (Standing.SENT, Standing.HELD, *_OPEN)):
        note_failing_address(recipient.address, error[:MAX_ERROR])


def note_letter(recipient: Recipient, error: str, *, unsure: bool = False) -> None:
    """An attempt that will be repeated. `unsure`: the server may have taken it all the same."""
    Recipient.objects.filter(pk=recipient.pk, state=Standing.QUEUED).update(
        attempts=F("attempts") + 1,
        error=error[:MAX_ERROR],
        begun_at=F("begun_at") if unsure else None,
    )


def put_back(recipient: Recipient) -> None:
    """Its message does not run now: it waits for its turn again, or never leaves."""
    stage = Mailing.objects.values_list("stage", flat=True).get(pk=recipient.mailing_id)
    state = Standing.CANCELLED if stage == Stage.STOPPED else Standing.WAITING
    mine = Recipient.objects.filter(pk=recipient.pk, state=Standing.QUEUED, event_id=recipient.event_id)
    mine.update(state=state)


def _advance(recipient: Recipient, state: Standing, header: str) -> None:
    Recipient.objects.filter(pk=recipient.pk, state__in=_OPEN).update(
        state=state,
        attempts=F("attempts") + 1,
        error="",
        message_header=header,
        sent_at=clock.now(),
    )


def _ended(recipient: Recipient, state: Standing, error: str, before: tuple[Standing, ...]) -> int:
    rows = Recipient.objects.filter(pk=recipient.pk, state__in=before)
    return rows.update(state=state, error=error[:MAX_ERROR])

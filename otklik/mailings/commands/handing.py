"""Handing the next letters to the outbox, at the rate of the settings.

One timer for the whole installation; its row in the queue keeps the rate across restarts: what was not handed
over while nobody worked is not made up for.
"""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction

from otklik.core import clock
from otklik.core.actors import SYSTEM
from otklik.core.events import Subject, record
from otklik.core.timers import set_timer
from otklik.mailings.enums import Stage, Standing
from otklik.mailings.events import LETTER_QUEUED, MAILING_DONE
from otklik.mailings.models import Mailing, Recipient
from otklik.mailings.pace import pace
from otklik.mailings.queries.letters import next_waiting
from otklik.mailings.settings import PER_MINUTE

TIMER = "mailings"
HAND_OVER = "mailings.hand_over"
LOOK_AGAIN = timedelta(seconds=15)
"""How often somebody looks whether the last letters of a message have left."""


@transaction.atomic
def hand_over_next() -> int:
    """Hand over as many letters as may go at once, end what has none left, and come back; how many.

    Writes `mass_letter.queued` for each and `mailing.done`. A pause or stop waits for this, or this sees it.
    """
    held = Mailing.objects.select_for_update().filter(stage=Stage.RUNNING).order_by("id")
    running = list(held)
    allowed = pace(PER_MINUTE.get())
    chosen = next_waiting(allowed.letters)
    for recipient in chosen:
        event = record(LETTER_QUEUED, SYSTEM, Subject("recipient", recipient.pk))
        Recipient.objects.filter(pk=recipient.pk).update(state=Standing.QUEUED, event_id=event.pk)
    goes_on = [mailing for mailing in running if not _is_over(mailing)]
    if goes_on:
        set_timer(TIMER, HAND_OVER, clock.now() + (allowed.pause if chosen else LOOK_AGAIN))
    return len(chosen)


def _is_over(mailing: Mailing) -> bool:
    """Whether nothing of it is still to come; then it is done."""
    to_come = (Standing.WAITING, Standing.QUEUED)
    if Recipient.objects.filter(mailing=mailing, state__in=to_come).exists():
        return False
    mailing.stage, mailing.finished_at = Stage.DONE, clock.now()
    mailing.save(update_fields=["stage", "finished_at"])
    record(MAILING_DONE, SYSTEM, Subject("mailing", mailing.pk))
    return True

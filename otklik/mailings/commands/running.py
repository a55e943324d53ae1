"""From a checked message to its last letter: start, pause, resume, stop."""

from __future__ import annotations

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from otklik.clients.models import Contact
from otklik.core import clock
from otklik.core.errors import Conflict, Invalid, NotPossible
from otklik.core.events import EventKind, Subject, record
from otklik.core.timers import set_timer
from otklik.mailings.access import require_sending
from otklik.mailings.audience import read
from otklik.mailings.checking import missing_in
from otklik.mailings.commands.drafts import EDITABLE, locked
from otklik.mailings.commands.handing import HAND_OVER, TIMER
from otklik.mailings.enums import Kind, Stage, Standing
from otklik.mailings.events import (
    MAILING_CHECKED,
    MAILING_PAUSED,
    MAILING_RESUMED,
    MAILING_STARTED,
    MAILING_STOPPED,
)
from otklik.mailings.models import Mailing, Recipient
from otklik.mailings.queries.audiences import Candidate, Reach, reach_of
from otklik.mailings.values import written_of
from otklik.mailings.wording import language_for
from otklik.organisation.settings import LANGUAGE
from otklik.people.actor import Actor

CHUNK = 500


@transaction.atomic
def check_mailing(actor: Actor, mailing: Mailing, contact: Contact | None = None) -> Mailing:
    """Look whether it can start, count whom it reaches, and have a test letter sent to whoever checks it, in
    every language it is written in, as `contact` (else the first recipient) would get it.

    Needs `mailings.send`. `Invalid` for what is missing, `NotPossible` where nobody would get it. Writes
    `mailing.checked`, whose reaction sends the letters.
    """
    require_sending(actor)
    row = locked(mailing)
    if row.stage not in EDITABLE:
        raise NotPossible(_("The message has started already."))
    problems = missing_in(written_of(row), Kind(row.kind))
    if problems:
        raise Invalid(problems)
    reach = _reach(actor, row)
    first = reach.recipients[0]
    row.stage = Stage.CHECKED
    row.expected, row.left_out = len(reach.recipients), len(reach.candidates) - len(reach.recipients)
    row.save(update_fields=["stage", "expected", "left_out"])
    data = {
        "recipients": row.expected,
        "left_out": row.left_out,
        "contact": contact.pk if contact else first.contact_id,
    }
    record(MAILING_CHECKED, actor.ref, Subject("mailing", row.pk), data=data)
    return row


@transaction.atomic
def start_mailing(actor: Actor, mailing: Mailing, *, version: int) -> Mailing:
    """Fix the list of recipients as it is now and let the letters go, at the rate of the settings.

    Needs `mailings.send`. `NotPossible` before it was checked, `Conflict` on a stale `version`. Writes
    `mailing.started`; who is left out stands in the list with the reason.
    """
    require_sending(actor)
    row = locked(mailing)
    if row.version != version:
        raise Conflict(_("Somebody changed this message meanwhile. Look at it again before it goes out."))
    if row.stage != Stage.CHECKED:
        raise NotPossible(_("Check the message first: count its recipients and read the test letter."))
    reach = _reach(actor, row)
    _write_recipients(row, reach)
    row.stage, row.started_at = Stage.RUNNING, clock.now()
    row.expected, row.left_out = len(reach.recipients), len(reach.candidates) - len(reach.recipients)
    row.version += 1
    row.save(update_fields=["stage", "started_at", "expected", "left_out", "version"])
    data = {"recipients": row.expected, "left_out": row.left_out}
    record(MAILING_STARTED, actor.ref, Subject("mailing", row.pk), data=data)
    set_timer(TIMER, HAND_OVER, clock.now())
    return row


@transaction.atomic
def pause_mailing(actor: Actor, mailing: Mailing) -> Mailing:
    """Nothing more leaves for now; a letter that is just being handed over still arrives. Needs
    `mailings.send`. Writes `mailing.paused`."""
    row = _moved(actor, mailing, {Stage.RUNNING}, Stage.PAUSED, MAILING_PAUSED)
    _not_begun(row).update(state=Standing.WAITING)
    return row


@transaction.atomic
def resume_mailing(actor: Actor, mailing: Mailing) -> Mailing:
    """Go on where it was paused. Needs `mailings.send`. Writes `mailing.resumed`."""
    row = _moved(actor, mailing, {Stage.PAUSED}, Stage.RUNNING, MAILING_RESUMED)
    set_timer(TIMER, HAND_OVER, clock.now())
    return row


@transaction.atomic
def stop_mailing(actor: Actor, mailing: Mailing) -> Mailing:
    """End it for good: what has not left never will. Needs `mailings.send`. Writes `mailing.stopped`."""
    row = _moved(actor, mailing, {Stage.RUNNING, Stage.PAUSED}, Stage.STOPPED, MAILING_STOPPED)
    _not_begun(row).update(state=Standing.CANCELLED)
    Recipient.objects.filter(mailing=row, state=Standing.WAITING).update(state=Standing.CANCELLED)
    return row


def _reach(actor: Actor, row: Mailing) -> Reach:
    reach = reach_of(actor, read(row.audience), Kind(row.kind))
    if not reach.recipients:
        raise NotPossible(_("Nobody would get this message. Look at whom it is for."))
    return reach


def _write_recipients(row: Mailing, reach: Reach) -> None:
    written, otherwise = written_of(row).languages, LANGUAGE.get()
    rows = [
        Recipient(
            mailing=row,
            contact_id=one.contact_id,
            address=one.address,
            name=one.name,
            language=language_for(one.language, written, otherwise),
            state=Standing.LEFT_OUT if one.reason else Standing.WAITING,
            reason=one.reason or "",
        )
        for one in _in_order(reach)
    ]
    Recipient.objects.bulk_create(rows, batch_size=CHUNK)


def _in_order(reach: Reach) -> list[Candidate]:
    """Who is left out stands behind everybody who gets a letter."""
    return sorted(reach.candidates, key=lambda one: one.reason is not None)


def _moved(actor: Actor, mailing: Mailing, before: set[Stage], after: Stage, event: EventKind) -> Mailing:
    require_sending(actor)
    row = locked(mailing)
    if row.stage not in before:
        raise NotPossible(_("The message is not where you think: look at it again."))
    row.stage = after
    row.version += 1
    if after is Stage.STOPPED:
        row.finished_at = clock.now()
    row.save(update_fields=["stage", "version", "finished_at"])
    record(event, actor.ref, Subject("mailing", row.pk))
    return row


def _not_begun(row: Mailing) -> QuerySet[Recipient]:
    """Letters in the outbox that nobody has begun to hand over."""
    return Recipient.objects.filter(mailing=row, state=Standing.QUEUED, begun_at=None)

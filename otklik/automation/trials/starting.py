"""Beginning and stopping a trial. Nothing of the rules or tickets is changed, and no event is written."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from otklik.automation.drafts import Draft, mark_of, place_of
from otklik.automation.tables import Table, table_called
from otklik.automation.trials.calendar_drafts import CALENDAR, CalendarDraft, number_of_tickets
from otklik.core import clock
from otklik.core.errors import Denied, Invalid, NotFound, NotPossible
from otklik.core.ids import read_uid
from otklik.core.timers import cancel_timer, set_timer
from otklik.people.actor import Actor
from otklik.people.rights import ADMINISTER
from otklik.rules.enums import Stage
from otklik.rules.models import Trial
from otklik.tickets.models import Ticket

DAYS = (7, 30, 90)
"""How far back a trial may look."""
KEPT = timedelta(days=7)
"""How long a trial is kept."""
_WORKING = 10
"""So many times longer than itself working time takes at most, but for very long holidays."""
NEXT = "automation.try_next"
"""The name of the timer that reads the next tickets."""


@transaction.atomic
def try_draft(actor: Actor, draft: Draft, days: int) -> Trial:
    """Begin asking a draft about the tickets of the last days, as the rules beside it stand now. Needs the
    right to set the table up; `NotPossible` for rules that people press, `Invalid` for days not of `DAYS`.
    The actor's earlier trial of the same rule is stopped; trials older than a week are forgotten.
    """
    _require(actor, draft.table.key)
    if not draft.table.is_triable:
        raise NotPossible(_("People press these: they cannot be tried on past tickets."))
    trial = Trial(
        table=draft.table.key,
        rule_id=draft.rule_id,
        draft=dict(draft.values),
        place=place_of(draft),
        mark=mark_of(draft),
    )
    return _begin(actor, trial, days, lambda since, until: tickets_of(draft, since, until).count())


@transaction.atomic
def try_calendar(actor: Actor, draft: CalendarDraft, days: int) -> Trial:
    """Begin counting the deadlines of the last days, and of all open tickets, by a drafted calendar. Needs
    the right to administer; `Invalid` for days not of `DAYS`. The actor's earlier trial of the same calendar
    is stopped; trials older than a week are forgotten."""
    _require(actor, CALENDAR)
    trial = Trial(
        table=CALENDAR,
        rule_id=draft.calendar_id or None,
        draft={"said": dict(draft.said), "typed": dict(draft.typed)},
        mark=draft.mark,
    )
    return _begin(actor, trial, days, number_of_tickets)


@transaction.atomic
def stop_trial(actor: Actor, trial: Trial) -> Trial:
    """End a trial where it stands; what it has found so far stays. One that has ended is left as it is."""
    _require(actor, trial.table)
    locked = Trial.objects.select_for_update().get(pk=trial.pk)
    if locked.stage == Stage.RUNNING:
        cancel_timer(timer_key(locked))
        finish(locked, Stage.STOPPED)
    return locked


def tickets_of(draft: Draft, since: datetime, until: datetime) -> QuerySet[Ticket]:
    """The tickets a draft is tried on, those registered until a moment: of rules that decide at registration
    the ones registered since, of rules that answer events the ones to which something happened since. A
    trigger that waits may wait for what happened before."""
    found = Ticket.objects.filter(created_at__lte=until, deleted_at=None)
    if not draft.table.answers_events:
        return found.filter(created_at__gte=since)
    after = draft.values.get("after")
    waits = timedelta(minutes=after if isinstance(after, int) else 0)
    return found.filter(updated_at__gte=since - waits * (_WORKING if draft.values.get("working") else 1))


def finish(trial: Trial, stage: Stage) -> None:
    """Say how a trial ended, in the caller's transaction."""
    trial.stage, trial.finished_at = stage, clock.now()
    trial.save(update_fields=["stage", "finished_at"])


def get_trial_for(actor: Actor, uid: str) -> Trial:
    """A trial of a rule by its uid for whoever may set its table up, or `NotFound`."""
    found = Trial.objects.filter(uid=read_uid(uid)).exclude(table=CALENDAR).first()
    if found is None or not actor.has(_right_to(found.table)):
        raise NotFound
    return found


def get_calendar_trial_for(actor: Actor, uid: str) -> Trial:
    """A trial of a calendar by its uid for whoever may administer, or `NotFound`."""
    found = Trial.objects.filter(uid=read_uid(uid), table=CALENDAR).first()
    if found is None or not actor.has(_right_to(CALENDAR)):
        raise NotFound
    return found


def draft_tried(trial: Trial) -> Draft:
    """The draft as it was given."""
    table: Table = table_called(trial.table)
    return Draft(table, trial.rule_id, trial.draft, trial.place)


def timer_key(trial: Trial) -> str:
    """The key of the job that brings a trial on: one at a time."""
    return f"trial:{trial.pk}"


def _begin(actor: Actor, trial: Trial, days: int, number: Callable[[datetime, datetime], int]) -> Trial:
    """Give a trial its days and its first job, and make room for it."""
    if days not in DAYS:
        raise Invalid({"days": _("Choose 7, 30 or 90 days.")})
    now = clock.now()
    mine = Trial.objects.filter(stage=Stage.RUNNING, agent_id=actor.agent_id or 0, table=trial.table)
    for old in mine.filter(rule_id=trial.rule_id):
        stop_trial(actor, old)
    Trial.objects.filter(until__lt=now - KEPT).delete()
    trial.agent_id, trial.stage, trial.days = actor.agent_id, Stage.RUNNING, days
    trial.since, trial.until, trial.at = now - timedelta(days=days), now, now
    trial.total = number(trial.since, now)
    trial.save()
    set_timer(timer_key(trial), NEXT, now, {"trial": trial.pk})
    return trial


def _require(actor: Actor, table: str) -> None:
    if not actor.has(_right_to(table)):
        raise Denied(_("Your role does not let you change this."))


def _right_to(table: str) -> str:
    return ADMINISTER if table == CALENDAR else table_called(table).shape.right

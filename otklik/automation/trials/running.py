"""A trial at work: batch after batch of tickets, each a job of the queue.

Reading and asking take no lock; a batch's findings, its place and the next job are one transaction with the
acknowledgement of this one. Whoever dies in between has found nothing, and whoever comes next goes on at the
same place.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Protocol

from django.db.models import Q, QuerySet

from otklik.automation.drafts import NEW, Draft, mark_of, order_of
from otklik.automation.rehearsing.asking import Rehearsal
from otklik.automation.trials.calendar_asking import CalendarAsking
from otklik.automation.trials.calendar_drafts import CALENDAR, calendar_draft_of, tickets_behind
from otklik.automation.trials.starting import NEXT, draft_tried, finish, tickets_of, timer_key
from otklik.core import clock
from otklik.core.failpoints import hit
from otklik.core.models.job import Job
from otklik.core.reacting import timer
from otklik.core.timers import set_timer
from otklik.rules.comparing import Candidate, Counts, Decision, count, counts_of, decide
from otklik.rules.conditions import questions_of
from otklik.rules.enums import Stage
from otklik.rules.facts import TicketFacts
from otklik.rules.matching import Ready, first_match
from otklik.rules.models import OrderedRule, Trial, TrialRow
from otklik.rules.pasts import pasts_of
from otklik.tickets.models import Ticket

AT_ONCE = 200
"""Tickets of one batch."""
MOST_ROWS = 10_000
"""Tickets that are listed; all are counted."""
TEXT = "text"
"""The field that asks for the words of the first message."""
Order = Sequence[Ready[OrderedRule]]


@timer(lane="default", network=True)
def try_next(job: Job) -> Callable[[], None] | None:
    """Ask the draft about the next tickets. Writes nothing but the trial's own rows."""
    trial = Trial.objects.filter(pk=job.payload["trial"], stage=Stage.RUNNING).first()
    if trial is None:
        return None
    found = _asking(trial)
    if found is None:
        return partial(_outdated, trial.pk)
    tickets = _tickets(trial, found.at_once)
    found.ask(tickets)
    return partial(_keep, trial, tickets, found)


class Asking(Protocol):
    """A draft that is asked about some tickets, and what it finds."""

    at_once: int
    rows: list[TrialRow]
    taken: int

    def ask(self, tickets: Sequence[Ticket]) -> None:
        """Ask it about these."""

    def counted(self) -> dict[str, object]:
        """What the trial counts, with what it had counted."""


class Finding:
    """What a draft does to some tickets beside the rules as they stand."""

    def __init__(self, draft: Draft, trial: Trial) -> None:
        self.at_once = AT_ONCE
        self.table = draft.table
        self.tried = draft.key
        self.standing: Order = draft.table.rules()
        self.drafted: Order = order_of(draft)
        self.counts: Counts = counts_of(trial.counts)
        self.rows: list[TrialRow] = []
        self.taken = 0
        self._trial = trial

    def ask(self, tickets: Sequence[Ticket]) -> None:
        """Ask both orders about these tickets as they were registered."""
        for past in pasts_of(tickets, with_text=asks_for_text([*self.standing, *self.drafted])):
            facts = past.facts()
            nothing = partial(self.table.outcome, None, facts)
            order = self._candidates(self.drafted, facts)
            before = decide(self._candidates(self.standing, facts), nothing)
            after = decide(order, nothing)
            count(self.counts, order, self.tried, after)
            self.taken += after.rule == self.tried
            if before.outcome != after.outcome:
                self.rows.append(self._row(past.ticket, before, after))

    def counted(self) -> dict[str, object]:
        """As the trial stores it."""
        return self.counts.row()

    def _candidates(self, order: Order, facts: TicketFacts) -> list[Candidate]:
        return [
            Candidate(
                one.rule.pk or NEW, partial(_holds, one, facts), partial(self.table.outcome, one.rule, facts)
            )
            for one in order
            if one.rule.enabled and not one.faults
        ]

    def _row(self, ticket: Ticket, before: Decision, after: Decision) -> TrialRow:
        return TrialRow(
            trial=self._trial,
            ticket_id=ticket.pk,
            rule_before=before.rule,
            rule_after=after.rule,
            before=dict(before.outcome),
            after=dict(after.outcome),
        )


def _holds(one: Ready[OrderedRule], facts: TicketFacts) -> bool:
    """Whether the rule would be taken; one that cannot be asked is passed over, as it is for real."""
    return first_match([one], facts, lambda _rule, _error: None) is not None


def _asking(trial: Trial) -> Asking | None:
    """The draft as it is asked; None when what stands around it has changed."""
    if trial.table == CALENDAR:
        calendar = calendar_draft_of(trial)
        return CalendarAsking(calendar, trial) if calendar.mark == trial.mark else None
    draft = draft_tried(trial)
    if mark_of(draft) != trial.mark:
        return None
    return Finding(draft, trial) if draft.table.is_first else Rehearsal(draft, trial)


def _tickets(trial: Trial, at_once: int) -> Sequence[Ticket]:
    if trial.table == CALENDAR:
        return tickets_behind(trial, at_once)
    return list(_behind(trial, draft_tried(trial))[:at_once])


def asks_for_text(order: Order) -> bool:
    """Whether some rule wants the words of the first message."""
    return any(question.field == TEXT for one in order for question in questions_of(one.condition))


def _behind(trial: Trial, draft: Draft) -> QuerySet[Ticket]:
    """The tickets not asked about yet, newest first, by the index on the day of registration."""
    found = tickets_of(draft, trial.since, trial.at)
    found = found.filter(Q(created_at__lt=trial.at) | Q(pk__lt=trial.last_id))
    return found.select_related("company", "asset").order_by("-created_at", "-id")


def _keep(read: Trial, tickets: Sequence[Ticket], found: Asking) -> None:
    """Write what was found, unless somebody else has read on or the trial was stopped meanwhile."""
    trial = Trial.objects.select_for_update().get(pk=read.pk)
    if trial.stage != Stage.RUNNING or trial.last_id != read.last_id:
        return
    room = max(MOST_ROWS - trial.changed, 0)
    TrialRow.objects.bulk_create(found.rows[:room], batch_size=200)
    trial.done += len(tickets)
    trial.changed += len(found.rows)
    trial.taken += found.taken
    trial.counts = found.counted()
    hit("automation.trial_batch_written")
    if tickets:
        trial.at, trial.last_id = tickets[-1].created_at, tickets[-1].pk
    trial.save()
    if len(tickets) < found.at_once:
        finish(trial, Stage.DONE)
        return
    set_timer(timer_key(trial), NEXT, clock.now(), {"trial": trial.pk})


def _outdated(pk: int) -> None:
    trial = Trial.objects.select_for_update().get(pk=pk)
    if trial.stage == Stage.RUNNING:
        finish(trial, Stage.OUTDATED)

"""A calendar at trial: what it does to the deadlines of some tickets, and which letters go out at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from django.db import transaction

from otklik.automation.clocks_known import Known, known_of
from otklik.automation.trials.calendar_drafts import CalendarDraft
from otklik.automation.trials.calendar_rows import NOW, THEN, kept, sums_of
from otklik.core import clock, small
from otklik.core.models import Event
from otklik.notifications.telling import notices_of
from otklik.organisation.calendars import calendar_tried
from otklik.rules.models import Trial, TrialRow
from otklik.sla.events import SLA_BREACHED, SLA_WARNED
from otklik.sla.models import Clock
from otklik.sla.trying import (
    By,
    Deadlines,
    Saved,
    counts_by,
    had_it_been,
    instead,
    is_breach,
    once_saved,
    standing,
)
from otklik.tickets.models import Ticket


class _Pair(NamedTuple):
    """Deadlines before and after."""

    before: Deadlines
    after: Deadlines


class CalendarAsking:
    """What a drafted calendar does to some tickets. Reads; letters are asked for in a transaction that is
    rolled back."""

    at_once = 100

    def __init__(self, draft: CalendarDraft, trial: Trial) -> None:
        self.rows: list[TrialRow] = []
        self.taken = 0
        self._draft, self._trial = draft, trial
        self._sums = sums_of(trial)

    def ask(self, tickets: Sequence[Ticket]) -> None:
        """Count their deadlines as they are and by the draft."""
        known = known_of(tickets)
        every = [row for rows in known.clocks.values() for row in rows]
        by = instead(self._draft.calendar_id, every, takes_over=self._draft.takes_over)
        past = {t.pk: self._counted(t, known, by) for t in tickets if t.created_at >= self._trial.since}
        now = clock.now()
        with small.one_version():
            were = {pk: had_it_been(rows, lambda terms: terms, now) for pk, rows in past.items()}
        stand = {t.pk: standing(known.clocks.get(t.pk, ()), now) for t in tickets if t.is_open}
        with calendar_tried(self._draft.info):
            had = {pk: had_it_been(rows, by, now) for pk, rows in past.items()}
            saved = {t.pk: self._saved(t, known) for t in tickets if t.is_open}
        for one in tickets:
            moved = _Pair(stand[one.pk], saved[one.pk].deadlines) if one.is_open else _Pair({}, {})
            self._add(one, moved, _Pair(were.get(one.pk, {}), had.get(one.pk, {})))
            self.taken += bool(self._counted(one, known, by))
        self._tell((pk, data) for pk, found in saved.items() for data in found.told)

    def counted(self) -> dict[str, object]:
        """As the trial stores it."""
        return {"sums": dict(self._sums)}

    def _counted(self, ticket: Ticket, known: Known, by: By) -> Sequence[Clock]:
        """The ticket's clocks that count by this calendar."""
        own = self._draft.calendar_id
        return [row for row in known.clocks.get(ticket.pk, ()) if counts_by(own, row, by)]

    def _saved(self, ticket: Ticket, known: Known) -> Saved:
        told = known.told.get(ticket.pk, ())
        return once_saved(ticket, known.facts(ticket), known.clocks.get(ticket.pk, ()), told, clock.now())

    def _add(self, ticket: Ticket, moved: _Pair, past: _Pair) -> None:
        """Keep what differs, and count it."""
        parts = {NOW: _different(moved), THEN: _different(past)}
        if not any(pair.before or pair.after for pair in parts.values()):
            return
        for part, pair in parts.items():
            self._sums[f"{part}_tickets"] += bool(pair.before or pair.after)
            self._sums[f"{part}_deadlines"] += len(pair.before.keys() | pair.after.keys())
            self._sums[f"{part}_late"] += len(_late(pair.after) - _late(pair.before))
            self._sums[f"{part}_kept"] += len(_late(pair.before) - _late(pair.after))
        row = TrialRow(trial=self._trial, ticket_id=ticket.pk)
        row.before = {part: kept(pair.before) for part, pair in parts.items()}
        row.after = {part: kept(pair.after) for part, pair in parts.items()}
        self.rows.append(row)

    def _tell(self, news: Iterable[tuple[int, Mapping[str, object]]]) -> None:
        """What would be told at once on saving, and to how many: worked out by the table of notifications,
        and taken back, as asking it announces."""
        given = list(news)
        if not given:
            return
        with small.one_version(), transaction.atomic():
            for ticket, data in given:
                kind = SLA_BREACHED if is_breach(data) else SLA_WARNED
                event = Event(kind=kind.name, ticket_id=ticket, data=dict(data), at=clock.now())
                self._sums["breaches" if is_breach(data) else "warnings"] += 1
                self._sums["letters"] += len({one.recipient.address for one in notices_of(event)})
            transaction.set_rollback(True)


def _different(pair: _Pair) -> _Pair:
    keys = [
        key for key in pair.before.keys() | pair.after.keys() if pair.before.get(key) != pair.after.get(key)
    ]
    return _Pair(*({key: side[key] for key in sorted(keys) if key in side} for side in pair))


def _late(deadlines: Deadlines) -> set[str]:
    return {key for key, one in deadlines.items() if one.is_late}

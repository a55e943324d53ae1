"""Rounds of a worker whose clock jumps by two hours while deadlines come, and the count of what was told."""

from __future__ import annotations

import signal
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import connection

from otklik.core import clock
from otklik.core.models import Event
from otklik.core.models.job import WorkerSeen
from otklik.organisation.calendars import calendars
from otklik.people.commands.configure import set_up
from otklik.sla.shapes import SLA_RULE
from prove.shifted_worker import ShiftedWorker
from tests import make

JUMP = timedelta(hours=2)
SOON = timedelta(seconds=12)
PASSED = timedelta(minutes=90)
FAR = timedelta(hours=5)
ON_TIME = 10.0
"""Seconds of the worker's clock after the moment; a worker that was killed leaves its lease behind first."""
LEASE = 60.0
PATIENCE = 150.0
WARNED, BREACHED = "sla.warned", "sla.breached"
SHARES = {WARNED: timedelta(hours=3), BREACHED: timedelta(hours=4)}
"""After how much of the time each is told."""


@dataclass
class Expected:
    """A ticket, and what is to be told of it: the kind, its moment by the worker's clock, and how much later
    at most."""

    ticket: int
    name: str
    kind: str
    due: datetime
    within: float = ON_TIME


@dataclass
class Report:
    """What was done and what was found."""

    engine: str = ""
    rounds: int = 0
    jumps: int = 0
    killed: int = 0
    started: int = 0
    told: dict[str, int] = field(default_factory=dict)
    latest: dict[str, float] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def exact(self) -> bool:
        """Whether each was told once, when it was due."""
        return not self.faults


def jump(worker: ShiftedWorker, rounds: int) -> Report:
    """Do so many rounds and count."""
    return _Jumping(worker).run(rounds)


class _Jumping:
    def __init__(self, worker: ShiftedWorker) -> None:
        self._worker = worker
        self._report = Report(connection.vendor)
        self._people: make.Cast = make.cast()
        _set_rule(self._people)
        self._begun: dict[int, datetime] = {}

    def run(self, rounds: int) -> Report:
        """Round after round with one worker, but where it is killed; then the count of everything."""
        begun = time.monotonic()
        self._start()
        expected: list[Expected] = []
        try:
            for number in range(rounds):
                expected += self._round(is_killed=number % 2 == 1)
        finally:
            self._worker.end()
        self._report.rounds = rounds
        self._count(expected)
        self._report.seconds = round(time.monotonic() - begun, 1)
        return self._report

    def _round(self, *, is_killed: bool) -> list[Expected]:
        """On time; two hours forward; two hours back; forward again, which tells nothing twice."""
        settled = self._wait([self._at("on time", WARNED, SOON)])
        self._at("never", WARNED, FAR)
        passed = [
            self._at("warned of in a jump", WARNED, PASSED),
            self._at("broken in a jump", BREACHED, PASSED),
        ]
        ahead = self._at("soon after a jump", WARNED, JUMP + SOON)
        self._jump(JUMP, passed, is_killed=is_killed)
        if is_killed:
            ahead.within += LEASE
        settled += self._wait([*passed, ahead])
        self._jump(timedelta(0), [], is_killed=is_killed)
        settled += self._wait([self._at("soon after a jump back", BREACHED, SOON)])
        self._jump(JUMP, [], is_killed=False)
        settled += self._wait([self._at("soon after the second jump", WARNED, JUMP + SOON)])
        self._jump(timedelta(0), [], is_killed=False)
        return settled

    def _at(self, name: str, kind: str, left: timedelta) -> Expected:
        """A ticket of which this is due in so much real time, as it was registered so long ago."""
        due = clock.now() + left
        with clock.freeze(due - SHARES[kind]):
            ticket = make.ticket(self._people.client, team=self._people.it)
        self._begun[ticket.pk] = ticket.created_at
        return Expected(ticket.pk, name, kind, due)

    def _jump(self, to: timedelta, passed: Sequence[Expected], *, is_killed: bool) -> None:
        """Set the clock; what it passes over is due from now on."""
        self._worker.shift(to)
        self._report.jumps += 1
        for one in passed:
            one.due = clock.now() + to
            one.within += LEASE if is_killed else 0
        if is_killed:
            time.sleep(0.3)
            self._worker.end(signal.SIGKILL)
            self._report.killed += 1
            self._start()

    def _start(self) -> None:
        """Until it has said that it lives: what it takes to load the program is not measured here."""
        self._worker.start()
        self._report.started += 1
        limit = time.monotonic() + PATIENCE
        while time.monotonic() < limit and not self._worker.has_ended:
            if WorkerSeen.objects.filter(name__contains=f":{self._worker.pid}:").exists():
                break
            time.sleep(0.1)

    def _wait(self, wanted: list[Expected]) -> list[Expected]:
        """Until all of these are told, or it is hopeless; the count at the end says what is missing."""
        limit = time.monotonic() + PATIENCE
        while time.monotonic() < limit and not self._worker.has_ended:
            told = Event.objects.filter(ticket_id__in=[one.ticket for one in wanted])
            pairs = set(told.values_list("ticket_id", "kind"))
            if all((one.ticket, one.kind) in pairs for one in wanted):
                break
            time.sleep(0.2)
        return wanted

    def _count(self, expected: Sequence[Expected]) -> None:
        rows = Event.objects.filter(kind__in=(WARNED, BREACHED)).order_by("pk")
        told: dict[tuple[int, str], list[datetime]] = {}
        for ticket, kind, at in rows.values_list("ticket_id", "kind", "at"):
            told.setdefault((ticket or 0, kind), []).append(at)
        for one in expected:
            self._judge(one, told.get((one.ticket, one.kind), []))
        for (ticket, kind), moments in told.items():
            early = (self._begun[ticket] + SHARES[kind] - moments[0]).total_seconds()
            if len(moments) > 1 or early > 0:
                said = f"{kind} of ticket {ticket}: {len(moments)} times, {early:.1f} seconds early"
                self._report.faults.append(said)

    def _judge(self, one: Expected, moments: Sequence[datetime]) -> None:
        report = self._report
        report.told[one.name] = report.told.get(one.name, 0) + len(moments)
        if len(moments) != 1:
            report.faults.append(f"{one.name}: told {len(moments)} times")
            return
        late = (moments[0] - one.due).total_seconds()
        report.latest[one.name] = max(report.latest.get(one.name, 0.0), round(late, 2))
        if late > one.within:
            report.faults.append(f"{one.name}: {late:.1f} seconds after its moment")


def _set_rule(people: make.Cast) -> None:
    """Four hours around the clock: warned of after three."""
    always = next(row for row in calendars() if row.code == "always")
    values = {"name": {"en": "Four hours"}, "calendar": always.id, "resolution": "4 h"}
    set_up(people.admin, SLA_RULE, values)

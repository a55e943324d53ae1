"""Workers and a recorder of events, killed and replaced until enough have died; then the count.

A worker dies at a random moment, or by its own hand at one of the dangerous points, or is frozen until its
leases are long gone, thawed, and killed a little later. Every point is used once before chance decides.
"""

from __future__ import annotations

import mmap
import random
import signal
import time
from dataclasses import asdict, dataclass, field
from datetime import timedelta

from django.db import connection, connections

from otklik.core import failpoints, performing, retrying, worker
from otklik.core.models import Job
from prove import peer, queue_table
from prove.processes import Child

POINTS = (
    "queue.after_claim",
    "queue.before_effect",
    "queue.before_ack",
    "queue.before_commit",
    "queue.after_commit",
    "queue.after_failure",
    "queue.before_network",
    "queue.after_network",
    "files.before_settle",
    "files.before_row",
)
PACE = worker.Pace(lease=timedelta(seconds=1), poll=0.05, batch=8, slow=0.2, alive=2, sweep=3600, stop=10)
FROZEN = PACE.lease.total_seconds() * 1.6
BACKLOG = 300
PATIENCE = 120.0  # seconds for the last jobs to be done when nobody is killed any more
ANY_MOMENT = "a random moment"
RECORDING = "while recording events"


@dataclass(frozen=True)
class Plan:
    """What to do. With `point`, one worker dies at its first hit of that failpoint, and nobody else."""

    kills: int
    events: int
    workers: int = 3
    seed: int = 1
    variant: str = "sound"
    point: str = ""


@dataclass
class Report:
    """What was done and what was found."""

    engine: str
    variant: str
    seed: int
    kills: dict[str, int] = field(default_factory=dict)
    frozen: int = 0
    seconds: float = 0.0
    peer_calls: int = 0
    peer_repeats: int = 0
    count: dict[str, int] = field(default_factory=dict)
    exact: bool = False


def prove(plan: Plan) -> Report:
    """Carry the plan out and count."""
    random.seed(plan.seed)
    listening = peer.listen()
    port = int(listening.getsockname()[1])
    queue_table.install(port)
    queue_table.prepare()
    report = Report(connection.vendor, plan.variant, plan.seed)
    begun = time.monotonic()
    service = Child(lambda: peer.serve(listening))
    try:
        _Killing(plan, report).run()
        told = peer.told(port)
    finally:
        service.kill()
    count = queue_table.tally(told)
    connections.close_all()
    report.seconds = round(time.monotonic() - begun, 1)
    report.peer_calls, report.peer_repeats = sum(told.values()), sum(told.values()) - len(told)
    report.count, report.exact = asdict(count), count.is_exact
    return report


@dataclass
class _Seat:
    """A place, who sits there, and what is to become of them when. `life` counts from their first job on."""

    number: int
    child: Child | None = None
    point: str = ""
    life: float = 0.0
    fate: float | None = None
    thaw: float = 0.0
    freezes: bool = False


class _Killing:
    def __init__(self, plan: Plan, report: Report) -> None:
        self._plan = plan
        self._report = report
        # Shared with the children: who has begun to work, and in the last byte whether enough have died.
        self._shared = mmap.mmap(-1, plan.workers + 2)
        self._points = [plan.point] if plan.point else random.sample(POINTS, len(POINTS))
        self._seats = [_Seat(number) for number in range(plan.workers + 1)]
        self._recorder = self._seats[-1]

    def run(self) -> None:
        """Kill until it is enough, then let living workers finish."""
        try:
            while sum(self._report.kills.values()) < self._plan.kills:
                for seat in self._seats:
                    self._look_after(seat)
                time.sleep(0.002)
            self._shared[-1] = 1
            for seat in self._seats:
                self._replace_by_a_survivor(seat)
            self._wait_for_the_end()
        finally:
            for seat in self._seats:
                if seat.child is not None:
                    seat.child.kill()

    def _look_after(self, seat: _Seat) -> None:
        moment = time.monotonic()
        if seat.child is None:
            self._seat_a_victim(seat)
        elif seat.child.has_ended():
            self._note_death(seat)
        elif seat.fate is None:
            if self._shared[seat.number]:
                seat.fate = moment + seat.life
        elif seat.thaw:
            if moment >= seat.thaw:
                seat.child.signal(signal.SIGCONT)
                seat.thaw, seat.fate, seat.freezes = 0.0, moment + random.uniform(0, 0.3), False
        elif moment >= seat.fate:
            self._strike(seat, moment)

    def _seat_a_victim(self, seat: _Seat) -> None:
        seat.point, seat.freezes, arm = "", False, ""
        seat.life, seat.fate = random.uniform(0, 0.5), None
        self._shared[seat.number] = 0
        if seat is self._recorder:
            seat.life = 3600 if self._plan.point else random.uniform(0.5, 5)
        elif self._points:
            seat.point, seat.life = self._points.pop(), 10
            arm = f"{seat.point}=kill:{1 if self._plan.point else 0.3}"
        elif self._plan.point:
            seat.life = 3600
        elif random.random() < 0.55:
            seat.point, seat.life = random.choice(POINTS), 5
            arm = f"{seat.point}=kill:{random.choice((0.05, 0.2, 1))}"
        else:
            seat.freezes = random.random() < 0.12
        seat.child = Child(lambda: self._sit(seat, arm))

    def _strike(self, seat: _Seat, moment: float) -> None:
        assert seat.child is not None
        if seat.freezes:
            seat.child.signal(signal.SIGSTOP)
            seat.thaw = moment + FROZEN
            self._report.frozen += 1
            return
        seat.point = ""
        seat.child.kill()
        self._note_death(seat)

    def _note_death(self, seat: _Seat) -> None:
        assert seat.child is not None
        if not seat.child.was_killed():
            raise RuntimeError(f"a child ended by itself: {seat.child.status}")
        cause = seat.point or (RECORDING if seat is self._recorder else ANY_MOMENT)
        self._report.kills[cause] = self._report.kills.get(cause, 0) + 1
        seat.child, seat.thaw = None, 0.0

    def _replace_by_a_survivor(self, seat: _Seat) -> None:
        if seat.child is not None:
            seat.child.kill()
        seat.child = Child(lambda: self._sit(seat, ""))

    def _wait_for_the_end(self) -> None:
        limit = time.monotonic() + PATIENCE
        assert self._recorder.child is not None
        while time.monotonic() < limit:
            if self._recorder.child.has_ended() and not Job.objects.filter(dead_at__isnull=True).exists():
                break
            time.sleep(0.05)
        connections.close_all()
        for seat in self._seats[:-1]:
            if seat.child is not None:
                seat.child.stop()

    def _sit(self, seat: _Seat, arm: str) -> None:
        if seat is self._recorder:
            self._shared[seat.number] = 1
            while not queue_table.produce(self._plan.events, BACKLOG, until=lambda: self._shared[-1] == 1):
                time.sleep(0.01)
            return

        perform = performing.perform

        def perform_and_tell(job: Job) -> Exception | None:
            self._shared[seat.number] = 1
            return perform(job)

        performing.perform = perform_and_tell
        # The broken variants are put in here, where the real one would run.
        performing.settle = queue_table.VARIANTS[self._plan.variant]
        retrying.FIRST = timedelta(seconds=0.2)
        failpoints.arm(arm)
        worker.run(concurrency=2, pace=PACE)

"""Measuring a case: five rounds, of which the best counts."""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bench import wire
from bench.background import writing
from bench.cases import Case
from bench.stage import Spent, Stage

ROUNDS = 5
WARM = 120
ONE_BY_ONE, ONE_BY_ONE_SECONDS = 200, 6.0
"""A round by one client, whose CPU and wall clock are taken, is so many requests or so long."""
TOGETHER_SECONDS = 4.0
_MS = 1000


@dataclass(frozen=True)
class Result:
    """The best of each figure. Milliseconds; `database_ms` is None where the database runs in the server."""

    server_ms: float
    database_ms: float | None
    p50_ms: float
    p95_ms: float
    a_second: float
    clients: int
    bytes: int

    @property
    def cpu_ms(self) -> float:
        """Server and database together."""
        return self.server_ms + (self.database_ms or 0)


class WrongAnswer(Exception):
    """The server answered something else than the page: nothing was measured."""


def measure(stage: Stage, case: Case) -> Result:
    """Warm up, then five rounds one by one and five together, while a few writes a second go on.

    CPU time is that of all processes of the server and of PostgreSQL, so it holds a share of those writes.
    """
    requests = case.requests(stage)
    _checked(case, wire.drive(stage.port, requests, clients=case.clients, most=WARM))
    with writing(stage, f"background-{case.name}-{time.monotonic_ns()}"):
        alone = [_alone(stage, case, requests) for _round in range(ROUNDS)]
        together = [
            _checked(case, wire.drive(stage.port, requests, clients=case.clients, until=TOGETHER_SECONDS))
            for _round in range(ROUNDS)
        ]
    cheapest = min((each for each, _answers in alone), key=lambda each: each.server + (each.database or 0))
    return Result(
        server_ms=cheapest.server * _MS,
        database_ms=None if cheapest.database is None else cheapest.database * _MS,
        p50_ms=min(statistics.median(answers.seconds) for _each, answers in alone) * _MS,
        p95_ms=min(_slow(answers.seconds) for _each, answers in alone) * _MS,
        a_second=max(answers.number / answers.took for answers in together),
        clients=case.clients,
        bytes=round(alone[0][1].bytes / alone[0][1].number),
    )


def _slow(seconds: Sequence[float]) -> float:
    """What nineteen of twenty were quicker than; of one alone, itself: a machine may be that busy."""
    return statistics.quantiles(seconds, n=20)[-1] if len(seconds) > 1 else seconds[0]


def _alone(stage: Stage, case: Case, requests: Iterator[bytes]) -> tuple[Spent, wire.Answers]:
    """One client's round: CPU seconds for each request, and the answers."""
    before = stage.spent()
    answers = wire.drive(stage.port, requests, most=ONE_BY_ONE, until=ONE_BY_ONE_SECONDS)
    return stage.spent().since(before).shared(_checked(case, answers).number), answers


def _checked(case: Case, answers: wire.Answers) -> wire.Answers:
    if set(answers.statuses) != {case.status}:
        raise WrongAnswer(f"{case.name}: answered {answers.statuses}, not {case.status} alone")
    return answers

"""Workers are killed while events come in: every effect is there once. `make prove` kills a thousand."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass

import pytest

from tests.support.servers import Installation


@dataclass(frozen=True)
class Outcome:
    """What the harness reports."""

    exit_code: int
    exact: bool
    kills: int
    count: dict[str, int]


def kill(installation: Installation, *arguments: str) -> Outcome:
    done = subprocess.run(
        [sys.executable, "-m", "prove.kill_queue", *arguments],
        env=installation.environment(),
        capture_output=True,
        text=True,
        check=False,
        timeout=280,
    )
    assert done.stdout, done.stderr
    report = json.loads(done.stdout)
    return Outcome(done.returncode, report["exact"], sum(report["kills"].values()), report["count"])


def test_thirty_kills_over_two_thousand_events(installation: Installation) -> None:
    outcome = kill(installation, "--kills", "30", "--events", "2000")
    assert outcome == Outcome(
        exit_code=0,
        exact=True,
        kills=30,
        count={
            "events": 2000,
            "effects": 2 * 2000 + 4 * 200,
            "doubled": 0,
            "lost": 0,
            "left": 0,
            "dead": 0,
            "broken_files": 0,
            "wrong_receipts": 0,
        },
    )


@pytest.mark.parametrize(("variant", "fault"), [("effect apart", "doubled"), ("acknowledged first", "lost")])
def test_the_proof_sees_an_acknowledgement_apart_from_its_effect(
    installation: Installation, variant: str, fault: str
) -> None:
    """The kill falls between the two transactions: what the proof is good for is that this turns it red."""
    one_kill = ("--events", "40", "--workers", "1", "--kills", "1", "--point", "prove.between")
    outcome = kill(installation, *one_kill, "--variant", variant)
    assert (outcome.exit_code, outcome.exact, outcome.kills) == (1, False, 1)
    assert outcome.count[fault] > 0


def test_the_same_kill_does_no_harm_to_the_real_thing(installation: Installation) -> None:
    one_kill = ("--events", "40", "--workers", "1", "--kills", "1", "--point", "queue.before_commit")
    outcome = kill(installation, *one_kill)
    assert (outcome.exit_code, outcome.exact, outcome.kills) == (0, True, 1)

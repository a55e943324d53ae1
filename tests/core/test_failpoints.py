"""Failpoints: nothing unless armed, and then a real death."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest

from otklik.core import failpoints

SCRIPT = "from otklik.core.failpoints import hit; hit('b.point'); hit('a.point'); print('alive')"


@pytest.fixture(autouse=True)
def _disarmed() -> Iterator[None]:
    yield
    failpoints.arm("")


def run(armed: str) -> subprocess.CompletedProcess[str]:
    environment = {failpoints.VARIABLE: armed}
    return subprocess.run(
        [sys.executable, "-c", SCRIPT], env=environment, capture_output=True, text=True, check=False
    )


def test_the_variable_arms_a_process() -> None:
    assert run("a.point=kill:1").returncode == -signal.SIGKILL
    assert run("c.point=kill:1").stdout == "alive\n"
    assert run("a.point=kill:0").stdout == "alive\n"


def test_a_misspelt_variable_stops_the_start() -> None:
    done = run("a.point=maim:1")
    assert done.returncode == 1
    assert "OTKLIK_FAILPOINTS" in done.stderr


def test_sleeping_takes_its_time(monkeypatch: pytest.MonkeyPatch) -> None:
    slept: list[float] = []
    monkeypatch.setattr(time, "sleep", slept.append)
    failpoints.arm(" a.point=sleep:0.05 , b.point=sleep:0 ")
    for name in ("b.point", "c.point", "a.point"):
        failpoints.hit(name)
    assert slept == [0, 0.05]


@pytest.mark.parametrize("wrong", ["a", "a=", "=kill:1", "a=kill:often", "a=explode:1"])
def test_what_is_not_understood_is_refused(wrong: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        failpoints.arm(wrong)

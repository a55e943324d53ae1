"""Places where a process can be made to die or to stall, so that proofs can aim at the dangerous moments.

`OTKLIK_FAILPOINTS="queue.before_ack=kill:0.05,files.before_row=sleep:2"` arms two of them: at the first
the process sends itself SIGKILL with a probability of 5 %, at the second it waits two seconds. Without the
variable `hit` costs one look into an empty dictionary. Names are dotted: package, moment.
"""

from __future__ import annotations

import os
import random
import signal
import time
from dataclasses import dataclass

VARIABLE = "OTKLIK_FAILPOINTS"


@dataclass(frozen=True)
class Action:
    """`kill` with a probability, or `sleep` for a number of seconds."""

    verb: str
    number: float


_armed: dict[str, Action] = {}
_chance = random.SystemRandom()  # not inherited by a forked child, as the ordinary one is


def hit(name: str) -> None:
    """Pass the point `name`; when it is armed, do what it is armed with."""
    action = _armed.get(name)
    if action is None:
        return
    if action.verb == "sleep":
        time.sleep(action.number)
    elif _chance.random() < action.number:
        os.kill(os.getpid(), signal.SIGKILL)


def arm(description: str) -> None:
    """Replace what is armed by `name=kill:PROBABILITY` and `name=sleep:SECONDS`, separated by commas.

    Raises ValueError for anything else: a misspelt proof would prove nothing.
    """
    armed = dict(_parsed(part) for part in description.split(",") if part.strip())
    _armed.clear()
    _armed.update(armed)


def _parsed(part: str) -> tuple[str, Action]:
    name, _, what = part.strip().partition("=")
    verb, _, number = what.partition(":")
    if not name or verb not in ("kill", "sleep"):
        raise ValueError(f"{VARIABLE}: {part!r} is not name=kill:PROBABILITY or name=sleep:SECONDS")
    return name, Action(verb, float(number or 1))


arm(os.environ.get(VARIABLE, ""))

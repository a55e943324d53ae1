"""The door for a mail server is killed at random moments and at its dangerous points, mail after mail.

The mail server keeps what was not answered with 250 and brings it again. Doors are forked from a process
that has everything loaded, so that many may die.
"""

from __future__ import annotations

import os
import random
import signal
import threading
from collections import Counter

from prove.mail_count import Report, count, mark
from prove.mail_door import Door
from tests import make

POINTS = ("after_blob", "after_line", "before_settling", "before_commit", "after_commit")
LONGEST_LIFE = 1.2
ANY_MOMENT = "a random moment"
BOX = "lmtp"


def prove(people: make.Cast, kills: int) -> Report:
    """Kill so many doors, then let one live until every mail was taken."""
    since = mark()
    make.mailbox(BOX, team=people.it)
    hurt: Counter[str] = Counter()
    subjects: list[str] = []
    waiting: list[str] = []
    points = [f"mail.{point}" for point in POINTS]
    while hurt.total() < kills:
        point = points.pop() if points else random.choice(["", *(f"mail.{one}" for one in POINTS)])
        died = _one_life(point, subjects, waiting)
        hurt[died] += 1
    _last_life(waiting)
    return count("lmtp", subjects, dict(hurt), since)


def _one_life(point: str, subjects: list[str], waiting: list[str]) -> str:
    """Hand mails to a door until it dies: by its own hand at `point`, else when its time has come."""
    door = Door(f"{point}=kill:0.4" if point else "")
    timer = threading.Timer(60 if point else random.uniform(0, LONGEST_LIFE), _strike, [door.process.pid])
    timer.start()
    while not door.process.has_ended():
        if not waiting:
            waiting.append(f"Вопрос {len(subjects):05}")
            subjects.append(waiting[0])
        if door.takes(BOX, waiting[0]):
            waiting.pop(0)
    timer.cancel()
    timer.join()
    if not door.process.was_killed():
        raise RuntimeError(f"a door ended by itself: {door.process.status}")
    return point or ANY_MOMENT


def _last_life(waiting: list[str]) -> None:
    door = Door()
    try:
        while waiting:
            if door.takes(BOX, waiting[0]):
                waiting.pop(0)
    finally:
        door.process.kill()


def _strike(pid: int) -> None:
    os.kill(pid, signal.SIGKILL)

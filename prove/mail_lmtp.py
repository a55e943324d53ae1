"""The door for a mail server is killed at random moments and at its dangerous points, mail after mail.

The mail server keeps what was not answered with 250 and brings it again. Doors are forked from a process
that has everything loaded, so that many may die.
"""

from __future__ import annotations

import os
import random
import signal
import smtplib
import threading
import time
from collections import Counter

from otklik.channels.mail.listening import Listener, Place
from otklik.core import failpoints
from prove.mail_count import Report, count
from prove.processes import Child
from tests import make
from tests.channels.mail.writing import mail
from tests.support.ports import free_port, is_listening

POINTS = ("after_blob", "after_line", "before_settling", "before_commit", "after_commit")
LONGEST_LIFE = 1.2
ANY_MOMENT = "a random moment"


def prove(kills: int) -> Report:
    """Kill so many doors, then let one live until every mail was taken."""
    people = make.cast()
    make.mailbox("support", team=people.it)
    hurt: Counter[str] = Counter()
    subjects: list[str] = []
    waiting: list[str] = []
    points = [f"mail.{point}" for point in POINTS]
    while hurt.total() < kills:
        point = points.pop() if points else random.choice(["", *(f"mail.{one}" for one in POINTS)])
        died = _one_life(point, subjects, waiting)
        hurt[died] += 1
    _last_life(waiting)
    return count("lmtp", subjects, dict(hurt))


def _one_life(point: str, subjects: list[str], waiting: list[str]) -> str:
    """Hand mails to a door until it dies: by its own hand at `point`, else when its time has come."""
    port = free_port()
    door = Child(lambda: _keep_open(port, f"{point}=kill:0.4" if point else ""))
    _wait_for(port, door)
    timer = threading.Timer(60 if point else random.uniform(0, LONGEST_LIFE), _strike, [door.pid])
    timer.start()
    while not door.has_ended():
        if not waiting:
            waiting.append(f"Вопрос {len(subjects):05}")
            subjects.append(waiting[0])
        if _handed_over(port, waiting[0]):
            waiting.pop(0)
    timer.cancel()
    timer.join()
    if not door.was_killed():
        raise RuntimeError(f"a door ended by itself: {door.status}")
    return point or ANY_MOMENT


def _last_life(waiting: list[str]) -> None:
    port = free_port()
    door = Child(lambda: _keep_open(port, ""))
    try:
        _wait_for(port, door)
        while waiting:
            if _handed_over(port, waiting[0]):
                waiting.pop(0)
    finally:
        door.kill()


def _keep_open(port: int, arm: str) -> None:
    failpoints.arm(arm)
    Listener(Place("127.0.0.1", port, is_lmtp=True)).start()
    while True:
        time.sleep(1)


def _wait_for(port: int, door: Child) -> None:
    while not is_listening(port) and not door.has_ended():
        time.sleep(0.01)


def _strike(pid: int) -> None:
    os.kill(pid, signal.SIGKILL)


def _handed_over(port: int, subject: str) -> bool:
    """Whether it was answered with 250; a door that broke off has promised nothing."""
    raw = mail(
        f"p{subject[-2:]}@far.test",
        f"Текст: {subject}",
        subject=subject,
        message_id=f"<{subject[-5:]}@far.test>",
    )
    try:
        with smtplib.LMTP("127.0.0.1", port, timeout=30) as client:
            client.sendmail("mta@far.test", ["support@desk.test"], raw)
    except (smtplib.SMTPException, OSError):
        return False
    return True

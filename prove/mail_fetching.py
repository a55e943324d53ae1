"""Whoever fetches from an IMAP server is killed, look after look, on a real Dovecot."""

from __future__ import annotations

import random
import time
from collections import Counter

from otklik.channels.mail.commands import create_mailbox
from otklik.channels.mail.enums import Security
from otklik.channels.mail.fetching import fetch
from otklik.channels.mail.mailbox_spec import Incoming
from otklik.core import failpoints
from prove.mail_count import Report, count, mark
from prove.processes import Child
from tests import make
from tests.channels.mail.boxes import spec
from tests.channels.mail.writing import mail
from tests.support.imap import ImapServer, imap_server

POINTS = (
    "after_blob",
    "after_line",
    "after_telling_server",
    "before_settling",
    "before_commit",
    "after_commit",
)
MAILS = 2
"""That come for each life."""
LONGEST_LIFE, LONGEST_WAIT = 0.5, 2.0
ANY_MOMENT = "a random moment"


def prove(people: make.Cast, kills: int) -> Report:
    """Kill so many, then let one live until every mail was taken."""
    since = mark()
    hurt: Counter[str] = Counter()
    subjects: list[str] = []
    points = [f"mail.{point}" for point in POINTS]
    with imap_server() as server:
        source = Incoming(server.host, server.port, Security.NONE, server.user, server.password)
        create_mailbox(people.admin, spec("fetching", source, team=people.it))
        while hurt.total() < kills:
            _come(server, subjects)
            point = points.pop() if points else random.choice(["", *(f"mail.{one}" for one in POINTS)])
            hurt[_one_life(point)] += 1
        fetch("fetching")
    return count("fetching", subjects, dict(hurt), since)


def _come(server: ImapServer, subjects: list[str]) -> None:
    with server.connect() as client:
        for _one in range(MAILS):
            subject = f"Письмо {len(subjects):05}"
            subjects.append(subject)
            raw = mail(f"p{len(subjects) % 30}@far.test", f"Текст: {subject}", subject=subject)
            client.append("INBOX", "", "", raw)


def _one_life(point: str) -> str:
    """Look again and again until death: by its own hand at `point`, else when its time has come."""
    begun = time.monotonic()
    child = Child(lambda: _look_on(f"{point}=kill:0.5" if point else ""))
    until = begun + (LONGEST_WAIT if point else random.uniform(0.02, LONGEST_LIFE))
    while not child.has_ended() and time.monotonic() < until:
        time.sleep(0.005)
    if not child.has_ended():
        child.kill()
        return ANY_MOMENT
    if not child.was_killed():
        raise RuntimeError(f"whoever fetched ended by itself: {child.status}")
    return point


def _look_on(arm: str) -> None:
    failpoints.arm(arm)
    while True:
        fetch("fetching")
        time.sleep(0.05)

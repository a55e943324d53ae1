"""The database is restarted under load, while mails come in by the door and letters leave.

PostgreSQL only. With the folder of a cluster it is really restarted, in turn in order and as after a power
cut; without one everybody is thrown out of the database and kept out for a moment, which is what a client
sees of a restart.
"""

from __future__ import annotations

import os
import random
import time
from pathlib import Path

import psycopg
from psycopg import sql

from prove import mail_sending
from prove.mail_count import Report, count, mark
from prove.mail_door import Door
from prove.mail_sink import sink
from prove.processes import Child
from scripts import postgres
from tests import make

BEFORE = 10
"""So often people write before the first restart, so that letters leave during it."""
LONGEST_PEACE, LONGEST_ABSENCE = 0.6, 0.2
IN_ORDER, POWER_CUT, THROWN_OUT = "restarted in order", "restarted as after a power cut", "thrown out"


def prove(people: make.Cast, times: int, cluster: Path | None) -> Report:
    """Interrupt the database so many times, while a mail server brings mail and a worker sends."""
    before = mark()
    with sink() as server:
        writing = mail_sending.Writing(people, server)
        for _some in range(BEFORE):
            writing.go_on()
        since = mark()
        sender = Child(mail_sending.work)
        try:
            subjects = _bring_meanwhile(times, cluster)
        finally:
            sender.kill()
        mail_sending.finish()
        report = count("restart", subjects, _hurt(times, cluster), since)
        sent = mail_sending.report_on(server, writing.answers, before, {})
    report.letters, report.repeats = sent.letters, sent.repeats
    report.faults |= sent.faults
    report.exact = report.exact and sent.exact
    return report


def _bring_meanwhile(times: int, cluster: Path | None) -> list[str]:
    """Bring one mail after the other until the last restart is over; what was brought."""
    door = Door()
    interrupting = Child(lambda: _interrupt(times, cluster))
    subjects: list[str] = []
    try:
        while not interrupting.has_ended():
            subjects.append(f"Вопрос {len(subjects):05}")
            while not door.takes(mail_sending.BOX, subjects[-1]):
                time.sleep(0.05)
    finally:
        door.process.kill()
        interrupting.kill()
    if interrupting.status:
        raise RuntimeError(f"the database was not interrupted to the end: {interrupting.status}")
    return subjects


def _hurt(times: int, cluster: Path | None) -> dict[str, int]:
    if cluster is None:
        return {THROWN_OUT: times}
    return {IN_ORDER: times - times // 2, POWER_CUT: times // 2}


def _interrupt(times: int, cluster: Path | None) -> None:
    for number in range(times):
        time.sleep(random.uniform(0, LONGEST_PEACE))
        if cluster is None:
            _throw_out()
        else:
            postgres.restart(cluster, mode="immediate" if number % 2 else "fast")


def _throw_out() -> None:
    """End every connection to our database, and let nobody in for a moment."""
    server, _slash, name = os.environ["OTKLIK_DATABASE_URL"].rpartition("/")
    allow = sql.SQL("ALTER DATABASE {} WITH ALLOW_CONNECTIONS {}")
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute(allow.format(sql.Identifier(name), sql.Literal(False)))
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name]
        )
        time.sleep(random.uniform(0, LONGEST_ABSENCE))
        connection.execute(allow.format(sql.Identifier(name), sql.Literal(True)))

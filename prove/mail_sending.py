"""Workers are killed while letters leave: every answer reaches the server, under one Message-ID.

The server is moody (see `mail_sink`). Replies, notes and clients' answers come in between two lives.
"""

from __future__ import annotations

import random
import time
from collections import Counter
from datetime import timedelta

from django.db import connection, connections

from otklik.channels.mail.commands import create_mailbox
from otklik.channels.mail.enums import Security
from otklik.channels.mail.intake import receive_raw
from otklik.channels.mail.mailbox_spec import Outgoing
from otklik.core import failpoints, retrying, worker
from otklik.core.actors import SYSTEM
from otklik.core.models import Job
from otklik.organisation.commands import change_setting
from otklik.tickets.models import Ticket
from prove.mail_count import Mark, Report, mark
from prove.mail_letters import faults_of, letters_since, repeats_among
from prove.mail_sink import Sink, sink
from prove.processes import Child
from tests import make
from tests.channels.mail.boxes import spec
from tests.channels.mail.writing import mail

POINTS = (
    "mail.before_sending",
    "mail.after_sending",
    "queue.after_claim",
    "queue.before_network",
    "queue.after_network",
    "queue.before_effect",
    "queue.before_ack",
    "queue.before_commit",
    "queue.after_commit",
    "queue.after_failure",
)
PACE = worker.Pace(lease=timedelta(seconds=1), poll=0.05, batch=8, slow=0.2, alive=2, sweep=3600, stop=10)
TICKETS = 12
LONGEST_LIFE, LONGEST_WAIT = 0.6, 2.0
PATIENCE = 300.0  # seconds for the last letters to leave when nobody is killed any more
ANY_MOMENT = "a random moment"
BOX = "sending"


def prove(people: make.Cast, kills: int) -> Report:
    """Kill so many workers, then let one live until every letter has left."""
    since = mark()
    hurt: Counter[str] = Counter()
    points = list(POINTS)
    with sink() as server:
        writing = Writing(people, server)
        while hurt.total() < kills:
            writing.go_on()
            point = points.pop() if points else random.choice(["", *POINTS])
            hurt[_one_life(point)] += 1
        finish()
        return report_on(server, writing.answers, since, dict(hurt))


def report_on(server: Sink, answers: list[str], since: Mark, hurt: dict[str, int]) -> Report:
    """What is in our rows and in the server's notebook."""
    copies = server.copies()
    faults = faults_of(copies, answers, since, BOX)
    report = Report("sending", connection.vendor, hurt, len(answers), letters=dict(letters_since(since, BOX)))
    report.repeats, report.faults, report.exact = repeats_among(copies), faults, not any(faults.values())
    return report


class Writing:
    """What people write about a handful of tickets of one mailbox that sends to the server."""

    def __init__(self, people: make.Cast, server: Sink) -> None:
        self.answers: list[str] = []
        self._people, self._number = people, 0
        change_setting(SYSTEM, "mail.gather_seconds", 1)
        change_setting(SYSTEM, "mail.gather_answers_seconds", 1)
        outgoing = Outgoing("127.0.0.1", server.port, Security.NONE)
        account = create_mailbox(people.admin, spec(BOX, None, team=people.it, outgoing=outgoing))
        self._numbers = [
            receive_raw(_letter(number, "Помогите"), account).number or "" for number in range(TICKETS)
        ]

    def go_on(self) -> None:
        """Two answers and a note, and now and then a client's own."""
        for _twice in range(2):
            self.answers.append(self._next("Ответ"))
            make.reply(self._people.agent, self._ticket(), self.answers[-1])
        make.note(self._people.agent, self._ticket(), self._next("Тайна"))
        if random.random() < 0.2:
            number = random.randrange(TICKETS)
            asked = f"Re: [{self._numbers[number]}] Помогите"
            receive_raw(_letter(number, asked), None, envelope_to=f"{BOX}@desk.test")

    def _next(self, word: str) -> str:
        self._number += 1
        return f"{word} №{self._number:05}"

    def _ticket(self) -> Ticket:
        return Ticket.objects.get(number=random.choice(self._numbers))


def work(arm: str = "") -> None:
    """A worker that tries again soon."""
    retrying.FIRST = timedelta(seconds=0.1)
    failpoints.arm(arm)
    worker.run(concurrency=2, pace=PACE)


def finish() -> None:
    """Let a worker live until nothing is left to do; nobody waits out the pauses after failures."""
    last = Child(work)
    limit = time.monotonic() + PATIENCE
    try:
        while Job.objects.filter(dead_at__isnull=True).exists() and time.monotonic() < limit:
            Job.objects.filter(lease=None).exclude(leased_until=None).update(leased_until=None)
            time.sleep(0.3)
    finally:
        connections.close_all()
        last.kill()


def _letter(number: int, subject: str) -> bytes:
    return mail(f"p{number:02}@far.test", f"Текст: {subject}", subject=subject, to=f"{BOX}@desk.test")


def _one_life(point: str) -> str:
    """Let a worker work until it dies: by its own hand at `point`, else when its time has come."""
    begun = time.monotonic()
    child = Child(lambda: work(f"{point}=kill:0.3" if point else ""))
    until = begun + (LONGEST_WAIT if point else random.uniform(0.05, LONGEST_LIFE))
    while not child.has_ended() and time.monotonic() < until:
        time.sleep(0.005)
    if not child.has_ended():
        child.kill()
        return ANY_MOMENT
    if not child.was_killed():
        raise RuntimeError(f"a worker ended by itself: {child.status}")
    return point

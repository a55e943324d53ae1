"""Processes are killed while 200 mails come in and answers go out: afterwards all is there once (NEW-5)."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from tests.channels.mail.writing import mail
from tests.scenarios.mails import ROOT, within
from tests.support.servers import Installation
from tests.support.smtp import SmtpSink

MAILS = 200
REPEATED = 20
"""So many of them are brought twice by the server without any kill."""
POINTS = ("after_blob", "after_line", "before_settling", "before_commit", "after_commit")
FEEDER = ",".join([*(f"mail.{point}=kill:0.003" for point in POINTS), "feeder.before_forgetting=kill:0.003"])
WORKER = "mail.after_sending=kill:0.01,queue.before_ack=kill:0.001,queue.after_commit=kill:0.001"
FEED = """
import sys, pathlib, django
django.setup()
from tests.scenarios.feeder import main
main(pathlib.Path(sys.argv[1]))
"""
WORK = """
import sys, pathlib, threading, time, django
django.setup()
from datetime import timedelta
from otklik.core import worker
from otklik.core.models import Job
stop, no_more = threading.Event(), pathlib.Path(sys.argv[1])
def watch():
    while not (no_more.exists() and not Job.objects.exists()):
        time.sleep(0.3)
    stop.set()
threading.Thread(target=watch, daemon=True).start()
worker.run(2, stop=stop, pace=worker.Pace(lease=timedelta(seconds=2), poll=0.1))
"""
SET_UP = """
from otklik.core.actors import SYSTEM
from otklik.organisation.commands import change_setting
from tests import make
people = make.cast()
make.mailbox("support", team=people.it)
change_setting(SYSTEM, "mail.gather_answers_seconds", 1)
"""
REPAIR = """
from datetime import timedelta
from otklik.channels.mail.intake import retry_unfinished
from otklik.core import clock
with clock.shifted(timedelta(minutes=5)):
    while retry_unfinished():
        pass
"""
COUNT = """
import json
from collections import Counter
from otklik.channels.mail.models import InboundRaw
from otklik.core.models import Job
from otklik.notifications.models import Delivery
from otklik.tickets.models import Message, Ticket
asked = Message.objects.filter(agent=None, automatic=False)
print(json.dumps({
    "questions": sorted(asked.values_list("body__text", flat=True)),
    "announced": sorted(Message.objects.filter(automatic=True).values_list("ticket__number", flat=True)),
    "answers": sorted(Message.objects.exclude(agent=None).values_list("ticket__number", flat=True)),
    "numbers": sorted(Ticket.objects.values_list("number", flat=True)),
    "outcomes": Counter(InboundRaw.objects.values_list("outcome", flat=True)),
    "deliveries": Counter(Delivery.objects.values_list("audience", "state").values_list("state", flat=True)),
    "unsure": list(Delivery.objects.filter(unsure=True).values_list("message_header", flat=True)),
    "headers": sorted(Delivery.objects.values_list("message_header", flat=True)),
    "jobs": Job.objects.count(),
}))
"""


class KilledOften:
    """A process that dies at its failpoints, or when it is told to, and is started again."""

    def __init__(self, installation: Installation, code: str, argument: Path, failpoints: str) -> None:
        self.deaths = 0
        self._command = [sys.executable, "-c", code, str(argument)]
        self._environment = installation.environment() | {"OTKLIK_FAILPOINTS": failpoints}
        self._errors = installation.home / f"{argument.name}.errors"
        self._process: subprocess.Popen[bytes] | None = None

    def goes_on(self) -> bool:
        """Start it, or start it anew when it was killed; False when it has ended by itself."""
        if self._process is not None and self._process.poll() is None:
            return True
        if self._process is not None and self._process.returncode == 0:
            return False
        if self._process is not None:
            assert self._process.returncode == -9, self._errors.read_text()[-4000:]
            self.deaths += 1
        with self._errors.open("wb") as errors:
            self._process = subprocess.Popen(self._command, cwd=ROOT, env=self._environment, stderr=errors)
        return True

    def kill(self) -> None:
        """A power cut."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()


@pytest.mark.timeout(400)
def test_nothing_is_lost_or_doubled(installation: Installation, tmp_path: Path, smtp_sink: SmtpSink) -> None:
    running = replace(installation, settings={"OTKLIK_SMTP_URL": smtp_sink.url})
    within(running, SET_UP)
    spool, no_more = tmp_path / "spool", tmp_path / "no-more"
    questions = _fill(spool)
    feeder = KilledOften(running, FEED, spool, FEEDER)
    worker = KilledOften(running, WORK, no_more, WORKER)
    try:
        _under_fire(feeder, worker, spool)
        within(running, REPAIR)
        no_more.touch()
        while worker.goes_on():
            time.sleep(0.1)
    finally:
        feeder.kill()
        worker.kill()
    found = json.loads(within(running, COUNT))
    assert found["questions"] == questions
    assert found["answers"] == found["numbers"], "one answer a ticket"
    assert len(found["numbers"]) == MAILS
    outcomes = Counter(found["outcomes"])
    assert (outcomes["created"], outcomes.total() - outcomes["created"]) == (MAILS, outcomes["duplicate"])
    assert outcomes["duplicate"] >= REPEATED
    assert found["announced"] == found["numbers"], "one confirmation a ticket"
    assert (found["deliveries"], found["jobs"]) == ({"sent": 2 * MAILS}, 0)
    left = [str(received.message["Message-ID"]).strip("<>") for received in smtp_sink.received]
    assert sorted(set(left)) == found["headers"], "sent again after a kill, a letter has the same Message-ID"
    twice = {header for header, times in Counter(left).items() if times > 1}
    assert twice <= set(found["unsure"]), "what came twice says so"
    assert min(feeder.deaths, worker.deaths) >= 2


def _fill(spool: Path) -> list[str]:
    """What lies with the mail server; the texts of all mails."""
    spool.mkdir()
    questions = [f"Вопрос номер {number:03}" for number in range(MAILS)]
    for number, text in enumerate(questions):
        raw = mail(f"person{number % 30}@client.test", text, subject=text)
        (spool / f"{number:03}").write_bytes(raw)
        if number < REPEATED:
            (spool / f"{number:03}-again").write_bytes(b"Received: again\n" + raw)
    return questions


def _under_fire(feeder: KilledOften, worker: KilledOften, spool: Path) -> None:
    """Feed and work until the spool is empty; on top of the failpoints, both are killed twice on the way."""
    cuts = [2 * MAILS // 3, MAILS // 3]
    while feeder.goes_on():
        worker.goes_on()
        if cuts and len(list(spool.iterdir())) < cuts[0]:
            cuts.pop(0)
            feeder.kill()
            worker.kill()
        time.sleep(0.05)

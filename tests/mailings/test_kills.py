"""The worker is killed while a mass message runs: every recipient has one letter, none is lost."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from dataclasses import replace

import pytest

from tests.scenarios.mails import ROOT
from tests.support.servers import Installation
from tests.support.smtp import SmtpSink

RECIPIENTS = 8
START = f"""
import django
django.setup()
from otklik.core.actors import SYSTEM as BY_SYSTEM
from otklik.mailings.audience import Audience
from otklik.mailings.commands import start_mailing
from otklik.mailings.models import Mailing
from otklik.mailings.settings import PER_MINUTE
from otklik.organisation.commands import change_setting
from tests import make
from tests.mailings.writing import written
people = make.cast()
make.mailbox("support", team=people.it)
for number in range({RECIPIENTS} - 4):
    make.contact(f"Клиент {{number}}")
change_setting(BY_SYSTEM, PER_MINUTE.key, 1000)
made = written(people)
Mailing.objects.update(stage="checked")
start_mailing(people.lead, Mailing.objects.get(), version=made.version)
"""
WORK = """
import threading, time, django
django.setup()
from datetime import timedelta
from otklik.core import clock, worker
from otklik.core.models import Job
from otklik.mailings import pace
from otklik.mailings.commands import handing
pace.SHORTEST = timedelta(seconds=0.5)
handing.LOOK_AGAIN = timedelta(seconds=0.5)
stop = threading.Event()
def watch():
    while Job.objects.exists():
        time.sleep(0.2)
    stop.set()
threading.Thread(target=watch, daemon=True).start()
worker.run(2, stop=stop, pace=worker.Pace(lease=timedelta(seconds=1), poll=0.05))
"""
COUNT = """
import json
from collections import Counter
from otklik.mailings.models import Mailing, Recipient
rows = Recipient.objects.values_list("message_header", "state", "unsure")
print(json.dumps({
    "stage": Mailing.objects.get().stage,
    "states": Counter(state for _header, state, _unsure in rows),
    "headers": sorted(header for header, _state, _unsure in rows),
    "unsure": [header for header, _state, unsure in rows if unsure],
}))
"""


@pytest.mark.timeout(300)
def test_everybody_gets_it_once(installation: Installation, smtp_sink: SmtpSink) -> None:
    running = replace(installation, settings={"OTKLIK_SMTP_URL": smtp_sink.url})
    killed = _run(running, START + WORK, "mail.after_sending=kill:1")
    again = _run(running, WORK, "queue.before_ack=kill:1")
    lived = _run(running, WORK + COUNT, "")
    assert (killed.returncode, again.returncode, lived.returncode) == (-9, -9, 0), lived.stderr.decode()
    found = json.loads(lived.stdout)
    assert (found["stage"], found["states"]) == ("done", {"sent": RECIPIENTS})
    left = [str(received.message["Message-ID"]).strip("<>") for received in smtp_sink.received]
    assert sorted(set(left)) == found["headers"], "sent again after a kill, a letter has the same Message-ID"
    twice = {header for header, times in Counter(left).items() if times > 1}
    assert twice, "a worker died between the server's 250 and our commit"
    assert twice <= set(found["unsure"]), "what came twice says so"


def _run(running: Installation, code: str, failpoints: str) -> subprocess.CompletedProcess[bytes]:
    environment = running.environment() | {"OTKLIK_FAILPOINTS": failpoints}
    return subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=environment, check=False, capture_output=True
    )

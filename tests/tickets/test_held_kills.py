"""Web and worker are killed around a held reply: it leaves once, or returns once, never both."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from tests.scenarios.mails import ROOT
from tests.support.servers import Installation

HOLD = """
import django
django.setup()
from datetime import timedelta
from otklik.core import clock
from otklik.tickets import commands
from otklik.tickets.commands import Reply
from otklik.tickets.content import from_text
from tests import make
people = make.cast()
make.mailbox("support", team=people.it)
ticket = make.ticket(people.client, team=people.it)
with clock.freeze(clock.now() - timedelta(seconds=30)):
    held = commands.reply(people.agent, ticket, Reply(from_text("Едем"), status="resolved", undo_seconds=10))
"""
DIE = "import os, signal; os.kill(os.getpid(), signal.SIGKILL)\n"
WORK = """
import threading, time, django
django.setup()
from datetime import timedelta
from otklik.core import worker
from otklik.core.models import Job
stop = threading.Event()
def watch():
    while Job.objects.filter(reaction="tickets.release_scheduled").exists():
        time.sleep(0.1)
    stop.set()
threading.Thread(target=watch, daemon=True).start()
worker.run(2, stop=stop, pace=worker.Pace(lease=timedelta(seconds=1), poll=0.05))
"""
COUNT = """
import json
from otklik.core.models import Event
from otklik.notifications.models import Delivery
from otklik.tickets.models import Draft, Message, Ticket
said = Message.objects.get(kind="reply", agent__isnull=False)
print(json.dumps({
    "sent": Event.objects.filter(kind="reply.sent").count(),
    "resolved": Event.objects.filter(kind="ticket.resolved").count(),
    "cancelled": Event.objects.filter(kind="reply.cancelled").count(),
    "drafts": Draft.objects.count(),
    "released": said.released_at is not None,
    "messages": Ticket.objects.get().messages,
}))
"""


@pytest.mark.timeout(300)
def test_a_held_reply_survives_every_death_and_leaves_once(installation: Installation) -> None:
    """The page's process dies right behind the answer, the worker before and behind its commit."""
    ends = [
        _run(installation, HOLD + DIE, ""),
        _run(installation, WORK, "queue.after_claim=kill:1"),
        _run(installation, WORK, "queue.before_commit=kill:1"),
        _run(installation, WORK, "queue.after_commit=kill:1"),
    ]
    lived = _run(installation, WORK + COUNT, "")
    assert [end.returncode for end in ends] == [-9] * 4, ends[0].stderr.decode()[-2000:]
    assert lived.returncode == 0, lived.stderr.decode()[-2000:]
    found = json.loads(lived.stdout)
    assert (found["sent"], found["resolved"], found["cancelled"], found["drafts"]) == (1, 1, 0, 0)
    assert (found["released"], found["messages"]) == (True, 2)


def _run(running: Installation, code: str, failpoints: str) -> subprocess.CompletedProcess[bytes]:
    environment = running.environment() | {"OTKLIK_FAILPOINTS": failpoints}
    return subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=environment, check=False, capture_output=True
    )

"""A mail server on this machine hands mail over: stored before 250, once whatever is killed."""

from __future__ import annotations

import json
import smtplib
from collections import Counter
from functools import partial

import pytest

from tests.channels.mail.writing import mail
from tests.scenarios.mails import within
from tests.support.ports import free_port, is_listening, wait_until
from tests.support.servers import Installation, Process

MAILS = 60
POINTS = ("after_blob", "after_line", "before_settling", "before_commit", "after_commit")
DANGEROUS = ",".join(f"mail.{point}=kill:0.02" for point in POINTS)
SET_UP = """
from tests import make
people = make.cast()
make.mailbox("support", team=people.it)
make.mailbox("hr", team=people.hr)
"""
COUNT = """
import json
from collections import Counter
from functools import partial
from otklik.channels.mail.models import InboundRaw
from otklik.tickets.models import Observer, Ticket
print(json.dumps({
    "subjects": sorted(Ticket.objects.values_list("subject", flat=True)),
    "outcomes": Counter(InboundRaw.objects.values_list("outcome", flat=True)),
    "envelopes": sorted(InboundRaw.objects.values_list("envelope_from", "envelope_to")),
    "observers": Observer.objects.count(),
}))
"""
REPAIR = """
from datetime import timedelta
from otklik.channels.mail.intake import retry_unfinished
from otklik.core import clock
with clock.shifted(timedelta(minutes=5)):
    while retry_unfinished():
        pass
"""


def listening(installation: Installation, port: int, scheme: str = "lmtp", failpoints: str = "") -> Process:
    """A worker with its door open."""
    settings = {"OTKLIK_MAIL_LISTEN": f"{scheme}://127.0.0.1:{port}", "OTKLIK_FAILPOINTS": failpoints}
    return installation.start("worker", settings=settings)


def test_each_recipient_is_answered(installation: Installation) -> None:
    within(installation, SET_UP)
    port = free_port()
    worker = listening(installation, port)
    try:
        wait_until(lambda: is_listening(port), "the door is open", seconds=60)
        with smtplib.LMTP("127.0.0.1", port, timeout=60) as client:
            to = ["support@desk.test", "support+tag@desk.test", "hr@desk.test", "typo@desk.test"]
            client.ehlo()
            client.mail("sender@far.test")
            assert [client.rcpt(address)[0] for address in to] == [250, 250, 250, 451]
            client.docmd("DATA")
            client.send(mail(subject="Обоим") + b"\r\n.\r\n")
            assert [client.getreply()[0] for _recipient in range(3)] == [250, 250, 250]
            with pytest.raises(smtplib.SMTPRecipientsRefused):
                client.sendmail("sender@far.test", ["typo@desk.test"], mail())
            assert int(client.esmtp_features["size"]) == 40 * 1024 * 1024
    finally:
        worker.stop()
    found = json.loads(within(installation, COUNT))
    assert (found["subjects"], found["outcomes"]) == (["Обоим"], {"created": 1, "duplicate": 1})
    assert found["observers"] == 1, "the other mailbox's team follows"
    assert found["envelopes"] == [
        ["sender@far.test", "hr@desk.test"],
        ["sender@far.test", "support@desk.test"],
    ]


def test_smtp_and_a_line_of_five_megabytes(installation: Installation) -> None:
    within(installation, SET_UP)
    port = free_port()
    worker = listening(installation, port, "smtp")
    try:
        wait_until(lambda: is_listening(port), "the door is open", seconds=60)
        with smtplib.SMTP("127.0.0.1", port, timeout=60) as client:
            client.sendmail("a@far.test", ["support@desk.test"], mail(subject="Обычное"))
            long = b"From: a@far.test\r\nSubject: long\r\n\r\n" + b"x" * 5_000_000 + b"\r\n"
            client.sendmail("a@far.test", ["support@desk.test"], long)
    finally:
        worker.stop()
    assert sum(json.loads(within(installation, COUNT))["outcomes"].values()) == 2


@pytest.mark.timeout(400)
def test_killed_again_and_again_it_takes_every_mail_once(installation: Installation) -> None:
    """The mail server keeps what was not answered with 250 and brings it again."""
    within(installation, SET_UP)
    port = free_port()
    queue = [f"Вопрос {number:03}" for number in range(MAILS)]
    bytes_of = {subject: mail(f"p{place}@far.test", subject=subject) for place, subject in enumerate(queue)}
    waiting, deaths = list(queue), 0
    worker = listening(installation, port, failpoints=DANGEROUS)
    try:
        while waiting:
            if worker.popen.poll() is not None:
                deaths += 1
                worker.kill()
                worker = listening(installation, port, failpoints=DANGEROUS)
            wait_until(partial(_ready, worker, port), "the door is open or it died", seconds=60)
            if _handed_over(port, bytes_of[waiting[0]]):
                waiting.pop(0)
            if len(waiting) == MAILS // 2 and deaths == 0:
                worker.popen.kill()
                worker.popen.wait()
    finally:
        worker.kill()
    within(installation, REPAIR)
    found = json.loads(within(installation, COUNT))
    assert found["subjects"] == queue
    outcomes = Counter(found["outcomes"])
    assert outcomes["created"] == MAILS
    assert outcomes.total() == MAILS + outcomes["duplicate"]
    assert deaths >= 1


def _ready(worker: Process, port: int) -> bool:
    return worker.popen.poll() is not None or is_listening(port)


def _handed_over(port: int, raw: bytes) -> bool:
    """Whether it was answered with 250; a door that broke off has promised nothing."""
    try:
        with smtplib.LMTP("127.0.0.1", port, timeout=60) as client:
            client.sendmail("mta@far.test", ["support@desk.test"], raw)
    except (smtplib.SMTPException, OSError):
        return False
    return True

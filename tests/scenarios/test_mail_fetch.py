"""Mail taken from a real IMAP server by real processes: at once, and whatever kills them, all of it once."""

from __future__ import annotations

import json
import time
from collections import Counter
from functools import partial

import pytest

from tests.channels.mail.boxes import fill, lying_in
from tests.scenarios.mails import within
from tests.support.imap import ImapServer
from tests.support.ports import wait_until
from tests.support.servers import Installation, Process

MAILS = 200
POINTS = (
    "after_blob",
    "after_line",
    "after_telling_server",
    "after_remembering",
    "before_quitting",
    "before_settling",
    "before_commit",
)
DANGEROUS = ",".join(f"mail.{point}=kill:0.012" for point in POINTS)
KILLED = -9
SET_UP = """
from tests import make
from tests.channels.mail.boxes import fetched_mailbox
from otklik.channels.mail.enums import AfterTaking, Protocol, Security
from otklik.channels.mail.mailbox_spec import Incoming
people = make.cast()
fetched_mailbox(people, Incoming(
    "127.0.0.1", {port}, Security.NONE, "{user}", "{password}", after=AfterTaking.{after}, every_seconds=10,
    protocol=Protocol.{protocol},
))
"""
COUNT = """
import json
from collections import Counter
from functools import partial
from otklik.channels.mail.models import InboundRaw, MailPolling
from otklik.tickets.models import Ticket
print(json.dumps({
    "subjects": sorted(Ticket.objects.values_list("subject", flat=True)),
    "outcomes": Counter(InboundRaw.objects.values_list("outcome", flat=True)),
    "error": MailPolling.objects.get().error,
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


def set_up(
    installation: Installation, server: ImapServer, after: str = "SEEN", protocol: str = "IMAP"
) -> None:
    port = server.pop3_port if protocol == "POP3" else server.port
    account = {"user": server.user, "password": server.password}
    within(installation, SET_UP.format(port=port, **account, after=after, protocol=protocol))


@pytest.mark.timeout(400)
@pytest.mark.parametrize("protocol", ["IMAP", "POP3"])
def test_killed_again_and_again_it_takes_every_mail_once(
    installation: Installation, imap_server: ImapServer, protocol: str
) -> None:
    set_up(installation, imap_server, "DELETE", protocol)
    subjects = [f"Вопрос {number:03}" for number in range(MAILS)]
    fill(imap_server, subjects[: MAILS // 2])
    deaths, rounds = 0, 0
    while True:
        rounds += 1
        process = installation.start("mail", "fetch", settings={"OTKLIK_FAILPOINTS": DANGEROUS})
        if rounds == 2:
            fill(imap_server, subjects[MAILS // 2 :])
        if rounds < 3:
            before = _stored(installation)
            wait_until(partial(_is_under_way, installation, process, before), "mail is being taken")
            process.kill()
        code = process.popen.wait(timeout=120)
        process.kill()
        if code == 0 and rounds > 2:
            break
        assert code in (0, KILLED), process.output()
        deaths += code == KILLED
    within(installation, REPAIR)
    found = json.loads(within(installation, COUNT))
    assert found["subjects"] == subjects
    outcomes = Counter(found["outcomes"])
    assert outcomes["created"] == MAILS
    assert outcomes.total() == MAILS + outcomes["duplicate"]
    assert lying_in(imap_server) == []
    assert deaths >= 2


def test_a_worker_takes_mail_as_soon_as_it_comes(installation: Installation, imap_server: ImapServer) -> None:
    set_up(installation, imap_server)
    with installation.worker() as worker:
        fill(imap_server, ["Первое"])
        wait_until(lambda: _subjects(installation) == ["Первое"], "the first mail is taken", seconds=40)
        began = time.monotonic()
        fill(imap_server, ["Второе"])
        wait_until(lambda: len(_subjects(installation)) == 2, "the second mail is taken", seconds=40)
        assert time.monotonic() - began < 20, "told by the server, not found by asking"
        assert worker.popen.poll() is None
    assert json.loads(within(installation, COUNT))["error"] == ""


def test_the_command_says_what_it_did(installation: Installation, imap_server: ImapServer) -> None:
    set_up(installation, imap_server)
    fill(imap_server, ["Одно"])
    done = installation.run("mail", "fetch", "--mailbox", "support")
    assert (done.returncode, done.stdout.decode()) == (0, "support: 1 taken\n")
    none = installation.run("mail", "fetch", "--mailbox", "nowhere")
    assert (none.returncode, none.stdout) == (1, b"")
    assert "nowhere" in none.stderr.decode()


def _is_under_way(installation: Installation, process: Process, before: int) -> bool:
    """Some mails are stored already, or it has killed itself meanwhile."""
    return process.popen.poll() is not None or _stored(installation) > before


def _stored(installation: Installation) -> int:
    """Files of the installation."""
    return sum(1 for path in (installation.home / "files").rglob("*") if path.is_file())


def _subjects(installation: Installation) -> list[str]:
    found: list[str] = json.loads(within(installation, COUNT))["subjects"]
    return found

"""`otklik mail receive`: one line of JSON and 0, or 75 and nothing stored."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from otklik.cli.mail_receive import EX_TEMPFAIL
from tests.channels.mail.writing import mail
from tests.scenarios.mails import ROOT, receive, within
from tests.support.ports import free_port
from tests.support.servers import Installation

SET_UP = "from tests import make; make.mailbox('support'); make.mailbox('hr')"
COUNT = """
from otklik.channels.mail.models import InboundRaw
from otklik.tickets.models import Ticket
print(InboundRaw.objects.count(), Ticket.objects.count())
"""


def refused(installation: Installation, raw: bytes, *options: str) -> str:
    """The reason on standard error of a mail that was not taken."""
    answer = receive(installation, raw, *options)
    assert (answer.code, answer.out) == (EX_TEMPFAIL, "")
    assert answer.err.count("\n") == 1
    return answer.err


def test_a_mail_is_taken_once_and_every_answer_is_one_line(installation: Installation) -> None:
    within(installation, SET_UP)
    raw = mail()
    first = receive(installation, raw, "--mailbox", "support")
    assert (first.code, first.err) == (0, "")
    assert first.json == {"ticket": "INC1", "action": "created", "reason": None}
    again = receive(installation, raw, "--mailbox", "support@desk.test")
    assert (again.code, again.json["action"], again.json["ticket"]) == (0, "duplicate", "INC1")
    by_recipient = receive(installation, mail(to="hr@desk.test"))
    assert (by_recipient.code, by_recipient.json["ticket"]) == (0, "INC2")
    empty = receive(installation, b"", "--mailbox", "support")
    assert (empty.code, empty.json) == (0, {"ticket": None, "action": "quarantined", "reason": "empty"})
    assert within(installation, COUNT) == "4 2"


def test_a_mailbox_that_is_not_there_leaves_the_mail_with_the_server(installation: Installation) -> None:
    assert "no mailbox is set up" in refused(installation, mail())
    within(installation, SET_UP)
    assert "'suport'" in refused(installation, mail(), "--mailbox", "suport")
    assert within(installation, COUNT) == "0 0"


@pytest.mark.parametrize(
    "where", ["postgres://nobody@127.0.0.1:{port}/none", "sqlite:////dev/null/none.sqlite3"]
)
def test_a_database_that_is_away_leaves_the_mail_with_the_server(tmp_path: Path, where: str) -> None:
    away = Installation(tmp_path, where.format(port=free_port()))
    assert "OperationalError" in refused(away, mail(), "--mailbox", "support")


def test_storage_that_cannot_be_written_leaves_the_mail_with_the_server(
    installation: Installation, tmp_path: Path
) -> None:
    within(installation, SET_UP)
    blocked = tmp_path / "not-a-folder"
    blocked.write_text("")
    broken = replace(installation, settings={"OTKLIK_FILES_URL": f"file://{blocked}"})
    assert "Error" in refused(broken, mail(), "--mailbox", "support")
    assert within(installation, COUNT) == "0 0"


def test_a_full_disk_leaves_the_mail_with_the_server(installation: Installation) -> None:
    """`ulimit -f` makes every write beyond some kilobytes fail, as a full disk does."""
    within(installation, SET_UP)
    raw = mail(text="x" * 200_000)
    command = f"ulimit -f 64; exec {sys.executable} -m otklik.cli.main mail receive --mailbox support"
    done = subprocess.run(
        ["bash", "-c", command],
        input=raw,
        capture_output=True,
        check=False,
        cwd=ROOT,
        env=installation.environment(),
        timeout=60,
    )
    assert (done.returncode, done.stdout) == (EX_TEMPFAIL, b"")
    assert receive(installation, raw, "--mailbox", "support").json["action"] == "created"
    assert within(installation, COUNT) == "1 1"

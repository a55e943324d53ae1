"""Mail while processes die, cables are cut, the database restarts and the disk is full: nothing lost, nothing
doubled. `make prove` does it a thousand times. Each engine has cases of its own, for a kill costs a start.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from otklik.notifications.enums import DeliveryState
from otklik.notifications.models import Delivery
from otklik.tickets.models import Ticket
from prove.mail_count import mark
from prove.mail_letters import faults_of, repeats_among
from prove.mail_proof import on_a_small_disk
from prove.mail_sink import Copy
from tests import make
from tests.channels.mail.writing import letters_to, mail, take
from tests.support.servers import Installation

TIMES = 30


@dataclass(frozen=True)
class Outcome:
    """What a case reports."""

    case: str
    times: int
    faults: Mapping[str, int]
    exact: bool


def proved(environment: Mapping[str, str], command: Sequence[str]) -> list[Outcome]:
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=850)
    assert done.stdout, done.stderr
    reports = [json.loads(line) for line in done.stdout.splitlines()]
    return [Outcome(one["case"], sum(one["hurt"].values()), one["faults"], one["exact"]) for one in reports]


def command(*cases: str) -> list[str]:
    return [sys.executable, "-m", "prove.kill_mail", *cases, "--times", str(TIMES)]


def assert_exact(outcomes: Sequence[Outcome], *cases: str) -> None:
    assert [(one.case, one.exact) for one in outcomes] == [(case, True) for case in cases], outcomes
    assert all(one.times >= TIMES for one in outcomes if one.case != "imap"), outcomes
    assert not any(count for one in outcomes for count in one.faults.values())


@pytest.mark.sqlite_only
@pytest.mark.timeout(900)
def test_doors_and_senders_are_killed_and_cables_cut(installation: Installation) -> None:
    cases = ("lmtp", "imap", "sending")
    assert_exact(proved(installation.environment(), command(*cases)), *cases)


@pytest.mark.postgres_only
@pytest.mark.timeout(900)
def test_fetchers_are_killed_and_the_database_restarts_under_load(installation: Installation) -> None:
    cases = ("fetching", "restart")
    assert_exact(proved(installation.environment(), command(*cases)), *cases)


@pytest.mark.sqlite_only
@pytest.mark.timeout(900)
def test_what_a_full_disk_refuses_comes_once_there_is_room(
    installation: Installation, tmp_path: Path
) -> None:
    home, small = tmp_path / "home", tmp_path / "small"
    home.mkdir()
    small.mkdir()
    database = installation.database_url.removeprefix("sqlite:///")
    shutil.copyfile(database, home / "otklik.sqlite3")
    environment = replace(installation, home=home).environment()
    assert_exact(proved(*on_a_small_disk(environment, command("disk"), small)), "disk")


@pytest.mark.django_db
@pytest.mark.usefixtures("unconfirmed")
def test_the_proof_sees_what_must_not_be(people: make.Cast) -> None:
    """Each kind of fault, put into the notebook of the server for letters."""
    box = make.mailbox("support", team=people.it)
    before = mark()
    take(mail("client@alpha.test", "Вопрос"), box)
    make.reply(people.agent, Ticket.objects.get(), "Ответ №00001")
    letters_to("client@alpha.test")
    Delivery.objects.update(state=DeliveryState.SENT)
    letter = Delivery.objects.get(audience="client")
    copy = Copy(f"<{letter.message_header}>", letter.address, ["Ответ №00001"], answered=True)
    notebook = [copy, *(_copy_of(one) for one in Delivery.objects.exclude(pk=letter.pk))]

    def seen(*copies: Copy) -> set[str]:
        found = faults_of(copies, ["Ответ №00001"], before, "support")
        return {name for name, number in found.items() if number}

    assert seen(*notebook) == set()
    assert seen(*notebook[1:]) == {"answers lost", "sent without a 250"}
    assert seen(*notebook[1:], replace(copy, answered=False)) == {"sent without a 250"}
    assert seen(*notebook, replace(copy, header="<other@desk.test>")) == {
        "answers under two ids",
        "letters of nobody",
    }
    assert seen(*notebook, copy) == {"repeated and not marked"}
    Delivery.objects.update(unsure=True)
    assert (seen(*notebook, copy), repeats_among([*notebook, copy])) == (set(), 1)
    assert seen(*notebook, replace(copy, said=[])) == {"repeated otherwise"}
    told = replace(copy, said=["Ответ №00001", "Тайна №00002"])
    assert seen(*notebook[1:], told) == {"secrets told"}
    Delivery.objects.update(state=DeliveryState.QUEUED)
    assert seen(*notebook) == {"letters not sent"}


def _copy_of(letter: Delivery) -> Copy:
    return Copy(f"<{letter.message_header}>", letter.address, [], answered=True)

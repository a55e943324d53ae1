"""Two installations that tell each other everything fall silent by themselves (MAIL-9).

Real processes: each one's way out leads to the other's door. Both teams' lists name the other's mailbox, so
that every letter asks for one more. Between them stands a relay, which can take off what marks a machine's
mail.
"""

from __future__ import annotations

import smtplib
import time
from dataclasses import replace
from functools import partial

import pytest

from tests.channels.mail.writing import mail
from tests.scenarios.mails import within
from tests.support.ports import free_port, is_listening, wait_until
from tests.support.servers import Installation, Process
from tests.support.smtp import Relay, relays

QUIET_SECONDS = 3
FEW, MOST = 6, 60
"""Mails either way: about the first one, and what the caps of an hour let through."""
SET_UP = """
from otklik.organisation.commands import change_setting
from otklik.core.actors import SYSTEM
from tests import make
people = make.cast()
team = getattr(people, "{team}")
team.notify = ["{other}@desk.test"]
team.save()
make.mailbox("{own}", team=team)
change_setting(SYSTEM, "mail.letters_per_ticket", 10)
change_setting(SYSTEM, "mail.gather_seconds", 0)
"""


@pytest.mark.timeout(200)
def test_two_installations_fall_silent(installation: Installation, other_installation: Installation) -> None:
    doors = (free_port(), free_port())
    with relays(doors) as (to_ours, to_theirs):
        within(installation, SET_UP.format(team="it", own="support", other="hr"))
        within(other_installation, SET_UP.format(team="hr", own="hr", other="support"))
        ours = _working(installation, doors[0], way_out=to_theirs)
        theirs = _working(other_installation, doors[1], way_out=to_ours)
        try:
            for door in doors:
                wait_until(partial(is_listening, door), "the doors are open", seconds=60)
            _write(doors[0], "Первое письмо")
            marked = _passed_in_all(to_ours, to_theirs)
            to_ours.takes_marks_off = to_theirs.takes_marks_off = True
            _write(doors[0], "Второе письмо")
            bare = _passed_in_all(to_ours, to_theirs) - marked
        finally:
            ours.stop()
            theirs.stop()
    assert 1 <= marked <= FEW, "whoever knows the marks answers nothing"
    assert FEW < bare <= MOST, "without them it takes the caps to end it"


def _working(installation: Installation, door: int, *, way_out: Relay) -> Process:
    own = {
        "OTKLIK_MAIL_LISTEN": f"smtp://127.0.0.1:{door}",
        "OTKLIK_SMTP_URL": f"smtp://127.0.0.1:{way_out.port}",
    }
    return replace(installation, settings={**installation.settings, **own}).start("worker")


def _write(door: int, subject: str) -> None:
    """What begins it: a person's mail in the other mailbox's name."""
    with smtplib.SMTP("127.0.0.1", door, timeout=30) as client:
        client.sendmail("hr@desk.test", ["support@desk.test"], mail("hr@desk.test", subject=subject))


def _passed_in_all(*relays: Relay) -> int:
    """How many mails went either way, once nothing went for some seconds."""
    before = -1
    while (now := sum(relay.passed for relay in relays)) != before:
        assert now <= 3 * MOST, "they do not stop"
        before = now
        time.sleep(QUIET_SECONDS)
    return before

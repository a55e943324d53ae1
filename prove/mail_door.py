"""The door for a mail server in a process of its own, and the mail server that brings until it hears 250."""

from __future__ import annotations

import smtplib
import time

from otklik.channels.mail.listening import Listener, Place
from otklik.core import failpoints
from prove.processes import Child
from tests.channels.mail.writing import mail
from tests.support.ports import free_port, is_listening

LONGEST_ANSWER = 30


class Door:
    """An open door; `arm`: the failpoint it dies at."""

    def __init__(self, arm: str = "") -> None:
        self.port = free_port()
        self.process = Child(lambda: _keep_open(self.port, arm))
        while not is_listening(self.port) and not self.process.has_ended():
            time.sleep(0.01)

    def takes(self, box: str, subject: str) -> bool:
        """Whether a mail was answered with 250; a door that broke off has promised nothing."""
        raw = mail(
            f"p{subject[-2:]}@far.test",
            f"Текст: {subject}",
            subject=subject,
            # The same mail each time it is brought.
            message_id=f"<{subject[-5:]}.{box}@far.test>",
        )
        try:
            with smtplib.LMTP("127.0.0.1", self.port, timeout=LONGEST_ANSWER) as client:
                client.sendmail("mta@far.test", [f"{box}@desk.test"], raw)
        except (smtplib.SMTPException, OSError):
            return False
        return True


def _keep_open(port: int, arm: str) -> None:
    failpoints.arm(arm)
    Listener(Place("127.0.0.1", port, is_lmtp=True)).start()
    while True:
        time.sleep(1)

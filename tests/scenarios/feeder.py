"""A mail server's spool and an eager employee, for proofs that kill.

Every mail of the folder is taken in and then removed, as a server forgets a mail that was taken; every ticket
that has no answer yet gets one. Killed at any moment and started again, it goes on where it was, bringing
again what was not removed.
"""

from __future__ import annotations

from pathlib import Path

from otklik.catalogue.queries import catalogue
from otklik.channels.mail.intake import receive_raw
from otklik.core import failpoints
from otklik.core.actors import Via
from otklik.people.queries import actor_of_agent, staff
from otklik.tickets.commands import Reply, reply
from otklik.tickets.content import from_text
from otklik.tickets.models import Message, Ticket


def main(spool: Path) -> None:
    """Empty the spool."""
    account = catalogue().mailbox("support")
    for path in sorted(spool.iterdir()):
        taken = receive_raw(path.read_bytes(), account)
        if taken.number is None:
            raise AssertionError(f"{path.name}: {taken}")
        _answer(taken.number)
        failpoints.hit("feeder.before_forgetting")
        path.unlink()


def _answer(number: str) -> None:
    ticket = Ticket.objects.get(number=number)
    if not Message.objects.filter(ticket=ticket, agent__isnull=False).exists():
        agent = actor_of_agent(staff().by_email["agent@desk.test"], Via.DESK)
        reply(agent, ticket, Reply(from_text(f"Ответ на {number}")))

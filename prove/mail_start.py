"""What every proof of mail begins with."""

from __future__ import annotations

from otklik.channels.mail.intake import receive_raw
from otklik.core.worker import drain
from otklik.tickets.models import Ticket
from tests import make
from tests.channels.mail.writing import mail


def people() -> make.Cast:
    """The cast. One mail came in and its letters went out by then: who is forked finds everything loaded."""
    cast = make.cast()
    make.mailbox("first", team=cast.it)
    number = receive_raw(mail(), None, envelope_to="first@desk.test").number
    make.reply(cast.agent, Ticket.objects.get(number=number))
    drain()
    return cast

"""What is to be done with a mail, decided before anything is written."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from otklik.catalogue.models import ChannelAccount
from otklik.channels.mail.letter_tokens import LetterMark
from otklik.channels.mail.senders import MailSender
from otklik.mailings.models import Recipient
from otklik.notifications.models import Delivery
from otklik.tickets.models import Ticket


class Step(StrEnum):
    """The one thing done with it."""

    NEW_TICKET = "new_ticket"
    MASS_ANSWER = "mass_answer"  # a ticket of an answer to a mass letter
    CLIENT_MESSAGE = "client_message"
    AGENT_REPLY = "agent_reply"
    AGENT_NOTE = "agent_note"
    UNKNOWN_MESSAGE = "unknown_message"  # internal and marked
    AUTOMATIC_MESSAGE = "automatic_message"  # internal, moves nothing
    RECORD = "record"  # an automatic mail about no ticket
    BLOCK = "block"
    IGNORE = "ignore"
    QUARANTINE = "quarantine"


@dataclass(frozen=True)
class Plan:
    """The step with what it needs. `quiet`: nothing of ours may answer it by itself. `reported`: the delivery
    of ours that the mail is a report about. `mass`: whose mass letter it answers or reports about.
    `letter`: the letter that is neither and which it reports about. `meant`: the ticket it points at, which
    has been merged into `ticket`."""

    step: Step
    sender: MailSender
    account: ChannelAccount | None
    reason: str = ""
    ticket: Ticket | None = None
    quiet: bool = False
    reported: Delivery | None = None
    mass: Recipient | None = None
    letter: LetterMark | None = None
    meant: Ticket | None = None

"""The fixed words of a delivery."""

from __future__ import annotations

from enum import StrEnum


class Channel(StrEnum):
    """What carries a delivery."""

    MAIL = "mail"


class Audience(StrEnum):
    """As what somebody is told (MAIL-5)."""

    CLIENT = "client"
    ASSIGNEE = "assignee"
    TEAM = "team"
    OBSERVER = "observer"
    LEAD = "lead"
    MENTION = "mention"


class CompanyCopies(StrEnum):
    """When what is written to a client goes to their company's mailbox too (MAIL-6)."""

    ALWAYS = "always"
    NO_EMAIL = "no_email"  # the ticket's contact has no address
    NO_CONTACT = "no_contact"  # the ticket has no contact
    NEVER = "never"


class Letter(StrEnum):
    """What a delivery says; the channel has a text for each."""

    CONFIRMATION = "confirmation"  # to the client: we have your request
    REPLY = "reply"  # to the client: an employee's answer
    CLARIFICATION = "clarification"  # to the client: an answer that asks them something
    DONE = "done"  # to the client: the work is done, with the solution, to be rated or sent back
    REMINDER = "reminder"  # to the client: we still wait for your answer
    STATUS = "status"  # to the client: the request is in another status
    REGISTERED = "registered"  # to staff: a new ticket
    ASSIGNED = "assigned"  # to staff: it is yours now
    MESSAGE = "message"  # to staff: the client wrote
    MENTION = "mention"  # to staff: a colleague named you
    RETURNED = "returned"  # to staff: a postponed ticket is back
    COMPLAINT = "complaint"  # to the lead: a client is not content
    DEADLINE = "deadline"  # to staff: a promised time is nearly or quite used up


OPTIONAL = (Letter.CONFIRMATION, Letter.REPLY, Letter.REMINDER)
"""What a client may choose not to get: a question to them and done work are always told."""


class DeliveryState(StrEnum):
    """How far a delivery has come. Only `queued` is still to be sent."""

    QUEUED = "queued"
    SENT = "sent"
    HELD = "held"  # written to the outbox: no outgoing mail is set up
    FAILED = "failed"
    BOUNCED = "bounced"  # taken by the next server, then returned
    CANCELLED = "cancelled"


class TextKind(StrEnum):
    """Texts an administrator may write anew (MAIL-5). `frame` stands around all the others."""

    CONFIRMATION = "confirmation"
    REPLY = "reply"
    CLARIFICATION = "clarification"
    DONE = "done"
    REMINDER = "reminder"
    STATUS = "status"
    FRAME = "frame"

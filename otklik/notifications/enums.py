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
    RULE = "rule"  # named by a rule


class Side(StrEnum):
    """Whose letters about an event a rule may keep back."""

    CLIENT = "client"
    STAFF = "staff"


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
    AUTOMATIC = "automatic"  # to the client: the words of a rule
    NOTICE = "notice"  # to staff or to any address: the words of a rule


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


class HouseKind(StrEnum):
    """What a letter that belongs to no ticket's story is about."""

    ACCOUNT = "account"  # to its owner: the link by which a password is chosen
    LINK = "link"  # to a client: the way back to their request
    ALARM = "alarm"  # to administrators: mail needs them
    TEST = "test"  # to an administrator: a text of letters, tried


class TextKind(StrEnum):
    """Texts an administrator may write anew (MAIL-5). `frame` stands around all those to clients."""

    CONFIRMATION = "confirmation"
    REPLY = "reply"
    CLARIFICATION = "clarification"
    DONE = "done"
    REMINDER = "reminder"
    STATUS = "status"
    REGISTERED = "registered"
    ASSIGNED = "assigned"
    MESSAGE = "message"
    MENTION = "mention"
    RETURNED = "returned"
    COMPLAINT = "complaint"
    DEADLINE = "deadline"
    FRAME = "frame"


STAFF_TEXTS = (
    TextKind.REGISTERED,
    TextKind.ASSIGNED,
    TextKind.MESSAGE,
    TextKind.MENTION,
    TextKind.RETURNED,
    TextKind.COMPLAINT,
    TextKind.DEADLINE,
)
"""Those of letters to employees; each is called as its letter."""

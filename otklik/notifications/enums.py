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
    MENTION = "mention"


class Letter(StrEnum):
    """What a delivery says; the channel has a text for each."""

    REPLY = "reply"  # to the client: an employee's answer
    REGISTERED = "registered"  # to staff: a new ticket
    ASSIGNED = "assigned"  # to staff: it is yours now
    MESSAGE = "message"  # to staff: the client wrote
    MENTION = "mention"  # to staff: a colleague named you


class DeliveryState(StrEnum):
    """How far a delivery has come. Only `queued` is still to be sent."""

    QUEUED = "queued"
    SENT = "sent"
    HELD = "held"  # written to the outbox: no outgoing mail is set up
    FAILED = "failed"
    CANCELLED = "cancelled"

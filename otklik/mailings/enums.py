"""The fixed words of mass messages."""

from __future__ import annotations

from enum import StrEnum


class Kind(StrEnum):
    """What a mass message is; contacts are asked about each kind apart."""

    ANNOUNCEMENT = "announcement"
    SURVEY = "survey"


class Stage(StrEnum):
    """How far a mass message has come. A change to one that was checked makes it a draft again."""

    DRAFT = "draft"
    CHECKED = "checked"  # counted, and its author has a test letter
    RUNNING = "running"
    PAUSED = "paused"
    STOPPED = "stopped"  # for good: what has not left stays here
    DONE = "done"


class Standing(StrEnum):
    """What became of one recipient's letter."""

    LEFT_OUT = "left_out"  # at the start, `LeftOut` says why
    WAITING = "waiting"  # its turn has not come
    QUEUED = "queued"  # handed to the outbox
    SENT = "sent"
    HELD = "held"  # written to the outbox's folder: no outgoing mail is set up
    FAILED = "failed"
    BOUNCED = "bounced"  # taken by the next server, then returned
    CANCELLED = "cancelled"  # the message was stopped, or its recipient unsubscribed, before it left


class LeftOut(StrEnum):
    """Why somebody the audience names gets no letter."""

    NO_ADDRESS = "no_address"
    FAILING = "failing"  # mails to every address of theirs come back
    UNSUBSCRIBED = "unsubscribed"
    BLOCKED = "blocked"  # their mail makes no ticket, so neither do we write to them
    HIDDEN = "hidden"  # out of use
    OURS = "ours"  # the address is a mailbox of ours
    DUPLICATE = "duplicate"  # somebody else of the list has the same address

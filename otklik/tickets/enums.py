"""The fixed words of a ticket's life. What an administrator may add are statuses, not states."""

from __future__ import annotations

from enum import IntEnum, StrEnum


class State(StrEnum):
    """What a status means to the machine (FLOW-1)."""

    NEW = "new"
    OPEN = "open"
    WAITING_CLIENT = "waiting_client"
    WAITING_OTHERS = "waiting_others"
    POSTPONED = "postponed"
    RESOLVED = "resolved"
    CLOSED = "closed"


OPEN_STATES = frozenset(State) - {State.RESOLVED, State.CLOSED}


class Turn(StrEnum):
    """Who holds the ball (NEW-11)."""

    US = "us"
    CLIENT = "client"
    THIRD_PARTY = "third_party"
    DATE = "date"
    NOBODY = "nobody"


class Rank(IntEnum):
    """The groups of a list, in their order: an unanswered client first."""

    CLIENT_WAITS = 0
    WE_WORK = 1
    WE_WAIT = 2
    DONE = 3


class MessageKind(StrEnum):
    """A public reply (either side's) or an internal note."""

    REPLY = "reply"
    NOTE = "note"


class AuthorKind(StrEnum):
    """Who wrote a message; `sender` is an outside address that belongs to no contact (MAIL-3)."""

    AGENT = "agent"
    CONTACT = "contact"
    SENDER = "sender"
    SYSTEM = "system"


class Outcome(StrEnum):
    """How a ticket ended where it did not end with work done (FLOW-9)."""

    NOT_PROCESSED = "not_processed"
    MERGED = "merged"  # its messages stand in another ticket


class ClientChoice(StrEnum):
    """The next state a client may choose with an answer (FLOW-5)."""

    LEAVE = "leave"
    DONE = "done"
    CLOSE = "close"


class LinkKind(StrEnum):
    """How two tickets belong together: what the first one (`Link.source`) is to the second."""

    CONTINUES = "continues"
    RELATED = "related"
    DUPLICATE = "duplicate"
    PARENT = "parent"
    BLOCKS = "blocks"
    MERGED = "merged"  # the second one went into the first
    SPLIT = "split"  # the first one was begun with messages of the second


class Given(StrEnum):
    """How a ticket came to an employee, or left them (NEW-13)."""

    BY_TURN = "turn"
    BY_RULE = "rule"  # the catalogue, a manager, a routing rule, a trigger
    BY_HAND = "hand"
    TAKEN = "taken"
    RETURNED = "returned"  # given back by hand
    PASSED_ON = "passed_on"  # given to somebody else
    UNOPENED = "unopened"  # went back by itself: not opened in time
    GONE = "gone"  # went back by itself: its assignee is away


class Processed(StrEnum):
    """How somebody's processing of a ticket ended (ROUTE-8)."""

    DONE = "done"
    PUT_OFF = "put_off"  # postponed, or waits for somebody
    PASSED_ON = "passed_on"
    RETURNED = "returned"  # new again


class OperationKind(StrEnum):
    """What a person did as one step and may take back."""

    BULK = "bulk"
    MACRO = "macro"
    MERGE = "merge"
    SPLIT = "split"
    RULE = "rule"  # what a rule did, taken back


class CarriedAs(StrEnum):
    """How a message came from another ticket."""

    MOVED = "moved"
    MEANT = "meant"  # received for a ticket that had been merged
    COPIED = "copied"


class SharedWith(StrEnum):
    """Who has a saved view besides its owner."""

    NOBODY = "nobody"
    TEAMS = "teams"
    ALL = "all"

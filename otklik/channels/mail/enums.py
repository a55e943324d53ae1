"""The fixed words of the mail ledger."""

from __future__ import annotations

from enum import StrEnum


class Outcome(StrEnum):
    """What became of a mail; every mail that was ever taken in has exactly one in the end (NEW-5)."""

    CREATED = "created"  # a new ticket
    APPENDED = "appended"  # a message of a ticket
    DUPLICATE = "duplicate"  # it was here before
    AUTOMATIC = "automatic"  # an auto-reply or bounce: recorded, answered by nobody
    IGNORED = "ignored"  # our own mail come back, or a flood
    QUARANTINED = "quarantined"  # cannot be read; kept for an administrator
    FAILED = "failed"  # a fault of ours; kept, can be run again


SETTLED = frozenset(Outcome) - {Outcome.QUARANTINED, Outcome.FAILED}
"""Outcomes after which the same bytes need not be looked at again."""

"""Pages of the desk about a thing that nobody knows: name and method.

For things that differ from person to person, and for what the first who may would leave nothing of: tests of
their own ask for those that there are.
"""

from __future__ import annotations

OF_A_TICKET = (
    *("desk-ticket", "desk-facts", "desk-ticket-deadlines", "desk-why-me", "desk-messages", "desk-similar"),
)
"""Parts of a ticket's card, for who may know of it."""
UNKNOWN: tuple[tuple[str, str], ...] = (
    ("desk-original", "GET"),
    ("desk-original-letter", "GET"),
    ("desk-original-file", "GET"),
    ("desk-letter-again", "POST"),
    ("desk-client-file-removal", "POST"),
    ("desk-period-removal", "POST"),
    ("desk-absence", "GET"),
    ("desk-absence-end", "POST"),
    ("desk-view", "GET"),
    ("desk-view-query", "POST"),
    ("desk-view-removal", "POST"),
)

"""The end of a ticket as its card tells it: the client's word, the term, what a lead looks at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from otklik.people.actor import Actor
from otklik.surveys.queries import captions, rating_of
from otklik.tickets.access import may_review_this
from otklik.tickets.queries.portal import done_by_client

if TYPE_CHECKING:
    from otklik.tickets.models import Ticket


@dataclass(frozen=True)
class Verdict:
    """Plain values for the card's section of this name; `rating` 0: none."""

    rating: int
    caption: str
    comment: str
    rated_at: datetime | None
    is_complaint: bool
    is_reviewed: bool
    may_review: bool
    closes_at: datetime | None
    remind_at: datetime | None
    is_processed: bool
    is_confirmed: bool

    @property
    def says_anything(self) -> bool:
        """Whether the section is shown at all."""
        return bool(
            self.rating
            or self.is_complaint
            or self.closes_at
            or self.remind_at
            or self.is_confirmed
            or not self.is_processed
        )


def verdict_of(actor: Actor, ticket: Ticket) -> Verdict:
    """What the card says of the ticket's end; a query only where it was rated, and where a client may
    have called it done."""
    given = rating_of(ticket) if ticket.rating is not None else None
    value = given.value if given and given.value else 0
    confirmed = done_by_client(ticket)
    return Verdict(
        rating=value,
        caption=captions()[value] if value else "",
        comment=given.comment if given else "",
        rated_at=given.given_at if given else None,
        is_complaint=ticket.complaint_at is not None,
        is_reviewed=ticket.complaint_at is not None and ticket.review_since is None,
        may_review=ticket.review_since is not None and may_review_this(actor, ticket),
        closes_at=ticket.closes_at,
        remind_at=ticket.remind_at,
        is_processed=ticket.outcome is None,
        is_confirmed=confirmed is not None,
    )

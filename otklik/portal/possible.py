"""What a client can do with their request now: answer, confirm, withdraw, send back, rate."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from otklik.clients.queries import contact_name
from otklik.core import clock
from otklik.core.actors import ActorKind
from otklik.surveys.queries import RatingState, captions, rating_of
from otklik.tickets.commands.receive import CLIENT_CHOICES, REOPEN_DAYS, STRICTLY_CLOSED
from otklik.tickets.enums import ClientChoice, State
from otklik.tickets.queries.portal import done_by_client

if TYPE_CHECKING:
    from otklik.core.actors import ActorRef
    from otklik.people.actor import Actor
    from otklik.tickets.models import Ticket


UNRATED = RatingState(value=None, comment="", given_at=None, via="", may_rate=False, until=None)
"""Of what is worked on for the first time: there is nothing to rate yet."""


@dataclass(frozen=True)
class Possible:
    """`choices`: (value, words) of the next state beside an answer, the first is the default. `reopen_until`:
    None where there is no limit. `marks`: (value, caption) from 5 to 1. `said_done`: a client called
    it done, and need not be asked whether it is; by `done_by`, empty: this reader."""

    may_answer: bool
    may_confirm: bool
    may_withdraw: bool
    may_reopen: bool
    reopen_until: datetime | None
    choices: Sequence[tuple[str, str]]
    rating: RatingState
    marks: Sequence[tuple[int, str]]
    said_done: bool = False
    done_by: str = ""

    @property
    def asks_rating(self) -> bool:
        """Whether the row of marks belongs on the page."""
        return self.rating.may_rate

    @property
    def own_mark(self) -> str:
        """The mark this reader gave before; never somebody else's."""
        return "" if self.rating.is_anothers else str(self.rating.value or "")

    @property
    def own_remark(self) -> str:
        """Their words with it."""
        return "" if self.rating.is_anothers else self.rating.comment

    @property
    def question(self) -> str:
        """The one thing to ask the client about done work: `confirm`, `rate`, or nothing."""
        if self.may_confirm and not self.said_done:
            return "confirm"
        return "rate" if self.asks_rating and self.rating.value is None else ""


def possible_for(ticket: Ticket, actor: Actor) -> Possible:
    """By the ticket's state: a client who sees it may do it; a rating already given is not everybody's."""
    state = State(ticket.state)
    until = _reopen_until(ticket)
    by = done_by_client(ticket)
    may_reopen = state is State.RESOLVED or (state is State.CLOSED and _may_come_back(until))
    return Possible(
        may_answer=state is not State.CLOSED or may_reopen,
        may_confirm=state is State.RESOLVED,
        may_withdraw=ticket.is_open,
        may_reopen=may_reopen,
        reopen_until=until if state is State.CLOSED and may_reopen else None,
        choices=_choices(state),
        rating=UNRATED if ticket.is_open and ticket.rating is None else rating_of(ticket, actor),
        marks=list(captions().items()),
        said_done=by is not None,
        done_by=_another(by, ticket, actor) if by else "",
    )


def _another(by: ActorRef, ticket: Ticket, actor: Actor) -> str:
    """Who called it done, unless the reader did."""
    if by.kind is not ActorKind.CONTACT:
        return "" if actor.contact_id is None else ticket.contact_name or ticket.contact_email
    return "" if by.id == actor.contact_id else contact_name(by.id or 0)


def rated_words(rating: RatingState, actor: Actor) -> str:
    """The rating that was given and who gave it, as this reader is told; empty without one."""
    if rating.value is None:
        return ""
    if rating.contact_id == actor.contact_id:
        return _("You rated it %(rating)s of 5") % {"rating": rating.value}
    if rating.by:
        return _("%(name)s rated it %(rating)s of 5") % {"name": rating.by, "rating": rating.value}
    return _("Rated %(rating)s of 5") % {"rating": rating.value}


def _reopen_until(ticket: Ticket) -> datetime | None:
    return ticket.closed_at + timedelta(days=REOPEN_DAYS.get()) if ticket.closed_at else None


def _may_come_back(until: datetime | None) -> bool:
    return not STRICTLY_CLOSED.get() and (until is None or clock.now() < until)


def _choices(state: State) -> list[tuple[str, str]]:
    """Nothing where the work is done: there the page itself asks whether it works, once."""
    offered = CLIENT_CHOICES.get()
    if state in (State.CLOSED, State.RESOLVED) or not offered:
        return []
    words = {
        ClientChoice.DONE.value: _("It works now"),
        ClientChoice.CLOSE.value: _("I no longer need it, close it"),
    }
    return [
        (ClientChoice.LEAVE.value, _("Go on with it")),
        *((value, words[value]) for value in offered if value in words),
    ]

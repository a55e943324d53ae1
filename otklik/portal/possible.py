"""What a client can do with their request now: answer, confirm, withdraw, send back, rate."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from otklik.core import clock
from otklik.surveys.queries import RatingState, captions, rating_of
from otklik.tickets.commands.receive import CLIENT_CHOICES, REOPEN_DAYS, STRICTLY_CLOSED
from otklik.tickets.enums import ClientChoice, State

if TYPE_CHECKING:
    from otklik.tickets.models import Ticket


UNRATED = RatingState(value=None, comment="", given_at=None, via="", may_rate=False, until=None)
"""Of what is worked on for the first time: there is nothing to rate yet."""


@dataclass(frozen=True)
class Possible:
    """`choices`: (value, words) of the next state beside an answer, the first is the default. `reopen_until`:
    None where there is no limit. `marks`: (value, caption) from 5 to 1."""

    may_answer: bool
    may_confirm: bool
    may_withdraw: bool
    may_reopen: bool
    reopen_until: datetime | None
    choices: Sequence[tuple[str, str]]
    rating: RatingState
    marks: Sequence[tuple[int, str]]

    @property
    def asks_rating(self) -> bool:
        """Whether the row of marks belongs on the page."""
        return self.rating.may_rate


def possible_for(ticket: Ticket) -> Possible:
    """By the ticket's state alone: a client who sees it may do it."""
    state = State(ticket.state)
    until = _reopen_until(ticket)
    may_reopen = state is State.RESOLVED or (state is State.CLOSED and _may_come_back(until))
    return Possible(
        may_answer=state is not State.CLOSED or may_reopen,
        may_confirm=state is State.RESOLVED,
        may_withdraw=ticket.is_open,
        may_reopen=may_reopen,
        reopen_until=until if state is State.CLOSED and may_reopen else None,
        choices=_choices(state),
        rating=UNRATED if ticket.is_open and ticket.rating is None else rating_of(ticket),
        marks=list(captions().items()),
    )


def _reopen_until(ticket: Ticket) -> datetime | None:
    return ticket.closed_at + timedelta(days=REOPEN_DAYS.get()) if ticket.closed_at else None


def _may_come_back(until: datetime | None) -> bool:
    return not STRICTLY_CLOSED.get() and (until is None or clock.now() < until)


def _choices(state: State) -> list[tuple[str, str]]:
    """Done and close are one thing when it is done already; closed ones have nothing to choose."""
    offered = CLIENT_CHOICES.get()
    if state is State.CLOSED or not offered:
        return []
    if state is State.RESOLVED:
        return [
            (ClientChoice.LEAVE.value, _("I still need help")),
            (offered[0], _("It works, close it")),
        ]
    words = {
        ClientChoice.DONE.value: _("It works now"),
        ClientChoice.CLOSE.value: _("I no longer need it, close it"),
    }
    return [
        (ClientChoice.LEAVE.value, _("Go on with it")),
        *((value, words[value]) for value in offered if value in words),
    ]

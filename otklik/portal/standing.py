"""How a request stands, in the client's words: a sentence, what it means, the steps behind and ahead."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from otklik.people.queries import staff
from otklik.portal.settings import SHOW_ASSIGNEE
from otklik.tickets.enums import State, Turn
from otklik.tickets.queries import workflow
from otklik.web.typography import localtime

if TYPE_CHECKING:
    from otklik.portal.possible import Possible
    from otklik.tickets.models import Ticket


@dataclass(frozen=True)
class Step:
    """One mark of the track: `state` is past, now or next."""

    name: str
    at: str
    state: str


@dataclass(frozen=True)
class Standing:
    """What stands at the top of a request."""

    sentence: str
    meaning: str
    glyph: str
    steps: Sequence[Step]


def standing_of(ticket: Ticket, possible: Possible) -> Standing:
    """The standing of a request, with what the client can still do about it in words."""
    status = workflow().statuses[ticket.status_id]
    return Standing(_sentence(ticket), _meaning(ticket, possible), status.glyph, _steps(ticket))


def sentence(status_id: int) -> str:
    """The status as the client reads it."""
    status = workflow().statuses[status_id]
    return str(status.client_name or status.name)


def helper(assignee_id: int | None) -> str:
    """Who works on it, where clients are shown it (PORT-2); else nobody."""
    if assignee_id is None or not SHOW_ASSIGNEE.get():
        return ""
    agent = staff().agents.get(assignee_id)
    return agent.name if agent else ""


def _sentence(ticket: Ticket) -> str:
    done = ticket.closed_at or ticket.resolved_at
    if not ticket.is_open and done:
        return _("%(status)s %(moment)s") % {
            "status": sentence(ticket.status_id),
            "moment": localtime(done),
        }
    name = helper(ticket.assignee_id)
    if name and ticket.turn == Turn.US:
        return _("%(status)s: %(name)s is on it") % {"status": sentence(ticket.status_id), "name": name}
    return sentence(ticket.status_id)


def _meaning(ticket: Ticket, possible: Possible) -> str:
    if ticket.state == State.RESOLVED:
        return _closes_by_itself(ticket, possible)
    if ticket.state == State.CLOSED:
        return _after_closing(possible)
    if ticket.state == State.POSTPONED and ticket.postponed_until:
        return _("We return to it on %(moment)s.") % {"moment": localtime(ticket.postponed_until)}
    if ticket.turn == Turn.CLIENT:
        return _("Without your answer it does not move on.")
    if ticket.first_reply_at is None:
        return _("We will answer here and by mail.")
    return _("News will come here and by mail.")


def _closes_by_itself(ticket: Ticket, possible: Possible) -> str:
    if ticket.closes_at is None:
        return _("Tell us whether everything works.")
    if possible.done_by:
        return _("%(name)s told us that it works. It closes by itself on %(moment)s.") % {
            "name": possible.done_by,
            "moment": localtime(ticket.closes_at),
        }
    if possible.said_done:
        return _("You told us that it works. It closes by itself on %(moment)s.") % {
            "moment": localtime(ticket.closes_at)
        }
    return _("If everything works, nothing needs to be done: it closes by itself on %(moment)s.") % {
        "moment": localtime(ticket.closes_at)
    }


def _after_closing(possible: Possible) -> str:
    if possible.reopen_until is not None:
        return _("If it comes back, we take it up again without a new request until %(moment)s.") % {
            "moment": localtime(possible.reopen_until)
        }
    if possible.may_reopen:
        return _("If it comes back, we take it up again without a new request.")
    return _("It was closed some time ago. If it comes back, ask anew: we will see both.")


def _steps(ticket: Ticket) -> list[Step]:
    """Received, answered, at work, completed; the one that is going on is marked."""
    answered, done = ticket.first_reply_at, not ticket.is_open
    begun = ticket.state != State.NEW and (answered is not None or ticket.assignee_id is not None)
    return [
        Step(_("Received"), _when(ticket.created_at), "past" if begun or done else "now"),
        Step(_("Answered"), _when(answered), "past" if answered or done else "next"),
        Step(_now_words(ticket), "", "past" if done else "now" if begun else "next"),
        Step(
            _("Done"),
            _when(ticket.resolved_at or ticket.closed_at) if done else "",
            "past" if done else "next",
        ),
    ]


def _now_words(ticket: Ticket) -> str:
    if ticket.is_open and ticket.turn == Turn.CLIENT:
        return _("Your answer")
    return _("On hold") if ticket.is_open and ticket.state == State.POSTPONED else _("At work")


def _when(at: datetime | None) -> str:
    return f"{localtime(at, 'short')}, {localtime(at, 'clock')}" if at else ""

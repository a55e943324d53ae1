"""Rating a ticket, or changing the rating."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from otklik.core import clock, text
from otklik.core.circumstances import batch
from otklik.core.errors import Conflict, Invalid, NotPossible
from otklik.people.actor import Actor
from otklik.surveys import settings
from otklik.surveys.access import require_rating
from otklik.surveys.models import Rating
from otklik.surveys.queries import standing_of
from otklik.surveys.terms import VALUES, Refusal, Standing, may_write_over, refusal
from otklik.tickets.commands import take_rating
from otklik.tickets.commands.locking import locked
from otklik.tickets.models import Ticket

MAX_COMMENT = 4000


@transaction.atomic
def rate(actor: Actor, ticket: Ticket, value: int, comment: str = "", *, instead: bool = True) -> Rating:
    """Rate done work 5 to 1, with a comment. For the ticket's client, also by their personal link.

    From `surveys.closes_from` on it confirms the work and closes a done ticket; a low one
    (`tickets.low_rating`) makes it a complaint its team's lead is told of. May be changed for
    `surveys.change_days`, by whoever gave it or whom the ticket is for; the same again changes nothing. With
    `instead` False somebody else's rating is not written over (`Conflict("rated_by_another")`): the page
    the press came from did not show it. Writes `ticket.rated` and what follows from it
    (`tickets.commands.take_rating`). `NotPossible` before it is done, when it was not processed, too late,
    or when ratings are switched off.
    """
    if value not in VALUES:
        raise Invalid({"value": _("Choose a rating from 5 to 1.")})
    row = locked(ticket)
    require_rating(actor, row)
    given = Rating.objects.filter(ticket=row).first()
    standing = standing_of(row, given)
    _refuse(standing)
    counting = given if standing.given_at else None
    _refuse_over(actor, row, counting, instead=instead)
    words = text.storable(comment).strip()[:MAX_COMMENT]
    if counting is not None and (counting.value, counting.comment) == (value, words):
        return counting
    with batch():
        rating = given or Rating(ticket=row)
        rating.given_at = standing.given_at or clock.now()
        _write(actor, row, rating, value, words)
        closes = value >= settings.CLOSES_FROM.get()
        take_rating(actor.ref, row, value, has_comment=bool(words), closes=closes)
    return rating


def _refuse(standing: Standing) -> None:
    why = refusal(
        standing,
        clock.now(),
        open_days=settings.OPEN_DAYS.get(),
        change_days=settings.CHANGE_DAYS.get(),
    )
    if why is not None:
        raise NotPossible(_WORDS[why](), code=f"rating_{why}")


def _refuse_over(actor: Actor, row: Ticket, counting: Rating | None, *, instead: bool) -> None:
    if counting is None or counting.contact_id == actor.contact_id:
        return
    name = counting.contact.name if counting.contact else row.contact_name or row.contact_email
    said = {"name": name, "rating": counting.value}
    if not may_write_over(actor.contact_id, counting.contact_id, row.contact_id):
        why = _("%(name)s rated it %(rating)s of 5. Only they and whom the request is for can change it.")
        raise NotPossible(why % said, code="rating_anothers")
    if not instead:
        raise Conflict(
            _("%(name)s rated it %(rating)s of 5. Change the rating?") % said, code="rated_by_another"
        )


def _write(actor: Actor, row: Ticket, rating: Rating, value: int, comment: str) -> None:
    rating.value, rating.comment, rating.changed_at = value, comment, clock.now()
    rating.contact_id, rating.via = actor.contact_id, actor.via
    rating.agent_id, rating.team_id = row.assignee_id, row.team_id
    rating.save()


_WORDS = {
    Refusal.OFF: lambda: _("Ratings are switched off."),
    Refusal.NOT_DONE: lambda: _("This is still being worked on; it can be rated when it is done."),
    Refusal.NOT_PROCESSED: lambda: _("This request was closed without work, so there is nothing to rate."),
    Refusal.TOO_LATE: lambda: _("The time for rating this has passed."),
}

"""What a client says of done work: `…/rating`, `…/closure`, `…/reopening`. A press, never a link."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.db import transaction
from django.http import HttpResponseBase, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from otklik.core.errors import Invalid, NotPossible, Refused
from otklik.portal.doors import Door, by_link, signed_in
from otklik.portal.one_request import Returned, page
from otklik.surveys.commands import rate
from otklik.tickets.access import get_ticket_for
from otklik.tickets.commands import TooLate, close_by_client, reopen
from otklik.tickets.enums import State
from otklik.web.errors import status_of
from otklik.web.flash import say_next
from otklik.web.request import OtklikRequest


@require_POST
def rating(request: OtklikRequest, door: Door) -> HttpResponseBase:
    """Rate 5 to 1, with a comment; a good one confirms the work."""
    values = _values(request)

    def do() -> str:
        give(door, values)
        return _thanks(door)

    return _done(request, door, "rating", values, do)


@require_POST
def closure(request: OtklikRequest, door: Door) -> HttpResponseBase:
    """Confirm done work, with a rating where one is chosen; or withdraw what is no longer needed."""
    values = _values(request)

    def do() -> str:
        if door.ticket.is_open:
            close_by_client(door.actor, door.ticket)
            return _("Withdrawn.")
        _confirm(door, values)
        return _("Thank you. The request is closed.")

    return _done(request, door, "rating", values, do)


@require_POST
def reopening(request: OtklikRequest, door: Door) -> HttpResponseBase:
    """Send it back to work; the reason is mandatory."""
    values = {"why": request.POST.get("why", "")}

    def do() -> str:
        send_back(door, values["why"])
        return _("Back to work.")

    return _done(request, door, "reopening", values, do)


def give(door: Door, values: Mapping[str, str]) -> None:
    """Rate by what a form sent; `Invalid` without a choice. Over somebody else's rating only from a page that
    showed it: its form says `instead`."""
    value, instead = values["value"], values.get("instead") == "1"
    mark = int(value) if value in ("1", "2", "3", "4", "5") else 0
    rate(door.actor, door.ticket, mark, values["comment"], instead=instead)


def send_back(door: Door, why: str) -> None:
    """Reopen; one closed too long ago is refused in words."""
    try:
        reopen(door.actor, door.ticket, why)
    except TooLate as error:
        raise NotPossible(
            _("This request was closed long ago. Register a new one, we will see them both.")
        ) from error


@transaction.atomic
def _confirm(door: Door, values: Mapping[str, str]) -> None:
    """A mark is kept first: a good one closes by itself. Words without a mark go into the conversation."""
    if values["value"]:
        give(door, values)
    close_by_client(door.actor, door.ticket, comment="" if values["value"] else values["comment"])


def _thanks(door: Door) -> str:
    """Says so where the rating was what closed it."""
    now = get_ticket_for(door.actor, door.ticket.number)
    if door.ticket.state != State.CLOSED and now.state == State.CLOSED:
        return _("Thank you for the rating. The request is closed now.")
    return _("Thank you for the rating.")


def _values(request: OtklikRequest) -> dict[str, str]:
    return {name: request.POST.get(name, "") for name in ("value", "comment", "instead")}


def _done(
    request: OtklikRequest, door: Door, form: str, values: Mapping[str, str], do: Callable[[], str]
) -> HttpResponseBase:
    """`do` does it and says what was done."""
    try:
        said = do()
    except Refused as error:
        problems = error.fields if isinstance(error, Invalid) else {}
        back = Returned(form, error.message, problems=problems, values=values, status=status_of(error))
        return page(request, door, returned=back)
    if not door.is_link:  # no session for who has not signed in: the page itself shows how it stands
        say_next(request, said)
    return HttpResponseRedirect(door.base)


rating_mine, rating_linked = signed_in(rating), by_link(rating)
closure_mine, closure_linked = signed_in(closure), by_link(closure)
reopening_mine, reopening_linked = signed_in(reopening), by_link(reopening)

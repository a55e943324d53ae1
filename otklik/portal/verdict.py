"""What a client says of done work: `…/rating`, `…/closure`, `…/reopening`. A press, never a link."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpResponseBase, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from otklik.core.errors import Invalid, NotPossible, Refused
from otklik.portal.doors import Door, by_link, signed_in
from otklik.portal.one_request import Returned, page
from otklik.surveys.commands import rate
from otklik.tickets.commands import TooLate, close_by_client, reopen
from otklik.web.errors import status_of
from otklik.web.flash import say_next
from otklik.web.request import OtklikRequest


@require_POST
def rating(request: OtklikRequest, door: Door) -> HttpResponseBase:
    """Rate 5 to 1, with a comment; a good one confirms the work."""
    values = {name: request.POST.get(name, "") for name in ("value", "comment")}

    def do() -> None:
        give(door, values["value"], values["comment"])

    return _done(request, door, "rating", values, do, _("Thank you for the rating."))


@require_POST
def closure(request: OtklikRequest, door: Door) -> HttpResponseBase:
    """Confirm done work, or withdraw what is no longer needed."""
    said = _("Withdrawn.") if door.ticket.is_open else _("Thank you. The request is closed.")
    return _done(request, door, "closure", {}, lambda: _close(door), said)


@require_POST
def reopening(request: OtklikRequest, door: Door) -> HttpResponseBase:
    """Send it back to work; the reason is mandatory."""
    values = {"why": request.POST.get("why", "")}
    return _done(
        request, door, "reopening", values, lambda: send_back(door, values["why"]), _("Back to work.")
    )


def give(door: Door, value: str, comment: str) -> None:
    """Rate by what a form sent; `Invalid` without a choice."""
    rate(door.actor, door.ticket, int(value) if value in ("1", "2", "3", "4", "5") else 0, comment)


def send_back(door: Door, why: str) -> None:
    """Reopen; one closed too long ago is refused in words."""
    try:
        reopen(door.actor, door.ticket, why)
    except TooLate as error:
        raise NotPossible(
            _("This request was closed long ago. Register a new one, we will see them both.")
        ) from error


def _close(door: Door) -> None:
    close_by_client(door.actor, door.ticket)


def _done(
    request: OtklikRequest, door: Door, form: str, values: dict[str, str], do: Callable[[], None], said: str
) -> HttpResponseBase:
    try:
        do()
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

"""`/reports/board`: the numbers of the board (REP-1)."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import gettext_noop as _
from ninja import Query, Router

from otklik.api.answers import answer
from otklik.api.operations import staff, told
from otklik.api.request import ApiRequest
from otklik.api.schemas.board import BoardOut, BoardQuery, board_out
from otklik.tickets.board_scope import scope_named
from otklik.tickets.queries.board import figures, longest_waiting
from otklik.tickets.queries.daily import days, usually_open

router = Router(tags=["reports"])


@router.get(
    "/reports/board",
    **told(
        _("Read the numbers of the board"),
        _(
            "What is open, waits for an answer, is overdue, due today, unassigned, postponed; who has "
            "how much; who has waited longest; created and done by day of the last 30. For employees, of the "
            "tickets of their teams; of any team and of all for who sees all tickets."
        ),
        gives={200: BoardOut},
        refuses=(403, 404, 422),
    ),
)
def read_board(request: ApiRequest, query: Query[BoardQuery]) -> HttpResponse:
    """`tickets.queries.board.figures`, `longest_waiting`, `tickets.queries.daily.days`."""
    actor = staff(request)
    scope = scope_named(actor, query.team)
    found = figures(actor, scope)
    month = days(actor, scope)
    usual = usually_open(actor, scope, found.open)
    return answer(board_out(scope, found, longest_waiting(actor, scope), month, usual))

"""`/calendar-trials`: calendars tried on past and open tickets. For administrators."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _
from ninja import Query, Router

from otklik.api.answers import answer, answer_once
from otklik.api.lists import listed
from otklik.api.operations import administrator, told
from otklik.api.request import ApiRequest
from otklik.api.schemas.calendar_trials import (
    CalendarTrialIn,
    CalendarTrialOut,
    CalendarTrialTickets,
    calendar_trial_out,
    calendar_trial_ticket_out,
)
from otklik.api.schemas.calendars import spec_of
from otklik.api.schemas.pages import PageQuery
from otklik.automation.trials.calendar_drafts import calendar_draft
from otklik.automation.trials.reading import rows_page
from otklik.automation.trials.starting import get_calendar_trial_for, stop_trial, try_calendar
from otklik.core.errors import NotFound
from otklik.organisation.calendars import calendar_named

router = Router(tags=["configuration"])


@router.post(
    "/calendar-trials",
    **told(
        _("Try a calendar"),
        _(
            "For administrators. Counts in the background which deadlines saving a draft would move, and "
            "which would have been others; nothing else is written."
        ),
        gives={201: CalendarTrialOut},
        refuses=(403, 404, 409, 422),
    ),
)
def start_calendar_trial(request: ApiRequest, body: CalendarTrialIn) -> HttpResponse:
    """A trial of the same calendar that still runs is stopped."""
    actor = administrator(request)
    row = calendar_named(body.calendar) if body.calendar is not None else None
    if body.calendar is not None and row is None:
        raise NotFound(gettext("There is no such calendar."))
    spec = spec_of(body.values, row)

    def begin() -> CalendarTrialOut:
        return calendar_trial_out(try_calendar(actor, calendar_draft(actor.ref, row, spec), body.days))

    return answer_once(request, begin, status=201)


@router.get(
    "/calendar-trials/{uuid:uid}",
    **told(
        _("Read a trial of a calendar"),
        _("For administrators."),
        gives={200: CalendarTrialOut},
        refuses=(403, 404),
    ),
)
def read_calendar_trial(request: ApiRequest, uid: UUID) -> HttpResponse:
    """Also while it runs."""
    return answer(calendar_trial_out(get_calendar_trial_for(administrator(request), str(uid))))


@router.get(
    "/calendar-trials/{uuid:uid}/tickets",
    **told(
        _("List the deadlines a trial of a calendar has found"),
        _("For administrators: of tickets that come out otherwise and that they may see, the first 10,000."),
        gives={200: CalendarTrialTickets},
        refuses=(403, 404, 422),
    ),
)
def list_calendar_trial_tickets(request: ApiRequest, uid: UUID, query: Query[PageQuery]) -> HttpResponse:
    """Newest first."""
    actor = administrator(request)
    page = rows_page(actor, get_calendar_trial_for(actor, str(uid)), after=query.after, limit=query.limit)
    rows = [calendar_trial_ticket_out(row) for row in page.rows]
    return listed(request, CalendarTrialTickets(items=rows), page.after)


@router.post(
    "/calendar-trials/{uuid:uid}/actions/stop",
    **told(
        _("Stop a trial of a calendar"),
        _("For administrators. What it has found so far stays."),
        gives={200: CalendarTrialOut},
        refuses=(403, 404),
    ),
)
def stop_calendar_trial(request: ApiRequest, uid: UUID) -> HttpResponse:
    """One that has ended is left as it is."""
    actor = administrator(request)
    trial = get_calendar_trial_for(actor, str(uid))
    return answer_once(request, lambda: calendar_trial_out(stop_trial(actor, trial)))

"""A calendar is tried on past and open tickets before it is saved: `/settings/calendar-trials/…`.

What is typed goes along with the trial, so that nothing is lost where no script holds the page.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from otklik.automation.trials.calendar_drafts import calendar_draft, calendar_draft_of, is_calendar_tried
from otklik.automation.trials.calendar_rows import NOW, THEN, Moved, moved, sums_of
from otklik.automation.trials.reading import rows_page
from otklik.automation.trials.starting import (
    DAYS,
    get_calendar_trial_for,
    stop_trial,
    try_calendar,
)
from otklik.core.errors import NotFound, Refused
from otklik.organisation.calendars import CalendarInfo, calendar_named, calendars
from otklik.settings_ui.calendar_form import FIELDS, by_field, spec_in
from otklik.settings_ui.forms import problems_of, typed
from otklik.settings_ui.trial_panels import AT_ONCE, days_asked, progress_of, refused, shown
from otklik.web.errors import wants_fragment
from otklik.web.gates import admin_page
from otklik.web.outcome_words import outcome_words
from otklik.web.promise_words import label_of
from otklik.web.request import OtklikRequest

if TYPE_CHECKING:
    from otklik.people.actor import Actor
    from otklik.rules.models import Trial, TrialRow

PANEL = {"trial_panel": "settings/_calendar_trial.html", "trial_section": "calendars"}


@dataclass(frozen=True)
class Told:
    """A deadline that comes out otherwise: words for it before and after, and whether it is broken."""

    label: str
    before: str
    after: str
    was_late: bool
    is_late: bool


@dataclass(frozen=True)
class Row:
    """A ticket with what saving moves, and what would have been."""

    number: str
    subject: str
    company: str
    now: Sequence[Told]
    then: Sequence[Told]


@require_POST
@admin_page
def trial(request: OtklikRequest) -> HttpResponse:
    """Try what is typed into a calendar's form. Our script is given the panel, others the calendar's page
    with what they typed."""
    row = _named(request.POST.get("trial_calendar", ""))
    given = typed(FIELDS, request.POST)
    try:
        draft = calendar_draft(request.actor.ref, row, spec_in(given, row), given)
        begun = try_calendar(request.actor, draft, days_asked(request))
    except Refused as error:
        wrong = by_field(problems_of(error))
        return refused(request, error, wrong, FIELDS, {**PANEL, **_back(_page_of(row))})
    if wants_fragment(request):
        return shown(request, panel(request.actor, begun))
    return HttpResponseRedirect(f"{_page_of(row)}?trial={begun.uid}#trial")


@require_safe
@admin_page
def progress(request: OtklikRequest, uid: str) -> HttpResponse:
    """How far it has come and what was found; with `after`, more of the tickets."""
    own = get_calendar_trial_for(request.actor, str(uid))
    context = panel(request.actor, own, after=request.GET.get("after", ""))
    return shown(request, {**context, **_back(f"{_page_of(_tried(own))}?trial={own.uid}")})


@require_POST
@admin_page
def stop(request: OtklikRequest, uid: str) -> HttpResponse:
    """End it where it stands."""
    stopped = stop_trial(request.actor, get_calendar_trial_for(request.actor, str(uid)))
    if wants_fragment(request):
        return shown(request, panel(request.actor, stopped))
    return HttpResponseRedirect(f"{_page_of(_tried(stopped))}?trial={stopped.uid}#trial")


def tried_values(request: OtklikRequest, row: CalendarInfo | None) -> dict[str, object]:
    """What a form opens with that was tried before it was saved (`?trial=`)."""
    found = _asked_for(request)
    if found is None or (found.rule_id or 0) != (row.id if row else 0):
        return {}
    return dict(calendar_draft_of(found).typed)


def is_untried(request: OtklikRequest, row: CalendarInfo | None, given: Mapping[str, object]) -> bool:
    """Whether saving this is to be asked about first: it counts otherwise than what stands and was not tried.
    What cannot be saved anyway is left to saving."""
    if request.POST.get("untried") == "1":
        return False
    try:
        draft = calendar_draft(request.actor.ref, row, spec_in(given, row))
    except Refused:
        return False
    return not is_calendar_tried(draft)


def trying(request: OtklikRequest, row: CalendarInfo | None) -> dict[str, object]:
    """What the panel below a calendar's form needs."""
    found = _asked_for(request)
    context: dict[str, object] = panel(request.actor, found) if found is not None else {"t": None}
    return {
        **context,
        "trial_url": reverse("settings-calendar-trial"),
        "trial_calendar": row.code if row else "",
        "trial_days": DAYS,
        "trial_usual": days_asked(request) if request.method == "POST" or found is None else found.days,
    }


def panel(actor: Actor, found: Trial, after: str = "") -> dict[str, object]:
    """A trial as the page shows it."""
    page = rows_page(actor, found, after=after, limit=AT_ONCE)
    return {
        **PANEL,
        **progress_of(found, page, "settings-calendar-trial", after),
        "sums": sums_of(found),
        "rows": [_row(row) for row in page.rows],
    }


def _asked_for(request: OtklikRequest) -> Trial | None:
    uid = request.GET.get("trial", "")
    try:
        return get_calendar_trial_for(request.actor, uid) if uid else None
    except NotFound:
        return None


def _named(code: str) -> CalendarInfo | None:
    found = calendar_named(code) if code else None
    if code and found is None:
        raise NotFound
    return found


def _tried(found: Trial) -> CalendarInfo | None:
    return next((one for one in calendars() if one.id == found.rule_id), None)


def _page_of(row: CalendarInfo | None) -> str:
    return reverse("settings-calendar", args=[row.code]) if row else reverse("settings-calendar-new")


def _back(address: str) -> dict[str, str]:
    return {"back": address, "back_words": _("Back to the calendar")}


def _row(row: TrialRow) -> Row:
    return Row(
        number=row.ticket.number,
        subject=row.ticket.subject,
        company=row.ticket.company.name if row.ticket.company is not None else "",
        now=[_told(one) for one in moved(row, NOW)],
        then=[_told(one) for one in moved(row, THEN)],
    )


def _told(one: Moved) -> Told:
    before, after = (outcome_words("due_at", moment) for moment in (one.before, one.after))
    return Told(label_of(one.kind, one.run), before, after, one.was_late, one.is_late)

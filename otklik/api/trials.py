"""`/rules/trials`: rules tried on past tickets. For administrators."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext_noop as _
from ninja import Query, Router

from otklik.api.answers import answer, answer_once
from otklik.api.lists import listed
from otklik.api.operations import administrator, told
from otklik.api.request import ApiRequest
from otklik.api.schemas.pages import PageQuery
from otklik.api.schemas.trials import TrialIn, TrialOut, TrialTickets, trial_out, trial_ticket_out
from otklik.api.set_up import our_names, plain_values
from otklik.automation.drafts import draft_of
from otklik.automation.tables import table_called
from otklik.automation.trials.reading import found_by, rows_page
from otklik.automation.trials.starting import get_trial_for, stop_trial, try_draft
from otklik.people.commands import get_set_up

router = Router(tags=["configuration"])


@router.post(
    "/rules/trials",
    **told(
        _("Try a rule"),
        _("For administrators. Asks a draft about past tickets in the background; nothing else is written."),
        gives={201: TrialOut},
        refuses=(403, 404, 409, 422),
    ),
)
def start_trial(request: ApiRequest, body: TrialIn) -> HttpResponse:
    """A trial of the same rule that still runs is stopped."""
    actor, own = administrator(request), table_called(body.table)

    def begin() -> TrialOut:
        rule = get_set_up(actor, own.shape, str(body.rule)) if body.rule is not None else None
        with our_names():
            draft = draft_of(own, rule, plain_values(body.values), body.place)
        return trial_out(found_by(try_draft(actor, draft, body.days)))

    return answer_once(request, begin, status=201)


@router.get(
    "/rules/trials/{uuid:uid}",
    **told(_("Read a trial"), _("For administrators."), gives={200: TrialOut}, refuses=(403, 404)),
)
def read_trial(request: ApiRequest, uid: UUID) -> HttpResponse:
    """Also while it runs."""
    return answer(trial_out(found_by(get_trial_for(administrator(request), str(uid)))))


@router.get(
    "/rules/trials/{uuid:uid}/tickets",
    **told(
        _("List the tickets a trial has found"),
        _("For administrators: those that come out otherwise and that they may see, the first 10,000."),
        gives={200: TrialTickets},
        refuses=(403, 404, 422),
    ),
)
def list_trial_tickets(request: ApiRequest, uid: UUID, query: Query[PageQuery]) -> HttpResponse:
    """Newest first."""
    actor = administrator(request)
    page = rows_page(actor, get_trial_for(actor, str(uid)), after=query.after, limit=query.limit)
    return listed(request, TrialTickets(items=[trial_ticket_out(row) for row in page.rows]), page.after)


@router.post(
    "/rules/trials/{uuid:uid}/actions/stop",
    **told(
        _("Stop a trial"),
        _("For administrators. What it has found so far stays."),
        gives={200: TrialOut},
        refuses=(403, 404),
    ),
)
def stop_a_trial(request: ApiRequest, uid: UUID) -> HttpResponse:
    """One that has ended is left as it is."""
    actor = administrator(request)
    trial = get_trial_for(actor, str(uid))
    return answer_once(request, lambda: trial_out(found_by(stop_trial(actor, trial))))

"""`/rules/{table}/{uid}/deeds`: everything a rule did since a moment, looked at and taken back."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import gettext_noop as _
from ninja import Query, Router

from otklik.api.answers import answer, answer_once
from otklik.api.operations import administrator, told
from otklik.api.request import ApiRequest
from otklik.api.schemas.steps import Step, step_out
from otklik.api.schemas.taking_back import DeedsOfRule, SinceIn, SinceQuery, deeds_out
from otklik.automation.tables import table_called
from otklik.automation.taking_back.doing import take_back
from otklik.automation.taking_back.looking import look
from otklik.automation.taking_back.recounting import stop_counting
from otklik.core import clock

router = Router(tags=["configuration"])


@router.get(
    "/rules/{table}/{uid}/deeds",
    **told(
        _("Look at what a rule did"),
        _("For administrators: since a moment, and what taking it back would do. Nothing is changed."),
        gives={200: DeedsOfRule},
        refuses=(403, 404, 409, 422),
    ),
)
def read_deeds(request: ApiRequest, table: str, uid: str, query: Query[SinceQuery]) -> HttpResponse:
    """The latest tickets one by one, all of them counted."""
    return answer(deeds_out(look(administrator(request), table, uid, query.since, clock.now())))


@router.post(
    "/rules/{table}/{uid}/actions/take-back",
    **told(
        _("Take back what a rule did"),
        _(
            "For administrators: everything since a moment that nobody has changed since, in the background. "
            "Follow and undo it by `/steps`. Deadlines follow their rules: a rule of `sla` is switched off, "
            "its open tickets are counted without it, and the answer is what moves. "
            "Switching it on takes that back."
        ),
        gives={201: Step | DeedsOfRule},
        refuses=(403, 404, 409, 422),
    ),
)
def take_back_deeds(request: ApiRequest, table: str, uid: str, body: SinceIn) -> HttpResponse:
    """Letters that have gone out stay, as do tickets it registered."""
    actor = administrator(request)
    if table_called(table).counts_anew:
        return answer_once(request, lambda: deeds_out(stop_counting(actor, uid, body.since)), status=201)
    return answer_once(request, lambda: step_out(take_back(actor, table, uid, body.since)), status=201)

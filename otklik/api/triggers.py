"""`/rules/triggers`: what happens by itself when something happens to a ticket."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext_noop as _
from ninja import Query, Router

from otklik.api.answers import answer, answer_once
from otklik.api.lists import listed, page_of_small
from otklik.api.operations import told
from otklik.api.request import ApiRequest
from otklik.api.schemas.pages import PageQuery
from otklik.api.schemas.triggers import TriggerIn, TriggerOut, Triggers, triggers_out
from otklik.api.set_up import change, make
from otklik.automation.queries import every_trigger
from otklik.automation.webhooks import secret
from otklik.people.commands.configure import require_setting_up
from otklik.web.setting_up import TRIGGER

router = Router(tags=["configuration"])


@router.get(
    "/rules/triggers",
    **told(_("List triggers"), _("For administrators."), gives={200: Triggers}, refuses=(403, 422)),
)
def list_triggers(request: ApiRequest, query: Query[PageQuery]) -> HttpResponse:
    """In the order they are asked; hidden ones too."""
    require_setting_up(request.auth, TRIGGER)
    page = page_of_small(every_trigger(), query, lambda row: str(row.uid))
    return listed(request, Triggers(items=triggers_out(page.rows), signing_secret=secret()), page.after)


@router.post(
    "/rules/triggers",
    **told(
        _("Add a trigger"),
        _("For administrators. It stands last; it has an event or a time, and at least one action."),
        gives={201: TriggerOut},
        refuses=(403, 409, 422),
    ),
)
def add_trigger(request: ApiRequest, body: TriggerIn) -> HttpResponse:
    """It answers what happens from now on."""
    return answer_once(request, lambda: triggers_out([make(request.auth, TRIGGER, body)])[0], status=201)


@router.patch(
    "/rules/triggers/{uid}",
    **told(
        _("Change a trigger"),
        _("For administrators. What it has done stays."),
        gives={200: TriggerOut},
        refuses=(403, 404, 409, 422),
    ),
)
def patch_trigger(request: ApiRequest, uid: UUID, body: TriggerIn) -> HttpResponse:
    """Also hides one and brings it back."""
    return answer(triggers_out([change(request.auth, TRIGGER, uid, body)])[0])

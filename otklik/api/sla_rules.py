"""`/rules/sla`: deadlines by rules in order; `/tickets/{number}/clocks`: what they came to for a ticket."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext_noop as _
from ninja import Query, Router

from otklik.api.answers import answer, answer_once
from otklik.api.lists import listed, page_of_small
from otklik.api.operations import staff, told
from otklik.api.request import ApiRequest
from otklik.api.schemas.pages import PageQuery
from otklik.api.schemas.sla_rules import (
    Clocks,
    SlaRuleIn,
    SlaRuleOut,
    SlaRules,
    clock_out,
    sla_rule_out,
    sla_rules_out,
)
from otklik.api.set_up import change, make
from otklik.people.commands.configure import require_setting_up
from otklik.sla.queries import every_rule, ledgers_of
from otklik.web.setting_up import SLA_RULE

router = Router(tags=["configuration"])
of_tickets = Router(tags=["tickets"])


@router.get(
    "/rules/sla",
    **told(_("List SLA rules"), _("For administrators."), gives={200: SlaRules}, refuses=(403, 422)),
)
def list_sla_rules(request: ApiRequest, query: Query[PageQuery]) -> HttpResponse:
    """In the order they are asked; hidden ones too."""
    require_setting_up(request.auth, SLA_RULE)
    page = page_of_small(every_rule(), query, lambda row: str(row.uid))
    return listed(request, SlaRules(items=sla_rules_out(page.rows)), page.after)


@router.post(
    "/rules/sla",
    **told(
        _("Add an SLA rule"),
        _("For administrators. It stands last; at least one time is promised."),
        gives={201: SlaRuleOut},
        refuses=(403, 409, 422),
    ),
)
def add_sla_rule(request: ApiRequest, body: SlaRuleIn) -> HttpResponse:
    """Open tickets are read again after it."""
    return answer_once(request, lambda: sla_rule_out(make(request.auth, SLA_RULE, body)), status=201)


@router.patch(
    "/rules/sla/{uid}",
    **told(
        _("Change an SLA rule"),
        _("For administrators. What open tickets have used is carried over."),
        gives={200: SlaRuleOut},
        refuses=(403, 404, 409, 422),
    ),
)
def patch_sla_rule(request: ApiRequest, uid: UUID, body: SlaRuleIn) -> HttpResponse:
    """Also hides one and brings it back."""
    return answer(sla_rule_out(change(request.auth, SLA_RULE, uid, body)))


@of_tickets.get(
    "/{number}/clocks",
    **told(
        _("Read a ticket's clocks"),
        _("For staff: every promise with the segments it is counted by."),
        gives={200: Clocks},
        refuses=(403, 404),
    ),
)
def read_clocks(request: ApiRequest, number: str) -> HttpResponse:
    """Reaction, resolution, then every run of answers."""
    _ticket, ledgers = ledgers_of(staff(request), number)
    return answer(Clocks(items=[clock_out(one) for one in ledgers]))

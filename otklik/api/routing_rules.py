"""`/rules/routing`: whose new tickets are, by rules in order."""

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
from otklik.api.schemas.routing_rules import (
    RoutingRuleIn,
    RoutingRuleOut,
    RoutingRules,
    routing_rules_out,
)
from otklik.api.set_up import change, make
from otklik.automation.queries import every_routing_rule
from otklik.people.commands.configure import require_setting_up
from otklik.web.setting_up import ROUTING_RULE

router = Router(tags=["configuration"])


@router.get(
    "/rules/routing",
    **told(_("List routing rules"), _("For administrators."), gives={200: RoutingRules}, refuses=(403, 422)),
)
def list_routing_rules(request: ApiRequest, query: Query[PageQuery]) -> HttpResponse:
    """In the order they are asked; hidden ones too."""
    require_setting_up(request.auth, ROUTING_RULE)
    page = page_of_small(every_routing_rule(), query, lambda row: str(row.uid))
    return listed(request, RoutingRules(items=routing_rules_out(page.rows)), page.after)


@router.post(
    "/rules/routing",
    **told(
        _("Add a routing rule"),
        _("For administrators. It stands last; it names a team, an employee or observers."),
        gives={201: RoutingRuleOut},
        refuses=(403, 409, 422),
    ),
)
def add_routing_rule(request: ApiRequest, body: RoutingRuleIn) -> HttpResponse:
    """New tickets are asked by it at once."""
    return answer_once(
        request, lambda: routing_rules_out([make(request.auth, ROUTING_RULE, body)])[0], status=201
    )


@router.patch(
    "/rules/routing/{uid}",
    **told(
        _("Change a routing rule"),
        _("For administrators. Tickets it has decided about stay whose they are."),
        gives={200: RoutingRuleOut},
        refuses=(403, 404, 409, 422),
    ),
)
def patch_routing_rule(request: ApiRequest, uid: UUID, body: RoutingRuleIn) -> HttpResponse:
    """Also hides one and brings it back."""
    return answer(routing_rules_out([change(request.auth, ROUTING_RULE, uid, body)])[0])

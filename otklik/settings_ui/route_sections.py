"""Routes and their stages among the sections of the settings."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from otklik.settings_ui import route_notes
from otklik.settings_ui.section import Section
from otklik.web import setting_up

_GROUP = "tickets"
ROUTE_SECTIONS: Sequence[Section] = (
    Section(
        "routes",
        setting_up.shapes()["route"],
        "route",
        _GROUP,
        _("Stages a ticket goes through, who answers for each, and what has to be known before it goes on."),
        route_notes.state,
        note=route_notes.route,
        effect="settings/effect_route.html",
        beside=route_notes.stages_of,
        new_title=_("New route"),
    ),
    Section(
        "stages",
        setting_up.shapes()["stage"],
        "route",
        _GROUP,
        _("Steps of the routes, in their order."),
        route_notes.stages_state,
        note=route_notes.stage,
        heading=route_notes.of_route,
        ordered=route_notes.by_route,
        effect="settings/effect_stage.html",
        beside=route_notes.neighbours,
        asked=route_notes.asked,
        within="routes",
        new_title=_("New stage"),
    ),
)

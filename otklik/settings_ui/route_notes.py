"""What stands beside routes and their stages in the settings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, cast

from django.db.models import Model
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from otklik.core.configuring.shapes import Field
from otklik.people.actor import Actor
from otklik.people.queries import staff
from otklik.settings_ui.conditions import editor
from otklik.tickets.queries.routes import routes

if TYPE_CHECKING:
    from otklik.tickets.models import Route, Stage


def state(number: int) -> str:
    """How the section stands, for the index."""
    none = _("None: tickets go from team to team as people hand them over.")
    return ngettext("%(n)s route.", "%(n)s routes.", number) % {"n": number} if number else none


def stages_state(number: int) -> str:
    """The same of stages."""
    return ngettext("%(n)s stage.", "%(n)s stages.", number) % {"n": number}


def route(row: Model) -> str:
    """Its stages, one after another."""
    return " → ".join(str(stage.name) for stage in routes().of(row.pk)) or _("no stages yet")


def stage(row: Model) -> str:
    """Who answers for it, and where tickets go from it."""
    own = cast("Stage", row)
    team = staff().teams.get(own.team_id or 0)
    to = [routes().stages[one.target_id] for one in routes().passages.get(own.pk, ())]
    place = (own.position, own.pk)
    onward = ", ".join(str(one.name) for one in to if (one.position, one.pk) > place)
    back = ", ".join(str(one.name) for one in to if (one.position, one.pk) < place)
    parts = (
        str(team.name) if team else "",
        _("leads to: %(stages)s") % {"stages": onward} if onward else "",
        _("returns to: %(stages)s") % {"stages": back} if back else "",
        "" if to else _("leads nowhere yet"),
    )
    return "; ".join(part for part in parts if part)


def of_route(row: Model) -> str:
    """The route a stage belongs to."""
    return str(cast("Stage", row).route)


def by_route(rows: Sequence[Model]) -> Sequence[tuple[Model, int]]:
    """Stages of one route together, in the order of routes."""
    order = {found.pk: place for place, found in enumerate(routes().routes)}
    stages = cast("Sequence[Stage]", rows)
    return [(row, 0) for row in sorted(stages, key=lambda row: order.get(row.route_id, len(order)))]


def stages_of(_actor: Actor, row: Model) -> dict[str, object]:
    """The stages of a route, to go to, and where one is added."""
    own = cast("Route", row)
    found = [
        (str(one.name), stage(one), reverse("settings-stages-edit", args=[one.uid]))
        for one in routes().of(own.pk)
    ]
    return {"stages": found, "add_url": f"{reverse('settings-stages-new')}?route={own.pk}"}


def neighbours(_actor: Actor, row: Model) -> dict[str, object]:
    """The route of a stage."""
    own = cast("Stage", row)
    return {"route_name": str(own.route), "route_url": reverse("settings-routes-edit", args=[own.route.uid])}


def asked(fields: Sequence[Field], values: Mapping[str, object]) -> Sequence[Field]:
    """A new stage is joined to the one before it: its ways are asked once it stands."""
    return [one for one in fields if one.name != "ways" or values.get("ways") is not None]


def ways_editor(value: object) -> dict[str, object]:
    """Every stage that may be led to, whether it is, and under which condition. `of` draws the editor of a
    condition; whose route they are of is compared where the row is known."""
    given = value if isinstance(value, Sequence) and not isinstance(value, str) else ()
    chosen = {int(str(one["to"])): one["condition"] for one in given}
    return {
        "of": editor,
        "stages": [
            {
                "pk": one.pk,
                "route": one.route_id,
                "name": str(one.name),
                "on": one.pk in chosen,
                "condition": chosen.get(one.pk) or {"all": []},
            }
            for one in routes().stages.values()
            if not one.hidden or one.pk in chosen
        ],
    }

"""What a route and its stages are made of, for whoever sets them up (ROUTE-4)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import cast

from django.db.models import Model
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from otklik.catalogue.queries import catalogue
from otklik.core.configuring.kinds import One, Option, Several
from otklik.core.configuring.shapes import Field, Shape, Values, declare
from otklik.core.errors import Invalid
from otklik.people.shapes import code_field, give_code, name_field, teams
from otklik.stages.kinds import WaysKind
from otklik.tickets.enums import OPEN_STATES
from otklik.tickets.events import ROUTE_CHANGED
from otklik.tickets.models import Passage, Route, Stage
from otklik.tickets.queries.routes import routes
from otklik.tickets.queries.workflow import workflow
from otklik.tickets.requirements import can_be_required


def _types() -> Sequence[Option]:
    return [Option(row.pk, str(row.name), row.hidden) for row in catalogue().types.values()]


def _services() -> Sequence[Option]:
    known = catalogue()
    return [
        Option(row.pk, " › ".join(str(step.name) for step in known.path_of(row)), row.hidden)
        for row in known.services.values()
    ]


def _routes() -> Sequence[Option]:
    return [Option(row.pk, str(row.name), not row.enabled) for row in routes().routes]


def _statuses() -> Sequence[Option]:
    """Of those still worked on, which ask for no words: nobody is there to say them."""
    return [
        Option(row.pk, str(row.name), not row.enabled, note=row.glyph)
        for row in workflow().statuses.values()
        if row.state in OPEN_STATES and not row.asks_until
    ]


def _ways(row: Model) -> object:
    own = Passage.objects.filter(source_id=row.pk).order_by("target_id")
    return [
        {"to": to, "condition": tree or {"all": []}} for to, tree in own.values_list("target_id", "condition")
    ]


def _lead(row: Model, value: object) -> None:
    stage = cast("Stage", row)
    if value is None:
        _join_to_former(stage)
        return
    wanted = {cast("int", one["to"]): one["condition"] for one in cast("list[Mapping[str, object]]", value)}
    Passage.objects.filter(source=stage).exclude(target_id__in=wanted).delete()
    for to, condition in wanted.items():
        Passage.objects.update_or_create(source=stage, target_id=to, defaults={"condition": condition})


def _join_to_former(stage: Stage) -> None:
    """A new stage stands last: the one before it leads here, and from here one returns there."""
    others = Stage.objects.filter(route_id=stage.route_id, hidden=False).exclude(pk=stage.pk)
    former = others.order_by("-position", "-pk").first()
    if former is not None:
        for source, target in ((former, stage), (stage, former)):
            Passage.objects.get_or_create(source=source, target=target, defaults={"condition": {"all": []}})


def _check_stage(row: Stage | None, values: Values) -> None:
    route = values["route"]
    for one in cast("list[Mapping[str, int]]", values["ways"] or []):
        stage = routes().stages[one["to"]]
        if stage.route_id != route or (row is not None and stage.pk == row.pk):
            raise Invalid({"ways": gettext("Tickets go to other stages of the same route.")})


ROUTE = declare(
    Shape(
        kind="route",
        model=Route,
        one=_("Route"),
        many=_("Routes"),
        event=ROUTE_CHANGED,
        title=lambda row: str(row.name),
        derive=lambda row, values: give_code(row, values, "route"),
        hidden=("enabled", False),
        fields=(
            name_field(
                _("For employees only: clients see nothing of routes. Its stages are added once it is there.")
            ),
            code_field(),
            Field(
                "types",
                _("For these ticket types"),
                Several(_types),
                _("Nothing ticked: for all."),
                default=(),
                many=True,
            ),
            Field(
                "services",
                _("For these services"),
                Several(_services, looks="folded"),
                _("With everything below them. Nothing ticked: for all."),
                default=(),
                many=True,
            ),
        ),
    )
)
STAGE = declare(
    Shape(
        kind="stage",
        model=Stage,
        one=_("Stage"),
        many=_("Stages"),
        event=ROUTE_CHANGED,
        title=lambda row: str(row.name),
        check=_check_stage,
        derive=lambda row, values: give_code(row, values, "stage"),
        siblings="route_id",
        order=("position", "id"),
        fields=(
            Field("route", _("Route"), One(_routes), required=True, attr="route_id", is_fixed=True),
            name_field(_("As on the button: Second line.")),
            code_field(),
            Field(
                "team",
                _("Who answers for it"),
                One(teams, empty=_("whoever has the ticket")),
                _("The team gets the ticket with the stage, and is told."),
                attr="team_id",
            ),
            Field(
                "requires",
                _("What has to be filled in before passing on"),
                Several(can_be_required, looks="folded"),
                _("Whoever passes on is asked for what the ticket lacks. Returning asks for nothing."),
                default=(),
            ),
            Field(
                "status",
                _("Status that comes with it"),
                One(_statuses, empty=_("none: stage and status are independent")),
                attr="status_id",
            ),
            Field(
                "ways",
                _("Where tickets go from here"),
                WaysKind(),
                _("A stage further down is passed on to, one further up is returned to."),
                read=_ways,
                write=_lead,
                group=_("Ways"),
            ),
        ),
    )
)

"""The action that moves a ticket to a stage of its route: there as long as there are routes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from otklik.automation.actions.assigning import WHOSE
from otklik.automation.actions.doing import Action, Doing, Shown, Values
from otklik.automation.actions.registry import provide
from otklik.core.configuring.kinds import One, Option
from otklik.core.configuring.shapes import Field
from otklik.stages.commands import pass_on, put_in_stage
from otklik.tickets.queries.routes import routes


def _stages() -> Sequence[Option]:
    return [
        Option(one.code, f"{one.route}: {one.name}", one.hidden or not one.route.enabled)
        for one in routes().stages.values()
    ]


def _move(doing: Doing, values: Values) -> None:
    """A rule puts it there; a person by the ways and with what the route asks of people."""
    do = put_in_stage if doing.actor.is_system else pass_on
    do(doing.actor, doing.ticket, str(values["stage"]))


def _words(shown: Shown) -> str:
    return gettext("move to the stage “%(stage)s”") % shown


def _offered() -> Iterator[Action]:
    if routes().in_use:
        stage = Field("stage", _("Stage"), One(_stages), required=True)
        yield Action("stage", _("Move to a stage"), WHOSE, _move, (stage,), _words)


provide(_offered)

"""What an SLA rule is made of, for whoever sets up deadlines (SLA-2)."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from otklik.core.configuring.durations import Duration
from otklik.core.configuring.kinds import Flag, One, Option, Text, Words
from otklik.core.configuring.shapes import Field, Shape, Values, declare
from otklik.core.errors import Invalid
from otklik.organisation.calendars import calendars
from otklik.rules.commands import keep_version
from otklik.rules.condition_kind import ConditionKind
from otklik.sla.events import SLA_RULE_CHANGED
from otklik.sla.models import SlaRule

PROMISES = ("reaction", "resolution", "answer")
_DECIDES = ("calendar_id", "company_zone", *PROMISES)
_THEN = _("What is promised")


def _calendars() -> Sequence[Option]:
    return [Option(row.id, str(row.name), row.hidden) for row in calendars()]


def _check(_row: SlaRule | None, values: Values) -> None:
    if not any(values[name] for name in PROMISES):
        said = gettext("Promise at least one: when it is taken up, done, or answered.")
        raise Invalid({"resolution": said})


def _settle(row: SlaRule, _values: Values) -> None:
    keep_version("sla", row, {name: getattr(row, name) for name in _DECIDES})


SLA_RULE = declare(
    Shape(
        kind="sla_rule",
        model=SlaRule,
        one=_("SLA rule"),
        many=_("Deadlines"),
        event=SLA_RULE_CHANGED,
        title=lambda row: str(row.name),
        check=_check,
        settle=_settle,
        fields=(
            Field("name", _("Title"), Words(limit=100), required=True),
            Field("enabled", _("In force"), Flag(), default=True),
            Field(
                "condition",
                _("For which tickets"),
                ConditionKind(),
                _("The first rule in the list that holds for a ticket is taken."),
                default={"all": []},
            ),
            Field(
                "reaction",
                _("First answer or step within"),
                Duration(),
                _("Of working time: 30 min, 4 h, 1:30."),
                group=_THEN,
                if_empty=_("empty: not promised"),
            ),
            Field(
                "resolution",
                _("Done within"),
                Duration(),
                _("The time the ticket stands in a status that pauses is not counted."),
                group=_THEN,
                if_empty=_("empty: not promised"),
            ),
            Field(
                "answer",
                _("Every later message answered within"),
                Duration(),
                group=_THEN,
                if_empty=_("empty: not promised"),
            ),
            Field(
                "calendar",
                _("By the working time of"),
                One(_calendars, empty=_("the default calendar")),
                attr="calendar_id",
                group=_THEN,
            ),
            Field(
                "company_zone",
                _("In the time zone of the client's company"),
                Flag(),
                default=False,
                group=_THEN,
            ),
            Field("about", _("What it is for"), Text(limit=400, lines=2), group=_("For employees")),
        ),
    )
)

"""What an SLA rule is made of, for whoever sets up deadlines (SLA-2)."""

from __future__ import annotations

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from otklik.core.configuring.durations import Duration
from otklik.core.configuring.kinds import Flag, One
from otklik.core.configuring.shapes import Field, Shape, Values, declare
from otklik.core.errors import Invalid
from otklik.organisation.calendars import calendars_to_choose
from otklik.rules.in_order import OrderedTable, declare_table
from otklik.rules.shape_fields import ABOUT, ENABLED, NAME, condition, kept_as
from otklik.sla.events import SLA_RULE_CHANGED
from otklik.sla.models import SlaRule
from otklik.sla.table import sla_rules

TABLE = declare_table(OrderedTable("sla", "sla_rule", sla_rules))
PROMISES = ("reaction", "resolution", "answer")
_DECIDES = ("calendar_id", "company_zone", *PROMISES)
_THEN = _("What is promised")


def _check(_row: SlaRule | None, values: Values) -> None:
    if not any(values[name] for name in PROMISES):
        said = gettext("Promise at least one: when it is taken up, done, or answered.")
        raise Invalid({"resolution": said})


SLA_RULE = declare(
    Shape(
        kind="sla_rule",
        model=SlaRule,
        one=_("SLA rule"),
        many=_("Deadlines"),
        event=SLA_RULE_CHANGED,
        title=lambda row: str(row.name),
        check=_check,
        settle=kept_as(TABLE.key, _DECIDES),
        fields=(
            NAME,
            ENABLED,
            condition(_("The first rule in the list that holds for a ticket is taken.")),
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
                One(calendars_to_choose, empty=_("the default calendar")),
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
            ABOUT,
        ),
    )
)

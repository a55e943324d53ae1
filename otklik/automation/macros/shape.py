"""What a macro is made of, for whoever writes one."""

from __future__ import annotations

from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from otklik.automation.actions.kind import ActionsKind
from otklik.automation.events import MACRO_CHANGED, OWN_MACRO_CHANGED
from otklik.automation.macros.open_to import SHARE
from otklik.automation.models import Macro, SharedMacro
from otklik.canned.shapes import folder_options
from otklik.core.actors import ActorRef
from otklik.core.configuring.kinds import Flag, One
from otklik.core.configuring.shapes import Field, Shape, Values, declare
from otklik.people.shapes import teams
from otklik.rules.shape_fields import ABOUT, FOR_STAFF, NAME, condition, kept_as

TABLE = "macro"
_THEN = _("What it does")


def _of_its_author(by: ActorRef, _values: Values) -> Macro:
    return Macro(owner_id=by.id)


_OWN = (
    NAME,
    Field("enabled", _("In use"), Flag(), default=True),
    condition(_("It is offered on tickets for which this holds.")),
    Field(
        "actions",
        _("Actions"),
        ActionsKind(with_event=False),
        _("Done with the rights of whoever presses it: all of them, or none."),
        default=(),
        required=True,
        group=_THEN,
    ),
    Field(
        "folder",
        _("Folder"),
        One(folder_options, empty=_("none")),
        attr="folder_id",
        group=FOR_STAFF,
        if_empty="",
    ),
    ABOUT,
)
_TEAM = Field(
    "team",
    _("For whom"),
    One(teams, empty=_("all employees")),
    attr="team_id",
    group=FOR_STAFF,
    if_empty="",
)

MACRO = declare(
    Shape(
        kind="macro",
        model=SharedMacro,
        one=_("Macro"),
        many=_("Macros"),
        event=MACRO_CHANGED,
        title=lambda row: str(row.name),
        settle=kept_as(TABLE, ("actions",)),
        right=SHARE,
        fields=(*_OWN, _TEAM),
    )
)
OWN_MACRO = Shape(
    kind="own_macro",
    model=Macro,
    one=_("My macro"),
    many=_("My macros"),
    event=OWN_MACRO_CHANGED,
    title=lambda row: str(row.name),
    settle=kept_as(TABLE, ("actions",)),
    new=_of_its_author,
    fields=tuple(replace(field, is_personal=True) for field in _OWN),
)
"""Known to its owner alone: neither a section of the settings nor the audit log has it."""

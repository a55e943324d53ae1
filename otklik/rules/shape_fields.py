"""What every rule is made of: a title, a switch, a condition, words for colleagues.

And that it keeps versions.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from otklik.core.configuring.kinds import Flag, Text, Words
from otklik.core.configuring.shapes import Field, Values
from otklik.rules.commands import keep_version
from otklik.rules.condition_kind import ConditionKind
from otklik.rules.models import OrderedRule

FOR_STAFF = _("For employees")
"""The part of the form that clients never see anything of."""
NAME = Field("name", _("Title"), Words(limit=100), required=True)
ENABLED = Field("enabled", _("In force"), Flag(), default=True)
ABOUT = Field("about", _("What it is for"), Text(limit=400, lines=2), group=FOR_STAFF)


def condition(hint: str | Promise, *, with_event: bool = False, group: str | Promise = "") -> Field:
    """For which tickets it is; `hint` says what follows when it holds."""
    kind = ConditionKind(with_event=with_event)
    return Field("condition", _("For which tickets"), kind, hint, default={"all": []}, group=group)


def kept_as(table: str, decides: Sequence[str]) -> Callable[[OrderedRule, Values], None]:
    """What settles a rule of this table once it is saved: a new version when one of these changed."""

    def settle(row: OrderedRule, _values: Values) -> None:
        keep_version(table, row, {name: getattr(row, name) for name in decides})

    return settle

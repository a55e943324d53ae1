"""What stands beside SLA and routing rules in their lists."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, cast

from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from otklik.web.rules_told import Told, routing_told, sla_told, triggers_told

if TYPE_CHECKING:
    from otklik.automation.models import RoutingRule, Trigger
    from otklik.sla.models import SlaRule


def sla(rows: Sequence[Model]) -> Sequence[Told]:
    """SLA rules in words."""
    return sla_told(cast("Sequence[SlaRule]", rows))


def routing(rows: Sequence[Model]) -> Sequence[Told]:
    """Routing rules in words."""
    return routing_told(cast("Sequence[RoutingRule]", rows))


def sla_state(number: int) -> str:
    """How deadlines stand, for the index."""
    if not number:
        return _("None yet: nothing is promised, nothing is late.")
    return ngettext("%(n)s SLA rule.", "%(n)s SLA rules.", number) % {"n": number}


def routing_state(number: int) -> str:
    """How routing stands, for the index."""
    if not number:
        return _("None yet: service, managers and mailbox say whose a ticket is.")
    return ngettext("%(n)s routing rule.", "%(n)s routing rules.", number) % {"n": number}


def triggers(rows: Sequence[Model]) -> Sequence[Told]:
    """Triggers in words."""
    return triggers_told(cast("Sequence[Trigger]", rows))


def triggers_state(number: int) -> str:
    """How triggers stand, for the index."""
    if not number:
        return _("None yet: nothing happens by itself but what the house's rules say.")
    return ngettext("%(n)s trigger.", "%(n)s triggers.", number) % {"n": number}

"""What stands beside an SLA rule in the list of deadlines."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from otklik.core.configuring.durations import spell
from otklik.rules.matching import faults_of
from otklik.rules.sentences import said, sentence
from otklik.rules.stored import Malformed, read

if TYPE_CHECKING:
    from otklik.sla.models import SlaRule


def rule(row: Model) -> str:
    """`If …: first answer within 30 min, done within 4 h`; of one that cannot be asked, why."""
    rule = cast("SlaRule", row)
    try:
        condition = read(rule.condition)
    except Malformed as malformed:
        return _("Out of use: %(why)s") % {"why": said(malformed.fault)}
    faults = faults_of(condition)
    if faults:
        return _("Out of use: %(why)s") % {"why": said(faults[0])}
    told = _("%(when)s: %(then)s") % {"when": sentence(condition), "then": ", ".join(_promises(rule))}
    return told if rule.enabled else _("Switched off. %(rule)s") % {"rule": told}


def state(number: int) -> str:
    """How the section stands, for the index."""
    if not number:
        return _("None yet: nothing is promised, nothing is late.")
    return ngettext("%(n)s SLA rule.", "%(n)s SLA rules.", number) % {"n": number}


def _promises(rule: SlaRule) -> list[str]:
    found = []
    if rule.reaction is not None:
        found.append(_("first answer within %(time)s") % {"time": spell(rule.reaction)})
    if rule.resolution is not None:
        found.append(_("done within %(time)s") % {"time": spell(rule.resolution)})
    if rule.answer is not None:
        found.append(_("later answers within %(time)s") % {"time": spell(rule.answer)})
    return found

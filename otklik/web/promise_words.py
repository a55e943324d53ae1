"""What is promised, in words."""

from __future__ import annotations

from django.utils.translation import gettext as _

from otklik.sla.clocks import Kind


def label_of(kind: Kind, run: int = 1) -> str:
    """What a clock promises; `run` counts later answers."""
    if kind is Kind.REACTION:
        return _("First reply")
    if kind is Kind.RESOLUTION:
        return _("Solution")
    return _("Answer %(n)s") % {"n": run}

"""Tables of deadlines."""

from otklik.sla.models.clock import Clock, Segment
from otklik.sla.models.rule import SlaRule

__all__ = ["Clock", "Segment", "SlaRule"]

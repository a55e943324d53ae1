"""Tables of what happens by rule."""

from otklik.automation.models.handling import HandlingTime
from otklik.automation.models.macro import Macro, SharedMacro
from otklik.automation.models.routing import RoutingRule
from otklik.automation.models.trigger import Trigger

__all__ = ["HandlingTime", "Macro", "RoutingRule", "SharedMacro", "Trigger"]

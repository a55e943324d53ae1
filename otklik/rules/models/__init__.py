"""Tables of rules."""

from otklik.rules.models.rule import OrderedRule, RuleVersion
from otklik.rules.models.trial import Trial, TrialRow
from otklik.rules.models.trouble import RuleTrouble

__all__ = ["OrderedRule", "RuleTrouble", "RuleVersion", "Trial", "TrialRow"]

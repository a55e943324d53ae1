"""Tables of rules."""

from otklik.rules.models.rule import OrderedRule, RuleVersion

__all__ = ["OrderedRule", "RuleVersion"]

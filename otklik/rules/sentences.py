"""A condition read back in words, in the reader's language; and what is wrong with one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from django.utils.translation import gettext as _

from otklik.core.configuring.kinds import Option
from otklik.rules.conditions import Condition, Fact, Group, Kind, Op, Question, Scalar, questions_of
from otklik.rules.matching import spell
from otklik.rules.registry import RuleField, fields
from otklik.rules.stored import Fault, Why

_INNER = str.maketrans("«»", "„“")
Names = Mapping[str, Mapping[Scalar, str]]
"""What values are called, by field."""


def sentence(condition: Group, names: Names | None = None) -> str:
    """`Urgency is “High” or “Critical” and …`; of no condition: that it is every ticket.

    `names`: those of several conditions, where a list of rules has asked for all of them at once.
    """
    if not condition.parts:
        return _("every ticket")
    told = clause(condition, names_of(condition) if names is None else names)
    return told[:1].upper() + told[1:]


def clause(condition: Group, names: Names) -> str:
    """The same behind an “If”: fields of ours begin small, as inside a sentence."""
    return _told(condition, names)


def names_of(condition: Condition) -> Names:
    """What the values of a condition are called now: one question a field whose choices are not in memory."""
    return names_in([condition])


def names_in(conditions: Iterable[Condition]) -> Names:
    """The same for several conditions at once: as many questions as for one."""
    known = fields()
    wanted: dict[str, list[Scalar]] = {}
    for question in (one for condition in conditions for one in questions_of(condition)):
        wanted.setdefault(question.field, []).extend(question.values)
    return {key: _names(known[key], values) for key, values in wanted.items() if key in known}


def question_words(question: Question, names: Names) -> str:
    """One question of a condition; `names` are of the whole condition (`names_of`)."""
    return _asked(question, names)


def fact_words(question: Question, fact: Fact) -> str:
    """What a ticket showed when the question was asked: `“High”`, `empty`, `none of these words`."""
    field = fields().get(question.field)
    if field is None:
        return ""
    if field.kind is Kind.FLAG:
        return _("yes") if fact else _("no")
    if field.kind is Kind.WORDS:
        return _words_found(question, fact)
    if fact is None or fact in ("", frozenset()):
        return _("empty")
    if field.kind is Kind.NUMBER:
        return f"{fact} {field.unit}".strip()
    values = sorted(fact, key=str) if isinstance(fact, frozenset) else [fact]
    names = _names(field, values)
    called = [names.get(value, _("gone")) for value in values]
    # Of a branch of a tree the longest name is the whole way to the ticket's own place.
    return max(called, key=len) if field.kind is Kind.TREE else ", ".join(called)


def said(fault: Fault) -> str:
    """What is wrong with a part of a condition and how to mend it."""
    field = fields().get(fault.field)
    called = fault.field or str(fault.value or _("gone"))
    facts = {"field": str(field.label) if field else called}
    return _FAULTS[fault.why]() % facts


def _told(condition: Condition, names: Names) -> str:
    if isinstance(condition, Question):
        told, field = _asked(condition, names), fields().get(condition.field)
        # What an administrator has called a field stays as it is written.
        return told if field is None or isinstance(field.label, str) else told[:1].lower() + told[1:]
    between = _(" and ") if condition.every else _(" or ")
    parts = (
        f"({_told(part, names)})" if isinstance(part, Group) and len(part.parts) > 1 else _told(part, names)
        for part in condition.parts
    )
    return between.join(parts)


def _asked(question: Question, names: Names) -> str:
    field = fields().get(question.field)
    if field is None:
        return _("a field that is gone")
    kind = Kind.WORDS if field.kind in (Kind.WORDS, Kind.LABELS) else Kind.CHOICE
    pattern = _PATTERNS.get((kind, question.op)) or _PATTERNS[Kind.CHOICE, question.op]
    values = [_quoted(field, value, names.get(question.field, {})) for value in question.values]
    facts = {"field": str(field.label), "values": _joined(question.op, values), "unit": str(field.unit)}
    return (pattern() % facts).strip()


def _words_found(question: Question, fact: Fact) -> str:
    text = fact if isinstance(fact, str) else ""
    found = [str(value) for value in question.values if (key := spell(str(value))) and key in text]
    if not found:
        return _("none of these words")
    return ", ".join(_("“%(name)s”") % {"name": words} for words in found)


def _joined(op: Op, values: Sequence[str]) -> str:
    if op is Op.BETWEEN:
        return _("%(low)s to %(high)s") % {"low": values[0], "high": values[1]}
    return (_(" and ") if op is Op.ALL_OF else _(" or ")).join(values)


def _quoted(field: RuleField, value: Scalar, names: Mapping[Scalar, str]) -> str:
    if field.kind is Kind.NUMBER:
        return str(value)
    name = str(value) if field.kind is Kind.WORDS else names.get(value, _("gone"))
    return quoted(name)


def quoted(name: object) -> str:
    """A name in quotation marks of the reader's language; those in it become inner ones."""
    inner = str(name).translate(_INNER) if _("“%(name)s”").startswith("«") else name
    return _("“%(name)s”") % {"name": inner}


def _names(field: RuleField, values: Sequence[Scalar]) -> Mapping[Scalar, str]:
    found: Sequence[Option] = ()
    if field.options is not None:
        found = field.options()
    elif field.named is not None:
        found = field.named(values)
    return {option.key: option.label for option in found}


_PATTERNS: Mapping[tuple[Kind, Op], Callable[[], str]] = {
    (Kind.CHOICE, Op.ONE_OF): lambda: _("%(field)s is %(values)s"),
    (Kind.CHOICE, Op.NONE_OF): lambda: _("%(field)s is not %(values)s"),
    (Kind.CHOICE, Op.EMPTY): lambda: _("%(field)s is empty"),
    (Kind.CHOICE, Op.FILLED): lambda: _("%(field)s is filled in"),
    (Kind.CHOICE, Op.AT_LEAST): lambda: _("%(field)s is at least %(values)s %(unit)s"),
    (Kind.CHOICE, Op.AT_MOST): lambda: _("%(field)s is at most %(values)s %(unit)s"),
    (Kind.CHOICE, Op.BETWEEN): lambda: _("%(field)s is %(values)s %(unit)s"),
    (Kind.CHOICE, Op.YES): lambda: _("%(field)s: yes"),
    (Kind.CHOICE, Op.NO): lambda: _("%(field)s: no"),
    (Kind.WORDS, Op.ONE_OF): lambda: _("%(field)s: there is %(values)s"),
    (Kind.WORDS, Op.ALL_OF): lambda: _("%(field)s: there are %(values)s"),
    (Kind.WORDS, Op.NONE_OF): lambda: _("%(field)s: there is no %(values)s"),
}
"""How a question is told; texts and lists of several are told alike."""
_FAULTS: Mapping[Why, Callable[[], str]] = {
    Why.FORM: lambda: _("This is no condition: a group has “all” or “any”, a question “field” and “op”."),
    Why.DEEP: lambda: _("Groups stand too deep in one another: four at most."),
    Why.MANY: lambda: _("Too many questions for one rule: fifty at most. Make two rules of it."),
    Why.BARE: lambda: _("A group has no condition in it: add one or take the group out."),
    Why.FIELD: lambda: _("There is no field “%(field)s” (any more): choose another."),
    Why.OP: lambda: _("“%(field)s” cannot be asked this way: choose another comparison."),
    Why.VALUES: lambda: _("Say with what “%(field)s” is compared."),
    Why.GONE: lambda: _("A choice of “%(field)s” is gone: choose another."),
    Why.ORDER: lambda: _("“%(field)s”: the first number is greater than the second."),
    Why.RESULT: lambda: _("“%(field)s” is out of use: choose another in what is done."),
    Why.STEP: lambda: "%(field)s",
    Why.APART: lambda: _("The employee is not in the team “%(field)s” any more."),
}

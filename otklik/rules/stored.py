"""Conditions as JSON: what rows keep and programs send, read with every fault named by its place. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from otklik.rules.conditions import (
    DEEPEST,
    MOST_QUESTIONS,
    OPERATORS,
    WANTED,
    Condition,
    Group,
    Kind,
    Op,
    Question,
    Scalar,
    questions_of,
)


class Why(StrEnum):
    """What is wrong with a part of a condition."""

    FORM = "form"  # neither a group nor a question
    DEEP = "deep"
    MANY = "many"
    BARE = "bare"  # "any of" nothing
    FIELD = "field"  # there is no such field, or none any more
    OP = "op"  # not asked of this kind of field
    VALUES = "values"  # too few, too many, or of another sort
    GONE = "gone"  # names what is hidden or deleted
    ORDER = "order"  # from 10 to 5
    RESULT = "result"  # what it does names what is out of use
    STEP = "step"  # one of its actions cannot be done, `field` says why in words
    APART = "apart"  # an employee and a team they have left


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong and where: `path` leads from the root by numbers of parts, `1.0.2`; empty: the root."""

    path: str
    why: Why
    field: str = ""
    value: object = None


class Malformed(ValueError):
    """JSON that is no condition; `fault` says why and where."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(f"{fault.why} at {fault.path or 'the root'}")
        self.fault = fault


@dataclass(frozen=True)
class Field:
    """What a condition may ask about: what it holds, and which values there are (None: any)."""

    kind: Kind
    values: frozenset[Scalar] | None = None


def read(stored: object) -> Group:
    """The condition of a row or a request: always a group at the root. Raises `Malformed`.

    Only the form is looked at; what the fields and values are, `faults` says, because both can go later.
    """
    root = _part(stored, "", 0)
    whole = root if isinstance(root, Group) else Group(every=True, parts=(root,))
    if len(questions_of(whole)) > MOST_QUESTIONS:
        raise Malformed(Fault("", Why.MANY))
    return whole


def write(condition: Condition) -> dict[str, object]:
    """The same as JSON."""
    if isinstance(condition, Group):
        return {"all" if condition.every else "any": [write(part) for part in condition.parts]}
    row: dict[str, object] = {"field": condition.field, "op": condition.op.value}
    return row | {"values": list(condition.values)} if condition.values else row


def faults(condition: Condition, fields: Mapping[str, Field], path: str = "") -> list[Fault]:
    """Everything that keeps a condition from being asked now, in reading order."""
    if isinstance(condition, Group):
        return [
            fault
            for place, part in enumerate(condition.parts)
            for fault in faults(part, fields, f"{path}.{place}" if path else str(place))
        ]
    fault = _fault(condition, fields.get(condition.field), path)
    return [fault] if fault else []


def _fault(question: Question, field: Field | None, path: str) -> Fault | None:
    if field is None:
        return Fault(path, Why.FIELD, question.field)
    if question.op not in OPERATORS[field.kind]:
        return Fault(path, Why.OP, question.field, question.op.value)
    fewest, most = WANTED.get(question.op, (0, 0))
    if not fewest <= len(question.values) <= most:
        return Fault(path, Why.VALUES, question.field)
    strange = next((value for value in question.values if not _fits(field, value)), None)
    if strange is not None:
        return Fault(path, Why.GONE if field.values is not None else Why.VALUES, question.field, strange)
    if question.op is Op.BETWEEN and int(question.values[0]) > int(question.values[1]):
        return Fault(path, Why.ORDER, question.field)
    return None


def _fits(field: Field, value: Scalar) -> bool:
    if field.kind is Kind.NUMBER:
        return isinstance(value, int) and not isinstance(value, bool)
    if field.kind is Kind.WORDS:
        return isinstance(value, str) and bool(value.strip())
    return field.values is None or value in field.values


def _part(stored: object, path: str, depth: int) -> Condition:
    if not isinstance(stored, Mapping):
        raise Malformed(Fault(path, Why.FORM, value=stored))
    if set(stored) in ({"all"}, {"any"}):
        return _group(stored, path, depth)
    if not set(stored) <= {"field", "op", "values"} or not {"field", "op"} <= set(stored):
        raise Malformed(Fault(path, Why.FORM, value=stored))
    return _question(stored, path)


def _group(stored: Mapping[str, object], path: str, depth: int) -> Group:
    ((name, parts),) = stored.items()
    if not isinstance(parts, Sequence) or isinstance(parts, str):
        raise Malformed(Fault(path, Why.FORM, value=parts))
    if depth >= DEEPEST:
        raise Malformed(Fault(path, Why.DEEP))
    if not parts and (depth or name == "any"):
        raise Malformed(Fault(path, Why.BARE))
    read_parts = (
        _part(part, f"{path}.{place}" if path else str(place), depth + 1) for place, part in enumerate(parts)
    )
    return Group(name == "all", tuple(read_parts))


def _question(stored: Mapping[str, object], path: str) -> Question:
    field, op, values = stored["field"], stored["op"], stored.get("values", [])
    if not isinstance(field, str) or not isinstance(op, str) or op not in set(Op):
        raise Malformed(Fault(path, Why.OP, str(field), op))
    if not isinstance(values, Sequence) or isinstance(values, str):
        raise Malformed(Fault(path, Why.VALUES, field, values))
    if not all(isinstance(value, str | int | bool) for value in values):
        raise Malformed(Fault(path, Why.VALUES, field, values))
    return Question(field, Op(op), tuple(values))

"""Conditions: what each question means, what a trace tells, what JSON is refused and where."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otklik.rules.conditions import (
    DEEPEST,
    EVERYTHING,
    MOST_QUESTIONS,
    OPERATORS,
    WANTED,
    Answer,
    Fact,
    Group,
    Kind,
    Op,
    Question,
    compiled,
    failed,
    phrase,
    traced,
)
from otklik.rules.stored import Fault, Field, Malformed, Why, faults, read, write

FIELDS = {
    "priority": Field(Kind.CHOICE, frozenset({1, 2, 3})),
    "service": Field(Kind.TREE, frozenset({1, 2, 3})),
    "labels": Field(Kind.LABELS, frozenset({"a", "b", "c"})),
    "text": Field(Kind.WORDS),
    "answers": Field(Kind.NUMBER),
    "vip": Field(Kind.FLAG),
}
SEEN: dict[str, Fact] = {
    "priority": 2,
    "service": frozenset({1, 3}),
    "labels": frozenset({"a", "b"}),
    "text": phrase(["касс", "не", "печата", "чек"]),
    "answers": 4,
    "vip": True,
}


@pytest.mark.parametrize(
    ("field", "op", "values", "held"),
    [
        ("priority", Op.ONE_OF, (1, 2), True),
        ("priority", Op.ONE_OF, (1,), False),
        ("priority", Op.NONE_OF, (1, 3), True),
        ("priority", Op.NONE_OF, (2,), False),
        ("priority", Op.FILLED, (), True),
        ("priority", Op.EMPTY, (), False),
        ("service", Op.ONE_OF, (1,), True),
        ("service", Op.ONE_OF, (2,), False),
        ("labels", Op.ALL_OF, ("a", "b"), True),
        ("labels", Op.ALL_OF, ("a", "c"), False),
        ("labels", Op.ONE_OF, ("c", "b"), True),
        ("labels", Op.NONE_OF, ("c",), True),
        ("text", Op.ONE_OF, (phrase(["очеред"]), phrase(["печата", "чек"])), True),
        ("text", Op.ONE_OF, (phrase(["печат"]),), False),
        ("text", Op.ONE_OF, (phrase(["касс", "чек"]),), False),
        ("text", Op.ALL_OF, (phrase(["касс"]), phrase(["чек"])), True),
        ("text", Op.NONE_OF, (phrase(["касс"]),), False),
        ("answers", Op.AT_LEAST, (4,), True),
        ("answers", Op.AT_LEAST, (5,), False),
        ("answers", Op.AT_MOST, (3,), False),
        ("answers", Op.BETWEEN, (4, 4), True),
        ("vip", Op.YES, (), True),
        ("vip", Op.NO, (), False),
    ],
)
def test_what_a_question_means(field: str, op: Op, values: tuple[str | int, ...], held: bool) -> None:
    assert compiled(Question(field, op, values))(SEEN) is held
    assert not faults(Question(field, op, values), FIELDS)


@pytest.mark.parametrize("nothing", [None, "", frozenset()])
def test_of_nothing_only_what_is_denied_holds(nothing: Fact) -> None:
    """Empty, none of, no: true. All else is false, without a fault."""
    holding = {Op.EMPTY, Op.NONE_OF, Op.NO}
    for op in Op:
        fewest = WANTED.get(op, (0, 0))[0]
        assert compiled(Question("x", op, (1, 2)[:fewest]))({"x": nothing}) is (op in holding)


def test_a_yes_is_no_number_and_a_one_no_yes() -> None:
    """Python holds True for 1; a choice with the id 1 is still not chosen by a flag's value."""
    assert faults(Question("answers", Op.AT_LEAST, (True,)), FIELDS) == [
        Fault("", Why.VALUES, "answers", True)
    ]


def test_the_trace_names_what_failed() -> None:
    either = Group(
        every=False, parts=(Question("priority", Op.ONE_OF, (3,)), Question("answers", Op.AT_MOST, (1,)))
    )
    vip = Question("vip", Op.YES)
    rule = Group(every=True, parts=(vip, either))
    trace = traced(rule, SEEN)
    assert not trace.held
    assert [(answer.question.field, answer.seen) for answer in failed(trace)] == [
        ("priority", 2),
        ("answers", 4),
    ]
    assert trace.parts[0] == Answer(vip, seen=True, held=True)
    assert failed(traced(EVERYTHING, SEEN)) == []


@pytest.mark.parametrize(
    ("stored", "path", "why"),
    [
        ("x", "", Why.FORM),
        ({"all": {}}, "", Why.FORM),
        ({"all": [], "any": []}, "", Why.FORM),
        ({"any": []}, "", Why.BARE),
        ({"all": [{"all": []}]}, "0", Why.BARE),
        ({"all": [{"field": "priority"}]}, "0", Why.FORM),
        ({"all": [{"field": "priority", "op": "is"}]}, "0", Why.OP),
        ({"all": [{"field": "priority", "op": "one_of", "values": "1"}]}, "0", Why.VALUES),
        ({"all": [{"field": "priority", "op": "one_of", "values": [[1]]}]}, "0", Why.VALUES),
        ({"all": [{"field": "vip", "op": "yes"}] * (MOST_QUESTIONS + 1)}, "", Why.MANY),
    ],
)
def test_json_that_is_no_condition(stored: object, path: str, why: Why) -> None:
    with pytest.raises(Malformed) as refused:
        read(stored)
    assert (refused.value.fault.path, refused.value.fault.why) == (path, why)


def test_groups_in_groups_end_somewhere() -> None:
    stored: dict[str, object] = {"field": "vip", "op": "yes"}
    for _depth in range(DEEPEST):
        stored = {"any": [stored]}
    read(stored)
    with pytest.raises(Malformed):
        read({"any": [stored]})


def test_faults_by_place() -> None:
    """A field that is gone, a question it is not asked, a value that is gone, bounds upside down."""
    rule = read(
        {
            "all": [
                {"field": "gone", "op": "yes"},
                {"any": [{"field": "vip", "op": "one_of", "values": [1]}, {"field": "vip", "op": "no"}]},
                {"field": "priority", "op": "one_of", "values": [1, 9]},
                {"field": "answers", "op": "between", "values": [10, 5]},
                {"field": "answers", "op": "between", "values": [10]},
            ]
        }
    )
    assert faults(rule, FIELDS) == [
        Fault("0", Why.FIELD, "gone"),
        Fault("1.0", Why.OP, "vip", "one_of"),
        Fault("2", Why.GONE, "priority", 9),
        Fault("3", Why.ORDER, "answers"),
        Fault("4", Why.VALUES, "answers"),
    ]


@st.composite
def questions(draw: st.DrawFn) -> Question:
    """A question that fits its field."""
    name = draw(st.sampled_from(sorted(FIELDS)))
    field = FIELDS[name]
    op = draw(st.sampled_from(OPERATORS[field.kind]))
    fewest, most = WANTED.get(op, (0, 0))
    values = (
        st.integers(0, 9)
        if field.kind is Kind.NUMBER
        else st.sampled_from(sorted(field.values or {" x "}, key=str))
    )
    chosen = draw(st.lists(values, min_size=fewest, max_size=min(most, 3)))
    return Question(name, op, tuple(sorted(chosen) if op is Op.BETWEEN else chosen))


conditions = st.recursive(
    questions(),
    lambda part: st.builds(Group, st.booleans(), st.lists(part, min_size=1, max_size=3).map(tuple)),
    max_leaves=8,
)


@given(st.lists(conditions, max_size=3).map(lambda parts: Group(every=True, parts=tuple(parts))))
def test_compiled_traced_and_stored_agree(rule: Group) -> None:
    """One meaning however it is asked; JSON keeps it."""
    held = compiled(rule)(SEEN)
    trace = traced(rule, SEEN)
    assert trace.held is held
    assert bool(failed(trace)) is not held
    assert not faults(rule, FIELDS)
    if _depth(rule) <= DEEPEST:
        assert read(write(rule)) == rule


def _depth(part: Group | Question) -> int:
    return 0 if isinstance(part, Question) else 1 + max(map(_depth, part.parts), default=0)

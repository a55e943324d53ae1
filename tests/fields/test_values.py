"""Values of every kind: what is taken, what is refused, what is found by which key."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otklik.fields.enums import Kind
from otklik.fields.seeking import Key, Sought, keys_of, sought
from otklik.fields.values import Fault, Rule, Value, Wrong, plain, read

OPTIONS = {"red": "red", "blue": "blue", "красный": "red", "синий": "blue"}
UID = "01890000-0000-7000-8000-000000000001"


def rule(kind: Kind) -> Rule:
    return Rule(kind, OPTIONS, "RUB", lambda words: (UID, "ООО «Альфа»") if words in (UID, "Альфа") else None)


@pytest.mark.parametrize(
    ("kind", "given", "value"),
    [
        (Kind.TEXT, "  два   слова ", "два слова"),
        (Kind.TEXT, "\x00", None),
        (Kind.TEXT, 17, "17"),
        (Kind.LONG, "one\r\ntwo \n", "one\ntwo"),
        (Kind.NUMBER, "1 234,50", "1234.5"),
        (Kind.NUMBER, "−0,0", "0"),
        (Kind.NUMBER, 12.25, "12.25"),
        (Kind.NUMBER, 100, "100"),
        (Kind.NUMBER, "1e3", "1000"),
        (Kind.MONEY, "1500", {"amount": 150000, "currency": "RUB"}),
        (Kind.MONEY, "1\u00a0500,5", {"amount": 150050, "currency": "RUB"}),
        (Kind.MONEY, {"amount": 5}, {"amount": 5, "currency": "RUB"}),
        (Kind.DATE, "2026-02-28", "2026-02-28"),
        (Kind.DATE, "1.3.2026", "2026-03-01"),
        (Kind.DATE, date(2026, 1, 2), "2026-01-02"),
        (Kind.LIST, "blue", "blue"),
        (Kind.LIST, "Синий", "blue"),
        (Kind.TREE, " red ", "red"),
        (Kind.MULTI, ["blue", "red", "blue"], ["red", "blue"]),
        (Kind.MULTI, "синий, красный", ["red", "blue"]),
        (Kind.MULTI, [""], None),
        (Kind.FLAG, True, True),
        (Kind.FLAG, False, None),
        (Kind.FLAG, "да", True),
        (Kind.FLAG, "0", None),
        (Kind.LINK, "https://example.com/a?b=c", "https://example.com/a?b=c"),
        (Kind.LINK, "example.com/a", "https://example.com/a"),
        (Kind.LINK, "mailto:a@example.com", "mailto:a@example.com"),
        (Kind.AGENT, UID, UID),
        (Kind.COMPANY, {"uid": UID}, {"uid": UID, "name": "ООО «Альфа»"}),
        (Kind.ASSET, "Альфа", {"uid": UID, "name": "ООО «Альфа»"}),
    ],
)
def test_what_is_taken(kind: Kind, given: object, value: Value) -> None:
    assert read(rule(kind), given) == value
    assert read(rule(kind), plain(value)) == value, "a table takes back what it was given"


@pytest.mark.parametrize("kind", Kind)
def test_nothing_is_nothing(kind: Kind) -> None:
    empty: tuple[object, ...] = (None, "", [])
    for nothing in empty:
        assert read(rule(kind), nothing) is None
    assert keys_of(kind, None) == []


@pytest.mark.parametrize(
    ("kind", "given", "fault"),
    [
        (Kind.TEXT, "x" * 301, Fault.TOO_LONG),
        (Kind.TEXT, {"a": 1}, Fault.TEXT),
        (Kind.LONG, "x" * 10_001, Fault.TOO_LONG),
        (Kind.NUMBER, "many", Fault.NUMBER),
        (Kind.NUMBER, "NaN", Fault.NUMBER),
        (Kind.NUMBER, True, Fault.NUMBER),
        (Kind.NUMBER, "1e12", Fault.TOO_BIG),
        (Kind.NUMBER, "0.0000001", Fault.DIGITS),
        (Kind.MONEY, "1.005", Fault.DIGITS),
        (Kind.MONEY, {"amount": 1.5}, Fault.MONEY),
        (Kind.MONEY, {"amount": 1, "currency": "USD"}, Fault.CURRENCY),
        (Kind.DATE, "tomorrow", Fault.DATE),
        (Kind.DATE, "31.02.2026", Fault.NO_DAY),
        (Kind.DATE, "2026-13-01", Fault.NO_DAY),
        (Kind.LIST, "green", Fault.OPTION),
        (Kind.LIST, ["red"], Fault.OPTION),
        (Kind.MULTI, ["red", "green"], Fault.OPTION),
        (Kind.MULTI, [1], Fault.SEVERAL),
        (Kind.MULTI, 5, Fault.SEVERAL),
        (Kind.FLAG, "perhaps", Fault.FLAG),
        (Kind.LINK, "javascript:alert(1)", Fault.SCHEME),
        (Kind.LINK, "data:text/html,x", Fault.SCHEME),
        (Kind.LINK, "https://", Fault.LINK),
        (Kind.LINK, "https://a.example/<b>", Fault.LINK),
        (Kind.LINK, "java\tscript:alert(1)", Fault.LINK),
        (Kind.LINK, "mailto:nobody", Fault.LINK),
        (Kind.LINK, "somewhere", Fault.SCHEME),
        (Kind.COMPANY, "Бета", Fault.UNKNOWN),
        (Kind.AGENT, {"id": 1}, Fault.UNKNOWN),
    ],
)
def test_what_is_refused(kind: Kind, given: object, fault: Fault) -> None:
    with pytest.raises(Wrong) as caught:
        read(rule(kind), given)
    assert caught.value.fault is fault


@pytest.mark.parametrize(
    ("kind", "value", "keys"),
    [
        (Kind.TEXT, "Ёлка  Big", [Key(text="елка big")]),
        (Kind.NUMBER, "-1.5", [Key(number=-1_500_000)]),
        (Kind.MONEY, {"amount": 7, "currency": "RUB"}, [Key(number=7)]),
        (Kind.DATE, "0001-01-02", [Key(number=2)]),
        (Kind.LIST, "red", [Key(text="red")]),
        (Kind.MULTI, ["red", "blue"], [Key(text="red"), Key(text="blue")]),
        (Kind.FLAG, True, [Key(number=1)]),
        (Kind.COMPANY, {"uid": UID, "name": "Альфа"}, [Key(text=UID)]),
    ],
)
def test_keys(kind: Kind, value: Value, keys: list[Key]) -> None:
    assert keys_of(kind, value) == keys


@pytest.mark.parametrize(
    ("kind", "words", "wanted"),
    [
        (Kind.TEXT, " ЁЛКА ", Sought(texts=["елка"])),
        (Kind.TEXT, "none", Sought(is_empty=True)),
        (Kind.LIST, "red,синий,green", Sought(texts=["red", "blue"])),
        (Kind.TREE, "red", Sought(texts=["red", "blue"])),
        (Kind.NUMBER, "1.5", Sought(low=1_500_000, high=1_500_000)),
        (Kind.NUMBER, "1..2", Sought(low=1_000_000, high=2_000_000)),
        (Kind.MONEY, "..10", Sought(high=1000)),
        (Kind.DATE, "2026-01-01..", Sought(low=date(2026, 1, 1).toordinal())),
        (Kind.FLAG, "yes", Sought(low=1, high=1)),
        (Kind.FLAG, "no", Sought(is_empty=True)),
        (Kind.FLAG, "perhaps", Sought()),
        (Kind.NUMBER, "many", Sought()),
        (Kind.AGENT, UID, Sought(texts=[UID])),
        (Kind.COMPANY, "Альфа", Sought(texts=[UID])),
        (Kind.COMPANY, "Бета", Sought()),
    ],
)
def test_what_filters_want(kind: Kind, words: str, wanted: Sought) -> None:
    found = sought(rule(kind), words, lambda code: ["blue"] if kind is Kind.TREE and code == "red" else [])
    assert found == wanted
    assert found.is_nothing == (wanted == Sought())


@given(st.decimals(-999_999_999_999, 999_999_999_999, places=6))
def test_numbers_keep_their_worth_and_order(number: Decimal) -> None:
    value = read(rule(Kind.NUMBER), str(number))
    assert isinstance(value, str)
    assert Decimal(value) == number
    (key,) = keys_of(Kind.NUMBER, value)
    assert key.number == int(number * 1_000_000)


@given(st.text())
def test_any_text_is_read_or_refused(words: str) -> None:
    """Nothing anybody types ends in a fault, and what is read is read again the same."""
    for kind in Kind:
        try:
            value = read(rule(kind), words)
        except Wrong:
            continue
        assert read(rule(kind), value) == value
        keys_of(kind, value)
        sought(rule(kind), words, lambda _code: [])

"""Sums as people type and read them."""

from __future__ import annotations

import pytest

from otklik.core import money

NBSP = "\u00a0"


@pytest.mark.parametrize(
    ("typed", "currency", "minor"),
    [
        ("120000", "RUB", 12000000),
        ("120 000,50", "RUB", 12000050),
        (f"1{NBSP}200.5", "USD", 120050),
        ("0", "RUB", 0),
        ("99,500", "RUB", 9950),
        ("1500", "JPY", 1500),
        ("1.234", "KWD", 1234),
        ("99,505", "RUB", None),
        ("1.5", "JPY", None),
        ("-1", "RUB", None),
        ("", "RUB", None),
        ("сто", "RUB", None),
        ("1,000,000", "RUB", None),
        ("9" * 40, "RUB", None),
        ("10000000000000.01", "RUB", None),
    ],
)
def test_read(typed: str, currency: str, minor: int | None) -> None:
    assert money.read(typed, currency) == minor


@pytest.mark.parametrize(
    ("minor", "currency", "language", "words"),
    [
        (12000050, "RUB", "ru", f"120{NBSP}000,50{NBSP}₽"),
        (12000000, "RUB", "en", f"120,000{NBSP}₽"),
        (5, "USD", "en", f"0.05{NBSP}$"),
        (1500, "JPY", "ru", f"1{NBSP}500{NBSP}JPY"),
    ],
)
def test_shown(minor: int, currency: str, language: str, words: str) -> None:
    assert money.shown(minor, currency, language) == words


def test_plain_is_read_again() -> None:
    for minor in (0, 1, 100, 12000050, money.LARGEST):
        assert money.read(money.plain(minor, "RUB"), "RUB") == minor


def test_currency() -> None:
    assert money.is_currency("RUB")
    assert not any(map(money.is_currency, ("", "rub", "RU", "РУБ", "RUBL")))

"""Keys for looking up: what people take for the same text has the same key."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otklik.core import text


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ёлкин", "елкин"),
        ("ООО  «Альфа»\t", "ооо «альфа»"),
        ("Й", "и\u0306"),
        ("STRASSE", "straße"),
        ("ﬁle", "FILE"),
        ("Ａ", "a"),
        ("non\u00a0breaking", "non breaking"),
        ("с\x00б", "сб"),
    ],
)
def test_the_same_to_people(one: str, other: str) -> None:
    assert text.key(one) == text.key(other)


@pytest.mark.parametrize(("one", "other"), [("мир", "мор"), ("й", "и"), ("a-b", "ab"), ("", "0")])
def test_different_to_people(one: str, other: str) -> None:
    assert text.key(one) != text.key(other)


@given(st.text())
def test_a_key_is_its_own_key_nearly_always(value: str) -> None:
    """Folding can make new combinations once; it settles with the second pass."""
    twice = text.key(text.key(value))
    assert text.key(twice) == twice
    assert unicodedata.is_normalized("NFC", twice)
    assert twice == twice.strip()


@pytest.mark.parametrize(
    ("address", "key"),
    [
        (" Ivan.Petrov@Example.COM ", "ivan.petrov@example.com"),
        ("почта@Пример.РФ", "почта@xn--e1afmkfd.xn--p1ai"),
        ("a@b@example.com", "a@b@example.com"),
        ("nobody", ""),
        ("@example.com", ""),
        ("someone@", ""),
        ("", ""),
    ],
)
def test_mail_addresses(address: str, key: str) -> None:
    assert text.email_key(address) == key


@pytest.mark.parametrize(
    ("domain", "key"),
    [
        ("Example.COM.", "example.com"),
        ("пример.рф", "xn--e1afmkfd.xn--p1ai"),
        ("a" * 70 + ".com", "a" * 70 + ".com"),
    ],
)
def test_domains(domain: str, key: str) -> None:
    assert text.domain_key(domain) == key


@pytest.mark.parametrize(
    ("long", "limit", "line"),
    [
        ("короткая", 20, "короткая"),
        ("две\n\nстроки\tи  ещё", 40, "две строки и ещё"),
        ("одно, другое и третье", 15, "одно, другое…"),
        ("безпробеловсовсем", 8, "безпроб…"),
        ("  ", 5, ""),
    ],
)
def test_one_line(long: str, limit: int, line: str) -> None:
    assert text.one_line(long, limit) == line


@given(st.text(), st.integers(2, 80))
def test_one_line_is_never_longer(value: str, limit: int) -> None:
    line = text.one_line(value, limit)
    assert len(line) <= limit
    assert "\n" not in line

"""Keys for looking up: names, addresses, domains; one line of many."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otklik.core.ids import read_uid, uuid7
from otklik.core.phone import e164, shown
from otklik.core.text import domain_key, email_key, is_domain, key, one_line


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("  Пётр   ОРЛОВ ", "петр орлов"),
        ("Straße", "strasse"),
        ("Ёлка\u00a0\tи ёж", "елка и еж"),
        ("е\u0308лка", "елка"),
        ("№ 5", "no 5"),
        ("a\x00b", "ab"),
        ("", ""),
    ],
)
def test_key(text: str, folded: str) -> None:
    """What people mean by the same name."""
    assert key(text) == folded


@given(st.text())
def test_key_of_a_key(text: str) -> None:
    """Folding twice is folding once, in any case."""
    assert key(key(text)) == key(text)


@pytest.mark.parametrize(
    ("address", "folded"),
    [
        (" New@Far.TEST ", "new@far.test"),
        ("иван@Пример.РФ", "иван@xn--e1afmkfd.xn--p1ai"),
        ("root@localhost", "root@localhost"),
        ("a.b+c=d@x-y.test.", "a.b+c=d@x-y.test"),
        ("a@[127.0.0.1]", "a@[127.0.0.1]"),
        ('"john doe"@far.test', '"john doe"@far.test'),
        ("o'brien@far.test", "o'brien@far.test"),
        ("", ""),
        ("far.test", ""),
        ("@far.test", ""),
        ("a@", ""),
        ("a@.", ""),
        ("a@far..test", ""),
        ("a@far test", ""),
        ("a b@far.test", ""),
        ("a@b@far.test", ""),
        ("Иван <ivan@far.test>", ""),
        ("a@far.test, b@far.test", ""),
        ("a\x00@far.test", ""),
        ("a@far.test\r\nBcc: b@far.test", ""),
        ("x" * 250 + "@far.test", ""),
    ],
)
def test_email_key(address: str, folded: str) -> None:
    """One address alone, or nothing."""
    assert email_key(address) == folded


@given(st.emails())
def test_addresses_are_addresses(address: str) -> None:
    """What standards call an address has a key, and the key is its own."""
    folded = email_key(address)
    assert folded
    assert email_key(folded) == folded


@pytest.mark.parametrize(
    ("domain", "known"),
    [
        ("Alpha.Test.", "alpha.test"),
        ("пример.рф", "xn--e1afmkfd.xn--p1ai"),
        ("a..b", ""),
        (".", ""),
        ("a b", ""),
    ],
)
def test_domains(domain: str, known: str) -> None:
    """Folded, and known to be one."""
    folded = domain_key(domain)
    assert (folded if is_domain(folded) else "") == known


@pytest.mark.parametrize(
    ("text", "limit", "line"),
    [
        (" раз\n два\t три ", 20, "раз два три"),
        ("раз два три", 11, "раз два три"),
        ("раз два три", 10, "раз два…"),
        ("раз, два три", 6, "раз…"),
        ("длинноеслово", 5, "длин…"),
        ("a\x00b", 5, "ab"),
    ],
)
def test_one_line(text: str, limit: int, line: str) -> None:
    """Cut on a word's edge."""
    assert one_line(text, limit) == line


@given(st.text(), st.integers(2, 50))
def test_one_line_is_short(text: str, limit: int) -> None:
    """Never longer than asked for, never of two lines."""
    line = one_line(text, limit)
    assert len(line) <= limit
    assert "\n" not in line


def test_uids() -> None:
    """Ours are read back, in the order of time; what is none is nothing's."""
    one, two = uuid7(), uuid7()
    assert read_uid(str(one)) == one
    assert (one.version, one.variant) == (7, "specified in RFC 4122")
    assert one.int >> 80 <= two.int >> 80
    for text in ("", "x", "1", "\x00", str(one) + "0"):
        assert read_uid(text).int == 0


def test_phones() -> None:
    """As people write them, and as they read them."""
    assert [e164(p) for p in ("8 (900) 123-45-67", "+7 900 1234567", "12", "нет")] == ["+79001234567"] * 2 + [
        "",
        "",
    ]
    assert (shown("+79001234567"), shown("доб. 12")) == ("+7 900 123-45-67", "доб. 12")

"""What was typed, taken apart into words, words that must not be, and operators."""

from __future__ import annotations

import pytest

from otklik.search.operators import Parsed, Term, last_piece, parsed


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("касса не печатает", Parsed("касса не печатает")),
        ("a:b http://x.test -", Parsed("a:b http://x.test -")),
        ("по-русски 8 900 123-45-67", Parsed("по-русски 8 900 123-45-67")),
        ("status:new касса", Parsed("касса", (), (Term("status", "new"),))),
        ("статус:Новая касса", Parsed("касса", (), (Term("status", "Новая"),))),
        ('касса from:"Иван Петров"', Parsed("касса", (), (Term("from", "Иван Петров"),))),
        ("от:«Иван Петров»", Parsed("", (), (Term("from", "Иван Петров"),))),
        ("касса -печать", Parsed("касса", ("печать",))),
        ('касса -"не печатает" чек', Parsed("касса чек", ('"не печатает"',))),
        ("-is:open", Parsed("", (), (Term("is", "open", negated=True),))),
        ("STATUS:new", Parsed("", (), (Term("status", "new"),))),
        ('"status:new"', Parsed('"status:new"')),
        ("status: касса", Parsed("status: касса")),
        ("", Parsed("")),
    ],
)
def test_taking_apart(typed: str, meant: Parsed) -> None:
    assert parsed(typed) == meant


@pytest.mark.parametrize(
    ("typed", "piece"),
    [
        ("касса ста", ("касса ", "", "ста")),
        ("касса status:пр", ("касса ", "status", "пр")),
        ("-статус:", ("-", "status", "")),
        ('от:"Иван П', ("", "from", "Иван П")),
        ("касса ", ("касса ", "", "")),
        ("a:b", ("", "", "")),
    ],
)
def test_what_is_typed_last(typed: str, piece: tuple[str, str, str]) -> None:
    assert last_piece(typed) == piece

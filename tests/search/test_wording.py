"""What was typed is understood; the reference matcher says what a document must hold."""

from __future__ import annotations

import pytest

from otklik.core.stems import stems
from otklik.search.document import GAP
from otklik.search.wording import LONGEST, MOST_CLAUSES, understand

TEXT = "Касса не видит сканер. Позвоните Ивану Петрову: 8 (900) 123-45-67 или ivan.petrov@mail.ru"
DOCUMENT = f"_ 601599 {GAP} {' '.join(stems('Не работает касса'))} {GAP} {' '.join(stems(TEXT))}"


@pytest.mark.parametrize(
    "typed",
    [
        "касса",
        "сканеры кассы",
        '"касса не видит"',
        "«не видела сканера»",
        "кассу “видеть сканер”",
        "ivan.petrov@mail.ru",
        "petrov@mail",
        "8 (900) 123-45-67",
        "INC601599",
        "601599",
        "[inc601599]",
        "  касса ,;  СКАНЕР!",
    ],
)
def test_found(typed: str) -> None:
    assert understand(typed, number_prefix="INC").matches(DOCUMENT)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "  ",
        '""',
        "?!",
        "принтер",
        "касса принтер",
        '"сканер не видит"',
        "ivan@mail.ru",
        '"касса касса"',
        "60159",
    ],
)
def test_not_found(typed: str) -> None:
    assert not understand(typed).matches(DOCUMENT)


def test_a_phrase_does_not_reach_into_the_next_field() -> None:
    # The subject ends with the word the text begins with.
    assert understand("касса касса").matches(DOCUMENT)
    assert not understand('"работает касса касса"').matches(DOCUMENT)


@pytest.mark.parametrize(
    "typed", ["ска", "касса скан", "ivan.petrov@mai", "6015", "+7900123", "видит сканерами", "сканеру"]
)
def test_the_last_word_may_be_unfinished_while_typing(typed: str) -> None:
    document = f"{DOCUMENT} _ 79001234567"
    assert understand(typed, typing=True).matches(document)


@pytest.mark.parametrize("typed", ["ска ", "ска касса", '"ска"', "с", "ск"])
def test_other_words_are_taken_as_they_stand(typed: str) -> None:
    assert not understand(typed, typing=True).matches(DOCUMENT)


def test_letters_of_numbers_are_no_words_of_their_own() -> None:
    assert understand("INC", typing=True, number_prefix="INC").clauses == ()
    assert understand("касса INC", typing=True, number_prefix="INC").matches(DOCUMENT)
    assert understand("inc6015", typing=True, number_prefix="INC").matches(DOCUMENT)
    assert not understand("incoming", number_prefix="INC").matches(DOCUMENT)


def test_what_is_typed_is_bounded() -> None:
    assert len(understand("слово " * 5_000).clauses) == MOST_CLAUSES
    (clause,) = understand("x" * 100_000).clauses
    assert sum(map(len, clause.ways[0].words)) == LONGEST

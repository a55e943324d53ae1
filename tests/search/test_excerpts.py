"""A sentence around what was found."""

from __future__ import annotations

from otklik.search.excerpts import LENGTH, Piece, excerpt
from otklik.search.wording import understand


def test_the_sentence_with_the_words_marked() -> None:
    found = excerpt(understand("сканеры"), ["Добрый день! Касса не видит сканер\nс утра. Спасибо."])
    assert found is not None
    assert found.pieces == (
        Piece("Касса не видит ", found=False),
        Piece("сканер", found=True),
        Piece(" с утра. Спасибо.", found=False),
    )


def test_the_text_that_holds_most_of_it_wins_and_the_first_of_equals() -> None:
    texts = ["Касса стоит.", "Касса не видит сканер.", "Сканер не видит кассу."]
    assert str(excerpt(understand("касса сканер"), texts)) == "Касса не видит сканер."


def test_long_text_is_cut_on_words_with_ellipses() -> None:
    text = "слово " * 100 + "сканер" + " потом" * 100
    found = str(excerpt(understand("сканер"), [text]))
    assert found.startswith("…слово")
    assert found.endswith("потом…")
    assert "сканер" in found
    assert len(found) <= LENGTH + 2


def test_nothing_found_is_no_excerpt() -> None:
    assert excerpt(understand("принтер"), ["Касса не видит сканер", ""]) is None
    assert excerpt(understand(""), ["Касса"]) is None


def test_a_beginning_is_marked_as_the_whole_word() -> None:
    found = excerpt(understand("скан", typing=True), ["Нет сканера"])
    assert found is not None
    assert [piece.text for piece in found.pieces if piece.found] == ["сканера"]

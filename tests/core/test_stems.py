"""Inflected words meet; different words stay apart; the table of same words is sound."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from otklik.core.same_words import SAME_WORDS
from otklik.core.stems import LONGEST_WORD, places, stem, stems, unfinished, words

ALIKE = [
    ("заявка", "заявок"),
    ("заявка", "ЗАЯВКАМИ"),
    ("ошибка", "ошибок"),
    ("настройка", "настроек"),
    ("письмо", "писем"),
    ("день", "дней"),
    ("ребёнок", "дети"),
    ("отчёт", "отчета"),
    ("принтер", "принтере"),
    ("идти", "пошёл"),
    ("подключить", "подключаем"),
    ("подключить", "подключения"),
    ("печатать", "распечатали"),
    ("компьютер", "компа"),
    ("ВПН", "vpn"),
    ("invoice", "invoices"),
    ("printing", "prints"),
    ("1С", "1C"),
    ("НР400", "HP400"),
]
APART = [("касса", "каска"), ("сканер", "сканирование"), ("счёт", "счастье"), ("12", "112"), ("ПО", "пол")]


@pytest.mark.parametrize(("one", "other"), ALIKE)
def test_forms_of_a_word_have_one_stem(one: str, other: str) -> None:
    assert stems(one) == stems(other)


@pytest.mark.parametrize(("one", "other"), APART)
def test_other_words_have_other_stems(one: str, other: str) -> None:
    assert stems(one) != stems(other)


def test_a_text_falls_into_letters_and_digits() -> None:
    assert words("Ё-моё: ivan.petrov@mail.ru, отчёт_2026 №17!") == [
        "е", "мое", "ivan", "petrov", "mail", "ru", "отчет", "2026", "17",
    ]  # fmt: skip


def test_composed_and_decomposed_letters_are_the_same() -> None:
    assert words("й") == words("й") == ["й"]


def test_a_word_without_end_falls_into_pieces_that_are_not_looked_up() -> None:
    assert stems("щ" * 192) == ["щ" * LONGEST_WORD] * 3


def test_places_are_those_of_the_original_text() -> None:
    text = "Нет ЗАЯВОК, ёлки"
    assert [(text[p.start : p.end], p.stem) for p in places(text)] == [
        ("Нет", "нет"),
        ("ЗАЯВОК", "заявк"),
        ("ёлки", stem("елки")),
    ]


def test_text_that_changes_its_length_when_folded_has_no_places() -> None:
    assert list(places("İstanbul")) == []


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("настройками", "настройка"),
        ("подключени", "подключение"),
        ("распечат", "печать"),
        ("принт", "printer"),
    ],
)
def test_a_beginning_also_means_words_that_do_not_begin_so(typed: str, meant: str) -> None:
    assert stem(words(meant)[0]) in unfinished(typed).stems


def test_every_group_of_same_words_has_stems_of_its_own() -> None:
    groups = [line.split() for line in SAME_WORDS.split("\n") if line]
    stood = [{stem(word) for word in group} for group in groups]
    assert [len(found) for found in stood] == [1] * len(groups)
    assert len(set().union(*stood)) == len(groups)


def test_threads_agree() -> None:
    text = "Принтер бухгалтерии зажёвывает бумагу после обновления драйверов " * 50
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(stems, [text] * 32))
    assert answers == [answers[0]] * 32

"""Words of Russian and English text reduced to what inflection leaves alone: the same for index and query.

Russian: Snowball stem of the dictionary form (pymorphy3), because the stem alone keeps «заявка» and «заявок»
apart; English: Snowball stem; digits and mixed tokens as they are. The dictionary loads with the first
Russian word (0.1 s, about 25 MB); results are kept in a bounded cache shared by all threads.
"""

from __future__ import annotations

import re
import threading
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

import Stemmer

from otklik.core.same_words import SAME_WORDS

if TYPE_CHECKING:
    from pymorphy3 import MorphAnalyzer

SEARCH_VERSION = 1
"""Grows when the same text gives other stems; documents of another version are indexed again."""

LONGEST_WORD = 64
IN_DICTIONARY = range(3, 33)
"""Lengths of words that are looked up: shorter ones are abbreviations («Т-34»), longer ones are noise."""
KEPT_WORDS = 100_000
SHORTEST_BEGINNING = 3

_WORD = re.compile(rf"[^\W_]{{1,{LONGEST_WORD}}}")
_CYRILLIC = re.compile(r"[а-я]+")
_LATIN = re.compile(r"[a-z]+")
# «1С» is typed with either letter; folded only where every letter of a mixed token has a twin.
_TWINS = str.maketrans("авекмнорстух", "abekmhopctyx")
_ALL_TWINS = re.compile(r"[0-9авекмнорстухa-z]*[авекмнорстух][0-9авекмнорстухa-z]*")
_ONLY_LETTERS = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True)
class Unfinished:
    """A word that is still being typed: finished it may be any of `stems`, else it begins like `prefix`."""

    stems: tuple[str, ...]
    prefix: str


@dataclass(frozen=True, slots=True)
class Place:
    """A word in a text: its stem, and where it stands."""

    stem: str
    start: int
    end: int


def stems(text: str) -> list[str]:
    """The stems of a text in its order. Any thread may call it."""
    return list(map(stem, words(text)))


def words(text: str) -> list[str]:
    """The words of a text, folded: NFC, lower case, ё as е. One without end falls into pieces."""
    found: list[str] = _WORD.findall(_folded(text))
    return found


def places(text: str) -> Iterator[Place]:
    """The words of a text with their places in it, for showing where something was found.

    The text must be in NFC. Where folding changes its length (capitals of a few scripts) there are none.
    """
    folded = _folded(text)
    if len(folded) != len(text):
        return
    for match in _WORD.finditer(folded):
        yield Place(stem(match.group()), match.start(), match.end())


def unfinished(word: str) -> Unfinished:
    """What the beginning of a folded word can mean.

    A whole word longer than its stem («настройками») begins like no stem, so its own stem is an
    alternative; for a word cut in its ending («подключени») the plain Snowball stem is another; and
    whatever another word stands for («распечат…» for «печать») is a third.
    """
    plain = _snowball(word)
    ways = [stem(word), _same().get(plain, plain)]
    if len(word) >= SHORTEST_BEGINNING:
        ways += (first for other, first in _same().items() if other.startswith(word))
    return Unfinished(tuple(dict.fromkeys(ways)), _twins_folded(word))


@lru_cache(maxsize=KEPT_WORDS)
def stem(word: str) -> str:
    """The stem of one folded word."""
    found = _stem(word)
    return _same().get(found, found)


def _folded(text: str) -> str:
    return unicodedata.normalize("NFC", text).lower().replace("ё", "е")


def _stem(word: str) -> str:
    if _CYRILLIC.fullmatch(word) and len(word) in IN_DICTIONARY:
        return _tools.russian(word)
    return _snowball(word)


def _snowball(word: str) -> str:
    if _CYRILLIC.fullmatch(word):
        return _tools.russian_stem(word)
    if _LATIN.fullmatch(word):
        return _tools.english_stem(word)
    return _twins_folded(word)


def _twins_folded(word: str) -> str:
    if _ONLY_LETTERS.fullmatch(word) or not _ALL_TWINS.fullmatch(word):
        return word
    return word.translate(_TWINS)


class _Tools:
    """Dictionary and stemmers, behind a lock: neither library promises to be safe among threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()

    def russian(self, word: str) -> str:
        """The stem of the dictionary form."""
        with self._lock:
            normal = self._dictionary.parse(word)[0].normal_form.replace("ё", "е")
            found: str = self._russian.stemWord(normal)
        return found

    def russian_stem(self, word: str) -> str:
        """The stem of the word as it stands."""
        with self._lock:
            found: str = self._russian.stemWord(word)
        return found

    def english_stem(self, word: str) -> str:
        """The stem of an English word."""
        with self._lock:
            found: str = self._english.stemWord(word)
        return found

    @cached_property
    def _dictionary(self) -> MorphAnalyzer:
        # Imported late: a program that only receives a mail or migrates should not wait for it.
        from pymorphy3 import MorphAnalyzer

        return MorphAnalyzer()

    @cached_property
    def _russian(self) -> Stemmer.Stemmer:
        return Stemmer.Stemmer("russian")

    @cached_property
    def _english(self) -> Stemmer.Stemmer:
        return Stemmer.Stemmer("english")


_tools = _Tools()


@lru_cache(maxsize=1)
def _same() -> dict[str, str]:
    """Stem → the stem that stands for its meaning."""
    same: dict[str, str] = {}
    for line in SAME_WORDS.split("\n"):
        ways = [_stem(word) for word in line.split()]
        same |= dict.fromkeys(ways[1:], ways[0]) if ways else {}
    return same

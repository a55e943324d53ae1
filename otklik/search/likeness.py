"""What makes two tickets alike by words: the few that say most, most of which must be found. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import cache
from itertools import combinations

from otklik.core import stems
from otklik.search.wording import Clause, Phrase, Wording

MOST_WORDS = 5
SHORTEST = 4
READ = 1500
"""Letters of the first message that are looked at where the subject says little."""
_EVERYWHERE = (
    "здравствуйте добрый день вечер утро помогите пожалуйста проблема вопрос заявка обращение нужно можно "
    "надо просьба прошу почему сегодня вчера очень спасибо работает ошибка сообщение коллеги какой который "
    "hello dear help please problem question issue request need with from that this have does when what "
    "your thanks regards today urgent error message"
)


def telling_words(subject: str, text: str = "") -> list[str]:
    """Stems of the words that say most of what it is about, the first ones first; of the subject, and where
    it has fewer than three of them, of what the text repeats."""
    found = _telling(subject)
    if len(found) < 3:
        counted = Counter(_telling(text[:READ], once=False))
        found += [stem for stem, _n in counted.most_common() if stem not in found]
    return found[:MOST_WORDS]


def wording_of(words: Sequence[str]) -> Wording | None:
    """A condition that most of these stems stand in: three of five, two of three; None for no words.

    "At least k of n" is, in any n - k + 1 of them, one.
    """
    if not words:
        return None
    least = max(1, (len(words) * 3 + 4) // 5)
    parts = combinations(words, len(words) - least + 1)
    return Wording(tuple(Clause(tuple(Phrase((word,)) for word in part)) for part in parts))


def shared(words: Sequence[str], subject: str) -> int:
    """How many of the stems stand in another subject."""
    return len(set(words) & set(stems.stems(subject)))


def _telling(text: str, *, once: bool = True) -> list[str]:
    found = [
        stems.stem(word)
        for word in stems.words(text)
        if len(word) >= SHORTEST and not word.isdigit() and stems.stem(word) not in _common()
    ]
    return list(dict.fromkeys(found)) if once else found


@cache
def _common() -> frozenset[str]:
    return frozenset(stems.stems(_EVERYWHERE))

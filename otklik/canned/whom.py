"""For whom a canned reply of a file is: oneself, everybody, or a team, as people write it."""

from __future__ import annotations

from otklik.core import text

ME, ALL, UNSAID = "me", "all", ""
_WORDS = {
    ME: (
        *("me", "me alone", "mine", "my", "only me", "own", "personal", "private"),
        *("я", "мне", "мое", "моё", "мой", "только я", "только мне", "только для меня", "для себя"),
        *("личный", "личное", "личная"),
    ),
    ALL: (
        *("all", "all employees", "everybody", "everyone", "shared", "common", "public"),
        *("все", "всем", "для всех", "все сотрудники", "общий", "общее", "общая"),
    ),
}
_KEYS = {text.key(word): whom for whom, words in _WORDS.items() for word in words}


def whom_key(word: str) -> str:
    """`ME`, `ALL`, the lookup key of a team's name or code, or `UNSAID` for an empty cell."""
    key = text.key(word)
    return _KEYS.get(key, key)

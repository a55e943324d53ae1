"""Whether a client's message says thanks and nothing else (NEW-11). Pure.

Told from the words, in Russian and English: short, thankful, and without a word that asks, denies or goes on.
A doubt is no thanks: work that is not done begins again, thanks that were not seen cost a press.
"""

from __future__ import annotations

import re

MOST_WORDS = 14
"""Whoever has more to say says more than thanks."""
MOST_STRANGE = 1
"""Words that are neither thanks nor courtesy: a name."""
_WORD = re.compile(r"[a-zа-я'’]+")
_SIGNED = re.compile(
    r"(?im)^\W*(?:с уважением|best regards|kind regards|regards|best wishes|sincerely|отправлено с|"
    r"sent from)\b"
)
_THANKS = re.compile(
    r"спасибо|спс|благодар|признател|thank|thx|cheers|все (?:за)?работает|заработал|помогло|solved|"
    r"(?:it|all|everything)(?: now)? works|works(?: now| fine| well| great| perfectly)|"
    r"вопрос (?:решен|закрыт|снят)|все (?:хорошо|отлично|ок|супер)|(?:all|is) (?:good|fine)"
)
_DOUBT = re.compile(
    r"[?]|\b(?:не|нет|ни|но|однако|увы|опять|снова|еще|зато|только|если|когда|почему|как|что|где|жду|ждем|"
    r"прошу|просьба|пожалуйста|можно|можете|нужно|надо|хочу|хотел\w*|хотелось|подскаж\w*|скаж\w*|пришл\w*|"
    r"проблем\w*|ошибк\w*|сломал\w*|пропал\w*|завис\w*|кроме|также|другой|другая|другое|второй|вторая|"
    r"not|no|nothing|none|but|however|still|again|yet|although|though|except|if|when|why|how|what|where|"
    r"please|could|can|would|need|want|wait\w*|problem\w*|error\w*|issue\w*|broken|fail\w*|also|another|"
    r"\w+n['’]t|cannot|never|later|until|before)\b"
)
_COURTESY = frozenset(
    _WORD.findall(
        "спасибо спс большое огромное вам тебе всем за помощь работу быстро оперативно оперативность "
        "поддержку благодарю благодарим благодарен благодарна благодарность признателен признательна "
        "очень и все теперь работает заработало заработал заработала да ок окей хорошо отлично супер "
        "класс здравствуйте добрый день утро вечер привет коллеги вопрос решен закрыт снят помогло уже у "
        "нас меня сейчас thanks thank you thx cheers so very much a lot many for your the help support "
        "quick fast reply answer it all everything works working now fine well great perfectly perfect "
        "good ok okay yes hi hello dear team is solved resolved that this done"
    )
)


def is_thanks(words: str) -> bool:
    """Thanks, or that it works, and nothing more."""
    plain = " ".join(_unsigned(words).lower().replace("ё", "е").split())
    found = _WORD.findall(plain)
    if not found or len(found) > MOST_WORDS or not _THANKS.search(plain) or _DOUBT.search(plain):
        return False
    return sum(word not in _COURTESY for word in found) <= MOST_STRANGE


def _unsigned(words: str) -> str:
    """Without the signature under it."""
    end = _SIGNED.search(words)
    return words[: end.start()] if end and end.start() > 0 else words

"""What may be wrong with a reply that is about to be sent (NEW-10). Pure: words in, phrases out.

Only what the author wrote is looked at: quoted lines, the header before them and a signature are not. Each
check finds the phrase it is about, so that a page can show it. They are meant to be silent: a warning that
is usually wrong is pressed away unread.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

RUN = 7
"""So many words in a row are no accident."""
RUN_LETTERS = 30
_QUOTED = re.compile(r"^\s*(>|\|)")
_HEADER = re.compile(
    r"^\s*(on .{4,120} wrote:|.{0,120}(пишет|писал|писала|написал|написала):|-{2,}\s*(original message|"
    r"исходное сообщение|пересылаемое сообщение|forwarded message).*|(from|от|от кого): .+@.+)\s*$",
    re.IGNORECASE,
)
_SIGNATURE = re.compile(r"^(-- ?|—|__+)\s*$")
_SENTENCE = re.compile(r"[^.!?\n]+")
_WORD = re.compile(r"\w+")
_ADDRESS = re.compile(r"[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+")
_NAME = re.compile(r"\b[^\W\d_][\w'’-]+\b")
_QUOTES = re.compile(r"(?:\b([А-ЯЁ]{2,4}|LLC|Ltd)\s+)?[«“\"]([^«»“”\"\n]{2,60})[»”\"]")

_THING = (
    r"(?:файл|скрин|скриншот|сч[её]т|акт|документ|фото|снимок|снимк|инструкци|договор|отч[её]т|таблиц|pdf|архив|лог|"
    r"письм|схем|копи|скан|смет|накладн|прайс|реквизит|бланк|форм)"
)
_PROMISES_RU = re.compile(
    r"\bво\s+вложени(?:и|ях)\b(?!\s+(?:нет|не\s))"
    r"|\bсм(?:отрите|\.)?\s+(?:файл\s+)?(?:во?\s+)?вложени\w+"
    r"|\b(?:прилага|прикладыва)(?:ю|ем)\b"
    r"|\bприл(?:ожил[аи]?|ожу|ожим)\b(?!\s+(?:\w+\s+){0,2}усили)"
    r"|\b(?:прикрепил[аи]?|прикрепля(?:ю|ем)|прикреплю|прикрепим)\b"
    r"|\b(?:вложил[аи]?|вкладыва(?:ю|ем))\s+(?:\w+\s+){0,2}" + _THING + r"\w*"
    r"|\b" + _THING + r"\w*(?:\s+\w+){0,3}\s+(?:приложен|прикрепл[её]н|прилага)\w*"
    r"|\b(?:приложен|прикрепл[её]н|прилага)\w*(?:\s+\w+){0,2}\s+" + _THING + r"\w*"
    r"|\bк\s+(?:этому\s+)?письму\s+(?:приложен|прикрепл[её]н)\w*",
    re.IGNORECASE,
)
_THEIRS_RU = re.compile(
    r"\b(?:вы|вами|ты|клиент|клиентом|он|она|они)\s+(?:\w+\s+){0,2}(?:при|во|вы|пере|от)?(?:слал|сылал|ложил|ложен|креп|"
    r"лага|кладыва)\w*|\b(?:приложите|прикрепите|прилагайте|прикладывайте|вложите|пришлите|присылайте|отправьте|"
    r"направьте|вышлите)\b|\bесли\b[^,]*\bприл|\bне\s+(?:прилага|прикладыва|прикреп|прилож|вложи)\w*"
    r"|\bбез\s+вложени|\bваш\w*\s+(?:письм|вложени)\w*|\b(?:прилага|прикладыва|прикрепля)(?:ть|йте)\b",
    re.IGNORECASE,
)
_THING_EN = (
    r"(?:files?|documents?|docs?|screenshots?|invoices?|photos?|pictures?|images?|reports?|pdf|forms?|logs?|manuals?|"
    r"instructions?|contracts?|spreadsheets?|copy|copies|scans?|quotes?|agreements?|guides?|archives?|estimates?)"
)
_PROMISES_EN = re.compile(
    r"\bfind\s+(?:\w+\s+){0,3}(?:attached|enclosed)\b|\b(?:attached|enclosed)\s+(?:please\s+find|is|are|herewith|"
    r"you(?:'|’)?\s?(?:wi)?ll\s+find)\b"
    r"|\b(?:i|we)(?:(?:'|’)(?:ve|m|re|ll)|\s+have|\s+am|\s+are|\s+will)?\s+(?:just\s+|also\s+)?attach(?:ed|ing)?\b"
    r"|\bsee\s+(?:the\s+)?attach(?:ed|ments?)\b|\bin\s+the\s+attach(?:ment|ed)\w*"
    r"|\b" + _THING_EN + r"\b(?:\s+\w+){0,3}\s+(?:is|are)\s+(?:attached|enclosed)\b"
    r"|\b(?:the\s+)?attached\s+(?:\w+\s+){0,2}"
    + _THING_EN
    + r"\b|\battaching\s+(?:\w+\s+){0,3}"
    + _THING_EN
    + r"\b",
    re.IGNORECASE,
)
_THEIRS_EN = re.compile(
    r"\b(?:you|they|he|she|client|customer)(?:(?:'|’)ve|\s+have|\s+had)?\s+(?:\w+\s+)?(?:attached|sent|enclosed)\b"
    r"|\b(?:please|could\s+you|can\s+you|you\s+can|kindly)\s+attach\b|\bnot\s+attach|n(?:'|’)t\s+attach|\bno\s+attach"
    r"|\byour\s+attach|\battach(?:ed|ing)?\b[^.!?]*\bto\s+(?:the|your|a|an|our)\s+(?!e-?mail|mail|message|letter|reply|"
    r"ticket|request)\w+|\bif\s+\w+\s+attach",
    re.IGNORECASE,
)
_FILL_IN = (
    r"(?:имя|фамилия|фио|дата|номер|сумма|адрес|время|название|компания|вставьте|укажите|name|date|number|amount|"
    r"address|time|company|insert|client|customer|клиент|todo|tbd)"
)
_UNFILLED = re.compile(
    r"\{\{[^{}\n]{0,80}\}\}|\{%[^%\n]{0,80}%\}|\$\{\w[\w.]*\}|%\(\w+\)s|\{[^\W\d]\w*(?:\.\w+)*\}"
    r"|[\[<]" + _FILL_IN + r"\b[^\]>\n@/=]{0,40}[\]>]",
    re.IGNORECASE,
)


def own_words(text: str, signature: str = "") -> str:
    """What the author wrote: without quotes, what introduces them, what follows a forwarded header, and the
    signature."""
    lines: list[str] = []
    for line in text.replace("\r\n", "\n").split("\n"):
        if _SIGNATURE.match(line):
            break
        if _HEADER.match(line):
            break
        if not _QUOTED.match(line):
            lines.append(line)
    words = "\n".join(lines)
    sign = signature.strip()
    return words.replace(sign, "") if sign else words


def promised_file(words: str) -> str:
    """The phrase that says a file goes with the reply; empty when none does."""
    for sentence in _SENTENCE.findall(_undotted(words)):
        for promises, theirs in ((_PROMISES_RU, _THEIRS_RU), (_PROMISES_EN, _THEIRS_EN)):
            found = promises.search(sentence)
            if found and not theirs.search(sentence):
                return found.group().strip()
    return ""


def unfilled(words: str) -> str:
    """A placeholder nobody has filled in; empty when there is none."""
    found = _UNFILLED.search(words)
    return found.group() if found else ""


def copied(words: str, internal: Iterable[str], public: Iterable[str]) -> str:
    """The beginning of what stands in an internal text word for word and in no public one; empty for none."""
    hidden = {run for text in internal for run, _at in _runs(text)}
    known = {run for text in public for run, _at in _runs(text)}
    for run, phrase in _runs(words):
        if run in hidden and run not in known:
            return phrase
    return ""


def addresses(words: str) -> list[str]:
    """Mail addresses, each once, in their order."""
    return list(dict.fromkeys(found.rstrip(".").lower() for found in _ADDRESS.findall(words)))


def names(words: str, most: int = 12) -> list[tuple[str, str]]:
    """Pairs of words that may be somebody's name: both with a capital, side by side."""
    pairs = []
    found = list(_NAME.finditer(words))
    for one, two in pairwise(found):
        between = words[one.end() : two.start()]
        if between == " " and _is_titled(one.group()) and _is_titled(two.group()):
            pairs.append((one.group(), two.group()))
    return list(dict.fromkeys(pairs))[:most]


def titles(words: str, most: int = 12) -> list[str]:
    """What stands in quotation marks and may be a company's name, with and without what it is (ООО)."""
    found = []
    for match in _QUOTES.finditer(words):
        found += [match.group(2), match.group()]
    return list(dict.fromkeys(found))[:most]


def _is_titled(word: str) -> bool:
    return len(word) > 1 and word[0].isupper() and word[1:].islower()


def _runs(text: str) -> Iterator[tuple[tuple[str, ...], str]]:
    """Words in a row, folded, with the phrase they make."""
    found = list(_WORD.finditer(text))
    for at in range(len(found) - RUN + 1):
        first, last = found[at], found[at + RUN - 1]
        phrase = text[first.start() : last.end()]
        if len(phrase) >= RUN_LETTERS:
            folded = (match.group().casefold().replace("ё", "е") for match in found[at : at + RUN])
            yield tuple(folded), phrase


def _undotted(words: str) -> str:
    """Dots of abbreviations end no sentence."""
    return re.sub(r"\b(см|см\.\s?рис|т\.\s?е|e\.g|i\.e|pls)\.", r"\1 ", words, flags=re.IGNORECASE)

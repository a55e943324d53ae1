"""Which lines at the end of a piece of text are its signature: "-- ", a sign-off, a phone's advertisement.

Careful on purpose: a question or a "P.S." below a sign-off is text, a large picture is a screenshot, and a
sign-off with a story below it is no sign-off. Words wrongly kept cost a glance, words wrongly cut an answer.
"""

import re
from collections.abc import Sequence

from otklik.channels.mail import vocabulary as words
from otklik.channels.mail.lines import Hint, Line

_LOOKED_AT = 80
_MOST_LINES = 16
_BELOW_DASHES = 8
_LONG_LINE = 150
_PROSE_WORDS = 9


def _any(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


_DASHES = re.compile(r"^(?:--|—|–|__)$")
_RULE = re.compile(r"^(?:_{3,}|-{3,}|[—–]{3,}|\*{3,}|={3,})$")
_SIGN_OFF = _any(rf"^[-–—*_ ]{{0,4}}(?:{words.SIGN_OFFS})(?!\w) ?[,.!;:*_]{{0,3}}(?P<rest>.*)$")
_SLASH_NAME = re.compile(r"^/ ?[A-ZÅÄÖÆØ][a-zåäöæøé]{1,20}(?: [A-ZÅÄÖÆØ][a-zåäöæøé]{1,20})?$")
"""How Swedes and Danes sign: "/Anna"."""
_SENT_FROM = _any(rf"^[-–—*_(\[< ]{{0,4}}(?:{words.SENT_FROM})[.!>)\]]{{0,3}}$")
_DISCLAIMER = _any(rf"^[-*_ ]{{0,4}}(?:{words.DISCLAIMERS})")
_SCANNED = _any(words.SCANNED)
_HEADING = _any(r"^[-*_ ]{0,4}(?:disclaimer|confidentiality notice|legal notice|важно)[-:.*_ ]{0,4}$")
_LISTED = re.compile(r"^(?:[-*•]|\d{1,2}[.)])\s?\w")
_POSTSCRIPT = _any(rf"^(?:{words.POSTSCRIPTS})")
_HAS_WORD = re.compile(r"\w")
_QUESTION = re.compile(r"\w.*\?\s*[)!]*$")
_NAME = re.compile(r"^[^\W\d_][\w.'’-]*(?: +[^\W\d_][\w.'’-]*){0,4}[,.!]?$")
_CONTACT = _any(
    r"@|www\.|https?:|\+\d|\(\d{3,5}\)|\d{2,4}[ -]\d{2}[ -]\d{2}|\b(?:тел|моб|факс|доб|внутр|tel|phone|mob"
    r"|fax|ext|skype|telegram)\b"
)


def signature_lines(lines: Sequence[Line]) -> set[int]:
    """Indexes of the signature's lines in one piece of text (an answer, from one quote to the next)."""
    dropped = {number for number, line in enumerate(lines) if line.hint & Hint.SIGNATURE}
    dropped |= {number for number, line in enumerate(lines) if _is_advertisement(line)}
    start = _start(lines, dropped)
    if start is not None:
        end = _end(lines, start)
        dropped |= {number for number in range(start, end) if not lines[number].hint & Hint.PICTURE}
    return dropped | _disclaimer(lines, dropped)


def _is_advertisement(line: Line) -> bool:
    """ "Sent from my iPhone", "checked by Avast": a line on its own, wherever it stands."""
    text = line.text
    if not 4 < len(text) < 200:
        return False
    return _SENT_FROM.match(text) is not None or (_SCANNED.search(text) is not None and len(text) < 120)


def _start(lines: Sequence[Line], dropped: set[int]) -> int | None:
    """The first line from which everything down to the end looks like a signature."""
    with_words = [number for number, line in enumerate(lines) if line.text and number not in dropped]
    for place, number in enumerate(with_words):
        line = lines[number]
        if line.text == "--" and line.shown.endswith("-- "):
            return number
        if len(with_words) - place > _LOOKED_AT:
            continue
        below = [lines[later] for later in with_words[place + 1 :]]
        if _begins_signature(line, below):
            return number
    return None


def _begins_signature(line: Line, below: Sequence[Line]) -> bool:
    if line.text == "--":  # its blank was lost on the way; a list or a longer text below is no signature
        is_short = len(below) <= _BELOW_DASHES and not any(map(_is_listed, below))
        return is_short and _looks_like_signature(below)
    if _DASHES.match(line.text) or _SLASH_NAME.match(line.text):
        return not below or _looks_like_signature(below, strict=True)
    if _RULE.match(line.text):  # people rule off a list as well: somebody must be reachable below it
        return not below or (_looks_like_signature(below, strict=True) and any(map(_has_contact, below)))
    sign_off = _SIGN_OFF.match(line.text)
    return (
        sign_off is not None
        and _ends_a_letter(sign_off["rest"].strip(), below)
        and _looks_like_signature(below)
    )


def _ends_a_letter(rest: str, below: Sequence[Line]) -> bool:
    """A sign-off stands alone or before a name; "regards the printer" is a sentence."""
    if not _HAS_WORD.search(rest) or _SIGN_OFF.match(rest.lstrip("/|, ")):  # "Best regards / С уважением,"
        return True
    return len(rest) < 80 and (_NAME.match(rest.split(",")[0].strip()) is not None or not below)


def _looks_like_signature(below: Sequence[Line], *, strict: bool = False) -> bool:
    """Few short lines without a question. `strict`: with a name or a way to reach somebody among them."""
    story = _before_postscript(below)
    story = _before_disclaimer(story)
    if len(story) > _MOST_LINES:
        return False
    if any(_is_prose(line) for line in story):
        return False
    if not strict:
        return True
    return bool(story) and len(story) <= 8 and any(_is_of_a_person(line.text) for line in story)


def _is_listed(line: Line) -> bool:
    return _LISTED.match(line.text) is not None


def _has_contact(line: Line) -> bool:
    return _CONTACT.search(line.text) is not None or _SIGN_OFF.match(line.text) is not None


def _is_of_a_person(text: str) -> bool:
    return (
        _CONTACT.search(text) is not None
        or _SIGN_OFF.match(text) is not None
        or _NAME.match(text) is not None
    )


def _is_prose(line: Line) -> bool:
    text = line.text
    if _QUESTION.search(text):
        return True
    if _CONTACT.search(text) or _SENT_FROM.match(text):
        return len(text) > 2 * _LONG_LINE
    return len(text) > _LONG_LINE or (len(text.split()) >= _PROSE_WORDS and text.endswith((".", "!", "…")))


def _before_postscript(lines: Sequence[Line]) -> Sequence[Line]:
    for number, line in enumerate(lines):
        if _POSTSCRIPT.match(line.text):
            return lines[:number]
    return lines


def _before_disclaimer(lines: Sequence[Line]) -> Sequence[Line]:
    for number, line in enumerate(lines):
        if _DISCLAIMER.match(line.text) or _SCANNED.search(line.text[:200]):
            return lines[:number]
    return lines


def _end(lines: Sequence[Line], start: int) -> int:
    """A signature ends at a postscript."""
    for number in range(start, len(lines)):
        if _POSTSCRIPT.match(lines[number].text):
            return number
    return len(lines)


def _disclaimer(lines: Sequence[Line], dropped: set[int]) -> set[int]:
    """The lawyers' paragraphs at the very end, with or without a signature above them."""
    last = [number for number, line in enumerate(lines) if line.text and number not in dropped]
    for place in range(max(0, len(last) - 12), len(last)):
        line = lines[last[place]]
        is_headed = place > 0 and _HEADING.match(lines[last[place - 1]].text) is not None
        if place > is_headed and _DISCLAIMER.match(line.text) and len(line.text) > 60:
            first = last[place - is_headed]
            return {number for number in range(first, len(lines)) if not lines[number].hint & Hint.PICTURE}
    return set()

"""The places where a mail client announces history: "so-and-so wrote:", header blocks, dashed titles, our
line.

A rule looks for features (a date, a time, an address, the verb, the colon at the end) instead of one template
per client: clients change their templates with every release and every language, their features stay.
"""

import re
from collections.abc import Sequence
from enum import Enum, IntEnum
from typing import NamedTuple

from otklik.channels.mail import vocabulary as words
from otklik.channels.mail.lines import Hint, Line

_LONGEST = 400
_MOST_LINES = 4


class Kind(Enum):
    """What a marker announces."""

    SEPARATOR = "our own line"
    ATTRIBUTION = "so-and-so wrote"
    HEADERS = "From, Sent, To, Subject of the answered message"
    ORIGINAL = "a dashed title over the answered message"
    FORWARDED = "a title over a forwarded message"


class Sureness(IntEnum):
    """How far a marker can be trusted by itself."""

    WEAK = 1
    """Only with a quote right below."""
    LIKELY = 2
    """With a quote below, or in a mail that is a reply."""
    SURE = 3


class Mark(NamedTuple):
    """A marker over the lines `start` to `end` (exclusive)."""

    kind: Kind
    start: int
    end: int
    sureness: Sureness = Sureness.SURE


def _any(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


_LETTERS = r"[^\W\d_]"
_DATE = (
    r"(?:\d{1,2}[./-] ?\d{1,2}[./-] ?(?:\d{4}|\d{2})(?!\d)|\d{4}[./-] ?\d{1,2}[./-] ?\d{1,2}(?!\d)"
    r"|\d{4} ?[年년] ?\d{1,2} ?[月월] ?\d{1,2} ?[日일]"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?\.?[ -](?:de )?(?:{words.MONTHS})(?:{_LETTERS}|[ʼ'׳]){{0,9}}"
    rf"|(?:\d{{4}}\. ?)?(?:{words.MONTHS}){_LETTERS}{{0,8}}\.? \d{{1,2}}(?:st|nd|rd|th)?(?!\d))"
)
_TIME = (
    r"(?:(?<!\d)\d{1,2}:\d{2}(?!\d)|(?:\bkl\.?|\bklo|\bkello) \d{1,2}\.\d{2}(?!\d)"
    r"|\d{1,2} ?[時时點点시] ?\d{1,2})"
)
_WEEKDAY = rf"(?:{words.WEEKDAYS})(?:{_LETTERS}|[ʼ'׳]){{0,9}}[.,،]{{0,2}}"
_HAS_DATE = _any(_DATE)
_HAS_TIME = _any(_TIME)
_HAS_ADDRESS = _any(r"[\w.+%-]{1,64}@[\w-]{1,63}\.[\w.-]{1,100}|\bmailto:")
_STARTS = _any(
    rf"[-*_\"«' ]{{0,20}}(?:в (?:письме|сообщении|своём письме) от )?(?:(?:{words.LEADS}) ?)?"
    rf"(?:{_WEEKDAY} ?)?(?:{_DATE}|{_TIME})"
)
_ENDS = _any(r"(?:[:：]|(?<=\w) ?-{2,})[*_ ]*$")
_ENDS_BY_ADDRESS = _any(r"<[^<>\s]{1,100}@[^<>\s]{1,100}>$")
_VERB = rf"(?:(?<!\w)(?:{words.WROTE})(?!\w)|{words.WROTE_JOINED})"
_WROTE = _any(_VERB)
_WROTE_LAST = _any(rf"{_VERB}[^.!?]{{0,20}}$")
_WROTE_AT_END = _any(rf"{_VERB}$")
_YOU_WROTE = _any(r"^(?:вы писали|вы написали|ты писал|you wrote|ви писали)(?!\w).{0,60}:$")
_SEPARATOR = _any(
    rf"(?<![-—–_=# ])[-—–_=# ]{{2,}}+(?:{words.SEPARATOR_PHRASES})[.!]? ?(?:[-—–_= ]{{0,3}}#|[-—–_=]{{2,}}|$)"
)
_TITLE = r"^[-_=*~#—– ]{{2,60}}(?:{})[ :.\d]{{0,4}}[-_=*~#—–: ]{{0,60}}$"
_ORIGINAL = _any(_TITLE.format(words.ORIGINAL))
_FORWARDED = _any(_TITLE.format(rf"(?:{words.FORWARDED})[^-]{{0,60}}"))
_FORWARDED_PLAIN = _any(rf"^(?:{words.FORWARDED_PLAIN})[:.]?$")
_LABEL = _any(
    "^[*_ ]*(?:"
    + "|".join(
        f"(?P<{'from_' if kind == 'from' else kind}>{labels})" for kind, labels in words.LABELS.items()
    )
    + r") ?[*_]{0,3} ?[:：]{1,2} ?[*_]{0,3}(?P<value>.*)$"
)
_ONE_LINE_BLOCK = _any(
    r"^[*_ ]*(?:from|от|от кого):.{3,200}?(?:sent|date|отправлено|дата):.{3,120}?(?:to"
    r"|кому):.{3,400}?(?:subject|тема):"
)
_FOREIGN_LABEL = re.compile(r"[*_ ]{0,4}[^\W\d][^:：]{0,24}[:：][*_ ]{0,4}\S")
_RULE = re.compile(r"^[-_=*~—–]{3,}$")


def mark_at(lines: Sequence[Line], at: int) -> Mark | None:
    """The marker that begins with line `at`, if one does. Looks at a few lines only."""
    text = lines[at].text
    if not text or len(text) > 2 * _LONGEST:
        return None
    return (
        _separator_at(lines, at)
        or _title_at(text, at)
        or _headers_at(lines, at)
        or _attribution_at(lines, at)
    )


def with_decoration(lines: Sequence[Line], at: int) -> int:
    """A marker's first line, the rule above it included and, below a rule, Yandex's "To:" and "Subject:"."""
    start = at
    for number in range(at - 1, max(-1, at - 8), -1):
        line = lines[number]
        if _RULE.match(line.text):
            start = number
        elif not line.is_blank and not _LABEL.match(line.text):
            break
    return start


def foreign_headers_above(lines: Sequence[Line], at: int) -> int:
    """Where a header block or a "wrote:" line in a language we do not know begins, right above line `at`."""
    above = [number for number in range(max(0, at - 12), at) if lines[number].text]
    labelled = 0
    while labelled < len(above) and _FOREIGN_LABEL.match(lines[above[-1 - labelled]].text):
        labelled += 1
    if labelled >= 3 and any(_HAS_ADDRESS.search(lines[number].text) for number in above[-labelled:]):
        return above[-labelled]
    if above and _ENDS.search(lines[above[-1]].text) and _HAS_ADDRESS.search(lines[above[-1]].text):
        return above[-1]
    return at


def is_quote_below(lines: Sequence[Line], at: int, depth: int) -> bool:
    """Whether the next line with words from `at` on is quoted more deeply, or known history."""
    for line in lines[at : at + 4]:
        if not line.is_blank:
            return line.depth > depth or bool(line.hint & Hint.HISTORY)
    return False


def is_all_quote_below(lines: Sequence[Line], mark: Mark) -> bool:
    """Whether nothing but a quote stands below a marker, down to the mail's end."""
    depth = lines[mark.start].depth
    return all(line.is_blank or line.depth > depth for line in lines[mark.end :])


def _separator_at(lines: Sequence[Line], at: int) -> Mark | None:
    """Our line, also where a client wrapped it onto a second one."""
    text = lines[at].text
    if not any(sign in text for sign in ("#", "--", "—", "–", "__", "==")):
        return None
    if _SEPARATOR.search(text):
        return Mark(Kind.SEPARATOR, at, at + 1)
    if at + 1 < len(lines) and len(text) < 80 and _SEPARATOR.search(f"{text} {lines[at + 1].text[:80]}"):
        return Mark(Kind.SEPARATOR, at, at + 2)
    return None


def _title_at(text: str, at: int) -> Mark | None:
    if len(text) > 160:
        return None
    if _FORWARDED.match(text) or _FORWARDED_PLAIN.match(text):
        return Mark(Kind.FORWARDED, at, at + 1)
    if _ORIGINAL.match(text):
        return Mark(Kind.ORIGINAL, at, at + 1)
    return None


def _headers_at(lines: Sequence[Line], at: int) -> Mark | None:
    """A block of header lines: three kinds of labels, a sender among them, an address or a date as proof."""
    if not _LABEL.match(lines[at].text):
        return None
    if _ONE_LINE_BLOCK.match(lines[at].text):
        return Mark(Kind.HEADERS, at, at + 1)
    kinds: set[str] = set()
    proofs: set[str] = set()
    end = at
    for number in range(at, min(len(lines), at + 16)):
        line = lines[number]
        label = _LABEL.match(line.text) if line.depth == lines[at].depth else None
        if label:
            kind = next(name for name, value in label.groupdict().items() if value is not None)
            kinds.add(kind)
            proofs |= _proofs(kind, label["value"])
            end = number + 1
        elif not _goes_on(line, number - end):
            break
    is_proved = "address" in proofs or ("moment" in proofs and "subject" in kinds)
    if "from_" not in kinds or len(kinds - {"other"}) < 3 or not is_proved:
        return None
    return Mark(Kind.HEADERS, at, end)


def _proofs(kind: str, value: str) -> set[str]:
    """An order form has a sender and a date too: a mail's header has an address or a time of the day."""
    if kind == "from_" and _HAS_ADDRESS.search(value):
        return {"address"}
    if kind == "sent" and _HAS_DATE.search(value) and _HAS_TIME.search(value):
        return {"moment"}
    return set()


def _goes_on(line: Line, since_label: int) -> bool:
    """Between two labels: one blank line, or up to four lines of recipients."""
    if line.is_blank:
        return since_label < 1
    return since_label < 4 and ("@" in line.text or ";" in line.text) and len(line.text) < _LONGEST


def _attribution_at(lines: Sequence[Line], at: int) -> Mark | None:
    """ "On Friday so-and-so wrote:" over one to four lines, for clients wrap it at 76 characters."""
    if lines[at].hint & Hint.ATTRIBUTION:
        return Mark(Kind.ATTRIBUTION, at, _hinted_end(lines, at), Sureness.LIKELY)
    starts = _STARTS.match(lines[at].text) is not None
    joined = ""
    weak: Mark | None = None
    for number in range(at, min(len(lines), at + (_MOST_LINES if starts else 2))):
        joined = _with_next(joined, lines[at], lines[number])
        if not joined or len(joined) > _LONGEST:
            return weak
        sureness = _sureness(joined, starts=starts)
        if sureness:
            mark = Mark(Kind.ATTRIBUTION, at, number + 1, sureness)
            if _ENDS.search(joined) or sureness > Sureness.WEAK:
                return mark
            weak = mark  # the verb may still stand on the next line
        elif not starts and not (_HAS_ADDRESS.search(joined) or _WROTE.search(joined)):
            return weak
    return weak


def _with_next(joined: str, first: Line, line: Line) -> str:
    """The line put together so far and its next piece; empty where the next line is none of it.

    Gmail tears "<address>" before its ">", which then looks like a quote mark.
    """
    is_torn = joined.count("<") > joined.count(">") and line.depth == first.depth + 1
    if line.is_blank or not (line.depth == first.depth or is_torn):
        return ""
    return f"{joined}{'> ' if is_torn else ' '}{line.text}".strip()


def _hinted_end(lines: Sequence[Line], at: int) -> int:
    end = at
    while end < len(lines) and lines[end].hint & Hint.ATTRIBUTION and lines[end].depth == lines[at].depth:
        end += 1
    return end


def _sureness(joined: str, *, starts: bool) -> Sureness | None:
    """How surely a line (put together from its wrapped pieces) announces a quote."""
    if not _ENDS.search(joined):
        return _sureness_without_colon(joined) if starts else None
    has_wrote = _WROTE.search(joined) is not None
    has_date = _HAS_DATE.search(joined) is not None
    has_time = _HAS_TIME.search(joined) is not None
    has_address = _HAS_ADDRESS.search(joined) is not None
    if starts:
        if has_address and (has_wrote or (has_date and has_time)):
            return Sureness.SURE
        return Sureness.LIKELY if has_wrote or (has_date and has_address) else None
    if not has_wrote:  # a language we do not know: believed only right above a quote
        return Sureness.WEAK if has_address and (has_date or has_time) else None
    if (has_address and (has_date or _WROTE_LAST.search(joined[:-1]))) or (has_date and has_time):
        return Sureness.LIKELY
    if _YOU_WROTE.match(joined) or (len(joined) < 100 and _WROTE_LAST.search(joined[:-1])):
        return Sureness.WEAK
    return None


def _sureness_without_colon(joined: str) -> Sureness | None:
    """Zoho's and old Gmail's lines, which begin with a date and end in the verb or in the address."""
    if not _HAS_DATE.search(joined) or not _HAS_ADDRESS.search(joined):
        return None
    if _WROTE_AT_END.search(joined):
        return Sureness.LIKELY
    return Sureness.WEAK if _ENDS_BY_ADDRESS.search(joined) else None

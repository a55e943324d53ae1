"""What is new in a mail: quoted history and signatures cut, answers between quotes kept.

The rules, in the order of their weight:
1. Nothing a person wrote may be lost. Where a cut would leave nothing, all is kept; where the sender says
   that answers stand below, all is kept; a quote in a mail without any history is the sender's own and kept.
2. Below our separator line (unquoted), a header block, a dashed title or "so-and-so wrote:" without quote
   marks, everything is history, for there is no telling answers from it.
3. Marked quotes (">", a quoting element) are history one by one: text below them is an answer, and in a
   chain of quotes and answers each answer keeps the lines it answers.
4. A forwarded message is what the mail is about and stays whole. Pure: lines come from `lines`, `htmltext`.
"""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from otklik.channels.mail.lines import Hint, Line, shown_text, text_lines
from otklik.channels.mail.markers import (
    Kind,
    Mark,
    Sureness,
    foreign_headers_above,
    is_all_quote_below,
    is_quote_below,
    mark_at,
    with_decoration,
)
from otklik.channels.mail.signatures import signature_lines
from otklik.channels.mail.vocabulary import ANSWERS_BELOW, FORWARD_PREFIXES, REPLY_PREFIXES, SEPARATOR

__all__ = ["SEPARATOR", "Cut", "cut", "is_forward_subject", "is_reply_subject", "new_text"]

_CONTEXT_LINES = 4
_OWN_QUOTE_LINES = 12
_WRAPPED_FROM = 66
_WRAPPED_UP_TO = 76
_SHORT_NOTE = 300
_LINK_ALONE = re.compile(r"[(<]https?://[^\s<>()]+[)>] ?>?$")
_TORN_LINK = re.compile(r"[(<]https?://[^\s<>()]*$")
_NOTHING = re.compile(r"[\s\-_=~*|>.,:;—–#]*$")
_ANSWERS_BELOW = re.compile(ANSWERS_BELOW, re.IGNORECASE)
_NUMBER_BEFORE = r"\s*(?:\[[^\]]{1,60}\]\s*)*"
_REPLY = re.compile(
    rf"{_NUMBER_BEFORE}(?:{REPLY_PREFIXES})(?:\[\d{{1,3}}\]|\(\d{{1,3}}\)|\^\d{{1,3}})?\s?[:：]",
    re.IGNORECASE,
)
_FORWARD = re.compile(
    rf"{_NUMBER_BEFORE}(?:{FORWARD_PREFIXES})\.?(?:\[\d{{1,3}}\]|\(\d{{1,3}}\))?\s?[:：]", re.IGNORECASE
)


class Cut(NamedTuple):
    """`kept`: indexes of the new lines. `lines`: those lines as they are shown. `shortened`: any were cut."""

    kept: tuple[int, ...]
    lines: tuple[Line, ...]
    shortened: bool


class _Piece(NamedTuple):
    """Neighbouring lines that are all quoted or all not; `attributed`: "so-and-so wrote" stands above."""

    numbers: Sequence[int]
    quoted: bool
    attributed: bool = False


class _Survey(NamedTuple):
    """Where history or a forwarded message begins for good, and the who-wrote lines over quotes."""

    end: int
    is_forward: bool
    tail: Mark | None
    attributions: dict[int, int]


def new_text(body: str, *, reply: bool = True, forward: bool = False) -> str:
    """The new part of a plain text. `reply`: the mail answers one; `forward`: it forwards one."""
    new = cut(text_lines(body), reply=reply, forward=forward)
    return shown_text(list(new.lines), quotes_apart=new.shortened)


def is_reply_subject(subject: str) -> bool:
    """Whether the first prefix of a subject is "Re:" in one of its languages."""
    return _REPLY.match(subject) is not None


def is_forward_subject(subject: str) -> bool:
    """Whether the first prefix of a subject is "Fwd:" in one of its languages."""
    return _FORWARD.match(subject) is not None


def cut(lines: Sequence[Line], *, reply: bool, forward: bool) -> Cut:
    """The new lines of a mail (see the module's rules)."""
    survey = _survey(lines, reply=reply, forward=forward)
    pieces = _without_signatures(lines, _pieces(lines, survey))
    if not _has_words(lines, (number for piece in pieces if not piece.quoted for number in piece.numbers)):
        pieces = _pieces(lines, survey)
    new = _chosen(lines, pieces, survey, reply=reply)
    if survey.is_forward:
        new = [*new, *range(survey.end, len(lines))]
    elif survey.tail and _says_answers_below(lines, new):
        new = list(range(len(lines)))
    if not _has_words(lines, new):
        return _nothing_left(lines, survey)
    return Cut(tuple(new), tuple(lines[number] for number in new), len(new) < len(lines))


def _survey(lines: Sequence[Line], *, reply: bool, forward: bool) -> _Survey:
    """One walk from the top to the first place from which everything is history, or a forwarded message.

    In a mail that answers nothing, somebody else's message below a header block was put there to be read.
    """
    attributions: dict[int, int] = {}
    at = 0
    while at < len(lines):
        mark = _mark_of_history(lines, at, attributions)
        if mark is None:
            at += 1
        elif mark.kind is Kind.ATTRIBUTION and not forward:
            if _has_quote(lines, mark, reply=reply):
                attributions[with_decoration(lines, at)] = mark.end
            elif reply and mark.sureness >= Sureness.LIKELY:
                return _Survey(with_decoration(lines, at), False, mark, attributions)
            at = mark.end
        elif mark.kind is Kind.SEPARATOR:
            start = with_decoration(lines, foreign_headers_above(lines, at))
            return _Survey(start, False, mark, attributions)
        else:
            is_passed_on = forward or not reply or mark.kind is Kind.FORWARDED
            start = mark.start if is_passed_on else with_decoration(lines, at)
            return _Survey(start, is_passed_on, None if is_passed_on else mark, attributions)
    return _Survey(len(lines), forward, None, attributions)


def _has_quote(lines: Sequence[Line], mark: Mark, *, reply: bool) -> bool:
    """Whether quoted lines follow a "so-and-so wrote" that can be believed."""
    if not is_quote_below(lines, mark.end, lines[mark.start].depth):
        return False
    is_sure = mark.sureness is Sureness.SURE or bool(lines[mark.start].hint & Hint.ATTRIBUTION)
    return reply or is_sure or (mark.sureness is Sureness.LIKELY and is_all_quote_below(lines, mark))


def _mark_of_history(lines: Sequence[Line], at: int, attributions: dict[int, int]) -> Mark | None:
    """The marker at a line. Inside a quote only a forwarded message's title at its top counts."""
    line = lines[at]
    if line.hint & Hint.TAIL:
        return Mark(Kind.HEADERS, at, at + 1)
    if not _is_quoted(line):
        return mark_at(lines, at)
    is_top = at == 0 or not _is_quoted(lines[at - 1])
    if not is_top or at in attributions.values():
        return None
    first = next((number for number in range(at, min(at + 4, len(lines))) if lines[number].text), at)
    mark = mark_at(lines, first)
    return Mark(Kind.FORWARDED, at, at) if mark and mark.kind is Kind.FORWARDED else None


def _is_quoted(line: Line) -> bool:
    return line.depth > 0 and not line.hint & Hint.SOFT


def _pieces(lines: Sequence[Line], survey: _Survey) -> list[_Piece]:
    """The lines above the tail as a chain of quotes and answers."""
    pieces: list[_Piece] = []
    at = 0
    while at < survey.end:
        if at in survey.attributions:
            end = _quote_end(lines, survey.attributions[at], survey.end, soft=True)
            pieces.append(_Piece(range(at, end), quoted=True, attributed=True))
        elif _is_quoted(lines[at]):
            end = _quote_end(lines, at, survey.end, soft=False)
            pieces.append(_Piece(range(at, end), quoted=True))
        else:
            end = at + 1
            while end < survey.end and not _is_quoted(lines[end]) and end not in survey.attributions:
                end += 1
            pieces.append(_Piece(range(at, end), quoted=False))
        at = end
    return pieces


def _quote_end(lines: Sequence[Line], start: int, limit: int, *, soft: bool) -> int:
    """Where a quote ends: blank lines inside it and pieces of its own wrapped lines belong to it."""
    end = start
    for number in range(start, limit):
        line = lines[number]
        if (line.depth > 0 and (soft or not line.hint & Hint.SOFT)) or _is_wrapped_rest(lines, number, limit):
            end = number + 1
        elif not line.is_blank:
            break
    return max(end, start, 1)


def _is_wrapped_rest(lines: Sequence[Line], number: int, limit: int) -> bool:
    """The end of a long quoted line that a client wrapped without a quote mark."""
    if not 0 < number < limit - 1:
        return False
    above, line, below = lines[number - 1 : number + 2]
    if not line.text or above.depth == 0 or below.depth == 0:
        return False
    return _is_rest_of_link(above.text, line.text) or (
        len(line.text) < _WRAPPED_UP_TO
        and len(above.text) >= _WRAPPED_FROM
        and not above.text.endswith((".", "!", "?", ":", ";"))
        and not line.text[0].isupper()
    )


def _is_rest_of_link(above: str, text: str) -> bool:
    """A link that a client put on a line of its own, or tore in two, without a quote mark."""
    return _LINK_ALONE.match(text) is not None or (" " not in text and _TORN_LINK.search(above) is not None)


def _chosen(lines: Sequence[Line], pieces: Sequence[_Piece], survey: _Survey, *, reply: bool) -> list[int]:
    """Line numbers of the answers, and of the quotes that belong to them."""
    has_history = reply or survey.tail is not None or any(_is_history(lines, piece) for piece in pieces)
    if survey.is_forward or not has_history:
        return [number for piece in pieces for number in piece.numbers]
    last_answer = max((place for place, piece in enumerate(pieces) if _is_answer(lines, piece)), default=-1)
    answered = sum(1 for piece in pieces[: last_answer + 1] if piece.quoted)
    chosen: list[int] = []
    for place, piece in enumerate(pieces):
        if not piece.quoted:
            chosen.extend(piece.numbers)
        elif place < last_answer:
            chosen.extend(_context(lines, piece, is_chain=answered > 1))
    return chosen


def _is_answer(lines: Sequence[Line], piece: _Piece) -> bool:
    return not piece.quoted and _has_words(lines, piece.numbers)


def _is_history(lines: Sequence[Line], piece: _Piece) -> bool:
    """A quote that somebody's mail program made, not the sender's own quotation."""
    if not piece.quoted or piece.attributed:
        return piece.quoted
    with_words = [number for number in piece.numbers if lines[number].text]
    if any(lines[number].hint & Hint.HISTORY for number in with_words):
        return True
    return any(mark_at(lines, number) is not None for number in with_words[:6])


def _context(lines: Sequence[Line], piece: _Piece, *, is_chain: bool) -> list[int]:
    """What is shown of a quote with an answer below it."""
    quoted = [number for number in piece.numbers if lines[number].depth > 0 and lines[number].text]
    if _is_history(lines, piece):
        said = [number for number in quoted[-2 * _CONTEXT_LINES :] if mark_at(lines, number) is None]
        return _with_blanks_between(lines, said[-_CONTEXT_LINES:]) if is_chain else []
    if len(quoted) > _OWN_QUOTE_LINES:
        return quoted[-_CONTEXT_LINES:]
    return list(range(quoted[0], quoted[-1] + 1)) if quoted else []


def _with_blanks_between(lines: Sequence[Line], said: Sequence[int]) -> list[int]:
    """The said lines and the blank quoted ones among them, which part a quote's paragraphs."""
    between = range(said[0], said[-1]) if said else ()
    return sorted({*said, *(at for at in between if lines[at].depth > 0 and lines[at].is_blank)})


def _without_signatures(lines: Sequence[Line], pieces: Sequence[_Piece]) -> list[_Piece]:
    """Each answer without its own signature."""
    return [piece if piece.quoted else _without_signature(lines, piece) for piece in pieces]


def _without_signature(lines: Sequence[Line], piece: _Piece) -> _Piece:
    signature = signature_lines([lines[number] for number in piece.numbers])
    kept = [number for place, number in enumerate(piece.numbers) if place not in signature]
    return piece._replace(numbers=kept)


def _has_words(lines: Sequence[Line], numbers: Iterable[int]) -> bool:
    """Whether anything was said: a letter, a digit, a plus, a smile, a picture; dots say nothing."""
    return any(not _NOTHING.match(lines[number].text) for number in numbers)


def _says_answers_below(lines: Sequence[Line], new: Sequence[int]) -> bool:
    """ "My answers are in red below": in Outlook's history nothing tells them apart, so all must be kept."""
    with_words = [lines[number] for number in new if lines[number].text]
    if not with_words or sum(len(line.text) for line in with_words) > _SHORT_NOTE:
        return False
    return any(_ANSWERS_BELOW.search(line.text) for line in with_words[-2:])


def _nothing_left(lines: Sequence[Line], survey: _Survey) -> Cut:
    """The whole mail, unless the answer was typed into the quote right above our separator line."""
    first = min(survey.attributions.values(), default=survey.tail.end if survey.tail else 0)
    for number in range(first, min(len(lines), first + 200)):
        mark = mark_at(lines, number)
        if mark is not None and mark.kind is Kind.SEPARATOR:
            typed = [between for between in range(first, number) if mark_at(lines, between) is None]
            if _has_words(lines, typed):
                return Cut(tuple(typed), tuple(_unquoted(lines[between]) for between in typed), True)
            break
    return Cut(tuple(range(len(lines))), tuple(lines), False)


def _unquoted(line: Line) -> Line:
    return line._replace(shown=line.text, depth=0)

"""The markup of one ticket in a list.

Written in Python, not as a template: a list draws fifty of these, and as a template they were a third of the
page's time (docs/decisions/0013-fast-pages.md). Everything that came from a person passes `escape`; what is
left bare is ours: versions, codes of forms, moments. What many rows share is drawn once and kept.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from typing import NamedTuple

from django.utils.translation import get_language
from django.utils.translation import gettext as _
from markupsafe import Markup

from otklik.web.showing import Due, Row, Who

_DUE_ICONS = {"soon": "clock", "late": "warn", "hold": "pause", "met": "check"}
_CLOSE = "</span></a>"


_known = lru_cache(maxsize=8192)(escape)
"""`escape` for what stands in many rows: names, codes."""


@dataclass(frozen=True, slots=True)
class _Words:
    """What a row says by itself, escaped, in one language; the dots of whose turn it is with their words."""

    turns: dict[str, str]
    select: str
    priority: str
    files: str
    draft: str
    status: str
    assignee: str
    nobody: str
    done: str


def row_drawer(
    may_edit: bool = True, bulk_form: str = "bulk", done_form: str = ""
) -> Callable[[Row, str], Markup]:
    """From a row and the heading it stands under (or nothing) to a `<tr>`, for the rows of one list.

    `may_edit`: status and assignee are controls, else words. `bulk_form`: the form of its tick, if any.
    `done_form`: the form its "put aside" submits, if any.
    """
    words = _words(get_language() or "ru")

    def draw(r: Row, group: str) -> Markup:
        turn = " row--turn" if r.turn else ""
        under = f' data-group="{_known(group)}"' if group else ""
        number, digits, href = escape(r.number), escape(r.digits), escape(r.href)
        # The parts have escaped what is a person's.
        return Markup(  # noqa: S704
            f'<tr class="row{turn}" role="row" id="row-{number}" data-row data-number="{number}"'
            f' data-version="{r.version}"{under}>\n'
            f"{_pick(r.turn, number, digits, words, bulk_form)}\n"
            f"{_cells(r, _At(number, digits, href, may_edit, done_form), words)}\n</tr>"
        )

    return draw


def ticket_row(
    r: Row, may_edit: bool = True, bulk_form: str = "bulk", group: str = "", done_form: str = ""
) -> Markup:
    """One row alone; see `row_drawer`."""
    return row_drawer(may_edit, bulk_form, done_form)(r, group)


class _At(NamedTuple):
    """Where a row stands, escaped, and what can be done in it."""

    number: str
    digits: str
    href: str
    may_edit: bool
    done_form: str


def _cells(r: Row, at: _At, words: _Words) -> str:
    """The cells behind the tick, in the order the reader has chosen."""
    return "\n".join(
        [_DRAWN[code](r, at, words) if code in _DRAWN else _plain(r.more[code]) for code in r.columns]
    )


@lru_cache(maxsize=8192)
def _plain(words: str) -> str:
    """A cell of words alone; many rows have the same."""
    shown = escape(words)
    return f'<td class="c-x" role="cell"><span class="clip" title="{shown}">{shown}</span></td>'


def _pick(turn: str, number: str, digits: str, words: _Words, form: str) -> str:
    box = (
        f'<input class="box" type="checkbox" name="number" value="{number}" form="{form}" autocomplete="off"'
        f' aria-label="{words.select} {digits}">'
        if form
        else ""
    )
    return f'<td class="c-pick" role="cell"><span class="row__pick">{words.turns[turn]}{box}</span></td>'


def _number(r: Row, digits: str, words: _Words) -> str:
    sign = _priority(r.priority_glyph, r.priority_label, words.priority)
    return f'<td class="c-num" role="cell"><span class="row__num nb">{sign} {digits}</span></td>'


@lru_cache(maxsize=1000)
def _priority(glyph: str, label: str, word: str) -> str:
    glyph, label = escape(glyph), escape(label)
    return (
        f'<span class="i i-p-{glyph} prio prio--{glyph}" role="img" aria-label="{word}: {label}"'
        f' title="{label}"></span>'
    )


def _main(r: Row, href: str, words: _Words) -> str:
    before = ""
    if r.draft:
        before = f'<span class="draft">{words.draft}</span> '
    elif r.author:
        before = f"<b>{_known(r.author)}:</b> "
    return (
        f'<td class="c-main" role="cell"><div class="row__main"><div class="row__line">'
        f'<a class="row__subj" href="{href}">{escape(r.subject)}</a>{_meta(r, words)}</div>'
        f'<div class="row__prev clip">{before}{escape(r.preview)}</div></div></td>'
    )


def _meta(r: Row, words: _Words) -> str:
    if not (r.files or r.tags):
        return ""
    clip = (
        f'<span class="nb"><span class="i i-clip" aria-hidden="true"></span>'
        f'<span class="sr">{words.files}</span> {r.files}</span>'
        if r.files
        else ""
    )
    tags = "".join(f'<span class="tag">{escape(tag)}</span>' for tag in r.tags)
    return f'<span class="row__meta">{clip}{tags}</span>'


def _client(r: Row) -> str:
    below = f'<span class="clip">{_known(r.contact)}</span>' if r.client and r.contact else ""
    return (
        f'<td class="c-client" role="cell"><span class="row__co"><span class="clip">'
        f"{_known(r.client or r.contact)}</span>{below}</span></td>"
    )


def _status(r: Row, href: str, words: _Words) -> str:
    """`href`: where the control leads without scripts; empty for words alone."""
    shown = _state(r.status_tone or r.status_glyph, r.status_glyph, r.status_label)
    if not href:
        return f'<td class="c-status" role="cell">{shown}</td>'
    allowed = f' data-allowed="{_known(r.status_allowed)}"' if r.status_allowed else ""
    control = _control(r, href, "pick-status", r.status_url, r.status_value, allowed)
    return (
        f'<td class="c-status" role="cell">{control}<span class="sr">{words.status}: </span>'
        f'<span class="lb__v">{shown}</span><span class="i i-down" aria-hidden="true">{_CLOSE}</td>'
    )


@lru_cache(maxsize=1000)
def _state(tone: str, glyph: str, label: str) -> str:
    return (
        f'<span class="status status--{escape(tone)}"><span class="i i-s-{escape(glyph)}" aria-hidden="true">'
        f"</span><span>{escape(label)}</span></span>"
    )


def _who(r: Row, href: str, words: _Words) -> str:
    shown = _face(r.who, r.who_note) if r.who.name else words.nobody
    if not href:
        return f'<td class="c-who" role="cell">{shown}</td>'
    control = _control(r, href, "pick-assignee", r.who_url, r.who.value)
    return (
        f'<td class="c-who" role="cell">{control}<span class="sr">{words.assignee}: </span>'
        f'<span class="lb__v">{shown}{_CLOSE}</td>'
    )


def _control(r: Row, href: str, box: str, url: str, value: str, more: str = "") -> str:
    """The beginning of a cell that opens a shared box; a link to the ticket without scripts."""
    return (
        f'<a class="cell" href="{href}" data-pick="{box}" data-action="{escape(url)}"'
        f' data-value="{_known(value)}" data-version="{r.version}"{more}>'
    )


@lru_cache(maxsize=4096)
def _face(who: Who, note: str) -> str:
    typing = " ava--typing" if note else ""
    return (
        f'<span class="who"><span class="ava h{who.key * 137 % 24}{typing}" aria-hidden="true">'
        f'{escape(who.initials)}</span><span class="clip">{escape(note or who.name)}</span></span>'
    )


def _due(due: Due) -> str:
    text = escape(due.text)
    if due.kind == "none":
        return f'<td class="c-sla" role="cell"><span class="muted">{text}</span></td>'
    kind = f"l{(due.left + 5) // 10}" if due.kind == "calm" else f"sla--{due.kind}"
    at = f' data-due="{due.at}"' if due.at else ""
    icon = _DUE_ICONS.get(due.kind)
    sign = f'<span class="i i-{icon}" aria-hidden="true"></span>' if icon else ""
    return (
        f'<td class="c-sla" role="cell"><span class="sla {kind}"{at}>{sign}'
        f'<span class="sla__t">{text}</span></span></td>'
    )


def _updated(r: Row, number: str, digits: str, words: _Words, done_form: str) -> str:
    done = (
        f'<button class="row__done" type="submit" form="{done_form}" name="number" value="{number}" data-done'
        f' title="{words.done} (E)" aria-label="{words.done}: {digits}">'
        f'<span class="i i-check" aria-hidden="true"></span></button>'
        if done_form
        else ""
    )
    return (
        f'<td class="c-upd" role="cell"><time class="row__upd" datetime="{r.updated_at}"'
        f' title="{r.updated_title}" data-since>{r.updated_text}</time>{done}</td>'
    )


_DRAWN: Mapping[str, Callable[[Row, _At, _Words], str]] = {
    "number": lambda r, at, words: _number(r, at.digits, words),
    "subject": lambda r, at, words: _main(r, at.href, words),
    "client": lambda r, _at, _words: _client(r),
    "status": lambda r, at, words: _status(r, at.href if at.may_edit else "", words),
    "assignee": lambda r, at, words: _who(r, at.href if at.may_edit else "", words),
    "due": lambda r, _at, _words: _due(r.due),
    "updated": lambda r, at, words: _updated(r, at.number, at.digits, words, at.done_form),
}


@lru_cache(maxsize=8)
def _words(_language: str) -> _Words:
    unread, ours = _("New message from the client"), _("The client waits for an answer")
    return _Words(
        turns={
            "unread": f'<span class="turn"></span><span class="sr">{escape(unread)}</span>',
            "ours": f'<span class="turn turn--seen"></span><span class="sr">{escape(ours)}</span>',
            "": '<span class="turn turn--off"></span>',
        },
        select=escape(_("Select ticket")),
        priority=escape(_("Priority")),
        files=escape(_("Attachments:")),
        draft=escape(_("Draft:")),
        status=escape(_("Status")),
        assignee=escape(_("Assignee")),
        nobody=(
            '<span class="who muted"><span class="ava ava--none" aria-hidden="true"><span class="i i-plus">'
            f'</span></span><span class="clip">{escape(_("Nobody"))}</span></span>'
        ),
        done=escape(_("Put aside")),
    )

"""Phones of clients as people write them: what kind, the number, an extension behind it. One line is one
phone: `mobile: +7 900 123-45-67`, `рабочий: 8 495 123-45-67 доб. 12`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from otklik.clients.enums import PhoneKind
from otklik.core import phone, text

MAX_LINE = 32
"""Of what a company has instead of a number."""

KIND_NAMES: Mapping[PhoneKind, object] = {
    PhoneKind.MOBILE: _("mobile"),
    PhoneKind.WORK: _("work"),
    PhoneKind.HOME: _("home"),
    PhoneKind.FAX: _("fax"),
    PhoneKind.OTHER: _("other"),
}
_WORDS: Mapping[PhoneKind, Sequence[str]] = {
    PhoneKind.MOBILE: ("mobile", "mob", "cell", "мобильный", "мобильная", "моб", "сотовый", "сот"),
    PhoneKind.WORK: ("work", "office", "рабочий", "раб", "офис", "служебный"),
    PhoneKind.HOME: ("home", "домашний", "дом"),
    PhoneKind.FAX: ("fax", "факс"),
    PhoneKind.OTHER: ("other", "другой", "иной"),
}
KIND_OF_WORD: Mapping[str, PhoneKind] = {word: kind for kind, words in _WORDS.items() for word in words}


@dataclass(frozen=True)
class Phone:
    """`number` in E.164 (ITU-T) where it can be read; `kind` is one of `PhoneKind` or empty; `extension`:
    digits dialled after somebody has answered."""

    number: str
    kind: str = ""
    extension: str = ""


Given = Phone | str
"""How a phone comes in; a text is read as a line, and without a kind keeps what is known of its number."""


def read_phones(given: Iterable[Given], before: Sequence[Phone] = ()) -> tuple[list[Phone], list[str]]:
    """The phones, each once and in order, and the texts nobody can read."""
    known = {one.number: one for one in before}
    found: list[Phone] = []
    strange: list[str] = []
    for raw in given:
        line = raw if isinstance(raw, str) else raw.number
        if not line.strip():
            continue
        read = _read(raw)
        if read is None:
            strange.append(line)
            continue
        old = known.get(read.number)
        if isinstance(raw, str) and old is not None and not read.kind:
            read = replace(read, kind=old.kind, extension=read.extension or old.extension)
        found.append(read)
    return list(dict.fromkeys(found)), strange


def line_of(one: Phone) -> str:
    """The phone as a line of a form or a table, in the reader's language."""
    kind = f"{KIND_NAMES[PhoneKind(one.kind)]}: " if one.kind else ""
    return f"{kind}{with_extension(one.number, one.extension)}"


def with_extension(number: str, extension: str) -> str:
    """The number and what is dialled after it, in the reader's language."""
    if not extension:
        return number
    return gettext("%(number)s ext. %(digits)s") % {"number": number, "digits": extension}


def as_typed(line: str) -> Phone:
    """A line of a form: what it does not say of the kind is not so."""
    return _read(line) or Phone(text.one_line(line, MAX_LINE))


def _read(raw: Given) -> Phone | None:
    if isinstance(raw, Phone):
        number, extension = phone.split(raw.number)
        is_known = not raw.kind or raw.kind in set(PhoneKind)
        extension = raw.extension or extension
        is_short = extension.isascii() and (extension.isdigit() or not extension) and len(extension) <= 10
        return Phone(number, raw.kind, extension) if number and is_known and is_short else None
    before, colon, rest = raw.partition(":")
    kind = KIND_OF_WORD.get(text.key(before).strip(" ."), "") if colon else ""
    if colon and not kind:
        return None
    number, extension = phone.split(rest if colon else raw)
    return Phone(number, str(kind), extension) if number else None

"""Kinds of values an administrator sets: what is taken, what is refused and in which words, how it is told.

Values are plain: texts, numbers, flags, ids and lists of ids; exactly what an event keeps (`changes`), so
that an old value can be given back later.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar, Protocol

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from otklik.core import text

Label = str | Promise
LANGUAGES = ("ru", "en")


class Wrong(Exception):
    """A value that cannot be taken; the sentence says how to mend it."""


class Kind(Protocol):
    """What every kind answers."""

    form: ClassVar[str]
    """How a page asks for it; the template's block of that name."""

    def clean(self, value: object) -> object:
        """The value as it is stored, None or something empty for nothing; `Wrong` for what cannot be
        taken."""

    @property
    def missing(self) -> str:
        """What is said when nothing was given and something is required."""

    def show(self, value: object) -> str:
        """The value in words of the reader's language; empty for nothing."""


@dataclass(frozen=True)
class Option:
    """One thing to choose: `key` is what is stored. A hidden one is offered only where it is chosen
    already."""

    key: int | str
    label: str
    hidden: bool = False
    note: str = ""
    group: str = ""


Options = Callable[[], Sequence[Option]]


@dataclass(frozen=True)
class Text:
    """Words in one language, on one line or several. `check` returns the text as stored or raises `Wrong`.
    `suggests`: what is offered while they are typed; anything else may be typed too."""

    form: ClassVar[str] = "text"
    limit: int = 200
    lines: int = 1
    check: Callable[[str], str] | None = None
    type: str = "text"
    suggests: Options | None = None

    def clean(self, value: object) -> str:
        plain = _text(value, self.limit, self.lines)
        return self.check(plain) if self.check and plain else plain

    @property
    def missing(self) -> str:
        return _("Fill this in.")

    def show(self, value: object) -> str:
        return "" if value is None else str(value)


@dataclass(frozen=True)
class Words:
    """A text in Russian and English; one of them is enough, the other falls back to it."""

    form: ClassVar[str] = "words"
    limit: int = 200
    lines: int = 1

    def clean(self, value: object) -> dict[str, str]:
        given = value if isinstance(value, Mapping) else {}
        if value is not None and not isinstance(value, Mapping):
            raise Wrong(_("Give the text by language: ru and en."))
        strange = sorted(str(code) for code in given if code not in LANGUAGES)
        if strange:
            raise Wrong(_("Texts are in ru and en, not in %(code)s.") % {"code": strange[0]})
        texts = {code: _text(given.get(code), self.limit, self.lines) for code in LANGUAGES}
        return {code: words for code, words in texts.items() if words}

    @property
    def missing(self) -> str:
        return _("Fill in at least one language.")

    def show(self, value: object) -> str:
        texts = value if isinstance(value, Mapping) else {}
        own = texts.get((get_language() or "ru").split("-")[0])
        return str(own or next((words for words in texts.values() if words), ""))


@dataclass(frozen=True)
class Flag:
    """Yes or no."""

    form: ClassVar[str] = "flag"

    def clean(self, value: object) -> bool:
        if not isinstance(value, bool):
            raise Wrong(self.missing)
        return value

    @property
    def missing(self) -> str:
        return _("Choose yes or no.")

    def show(self, value: object) -> str:
        return _("yes") if value else _("no")


@dataclass(frozen=True)
class Number:
    """A whole number within bounds."""

    form: ClassVar[str] = "number"
    low: int = 0
    high: int = 32_000

    def clean(self, value: object) -> int | None:
        plain = str(value).strip() if value is not None else ""
        if not plain:
            return None
        if isinstance(value, bool) or not plain.lstrip("-").isdecimal():
            raise Wrong(self.missing)
        if not self.low <= int(plain) <= self.high:
            raise Wrong(_("Enter a number from %(low)s to %(high)s.") % {"low": self.low, "high": self.high})
        return int(plain)

    @property
    def missing(self) -> str:
        return _("Enter a whole number.")

    def show(self, value: object) -> str:
        return "" if value is None else str(value)


@dataclass(frozen=True)
class One:
    """One of the options, or none. `looks` says how a page offers them: list, cards, glyphs, colours.
    `finds`: the address where a page searches, where there are more than the options."""

    form: ClassVar[str] = "one"
    options: Options
    empty: Label = ""
    looks: str = "list"
    finds: str = ""

    def clean(self, value: object) -> int | str | None:
        return None if value is None or value == "" else _option(self.options, value).key

    @property
    def missing(self) -> str:
        return _("Choose one.")

    def show(self, value: object) -> str:
        return _label(self.options, value)


@dataclass(frozen=True)
class Several:
    """Any number of the options, in their order. `finds`: as of `One`."""

    form: ClassVar[str] = "several"
    options: Options
    looks: str = "list"
    finds: str = ""

    def clean(self, value: object) -> list[int | str]:
        if not isinstance(value, Sequence) or isinstance(value, str):
            raise Wrong(_("Choose from the list."))
        chosen = [_option(self.options, one).key for one in value]
        return sorted(dict.fromkeys(chosen), key=_by_kind)

    @property
    def missing(self) -> str:
        return _("Choose at least one.")

    def show(self, value: object) -> str:
        keys = value if isinstance(value, Sequence) else ()
        return ", ".join(filter(None, (_label(self.options, key) for key in keys)))


@dataclass(frozen=True)
class Lines:
    """Several short texts, one a line: addresses, domains. `read` gives one as stored, or empty for a bad
    one."""

    form: ClassVar[str] = "lines"
    read: Callable[[str], str]
    wrong: Label
    most: int = 50

    def clean(self, value: object) -> list[str]:
        raw = value.replace(",", "\n").splitlines() if isinstance(value, str) else value
        if not isinstance(raw, Sequence):
            raise Wrong(_("Enter one a line."))
        given = [str(line).strip() for line in raw if str(line).strip()]
        for line in given:
            if not self.read(line):
                raise Wrong(str(self.wrong) % {"given": text.one_line(line, 60)})
        found = list(dict.fromkeys(self.read(line) for line in given))
        if len(found) > self.most:
            raise Wrong(_("At most %(n)s.") % {"n": self.most})
        return found

    @property
    def missing(self) -> str:
        return _("Fill this in.")

    def show(self, value: object) -> str:
        return ", ".join(str(line) for line in value) if isinstance(value, Sequence) else ""


def _text(value: object, limit: int, lines: int) -> str:
    if value is not None and not isinstance(value, str):
        raise Wrong(_("Enter a text."))
    plain = text.storable(value or "").replace("\r\n", "\n").strip()
    plain = plain if lines > 1 else " ".join(plain.split())
    if len(plain) > limit:
        raise Wrong(_("At most %(n)s characters.") % {"n": limit})
    return plain


def _by_kind(key: int | str) -> tuple[int, int | str]:
    """Ids by number, then words by letter: the order of a stored list never depends on how it was sent."""
    return (0, key) if isinstance(key, int) else (1, key)


def _option(options: Options, value: object) -> Option:
    """By the key or by its text, as forms send it."""
    found = next((option for option in options() if str(option.key) == str(value)), None)
    if found is None:
        raise Wrong(_("There is no such choice any more. Choose from the list."))
    return found


def _label(options: Options, value: object) -> str:
    return next((option.label for option in options() if option.key == value), "")

"""What a kind of things is to imports and exports: its columns, how rows are taken and told apart."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from otklik.clients.commands.bringing import Brought, Manner, Outcome
from otklik.core.configuring.kinds import Label
from otklik.core.translated import Translated, translated
from otklik.importing.tables.headings import Known
from otklik.people.actor import Actor

_WORDS = re.compile(r"[\n;,]")
_LINES = re.compile(r"[\n;]")
EXTERNAL = "external_id"


def _same(value: str) -> str:
    return value


@dataclass(frozen=True)
class Column:
    """A field: its heading in both languages, other headings people write, an example.

    `cuts`: several values in one cell, cut by this. `is_price`: for whoever may see prices. `reads` turns a
    cell into what the rules take, or raises `ValueError` with a sentence.
    """

    name: str
    heading: Translated
    also: tuple[str, ...] = ()
    example: Translated = field(default_factory=Translated)
    is_required: bool = False
    cuts: re.Pattern[str] | None = None
    reads: Callable[[str], str] = _same
    is_price: bool = False

    @property
    def known(self) -> Known:
        """As headings are guessed."""
        return Known(self.name, (*self.heading.texts.values(), *self.also))

    def values(self, cell: str) -> list[str]:
        """The values of a cell that holds several."""
        return [one.strip() for one in (self.cuts or _LINES).split(cell) if one.strip()]


@dataclass(frozen=True)
class Kind:
    """A kind of things.

    `owner`: the kind as custom fields know it. `bring` takes a batch. `claims` are what no two rows of a file
    may share, as texts that stand for them. `rows` gives what an actor may take out, `values` the cells of
    one by column. `found_by` says in words how a row is recognised. `is_open`: whether the module is on.
    `batch`: the most rows a transaction takes: on SQLite nobody else writes meanwhile.
    """

    key: str
    owner: str
    title: Label
    icon: str
    columns: Callable[[], Sequence[Column]]
    bring: Callable[[Actor, Sequence[Brought], Manner], Sequence[Outcome]]
    claims: Callable[[Brought], Iterable[str]]
    rows: Callable[[Actor, Mapping[str, str]], Iterable[object]]
    values: Callable[[object], Mapping[str, str]]
    found_by: Label
    is_open: Callable[[], bool] = lambda: True
    makes: Label = ""
    batch: int = 500


def column(
    name: str,
    ru: str,
    en: str,
    *also: str,
    example: str | tuple[str, str] = "",
    is_required: bool = False,
    reads: Callable[[str], str] = _same,
    is_price: bool = False,
) -> Column:
    """A column of one value. `also`: other headings; `example`: for both languages, or one for each."""
    return Column(name, translated(ru=ru, en=en), also, _both(example), is_required, None, reads, is_price)


def words_column(name: str, ru: str, en: str, *also: str, example: str | tuple[str, str] = "") -> Column:
    """A column of several values between commas, semicolons or line ends."""
    return Column(name, translated(ru=ru, en=en), also, _both(example), cuts=_WORDS)


def lines_column(name: str, ru: str, en: str, *also: str, example: str | tuple[str, str] = "") -> Column:
    """A column of several values between semicolons or line ends: the values may hold commas."""
    return Column(name, translated(ru=ru, en=en), also, _both(example), cuts=_LINES)


def external_column(example: str) -> Column:
    """What another program calls the thing."""
    return column(
        EXTERNAL,
        "Внешний код",
        "External ID",
        "id",
        "код",
        "code",
        "идентификатор",
        "guid",
        "uuid",
        example=example,
    )


def joined(values: Iterable[str]) -> str:
    """Several values as one cell."""
    return "; ".join(values)


def _both(example: str | tuple[str, str]) -> Translated:
    ru, en = (example, example) if isinstance(example, str) else example
    return translated(ru=ru, en=en)

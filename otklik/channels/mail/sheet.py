"""What a letter says, before it becomes text and markup: both are made from this one value, so they agree."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime


@dataclass(frozen=True)
class Fact:
    """A line of the table: `Number` — `INC48217`."""

    label: str
    value: str
    url: str = ""


@dataclass(frozen=True)
class Quote:
    """An earlier public message."""

    author: str
    at: datetime
    text: str


@dataclass(frozen=True)
class Button:
    """The one thing to press."""

    label: str
    url: str


@dataclass(frozen=True)
class Mark:
    """One cell of the row of ratings."""

    value: int
    caption: str
    url: str


@dataclass(frozen=True)
class Verdict:
    """The block under done work: the row 5 to 1, and the way back to work."""

    title: str
    words: str
    marks: Sequence[Mark]
    back: Button
    back_words: str


@dataclass(frozen=True)
class Sheet:
    """One letter in one language: who wrote what comes first, then the rest (ux.md f)."""

    language: str
    title: str
    separator: str
    intro: str  # a sentence of ours over the words; empty when the words are all there is
    html: str  # clean markup of the words
    text: str
    signature: Sequence[str] = ()
    outro: str = ""  # sentences of ours below the signature
    button: Button | None = None
    verdict: Verdict | None = None
    question: str = ""  # a survey's, with what can be answered by one press
    choices: Sequence[Button] = ()
    facts: Sequence[Fact] = ()
    files: Sequence[str] = ()
    quotes: Sequence[Quote] = ()
    quotes_title: str = ""
    footer: Sequence[str] = ()
    leave: Button | None = None  # at the foot: how to get no more of these
    accent: str = ""  # the brand's colour; empty: the delivered one

    @property
    def preheader(self) -> str:
        """What mail programs show beside the subject: the beginning of the words."""
        words = " ".join((self.intro or self.text).split() if not self.text else self.text.split())
        return words[:90]

    def of_brand(self, accent: str, address: str) -> Sheet:
        """The same letter in a brand's colour, with its postal address at the foot."""
        return replace(self, accent=accent, footer=[*self.footer, *([address] if address else [])])

    def without_quotes(self) -> Sheet:
        """The same letter without history, for one that would be cut off by the reader's mail program."""
        return replace(self, quotes=())

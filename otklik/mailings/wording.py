"""What a message says to one recipient: placeholders filled in, the language chosen. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from otklik.notifications import filling

LANGUAGES = ("ru", "en")
RATING = ("5", "4", "3", "2", "1")
"""The answers of a survey without choices."""


@dataclass(frozen=True)
class Words:
    """One letter in one language: subject, text, and what a survey asks with its possible answers."""

    language: str
    subject: str
    text: str
    question: str = ""
    choices: Sequence[str] = ()


@dataclass(frozen=True)
class Written:
    """A message as it is written: a variant for each language."""

    subject: Mapping[str, str]
    text: Mapping[str, str]
    question: Mapping[str, str]
    choices: Sequence[Mapping[str, str]] = ()

    @property
    def languages(self) -> Sequence[str]:
        """Those with words in them, in our order."""
        return [code for code in LANGUAGES if self.subject.get(code) or self.text.get(code)]


def language_for(wanted: str, written: Collection[str], otherwise: str) -> str:
    """The language of a recipient's letter: their own, else the installation's, else what there is."""
    found = [code for code in (wanted.split("-")[0], otherwise.split("-")[0]) if code in written]
    return found[0] if found else next((code for code in LANGUAGES if code in written), LANGUAGES[0])


def words_for(written: Written, language: str, values: Mapping[str, str]) -> Words:
    """The words of one letter. `filling.BadText` for a placeholder that does not exist."""
    question = written.question.get(language, "")
    return Words(
        language=language,
        subject=" ".join(filling.fill(written.subject.get(language, ""), values).split()),
        text=filling.fill(written.text.get(language, ""), values),
        question=filling.fill(question, values) if question else "",
        choices=choices_of(written.choices, language) if question else (),
    )


def choices_of(choices: Sequence[Mapping[str, str]], language: str) -> Sequence[str]:
    """The possible answers of a survey, in their order; numbers are counted from 1 (`number_of`)."""
    return [one.get(language) or next(iter(one.values()), "") for one in choices] or RATING


def number_of(position: int, choices: Sequence[Mapping[str, str]]) -> int:
    """What is kept as the answer: the choice's number from 1, for a rating the mark itself."""
    return position + 1 if choices else int(RATING[position])


def position_of(number: int, choices: Sequence[Mapping[str, str]]) -> int | None:
    """Where an answer stands among the possible ones; None for one that does not exist."""
    if choices:
        return number - 1 if 1 <= number <= len(choices) else None
    return RATING.index(str(number)) if str(number) in RATING else None

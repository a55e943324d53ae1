"""What keeps a mass message from being saved, and from being started. No database."""

from __future__ import annotations

from django.utils.translation import gettext as _

from otklik.mailings.enums import Kind
from otklik.mailings.values import PLACEHOLDERS
from otklik.mailings.wording import LANGUAGES, Written
from otklik.notifications import filling

LONGEST = 20_000
MOST_CHOICES = 10
FEWEST_CHOICES = 2


def problems_of(written: Written) -> dict[str, str]:
    """Of a draft: placeholders that do not exist, words too long, too many answers. Field → sentence."""
    problems = {}
    for code in LANGUAGES:
        for name, words in _fields(written, code).items():
            found = _problem(words)
            if found:
                problems[f"{name}_{code}"] = found
    if written.choices and not FEWEST_CHOICES <= len(written.choices) <= MOST_CHOICES:
        problems["choices"] = _("Two to ten answers; none at all: a rating from 5 to 1.")
    return problems


def missing_in(written: Written, kind: Kind) -> dict[str, str]:
    """What a message still lacks before it can be checked: each language it is written in has to be whole."""
    if not written.languages:
        return {"text": _("Write the message, in Russian, in English or in both.")}
    problems = {}
    for code in written.languages:
        fields = _fields(written, code)
        wanted = fields if kind is Kind.SURVEY else {name: fields[name] for name in ("subject", "text")}
        for name, words in wanted.items():
            if not words.strip():
                problems[f"{name}_{code}"] = _("This is missing in this language.")
        if kind is Kind.SURVEY and any(not one.get(code) for one in written.choices):
            problems["choices"] = _("Every answer needs its words in each language of the message.")
    return problems


def _fields(written: Written, code: str) -> dict[str, str]:
    return {
        "subject": written.subject.get(code, ""),
        "text": written.text.get(code, ""),
        "question": written.question.get(code, ""),
    }


def _problem(words: str) -> str:
    try:
        filling.check(words, PLACEHOLDERS)
    except filling.BadText as bad:
        if bad.nearest:
            return _("There is no %(found)s. Did you mean {{ %(nearest)s }}?") % {
                "found": bad.found,
                "nearest": bad.nearest,
            }
        return _("There is no %(found)s. Choose from the list of placeholders.") % {"found": bad.found}
    return _("The text is too long.") if len(words) > LONGEST else ""

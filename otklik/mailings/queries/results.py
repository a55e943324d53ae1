"""What recipients of a survey answered, counted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count

from otklik.mailings.access import require_sending
from otklik.mailings.models import Mailing, Recipient
from otklik.mailings.values import written_of
from otklik.mailings.wording import choices_of, number_of
from otklik.people.actor import Actor


@dataclass(frozen=True)
class Answer:
    """A possible answer: its number, its words, how many chose it."""

    number: int
    words: str
    votes: int


@dataclass(frozen=True)
class Results:
    """All answers in their order. `mean` in hundredths, of a rating only."""

    answers: Sequence[Answer]
    mean: int | None

    @property
    def votes(self) -> int:
        """How many answered."""
        return sum(one.votes for one in self.answers)

    def share(self, one: Answer) -> int:
        """How many of a hundred chose it."""
        return round(100 * one.votes / self.votes) if self.votes else 0


def results_of(actor: Actor, mailing: Mailing, language: str) -> Results:
    """The answers of a survey, in words of this language. Needs `mailings.send`; one query."""
    require_sending(actor)
    rows = Recipient.objects.filter(mailing=mailing, choice__isnull=False)
    votes = dict(rows.values_list("choice").annotate(Count("pk")).order_by("choice"))
    choices = written_of(mailing).choices
    labels = choices_of(choices, language)
    numbers = [number_of(position, choices) for position in range(len(labels))]
    answers = [
        Answer(number, label, votes.get(number, 0)) for number, label in zip(numbers, labels, strict=True)
    ]
    total = sum(one.votes for one in answers)
    marks = sum(one.number * one.votes for one in answers)
    return Results(answers, round(100 * marks / total) if total and not choices else None)

"""What clients of the demo say about done work: a mark, words, sometimes that it is not done at all. Pure."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from otklik.cli.demo.schedule import Plan

RATED, SAID_WHY, SENT_BACK = 0.45, 0.6, 0.3
"""How many of done tickets are rated; how many good marks have words; how many rated fresh ones come back."""
MARKS, SHARES = (5, 4, 3, 2, 1), (46, 22, 12, 11, 9)
WORDS: Mapping[str, Mapping[int, tuple[str, ...]]] = {
    "ru": {
        5: ("Быстро и понятно, спасибо!", "Всё работает. Отдельное спасибо за терпение.", "Лучше не бывает."),
        4: ("Хорошо, но мастера ждали до вечера.", "Помогли со второго раза."),
        3: ("Работает, но объяснили не всё.", "Пришлось напоминать."),
        2: ("Три дня ждали ответа.", "Переспрашивали то, что было в письме."),
        1: ("Ничего не изменилось.", "Закрыли, не проверив."),
    },
    "en": {
        5: ("Quick and clear, thank you!", "Works like new."),
        4: ("Good, though it took until evening.",),
        3: ("It works, but not everything was explained.",),
        2: ("We waited three days for an answer.",),
        1: ("Nothing has changed.",),
    },
}
BACK = {
    "ru": "Проверили ещё раз: проблема осталась, посмотрите, пожалуйста.",
    "en": "We tried once more: the problem is still there, please look again.",
}


@dataclass(frozen=True)
class Verdict:
    """A mark with its words at a moment, and when the client sends the work back, with why."""

    at: datetime
    value: int
    words: str
    back_at: datetime | None
    why: str


def verdicts(plan: Plan, number: int, now: datetime) -> Iterator[Verdict]:
    """At most one, after the work was done, before it closed by itself and before now.

    Its chance is its own, so that the rest of the demo does not depend on it.
    """
    rng = random.Random(f"verdict {number} {plan.conversation.key}")
    last = plan.steps[-1]
    if last.step.status != "resolved" or rng.random() >= RATED:
        return
    until = min(now, plan.closes_at or now)
    at = last.at + (until - last.at) * rng.uniform(0.05, 0.6)
    back = at + timedelta(minutes=9)
    # What closed long ago stays closed: sent back is what is still fresh.
    is_back = plan.closes_at is None and back < now and rng.random() < SENT_BACK
    value = rng.choice(MARKS[3:]) if is_back else rng.choices(MARKS, SHARES)[0]
    language = plan.conversation.language
    words = rng.choice(WORDS[language][value]) if value < MARKS[1] or rng.random() < SAID_WHY else ""
    yield Verdict(at, value, words, back if is_back else None, BACK[language])

"""What is said in bulk: the demo's conversations, endings chosen beforehand, blanks filled later."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from otklik.cli.demo.script import Conversation, Step
from otklik.cli.demo.words import Speaker, with_endings
from otklik.core import html


@dataclass(frozen=True, slots=True)
class Phrase:
    """A text with blanks, plain and as markup, and who says it: client, agent or note."""

    who: str
    text: str
    html: str

    def filled(self, facts: Mapping[str, str]) -> tuple[str, str]:
        """Plain text and markup without blanks."""
        return self.text.format_map(facts), self.html.format_map(facts)


@dataclass(frozen=True, slots=True)
class Talk:
    """A conversation in four parts: what is asked, what is said in between, the solution."""

    subject: str
    service: str
    type: str
    priority: str
    opening: Phrase
    middle: Sequence[Phrase]
    solution: Phrase


def _plain(who: str, text: str) -> Phrase:
    return Phrase(who, text, html.from_text(text))


FOLLOW_UPS = (
    _plain("client", "Подскажите, пожалуйста, есть ли новости?"),
    _plain("client", "Сегодня то же самое, номер на наклейке {inv}. Очень ждём."),
    _plain("client", "Спасибо, но проблема осталась. Документ {doc}, кабинет {room}."),
    _plain("client", "Когда примерно ждать? Нам нужно предупредить коллег: {person}."),
)
PROMISES = (
    _plain("agent", "{client}, здравствуйте! Приняли, смотрим. Вернёмся с ответом сегодня."),
    _plain("agent", "Передали специалисту, он подключится в течение дня. Номер обращения {doc}."),
    _plain("agent", "Нужно ещё немного времени: проверяем {inv} и журналы за {month}."),
)


def talks(written: Sequence[Conversation]) -> Mapping[tuple[bool, bool], Sequence[Talk]]:
    """The Russian conversations by (the client is a woman, the agent is a woman), in their order."""
    chosen = [conversation for conversation in written if conversation.language == "ru"]
    return {
        (client, agent): [_talk(conversation, client, agent) for conversation in chosen]
        for client in (False, True)
        for agent in (False, True)
    }


def _talk(conversation: Conversation, client: bool, agent: bool) -> Talk:
    first, *middle, last = [step for step in conversation.steps if step.text]
    speakers = (Speaker("", client), Speaker("", agent))
    return Talk(
        subject=with_endings(conversation.subject, *speakers),
        service=conversation.service,
        type=conversation.type,
        priority=conversation.priority,
        opening=_phrase(first, *speakers),
        middle=[_phrase(step, *speakers) for step in middle],
        solution=_phrase(last, *speakers),
    )


def _phrase(step: Step, client: Speaker, agent: Speaker) -> Phrase:
    return _plain(step.who, with_endings(step.text, client, agent))

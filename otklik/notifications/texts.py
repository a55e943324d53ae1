"""The texts of letters: what may stand in them, what is delivered, which is in force."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from otklik.core.small import SmallTable
from otklik.notifications.enums import STAFF_TEXTS, TextKind
from otklik.notifications.models import TextTemplate

SUBJECT = "[{{ number }}] {{ subject }}"
"""Of every letter as delivered: it does not change, so that mail programs keep a thread together."""

PLACEHOLDERS: Mapping[str, str] = {
    "number": gettext_noop("number of the request"),
    "subject": gettext_noop("subject of the request"),
    "description": gettext_noop("the request's first message"),
    "client": gettext_noop("name of the contact"),
    "company": gettext_noop("the client's company"),
    "service": gettext_noop("service"),
    "priority": gettext_noop("priority"),
    "status": gettext_noop("status as clients read it"),
    "team": gettext_noop("team that works on it"),
    "assignee": gettext_noop("employee who works on it"),
    "next_step": gettext_noop("what happens next, in a sentence"),
    "registered_at": gettext_noop("when it was registered"),
    "due_at": gettext_noop("when it is due"),
    "resolved_at": gettext_noop("when it was completed"),
    "closes_at": gettext_noop("when it closes by itself"),
    "link": gettext_noop("address of the request's page"),
    "brand": gettext_noop("name of the organisation"),
    "sender": gettext_noop("name the mailbox sends under"),
}
"""What may stand in a subject or a text, and what it is."""

ANSWER = "answer"
REASON = "reason"
CONTENT = "content"
OWN_PLACEHOLDERS: Mapping[TextKind, Mapping[str, str]] = {
    TextKind.CONFIRMATION: {},
    TextKind.REPLY: {ANSWER: gettext_noop("the employee's words")},
    TextKind.CLARIFICATION: {ANSWER: gettext_noop("the employee's words")},
    TextKind.DONE: {ANSWER: gettext_noop("the employee's words")},
    TextKind.REMINDER: {},
    TextKind.STATUS: {},
    **{kind: {} for kind in STAFF_TEXTS},
    TextKind.FRAME: {CONTENT: gettext_noop("the letter itself")},
}
"""What must stand in a text of this kind besides; a text is not saved without it."""

FREE_PLACEHOLDERS: Mapping[TextKind, Mapping[str, str]] = {
    kind: {REASON: gettext_noop("why they get it, in a sentence")} for kind in STAFF_TEXTS
}
"""What may stand in a text of this kind besides."""

_DELIVERED: Mapping[TextKind, str] = {
    TextKind.CONFIRMATION: gettext_noop("We have your request, its number is {{ number }}. {{ next_step }}"),
    TextKind.CLARIFICATION: gettext_noop(
        "{{ answer }}\n\nWe wait for your answer: as soon as it comes, the work goes on."
    ),
    TextKind.STATUS: gettext_noop("The status of your request has changed: {{ status }}."),
    TextKind.REMINDER: gettext_noop(
        "We still wait for your answer to the message below: without it the work cannot go on."
    ),
}
"""Of the other kinds: their own placeholder and nothing more."""


@dataclass(frozen=True)
class Text:
    """A subject and a text with placeholders."""

    subject: str
    text: str


def placeholders_of(kind: TextKind) -> Mapping[str, str]:
    """Every placeholder a text of this kind may have, with its meaning in the reader's language."""
    return {name: _(words) for name, words in known_to(kind).items()}


def known_to(kind: TextKind) -> Mapping[str, str]:
    """The same with the meanings as they stand in the code."""
    return {**PLACEHOLDERS, **OWN_PLACEHOLDERS[kind], **FREE_PLACEHOLDERS.get(kind, {})}


def delivered(kind: TextKind, language: str) -> Text:
    """What is in force as long as nobody writes anything else."""
    with translation.override(language):
        words = _DELIVERED.get(kind)
        return Text(SUBJECT, _(words) if words else f"{{{{ {list(known_to(kind))[-1]} }}}}")


def text_in_force(
    kind: TextKind, language: str, *, account_id: int | None = None, brand_id: int | None = None
) -> Text:
    """The mailbox's own text, else the brand's, else the one for all, else the delivered one."""
    tried = (_instead.get() or {}).get(kind)
    if tried is not None:
        return Text(tried.subject or SUBJECT, tried.text)
    places = ((account_id, None), (None, brand_id), (None, None))
    # The widest place is asked for last, not where a narrower one is unknown.
    for place in dict.fromkeys((*(one for one in places if one != (None, None)), (None, None))):
        found = own_text(kind, language, account_id=place[0], brand_id=place[1])
        if found is not None:
            return found
    return delivered(kind, language)


def own_text(
    kind: TextKind, language: str, *, account_id: int | None = None, brand_id: int | None = None
) -> Text | None:
    """What is written for exactly this mailbox, brand or (neither) for all; None where nothing is."""
    found = TEXTS.get().get((kind, language, account_id, None if account_id else brand_id))
    return Text(found.subject or SUBJECT, found.text) if found is not None else None


@contextmanager
def instead(kind: TextKind, text: Text) -> Iterator[None]:
    """Inside, this text is in force for its kind, in this thread: for a preview of what is not saved."""
    token = _instead.set({kind: text})
    try:
        yield
    finally:
        _instead.reset(token)


_instead: ContextVar[Mapping[TextKind, Text] | None] = ContextVar("otklik_texts_instead", default=None)
Key = tuple[str, str, int | None, int | None]


def _load() -> dict[Key, TextTemplate]:
    rows = TextTemplate.objects.order_by("id")
    return {
        (row.kind, row.language, row.account_id, None if row.account_id else row.brand_id): row
        for row in rows
    }


TEXTS: SmallTable[dict[Key, TextTemplate]] = SmallTable(_load)

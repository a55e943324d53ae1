"""Actions that write into the thread: an answer to the client, a note."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from otklik.automation.actions.doing import Action, Doing, Shown, Values
from otklik.automation.actions.registry import declare
from otklik.automation.actions.words import Template, for_client, for_staff, signed_as
from otklik.core.configuring.kinds import One, Option, Wrong
from otklik.core.configuring.shapes import Field
from otklik.tickets import commands
from otklik.tickets.commands import Reply
from otklik.tickets.content import from_text

if TYPE_CHECKING:
    from otklik.people.actor import Actor
    from otklik.tickets.models import Ticket

WORDS = _("Words")


@dataclass(frozen=True)
class TextSource:
    """A place where ready texts are kept: `options` by code, `texts(code)` in each language, None for one
    that is gone."""

    options: Callable[[], Sequence[Option]]
    texts: Callable[[str], Mapping[str, str] | None]


_sources: list[TextSource] = []


def lend_texts(source: TextSource) -> None:
    """Let answers and notes of rules take their words from this source, named as `canned`."""
    _sources.append(source)


def letters(stored: object, ticket: Ticket, actor: Actor) -> Sequence[str]:
    """What these steps would write to the client of this ticket, in full. Sends nothing."""
    steps = stored if isinstance(stored, Sequence) else ()
    said = (dict(step) for step in steps if isinstance(step, Mapping) and step.get("do") == "reply")
    return [for_client(_texts(values), ticket, actor) for values in said]


def _canned() -> Sequence[Option]:
    return [option for source in _sources for option in source.options()]


def _texts(values: Values) -> object:
    if values.get("text"):
        return values["text"]
    return next(_found(str(values.get("canned"))), {})


def _found(code: str) -> Iterator[Mapping[str, str]]:
    for source in _sources:
        texts = source.texts(code)
        if texts is not None:
            yield texts


def _reply(doing: Doing, values: Values) -> None:
    """An employee's own answer where one presses; else an automatic one, never to a machine's mail."""
    words = from_text(for_client(_texts(values), doing.ticket, doing.actor))
    if doing.actor.is_agent:
        commands.reply(doing.actor, doing.ticket, Reply(words))
    elif not _is_of_machine(doing):
        commands.reply_automatically(doing.actor, doing.ticket, words, name=signed_as(doing.ticket))


def _is_of_machine(doing: Doing) -> bool:
    """Two machines that answer each other never end (RFC 3834)."""
    said = doing.event.data if doing.event is not None else {}
    return bool(said.get("automatic") or said.get("quiet"))


def _note(doing: Doing, values: Values) -> None:
    commands.add_note(
        doing.actor, doing.ticket, from_text(for_staff(_texts(values), doing.ticket, doing.actor))
    )


def _has_words(values: Values) -> None:
    if not values.get("text") and not values.get("canned"):
        raise Wrong(gettext("Write the text."))


def _quoted(shown: Shown) -> dict[str, str]:
    return {"text": shown["text"] or shown["canned"]}


_TEXT = Field("text", _("Text"), Template())
_READY = Field("canned", _("Ready text"), One(_canned))

declare(
    Action(
        "reply",
        _("Write to the client"),
        WORDS,
        _reply,
        (_TEXT, _READY),
        lambda shown: gettext("write to the client: “%(text)s”") % _quoted(shown),
        _has_words,
    ),
    Action(
        "note",
        _("Add a note"),
        WORDS,
        _note,
        (_TEXT, _READY),
        lambda shown: gettext("add a note: “%(text)s”") % _quoted(shown),
        _has_words,
    ),
)

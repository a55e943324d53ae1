"""Conversations as they are written down in `content/conversations/*.toml`, read into frozen values. Pure.

A thread is a list of texts whose first line says who, when and what besides:

    client                                  the question itself
    agent +40m                              a reply, 40 minutes of working time later
    agent +2h resolved                      a reply and the status after it
    note +5m by=lead                        an internal note, here by the team's lead
    client +1d file=photo.png               an answer with a file
    do +1h waiting_others                   a status without words
    do +10m postponed 3d Ждём поставку      a status that asks until when, and why
    do +5m transfer field                   to another team, where somebody takes it
    do +1m priority high                    a change of a field

Delays are working time (`m`, `h`, `d` = nine hours). In texts `{client}` and the like are filled by `words`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from pydantic import dataclasses

from otklik.cli.demo.content import STRICT, conversation_files, rows
from otklik.cli.demo.hours import DAY

_DELAY = re.compile(r"(\d+)([mhd])")
_UNITS = {"m": timedelta(minutes=1), "h": timedelta(hours=1), "d": DAY}


@dataclass(frozen=True)
class Step:
    """One thing that happens in a conversation."""

    who: str  # client | agent | note | do
    after: timedelta
    text: str = ""
    status: str = ""
    until: timedelta | None = None
    why: str = ""
    transfer: str = ""
    priority: str = ""
    by: str = ""
    file: str = ""

    @property
    def is_from_client(self) -> bool:
        """Written by the client's side."""
        return self.who == "client"


@dataclass(frozen=True)
class Conversation:
    """A question and what became of it; who can have asked it, and through which doors."""

    key: str
    subject: str
    service: str
    type: str
    priority: str
    kinds: tuple[str, ...]
    places: tuple[str, ...]
    via: tuple[str, ...]
    mailbox: str
    categories: tuple[str, ...]
    language: str
    uses: int
    steps: tuple[Step, ...]


@dataclasses.dataclass(frozen=True, config=STRICT)
class Written:
    """A conversation as a file has it."""

    key: str
    subject: str
    service: str
    thread: tuple[str, ...]
    type: str = "request"
    priority: str = "normal"
    kinds: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    via: tuple[str, ...] = ("mail", "portal")
    mailbox: str = "support"
    categories: tuple[str, ...] = ()
    language: str = "ru"
    uses: int = 3


def conversations() -> Sequence[Conversation]:
    """Every conversation there is, by file and order."""
    return [read(written) for name in conversation_files() for written in rows(name, "conversation", Written)]


def read(written: Written) -> Conversation:
    """The conversation with its steps."""
    facts = {name: value for name, value in vars(written).items() if name in Conversation.__annotations__}
    return Conversation(**facts, steps=tuple(_step(part) for part in written.thread))


def _step(part: str) -> Step:
    head, _newline, text = part.partition("\n")
    who, *tokens = head.split()
    step = Step(who, timedelta(), text.strip())
    while tokens:
        token = tokens.pop(0)
        if token.startswith("+"):
            step = replace(step, after=_delay(token[1:]))
        elif token == "postponed":
            return replace(step, status=token, until=_delay(tokens[0]), why=" ".join(tokens[1:]))
        elif token in ("transfer", "priority"):
            step = _with(step, token, tokens.pop(0))
        elif "=" in token:
            step = _with(step, *token.split("="))
        else:
            step = replace(step, status=token)
    return step


def _with(step: Step, name: str, value: str) -> Step:
    match name:
        case "transfer":
            return replace(step, transfer=value)
        case "priority":
            return replace(step, priority=value)
        case "by":
            return replace(step, by=value)
        case "file":
            return replace(step, file=value)
    raise ValueError(f"{name!r} is no part of a step")


def _delay(said: str) -> timedelta:
    match = _DELAY.fullmatch(said)
    if match is None:
        raise ValueError(f"{said!r} is no delay such as 40m, 2h or 3d")
    return int(match[1]) * _UNITS[match[2]]

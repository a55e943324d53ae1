"""What an administrator can set, with the delivered value of each. Read through a small table.

A setting is declared by the package that obeys it: `UNDO = declare("mail.undo_seconds", 10)`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Generic, TypeVar

from otklik.core.small import SmallTable
from otklik.organisation.models.setting import Setting

T = TypeVar("T", bool, int, str, list[str])


@dataclass(frozen=True)
class Declared(Generic[T]):
    """A setting: its key, the delivered value (whose type every value has), one sentence of explanation."""

    key: str
    delivered: T
    why: str

    def get(self) -> T:
        """The value in force."""
        past = _PAST.get() or {}
        value = past[self.key] if self.key in past else CHANGED.get().get(self.key, self.delivered)
        if isinstance(value, type(self.delivered)):
            return value
        raise TypeError(f"setting {self.key} holds {value!r}")


_PAST: ContextVar[Mapping[str, object] | None] = ContextVar("settings of the past", default=None)


@contextmanager
def settings_were(values: Mapping[str, object]) -> Iterator[None]:
    """Read these settings as they were inside the block, in this thread only: the past is being explained
    (`organisation.past`)."""
    token = _PAST.set(values)
    try:
        yield
    finally:
        _PAST.reset(token)


_declared: dict[str, Declared[bool] | Declared[int] | Declared[str] | Declared[list[str]]] = {}


def declare(key: str, delivered: T, why: str) -> Declared[T]:
    """Make a setting known. Twice the same key is a programming error."""
    if key in _declared:
        raise ValueError(f"setting {key} is declared twice")
    setting = Declared(key, delivered, why)
    _declared[key] = setting
    return setting


def known() -> Mapping[str, object]:
    """Every declared setting by key."""
    return dict(_declared)


def _load() -> dict[str, object]:
    return dict(Setting.objects.values_list("key", "value"))


CHANGED: SmallTable[dict[str, object]] = SmallTable(_load)

TIME_ZONE = declare("organisation.time_zone", "Europe/Moscow", "Time zone of the installation (IANA name).")
LANGUAGE = declare(
    "organisation.language", "ru", "Language for clients and mails when nothing else is known."
)
NUMBER_PREFIX = declare("tickets.number_prefix", "INC", "Letters before the digits of a ticket's number.")

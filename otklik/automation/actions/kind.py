"""Actions as a value an administrator sets: typed on a page, sent by a program, told in the audit log."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext as _

from otklik.automation.actions.steps import read, sentence, write
from otklik.core.configuring.sent import parts


@dataclass(frozen=True)
class ActionsKind:
    """Steps in their order. A page sends them as JSON text. `with_event`: also those that only a rule can do
    that answers an event."""

    form: ClassVar[str] = "actions"
    with_event: bool = True

    def clean(self, value: object) -> list[dict[str, object]]:
        """The steps as they are stored; `Wrong` for what cannot be done."""
        return write(read(plain(value), with_event=self.with_event))

    @property
    def missing(self) -> str:
        return _("Add at least one action.")

    def show(self, value: object) -> str:
        """The sentence; of what can no longer be read, that it is so."""
        return sentence(plain(value))


def plain(value: object) -> object:
    """Steps as they came, of a page or a program; nothing is none."""
    return parts(value, [])

"""A condition as a value an administrator sets: typed on a page, sent by a program, told in the audit log."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext as _

from otklik.core.configuring.kinds import Wrong
from otklik.core.configuring.sent import parts
from otklik.rules import stored
from otklik.rules.matching import faults_of
from otklik.rules.sentences import said, sentence
from otklik.rules.stored import Malformed


@dataclass(frozen=True)
class ConditionKind:
    """A tree of questions about a ticket; nothing: every ticket. A page sends it as JSON text. `with_event`:
    of a rule that answers an event and may ask about it."""

    form: ClassVar[str] = "condition"
    with_event: bool = False

    def clean(self, value: object) -> dict[str, object]:
        """The condition as it is stored; `Wrong` for what cannot be asked."""
        try:
            condition = stored.read(plain(value))
        except Malformed as malformed:
            raise Wrong(said(malformed.fault)) from malformed
        faults = faults_of(condition, with_event=self.with_event)
        if faults:
            raise Wrong(said(faults[0]))
        return stored.write(condition)

    @property
    def missing(self) -> str:
        return _("Say which tickets it is for.")

    def show(self, value: object) -> str:
        """The sentence; of what can no longer be read, that it is so."""
        try:
            return sentence(stored.read(plain(value)))
        except Malformed as malformed:
            return said(malformed.fault)


def plain(value: object) -> object:
    """A condition as it came, of a page or a program; nothing is every ticket."""
    return parts(None if value == {} else value, {"all": []})

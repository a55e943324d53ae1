"""A machine in a line: what it is called, its number, how long it is under warranty."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from otklik.core import clock

if TYPE_CHECKING:
    from otklik.clients.models import Asset

SOON = timedelta(days=30)


@dataclass(frozen=True)
class Warranty:
    """How long it holds: a few words, and the last day alone. `kind`: `over`, `soon` (a month) or nothing."""

    text: str
    day: str
    kind: str = ""


@dataclass(frozen=True)
class Machine:
    """A line of a list."""

    uid: UUID
    name: str
    serial: str
    warranty: Warranty | None


def machines(rows: Iterable[Asset]) -> Sequence[Machine]:
    """Lines in the order of the rows."""
    return [Machine(row.uid, row.name, row.serial, warranty_of(row.warranty_until)) for row in rows]


def warranty_of(until: date | None) -> Warranty | None:
    """By the reader's own day; None where nobody said."""
    if until is None:
        return None
    today = timezone.localtime(clock.now()).date()
    day = date_format(until, "j E Y")
    if until < today:
        return Warranty(_("no warranty"), day, "over")
    if until - today <= SOON:
        return Warranty(_("warranty until %(day)s") % {"day": date_format(until, "j E")}, day, "soon")
    return Warranty(_("warranty until %(day)s") % {"day": date_format(until, "m.Y")}, day)

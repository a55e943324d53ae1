"""The six numbers of the board: each with what stands under it and the list it counts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from otklik.people.queries import staff
from otklik.tickets.board_scope import Scope
from otklik.tickets.queries.board import Figures
from otklik.web.addresses import address_of_page
from otklik.web.moments import Moments, reading
from otklik.web.typography import grouped


@dataclass(frozen=True, slots=True)
class Number:
    """One of the six. `shown`: empty where it was not found out; `tone`: `late`, `soon`, `good` or none."""

    key: str
    label: str
    shown: str
    note: str
    href: str
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Known:
    """What the numbers are made of: what is open, what is usual, how many came today; None: not found out."""

    figures: Figures | None
    usual: int | None = None
    created: int | None = None


def six(scope: Scope, known: Known) -> list[Number]:
    """The numbers in the order of their keys 1–6."""
    told, found = reading(), known.figures
    made = [
        ("open", _("Open ones"), "", "", _open_note(known)),
        ("waiting", _("Wait for our answer"), "waiting", "", ""),
        ("overdue", _("Overdue"), "overdue", "late", ""),
        ("today", _("Due today"), "today", "soon", ""),
        ("unassigned", _("Unassigned"), "unassigned", "", ""),
        ("postponed", _("Postponed"), "postponed", "", ""),
    ]
    numbers = []
    for key, label, quick, tone, note in made:
        number = getattr(found, key) if found else None
        said = note or (_NOTES[key](told, found) if found and key in _NOTES else "")
        numbers.append(
            Number(
                key=key,
                label=label,
                shown="" if number is None else grouped(number),
                note=said if number is not None else "",
                href=list_of(scope, {"quick": quick} if quick else {}),
                tone=("good" if key == "waiting" else "") if not number else tone,
            )
        )
    return numbers


def list_of(scope: Scope, filters: Mapping[str, str]) -> str:
    """The list of exactly the open tickets a number counts."""
    codes = [staff().teams[pk].code for pk in scope.teams or ()]
    wanted = {"view": "all", **({"team": ",".join(codes)} if codes else {}), **filters}
    return f"{address_of_page('desk-tickets')}?{urlencode(wanted, safe=',')}"


def _open_note(known: Known) -> str:
    if known.usual is not None:
        return _("usually %(n)s at this time") % {"n": grouped(known.usual)}
    if known.created is None:
        return ""
    return ngettext("%(n)s came today", "%(n)s came today", known.created) % {"n": grouped(known.created)}


def _waiting(told: Moments, found: Figures) -> str:
    if found.waits_since is None:
        return _("Every client has an answer")
    return _("longest of all %(time)s") % {"time": told.span(told.now - found.waits_since)}


def _overdue(told: Moments, found: Figures) -> str:
    if found.worst_due is None:
        return _("everything in time")
    return _("the worst by %(time)s") % {"time": told.span(told.now - found.worst_due)}


def _today(told: Moments, found: Figures) -> str:
    if found.nearest_due is None:
        return _("no more deadlines today")
    return _("the nearest in %(time)s") % {"time": told.span(found.nearest_due - told.now)}


def _unassigned(told: Moments, found: Figures) -> str:
    if not found.unassigned:
        return _("everything has an assignee")
    due: datetime | None = found.free_due
    if due is None:
        return _("none has a deadline")
    if due < told.now:
        return _("one is late by %(time)s") % {"time": told.span(told.now - due)}
    return _("one has %(time)s left") % {"time": told.span(due - told.now)}


def _postponed(_told: Moments, found: Figures) -> str:
    if not found.back_today:
        return _("none comes back today") if found.postponed else _("nothing is put off")
    words = ngettext("%(n)s comes back today", "%(n)s come back today", found.back_today)
    return words % {"n": grouped(found.back_today)}


_NOTES = {
    "waiting": _waiting,
    "overdue": _overdue,
    "today": _today,
    "unassigned": _unassigned,
    "postponed": _postponed,
}

"""A step that can be taken back, in words: what was done, by whom, how far it is, what stayed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from otklik.catalogue.queries import catalogue
from otklik.core.translated import Translated
from otklik.people.actor import Actor
from otklik.people.queries import staff
from otklik.tickets.bulk import BulkChange, bulk_change, given_to
from otklik.tickets.commands.bulk import NOBODY
from otklik.tickets.commands.operations import UNDO_WITHIN, is_undoable, may_undo
from otklik.tickets.commands.undoing import MADE, WORDS
from otklik.tickets.queries import workflow
from otklik.web.typography import localtime

if TYPE_CHECKING:
    from otklik.tickets.models import Operation

KINDS: Mapping[str, Callable[[], str]] = {
    "bulk": lambda: _("Change of many tickets"),
    "macro": lambda: _("Macro"),
    "merge": lambda: _("Merge of tickets"),
    "split": lambda: _("Split of a ticket"),
    "rule": lambda: _("Taking back what a rule did"),
}


_LABELS: Mapping[str, Callable[[], str]] = {
    "status": lambda: _("Status"),
    "team": lambda: _("Team"),
    "assignee": lambda: _("Assignee"),
    "priority": lambda: _("Priority"),
    "type": lambda: _("Type"),
    "service": lambda: _("Service"),
    "subject": lambda: _("Subject"),
    "contract": lambda: _("Contract"),
    "categories": lambda: _("Categories"),
    "observer": lambda: _("Watching"),
    "stage": lambda: _("Stage"),
    WORDS: lambda: _("the answer that has gone out"),
    MADE: lambda: _("the ticket itself: it was made in this step and worked on since"),
}


@dataclass(frozen=True)
class Shown:
    """A step for its page. `gone`: tickets looked at so far; `undo_until`: None where none leads back."""

    uid: str
    title: str
    what: Sequence[tuple[str, str]]
    who: str
    at: datetime
    total: int
    gone: int
    done: int
    refusals: int
    refused: Sequence[tuple[str, str]]
    finished_at: datetime | None
    undo_until: datetime | None
    undone_at: datetime | None
    undone_by: str
    undone: int
    left: Sequence[str]
    kept: Sequence[str] = ()


def shown(actor: Actor, row: Operation) -> Shown:
    """The step as it stands."""
    return Shown(
        uid=str(row.uid),
        title=KINDS[row.kind](),
        what=_ASKED[row.kind](row) if row.kind in _ASKED else (),
        who=_name(row.agent_id),
        at=row.at,
        total=row.total,
        gone=row.position if row.kind in _ASKED or row.finished_at is None else row.total,
        done=row.done,
        refusals=row.refusals,
        refused=[(number, why) for number, why in row.refused],
        finished_at=row.finished_at,
        undo_until=row.at + UNDO_WITHIN if is_undoable(row) and may_undo(actor, row) and row.done else None,
        undone_at=row.undone_at,
        undone_by=_name(row.undone_by_id),
        undone=row.undone,
        left=left_words(row),
        kept=_kept_words(row),
    )


def left_words(row: Operation) -> list[str]:
    """What stayed of each ticket, as it was changed since the step."""
    return _stays(row.left)


def _kept_words(row: Operation) -> list[str]:
    """What a taking back found changed since."""
    if row.kind != "rule":
        return []
    more = row.what["kept_number"] - len(row.what["kept"])
    return [*_stays(row.what["kept"]), *([_("And %(n)s more.") % {"n": more}] if more else [])]


def _stays(kept: Sequence[tuple[str, Sequence[str]]]) -> list[str]:
    return [
        _("%(number)s: changed since, stays as it is: %(fields)s")
        % {"number": number, "fields": ", ".join(_label(name) for name in fields)}
        for number, fields in kept
    ]


def _label(name: str) -> str:
    found = _LABELS.get(name)
    return found() if found else name


def _name(agent_id: int | None) -> str:
    found = staff().agents.get(agent_id or 0)
    return found.name if found else "Otklik"


def _what(row: Operation) -> list[tuple[str, str]]:
    """What was asked, each with its value in words."""
    change, known = bulk_change(row.what), catalogue()
    status = workflow().by_code.get(change.status)
    labels = {one.code: str(one.name) for one in known.categories.values()}
    priorities = {one.code: str(one.name) for one in known.priorities.values()}
    types = {one.code: str(one.name) for one in known.types.values()}
    asked = (
        (_label("status"), str(status.name) if status else change.status),
        (_label("assignee"), _someone(change.assignee)),
        (_("Given to"), ", ".join(_someone(f"agent:{agent}") for agent in _takers(change))),
        (_label("priority"), priorities.get(change.priority, change.priority)),
        (_label("type"), types.get(change.type, change.type)),
        (_("Categories added"), ", ".join(labels.get(code, code) for code in change.label)),
        (_("Categories removed"), ", ".join(labels.get(code, code) for code in change.unlabel)),
        (_label("observer"), ", ".join(_someone(who) for who in change.follow)),
        (_("Why"), change.why),
    )
    return [(label, value) for label, value in asked if value]


def _takers(change: BulkChange) -> list[str]:
    """Who was given something, each once."""
    return list(dict.fromkeys(agent for agent, _version in given_to(change.gives).values()))


def _taken_back(row: Operation) -> list[tuple[str, str]]:
    """Of which rule, from when on, and what cannot come back."""
    what = row.what
    told = [
        (_("Rule"), str(Translated(what["name"]))),
        (_("Everything since"), localtime(datetime.fromisoformat(what["since"]))),
    ]
    return [*told, *((label, str(what[name])) for name, label in gone_words() if what[name])]


def gone_words() -> Sequence[tuple[str, str]]:
    """What a rule did that no way leads back from, by its name."""
    return (
        ("letters", _("Letters that have gone out and stay")),
        ("calls", _("Calls of other programs that stay")),
        ("made", _("Tickets it registered, which stay")),
    )


_ASKED: Mapping[str, Callable[[Operation], Sequence[tuple[str, str]]]] = {
    "bulk": _what,
    "rule": _taken_back,
}
"""Steps that take their time, with what was asked."""


def _someone(who: str) -> str:
    if who == NOBODY:
        return _("Nobody")
    kind, _colon, key = who.partition(":")
    people = staff()
    if kind == "agent":
        return next((one.name for one in people.agents.values() if one.uid == key), key)
    return next((str(one.name) for one in people.teams.values() if one.code == key), key)

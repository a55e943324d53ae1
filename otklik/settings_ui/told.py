"""Changes of the configuration in words: who, when, which thing, what from and to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from otklik.core.actors import ActorKind
from otklik.core.configuring.rows import HIDDEN, ORDER
from otklik.core.configuring.shapes import known
from otklik.core.paging import Page
from otklik.people.actor import Actor
from otklik.people.queries import staff
from otklik.people.trail import ConfigurationTrail, present_titles, trail
from otklik.settings_ui.ways import by_key as settings_by_key

if TYPE_CHECKING:
    from otklik.core.models import Event


@dataclass(frozen=True)
class Told:
    """One change. `lines`: (field, from, to); no from and to where the values are not kept."""

    id: int
    section: str
    kind: str
    title: str
    what: str
    lines: Sequence[tuple[str, str, str]]
    who: str
    who_key: int
    at: datetime
    subject_id: int | None
    can_revert: bool


def changes_of(
    actor: Actor,
    *,
    kind: str = "",
    subject_id: int | None = None,
    agent_id: int | None = None,
    after: str = "",
    limit: int = 50,
) -> Page[Told]:
    """Changes newest first, in words. Needs `administer`; one query, and one for each kind of thing named."""
    wanted = ConfigurationTrail(kind=kind, subject_id=subject_id, agent_id=agent_id, after=after, limit=limit)
    page = trail(actor, wanted)
    titles = present_titles(page.rows)
    return Page([_told(event, titles) for event in page.rows], page.after)


def _told(event: Event, titles: Mapping[tuple[str, int], str]) -> Told:
    shape = known().get(event.subject_kind)
    kept = str(event.data.get("name", "") or event.data.get("code", ""))
    agent = staff().agents.get(event.actor_id or 0) if event.actor_kind == ActorKind.AGENT else None
    return Told(
        id=event.pk,
        section=str(shape.many) if shape else _OTHERS.get(event.subject_kind, lambda: event.subject_kind)(),
        kind=event.subject_kind,
        title=titles.get((event.subject_kind, event.subject_id or 0), "") or kept,
        what=_what(event),
        lines=_lines(event),
        who=agent.name if agent else "Otklik",
        who_key=agent.id if agent else 0,
        at=event.at,
        subject_id=event.subject_id,
        can_revert=_can_revert(event),
    )


def _what(event: Event) -> str:
    fields = {str(change["field"]): change for change in event.changes}
    if event.data.get("is_new") or event.kind.endswith(".created"):
        return _("added")
    if HIDDEN in fields:
        return _("hidden") if fields[HIDDEN]["to"] else _("brought back")
    if ORDER in fields:
        return _("put into another order")
    return "" if fields else _("changed")


def _lines(event: Event) -> list[tuple[str, str, str]]:
    if event.data.get("is_new"):
        return []
    return [
        _line(event.subject_kind, change)
        for change in event.changes
        if change["field"] not in (HIDDEN, ORDER)
    ]


def _line(kind: str, change: Mapping[str, object]) -> tuple[str, str, str]:
    shape = known().get(kind)
    name = str(change["field"])
    field = shape.named(name) if shape else settings_by_key().get(name)
    if field is None:
        return name, _plain(change["from"]), _plain(change["to"])
    if change["from"] is None and change["to"] is None:
        return str(field.label), "", ""
    before, after = field.kind.show(change["from"]), field.kind.show(change["to"])
    return str(field.label), before or _("empty"), after or _("empty")


def _plain(value: object) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return ", ".join(str(one) for one in value)
    return "" if value is None else str(value)


def _can_revert(event: Event) -> bool:
    if event.kind == "setting.changed":
        return all(change["field"] in settings_by_key() for change in event.changes)
    shape = known().get(event.subject_kind)
    if shape is None or shape.event.name != event.kind:
        return False
    return any(change["from"] is not None or change["to"] is not None for change in event.changes)


_OTHERS = {
    "setting": lambda: _("Settings"),
    "account": lambda: _("Mailboxes"),
    "mailbox": lambda: _("Mailboxes"),
    "template": lambda: _("Letters"),
    "calendar": lambda: _("Working time"),
    "user": lambda: _("Accounts"),
    "token": lambda: _("Keys of programs"),
    "agent": lambda: _("Employees"),
    "service": lambda: _("Services"),
}

"""Reading the trail of the configuration: its events, newest first, for administrators."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from otklik.core.actors import ActorKind
from otklik.core.configuring.shapes import known
from otklik.core.errors import Denied
from otklik.core.models import Event
from otklik.core.paging import Order, Page, behind, encode
from otklik.organisation.models import Setting
from otklik.people.actor import Actor
from otklik.people.returning import ways_back
from otklik.people.rights import ADMINISTER

NEWEST = (Order("id", descending=True),)
KEPT_BY_THE_PROGRAM = frozenset({"people.demo_logins"})
"""Settings that no administrator sets: neither told, nor taken back (that would open what is kept closed)."""


@dataclass(frozen=True)
class ConfigurationTrail:
    """Which events: of one kind of thing, of one thing, by one employee, from one moment before another."""

    kind: str = ""
    subject_id: int | None = None
    agent_id: int | None = None
    since: datetime | None = None
    until: datetime | None = None
    after: str = ""
    limit: int = 50


def kinds_of_log() -> Sequence[str]:
    """Subjects of configuration events: what a shape declares, what has a way back of its own, settings, and
    keys of programs, what belongs to mail alone, views of the portal as a client and files of clients that
    were taken out, which have neither."""
    others = ("setting", "token", "oauth_client", "mail_hook", "dkim_key", "viewing", "export")
    presence = ("absence", "shift_plan", "shares")
    return (*known(), *ways_back(), *others, *presence)


def trail(actor: Actor, wanted: ConfigurationTrail) -> Page[Event]:
    """A page of configuration events. Needs `administer`; one query, answered by the index of subjects."""
    if not actor.has(ADMINISTER):
        raise Denied(_("This is for administrators."))
    kinds = [wanted.kind] if wanted.kind else kinds_of_log()
    inner = Setting.objects.filter(key__in=KEPT_BY_THE_PROGRAM).values("pk")
    events = Event.objects.filter(subject_kind__in=kinds)
    events = events.exclude(subject_kind="setting", subject_id__in=inner)
    if wanted.subject_id is not None:
        events = events.filter(subject_id=wanted.subject_id)
    if wanted.agent_id is not None:
        events = events.filter(actor_kind=ActorKind.AGENT, actor_id=wanted.agent_id)
    if wanted.since is not None:
        events = events.filter(at__gte=wanted.since)
    if wanted.until is not None:
        events = events.filter(at__lt=wanted.until)
    if wanted.after:
        events = events.filter(behind(NEWEST, wanted.after))
    rows = list(events.order_by("-id")[: wanted.limit + 1])
    more = len(rows) > wanted.limit
    rows = rows[: wanted.limit]
    return Page(rows, encode([rows[-1].pk]) if more else None)


def present_titles(events: Sequence[Event]) -> dict[tuple[str, int], str]:
    """What the things these events are about are called now, by (kind, id); one query a kind."""
    wanted: dict[str, set[int]] = {}
    for event in events:
        if event.subject_id is not None:
            wanted.setdefault(event.subject_kind, set()).add(event.subject_id)
    found: dict[tuple[str, int], str] = {}
    for kind, ids in wanted.items():
        shape = known().get(kind)
        if shape is not None:
            rows = shape.model._default_manager.filter(pk__in=ids)
            found |= {(kind, row.pk): shape.title(row) for row in rows}
    for event in events:
        way = ways_back().get(event.subject_kind)
        if way is not None and event.subject_id is not None:
            found[event.subject_kind, event.subject_id] = way.title(event)
    return found

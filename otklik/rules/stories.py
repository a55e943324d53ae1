"""Tickets with everything that happened to them, to be shown as they were at any moment of it.

What events tell is put back (`rules.asof`), with who followed the ticket, who spoke last and when it was
first answered. What no event tells (a company's category, a machine's type) is taken as it is now. Read in a
fixed number of queries for any number of tickets.
"""

from __future__ import annotations

import copy
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from otklik.catalogue.queries import catalogue
from otklik.core.models import Event
from otklik.fields.queries import PREFIX
from otklik.rules.asof import as_of
from otklik.rules.facts import TicketFacts
from otklik.rules.matching import facts_of
from otklik.rules.pasts import COLUMNS, labels_of, texts_of
from otklik.tickets.enums import OPEN_STATES, AuthorKind, State
from otklik.tickets.models import Message, Observer, Ticket
from otklik.tickets.queries.routes import routes
from otklik.tickets.queries.workflow import workflow

OBSERVER, REOPENED = "observer", "ticket.reopened"
_QUIET = ("delivery.queued", "delivery.failed", "delivery.cancelled")
_MOMENTS = ("first_reply_at", "complaint_at", "resolved_at", "closed_at")
"""Columns that are empty until something happens."""
_OF_CLIENT = (AuthorKind.CONTACT, AuthorKind.SENDER)


@dataclass(frozen=True)
class Scene:
    """A ticket at a moment: its columns, the labels it had, who followed it (`agent:7`, `team:2`)."""

    columns: Mapping[str, object]
    labels: Sequence[int]
    following: frozenset[str]


@dataclass(frozen=True)
class Story:
    """A ticket of now (with company and asset) and its events, oldest first. `said`: when who spoke publicly.
    `text`: the first message's, where rules ask for it."""

    ticket: Ticket
    events: Sequence[Event]
    labels: Sequence[int]
    following: frozenset[str]
    said: Sequence[tuple[datetime, bool]]
    text: str | None

    def scene(self, at: datetime, undone: Container[int], over: Mapping[str, object]) -> Scene:
        """As it stood at `at`, before the events `undone`, by id; `over` are fields that had come out
        otherwise by then, and who followed it."""
        since = [event for event in self.events if event.pk in undone]
        changes = [change for event in since for change in event.changes]
        fields = {
            **as_of(self._now(changes), changes).fields,
            **{k: v for k, v in over.items() if k != OBSERVER},
        }
        following = over.get(OBSERVER)
        return Scene(
            columns={**_columns(self.ticket, fields), **self._moments(at, undone, fields)},
            labels=_ids(fields["categories"]),
            following=following if isinstance(following, frozenset) else self._followers(changes),
        )

    def facts(self, scene: Scene, event: Event | None) -> TicketFacts:
        """What rules see of it then. Ask under a clock that stands at that moment."""
        row = copy.copy(self.ticket)
        for column, value in scene.columns.items():
            setattr(row, column, value)
        found = facts_of(row, self.text, event)
        known = catalogue().categories
        found["categories"] = frozenset(known[pk].code for pk in scene.labels if pk in known)
        return found

    def _now(self, changes: Iterable[Mapping[str, object]]) -> dict[str, object]:
        row = self.ticket
        stage = routes().stages.get(row.stage_id or 0)
        now: dict[str, object] = {name: getattr(row, column) for name, column in COLUMNS.items()}
        now |= {"status": workflow().statuses[row.status_id].code, "rating": row.rating}
        now |= {"stage": stage.code if stage else None, "categories": list(self.labels)}
        own = {str(change["field"]) for change in changes if str(change["field"]).startswith(PREFIX)}
        custom = {f"{PREFIX}{key}": value for key, value in (row.custom or {}).items()}
        return {**dict.fromkeys(own), **custom, **now}

    def _moments(
        self, at: datetime, undone: Container[int], fields: Mapping[str, object]
    ) -> dict[str, object]:
        """What follows from when things happened."""
        row = self.ticket
        found: dict[str, object] = {name: _until(getattr(row, name), at) for name in _MOMENTS}
        status = workflow().by_code.get(str(fields["status"]))
        if status is not None and State(status.state) in OPEN_STATES:
            found |= {"resolved_at": None, "closed_at": None, "outcome": None}
        again = (event for event in self.events if event.kind == REOPENED and event.pk not in undone)
        spoken = [by_client for moment, by_client in self.said if moment <= at]
        found |= {"reopened": sum(1 for _event in again), "merged_into_id": None}
        return found | {"last_by_client": spoken[-1] if spoken else row.last_by_client}

    def _followers(self, changes: Sequence[Mapping[str, object]]) -> frozenset[str]:
        found = set(self.following)
        for change in reversed(changes):
            if change["field"] == OBSERVER:
                found.discard(str(change["to"]))
                found |= {str(change["from"])} if change["from"] is not None else set()
        return frozenset(found)


def stories_of(tickets: Sequence[Ticket], *, with_text: bool) -> list[Story]:
    """Four queries for any number of tickets, two more for the texts."""
    ids = [ticket.pk for ticket in tickets]
    events: dict[int, list[Event]] = {}
    for event in Event.objects.filter(ticket_id__in=ids).exclude(kind__in=_QUIET).order_by("pk"):
        events.setdefault(event.ticket_id or 0, []).append(event)
    labels, following, said = labels_of(ids), _following(ids), _said(ids)
    texts = texts_of(ids, {}) if with_text else {}
    return [
        Story(
            ticket=one,
            events=events.get(one.pk, []),
            labels=labels.get(one.pk, []),
            following=frozenset(following.get(one.pk, ())),
            said=said.get(one.pk, []),
            text=texts.get(one.pk),
        )
        for one in tickets
    ]


def _columns(row: Ticket, fields: Mapping[str, object]) -> dict[str, object]:
    found: dict[str, object] = {column: fields[name] for name, column in COLUMNS.items()}
    custom = {name.removeprefix(PREFIX): v for name, v in fields.items() if name.startswith(PREFIX)}
    found["custom"] = {key: value for key, value in custom.items() if value is not None} or None
    found["rating"] = fields["rating"]
    status = workflow().by_code.get(str(fields["status"])) or workflow().statuses[row.status_id]
    found |= {"status_id": status.pk, "state": status.state, "is_open": State(status.state) in OPEN_STATES}
    stage = routes().named(str(fields["stage"])) if fields["stage"] else None
    found["stage_id"] = stage.pk if stage is not None else None
    priority = catalogue().priorities.get(_id(fields["priority"]))
    return found | {"priority_level": priority.level if priority else row.priority_level}


def _following(ids: Sequence[int]) -> Mapping[int, set[str]]:
    found: dict[int, set[str]] = {}
    rows = Observer.objects.filter(ticket__in=ids).values_list("ticket_id", "agent_id", "team_id")
    for ticket, agent, team in rows:
        found.setdefault(ticket, set()).add(f"agent:{agent}" if agent else f"team:{team}")
    return found


def _said(ids: Sequence[int]) -> Mapping[int, list[tuple[datetime, bool]]]:
    found: dict[int, list[tuple[datetime, bool]]] = {}
    rows = Message.objects.filter(ticket__in=ids, public=True, cancelled_at=None, automatic=False)
    rows = rows.exclude(released_at=None).order_by("pk")
    for ticket, at, author in rows.values_list("ticket_id", "created_at", "author_kind"):
        found.setdefault(ticket, []).append((at, author in _OF_CLIENT))
    return found


def _until(moment: datetime | None, at: datetime) -> datetime | None:
    return moment if moment is not None and moment <= at else None


def _id(value: object) -> int:
    return value if isinstance(value, int) else 0


def _ids(values: object) -> list[int]:
    return [pk for pk in values if isinstance(pk, int)] if isinstance(values, list | tuple) else []

"""Lines of a ticket's history."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_noop as _
from pydantic import BaseModel, Field

from otklik.api.schemas.pages import Listed
from otklik.api.schemas.refs import EXAMPLE_UID
from otklik.people.actor import Actor
from otklik.tickets.queries.events_for_api import HistoryEvent

Value = str | int | bool | list[str] | None


class DoerOut(BaseModel):
    """Who did it."""

    kind: str = Field(description=_("agent, contact, sender, system or anonymous."), examples=["agent"])
    name: str = Field(examples=["Elena Belova"])
    uid: UUID | None = Field(default=None, description=_("For staff."))


class ChangeOut(BaseModel):
    """One field from one value to another: codes, uids, moments."""

    field: str = Field(examples=["status"])
    before: Value = Field(default=None, examples=["new"])
    after: Value = Field(default=None, examples=["in_progress"])


class EventOut(BaseModel):
    """One thing that happened. Events are never changed."""

    uid: UUID = Field(description=_("Stable id."), examples=[EXAMPLE_UID])
    kind: str = Field(description=_("What happened, in the past tense."), examples=["ticket.taken"])
    at: datetime = Field(examples=["2026-11-20T07:10:30Z"])
    actor: DoerOut
    via: str = Field(description=_("Through which door."), examples=["desk"])
    changes: list[ChangeOut] = Field(default_factory=list)
    data: dict[str, Value] = Field(
        default_factory=dict,
        description=_("More about it: the uid of its message, until when, why, who was mentioned."),
        examples=[{"message": EXAMPLE_UID}],
    )


class Events(Listed):
    """A page of a history."""

    items: list[EventOut]


def event_out(actor: Actor, event: HistoryEvent) -> EventOut:
    """The event; clients read names, not ids, of who works here."""
    uid = UUID(event.doer.uid) if event.doer.uid and actor.is_agent else None
    return EventOut(
        uid=event.uid,
        kind=event.kind,
        at=event.at,
        actor=DoerOut(kind=event.doer.kind, name=event.doer.name, uid=uid),
        via=event.via,
        changes=[
            ChangeOut(
                field=change.field,
                before=change.before,
                after=change.after,
            )
            for change in event.changes
        ],
        data=dict(event.facts),
    )

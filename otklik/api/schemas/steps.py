"""Steps that can be taken back: bulk changes, macros, merges, splits; and links between tickets."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Literal
from uuid import UUID

from django.utils.translation import gettext_noop as _
from pydantic import BaseModel, ConfigDict, Field

from otklik.api.schemas.inputs import Code, Input, Moment, Number, Plain
from otklik.api.schemas.refs import EXAMPLE_UID, Named, agent_ref
from otklik.tickets.bulk import BulkChange
from otklik.tickets.commands.bulk import AT_ONCE
from otklik.tickets.commands.merge import MOST
from otklik.tickets.commands.operations import UNDO_WITHIN
from otklik.tickets.commands.split import MOST as SPLIT_MOST
from otklik.tickets.enums import OperationKind

if TYPE_CHECKING:
    from otklik.tickets.models import Operation

Who = Annotated[str, Field(pattern=r"^(none|agent:[\w-]{36}|team:[\w.-]{1,40})$")]
Kind = Literal["continues", "related", "duplicate", "parent", "blocks"]


class BulkIn(Input):
    """The same change for many tickets; what is left out stays as it is."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"tickets": ["INC1001", "INC1002"], "priority": "high"}]}
    )

    tickets: list[Number] = Field(min_length=1, max_length=AT_ONCE, description=_("Their numbers."))
    status: Code | Literal[""] = Field(default="", description=_("Code of the status."))
    until: Moment | None = Field(default=None, description=_("Until when, for a status that asks."))
    why: Plain = Field(default="", max_length=2000, description=_("Why, where done work begins again."))
    assignee: Who | Literal[""] = Field(
        default="", description=_("`agent:<uid>`, `team:<code>` or `none`."), examples=["team:it"]
    )
    priority: Code | Literal[""] = Field(default="", description=_("Code of the priority."))
    type: Code | Literal[""] = Field(default="", description=_("Code of the ticket type."))
    service: Code | Literal[""] = Field(default="", description=_("Code of the service."))
    label: list[Code] = Field(
        default_factory=list, max_length=20, description=_("Codes of categories to add.")
    )
    unlabel: list[Code] = Field(
        default_factory=list, max_length=20, description=_("Codes of categories to remove.")
    )
    follow: list[Who] = Field(default_factory=list, max_length=20, description=_("Who begins to follow."))
    unfollow: list[Who] = Field(default_factory=list, max_length=20, description=_("Who stops following."))

    @property
    def change(self) -> BulkChange:
        """What is asked."""
        return BulkChange(
            status=self.status,
            until=self.until.isoformat() if self.until else "",
            why=self.why,
            assignee=self.assignee,
            priority=self.priority,
            type=self.type,
            service=self.service,
            label=tuple(self.label),
            unlabel=tuple(self.unlabel),
            follow=tuple(self.follow),
            unfollow=tuple(self.unfollow),
        )


class Refusal(BaseModel):
    """A ticket that was not changed, and why."""

    ticket: str = Field(examples=["INC1002"])
    reason: str


class Remainder(BaseModel):
    """What of a ticket was changed since the step, so that it stayed."""

    ticket: str = Field(examples=["INC1002"])
    fields: list[str] = Field(
        description=_("Names of fields; `message`: an answer that has gone out."), examples=[["status"]]
    )


class Step(BaseModel):
    """What was done to one or many tickets as one step."""

    uid: UUID = Field(description=_("For undoing it."), examples=[EXAMPLE_UID])
    kind: str = Field(
        description=_("bulk, macro, merge, split or rule."), examples=[OperationKind.BULK.value]
    )
    by: Named | None = None
    at: datetime = Field(examples=["2026-11-22T10:00:00Z"])
    total: int = Field(description=_("Tickets it is about."), examples=[2])
    done: int = Field(description=_("Tickets changed so far."), examples=[2])
    refusals: int = Field(description=_("Tickets that were not changed."), examples=[0])
    refused: list[Refusal] = Field(default_factory=list, description=_("The first of them, with reasons."))
    finished_at: datetime | None = None
    undo_until: datetime = Field(examples=["2026-12-22T10:00:00Z"])
    undone_at: datetime | None = None
    undone: int = Field(default=0, description=_("Tickets taken back."), examples=[0])
    left: list[Remainder] = Field(
        default_factory=list, description=_("What stayed, as it was changed since: the first tickets of it.")
    )


class UndoIn(Input):
    """Which step to take back."""

    model_config = ConfigDict(json_schema_extra={"examples": [{}]})

    step: UUID | None = Field(
        default=None, description=_("Its uid; left out: your last one with this ticket that can be undone.")
    )


class MergeTicketsIn(Input):
    """Which tickets go into this one."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"tickets": ["INC1002"]}]})

    tickets: list[Number] = Field(min_length=1, max_length=MOST, description=_("Their numbers."))
    share: bool = Field(
        default=False,
        description=_("The clients differ, and it is meant that each reads the other's messages."),
    )
    tell: bool = Field(default=True, description=_("Tell the client where to write from now on."))


class SplitIn(Input):
    """Which messages begin a new ticket."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"messages": [EXAMPLE_UID], "subject": "A pass for Monday"}]}
    )

    messages: list[UUID] = Field(
        min_length=1, max_length=SPLIT_MOST, description=_("Their uids; one at least is the client's.")
    )
    subject: Plain = Field(min_length=1, max_length=250, description=_("In a few words."))
    team: Code | None = Field(default=None, description=_("Code of the team; else rules choose."))
    tell: bool = Field(default=True, description=_("Confirm the new number to the client."))


class LinkIn(Input):
    """Another ticket and how it belongs to this one."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"number": "INC1007", "kind": "related"}]})

    number: Number = Field(description=_("The other ticket."))
    kind: Kind = Field(description=_("What this ticket is to it."))
    outward: bool = Field(
        default=True,
        description=_("false: the other one is that to this one (it continues, duplicates, is the parent)."),
    )


def step_out(row: Operation) -> Step:
    """A step as it stands."""
    return Step(
        uid=row.uid,
        kind=row.kind,
        by=agent_ref(row.agent_id),
        at=row.at,
        total=row.total,
        done=row.done,
        refusals=row.refusals,
        refused=[Refusal(ticket=number, reason=why) for number, why in row.refused],
        finished_at=row.finished_at,
        undo_until=row.at + UNDO_WITHIN,
        undone_at=row.undone_at,
        undone=row.undone,
        left=[
            Remainder(ticket=number, fields=fields)
            for number, fields in [*row.what.get("kept", ()), *row.left]
        ],
    )

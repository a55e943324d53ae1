"""What comes in about tickets."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal
from uuid import UUID

from django.utils.translation import gettext_noop as _
from pydantic import ConfigDict, Field, StringConstraints

from otklik.api.schemas.custom_fields import FieldValuesIn
from otklik.api.schemas.inputs import Code, Input, Moment, Number, Plain, Text, Version, Word
from otklik.api.schemas.pages import PageQuery
from otklik.fields.queries import PREFIX
from otklik.tickets.enums import State

MAX_FILES = 20
STATES = frozenset(state.value for state in State)

_FILES = _("uids of uploaded files, see `POST /api/v1/files`.")
_COMPANY = _("uid of one of the contact's companies; left out: that of the place, else the main one.")
_VERSION = _("The version you have read; a newer one means 409. `If-Match` says the same.")


class TicketQuery(PageQuery):
    """Which tickets. Filters narrow each other; several codes of one filter are separated by commas."""

    open_prefix: ClassVar[str] = PREFIX

    sort: Literal["created", "-created", "updated", "-updated"] = Field(
        default="-created", description=_("Order; a minus: newest first.")
    )
    view: Word = Field(
        default="",
        description=_("A view, see `/views`; other filters replace those of a saved one. Staff only."),
    )
    state: Word = Field(default="", description=_("States, separated by commas."), examples=["new,open"])
    status: Word = Field(default="", description=_("Codes of statuses."), examples=["in_progress"])
    team: Word = Field(default="", description=_("Codes of teams, or `none`. Staff only."))
    assignee: Word = Field(
        default="", description=_("uid of an agent, `me` or `none`. Staff only."), examples=["me"]
    )
    contact: UUID | None = Field(default=None, description=_("uid of the contact it is for."))
    company: UUID | None = Field(default=None, description=_("uid of the company."))
    site: UUID | None = Field(default=None, description=_("uid of the site."))
    asset: UUID | None = Field(default=None, description=_("uid of the equipment."))
    contract: UUID | None = Field(default=None, description=_("uid of the contract."))
    service: Word = Field(default="", description=_("Codes of services, or `none`."))
    type: Word = Field(default="", description=_("Codes of ticket types, or `none`."))
    priority: Word = Field(default="", description=_("Codes of priorities."), examples=["high,immediate"])
    stage: Word = Field(default="", description=_("Codes of stages, or `none`. Staff only."))
    turn: Word = Field(
        default="",
        description=_("Whose turn: us, client, third_party, date or nobody. Staff only."),
        examples=["us"],
    )
    number: Annotated[str, StringConstraints(pattern=r"^\s*[\w-]{0,32}\s*$")] = Field(
        default="", description=_("This ticket.")
    )
    created_since: Moment | None = Field(
        default=None, description=_("Made at or after this moment (RFC 3339).")
    )
    updated_since: Moment | None = Field(default=None, description=_("Changed at or after this moment."))


class TextIn(Input):
    """A text, plain or as HTML, with files."""

    text: Text = Field(
        default="", description=_("Plain text; blank lines part paragraphs."), examples=["It blinks red."]
    )
    html: Text = Field(
        default="", description=_("Instead of `text`: HTML, of which the harmless part is kept.")
    )
    files: list[UUID] = Field(default_factory=list, max_length=MAX_FILES, description=_FILES)


class TicketIn(TextIn):
    """A new ticket. A contact may send what is not marked “staff only”."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"subject": "The printer does not print", "text": "It blinks red.", "priority": "high"}
            ]
        }
    )

    subject: Plain = Field(min_length=1, max_length=250, description=_("In a few words."))
    contact: UUID | None = Field(
        default=None,
        description=_("uid of the contact it is for; a contact's token: by default their own."),
    )
    email: Word = Field(
        default="",
        description=_("Instead of `contact`: the mail address it is for. Staff only."),
    )
    name: Plain = Field(
        default="", max_length=150, description=_("The name that goes with `email`. Staff only.")
    )
    phone: Plain = Field(default="", max_length=32, description=_("A phone to call back."))
    company: UUID | None = Field(default=None, description=_COMPANY)
    site: UUID | None = Field(default=None, description=_("uid of a site of the company."))
    asset: UUID | None = Field(
        default=None, description=_("uid of equipment of the company; brings its site along.")
    )
    contract: UUID | None = Field(
        default=None,
        description=_("Staff only. uid of a contract of the company; left out: the one that covers it."),
    )
    service: Code | None = Field(default=None, description=_("Code of the service."))
    type: Code | None = Field(default=None, description=_("Code of the ticket type."))
    priority: Code | None = Field(default=None, description=_("Code of the priority."))
    categories: list[Code] = Field(
        default_factory=list, max_length=20, description=_("Codes of categories. Staff only.")
    )
    team: Code | None = Field(default=None, description=_("Code of the team; else rules choose. Staff only."))
    assignee: UUID | None = Field(default=None, description=_("uid of the agent. Staff only."))
    observers: list[UUID] = Field(
        default_factory=list, max_length=50, description=_("uids of agents who follow it. Staff only.")
    )
    mailbox: Code | None = Field(
        default=None, description=_("The mailbox answers leave from, with its defaults. Staff only.")
    )
    continues: Number | None = Field(
        default=None, description=_("Number of a ticket closed too long ago to be reopened.")
    )
    language: Literal["", "ru", "en"] = Field(default="", description=_("Language of mails about it."))
    outgoing: bool = Field(
        default=False,
        description=_("We write first: the description goes to the client by mail. Staff only."),
    )
    fields: FieldValuesIn = Field(default_factory=dict)


class TicketPatch(Input):
    """New values; what is left out stays as it is."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"priority": "high", "version": 4}]})

    subject: Plain | None = Field(default=None, min_length=1, max_length=250)
    contact: UUID | None = Field(
        default=None, description=_("uid of the contact; binds the ticket to their company.")
    )
    company: UUID | None = Field(
        default=None, description=_("uid of the company: one of those the contact works for.")
    )
    phone: Plain | None = Field(default=None, max_length=32)
    site: UUID | None = Field(
        default=None, description=_("uid of a site of the company; null takes it away.")
    )
    asset: UUID | None = Field(
        default=None, description=_("uid of equipment of the company; null takes it away.")
    )
    contract: UUID | None = Field(
        default=None, description=_("uid of a contract of the company; null takes it away.")
    )
    service: Code | None = Field(default=None, description=_("Code of the service."))
    type: Code | None = Field(default=None, description=_("Code of the ticket type."))
    priority: Code | None = Field(default=None, description=_("Code of the priority."))
    categories: list[Code] | None = Field(
        default=None, max_length=20, description=_("Codes; an empty list removes all.")
    )
    fields: FieldValuesIn | None = None
    version: Version | None = Field(default=None, description=_VERSION)


class Versioned(Input):
    """An action on what was read."""

    version: Version | None = Field(default=None, description=_VERSION, examples=[4])


class AssignIn(Versioned):
    """To whom. Both empty: to nobody."""

    assignee: UUID | None = Field(default=None, description=_("uid of the agent."))
    team: Code | None = Field(default=None, description=_("Code of the team."), examples=["it"])


class TransferIn(Versioned):
    """To which team."""

    team: Code = Field(description=_("Code of the team."), examples=["hr"])
    why: Plain = Field(default="", max_length=200, description=_("Kept in the history."))


class ReaddressIn(Versioned):
    """To which mailbox."""

    mailbox: Code = Field(description=_("Name of the mailbox, see `/mailboxes`."), examples=["it"])


class NextStatusIn(Versioned):
    """Where to."""

    status: Code = Field(description=_("Code of the status."), examples=["in_progress"])
    until: Moment | None = Field(default=None, description=_("For statuses that ask until when."))
    why: Plain = Field(
        default="",
        max_length=200,
        description=_("Kept with `until`; required, and a note, where done work begins again."),
    )
    solution: Text = Field(
        default="",
        description=_("What was done, for statuses that ask for it: sent to the client with the news."),
    )


class PostponeIn(Versioned):
    """Until when."""

    until: Moment = Field(description=_("A moment in the future."), examples=["2026-12-01T06:00:00Z"])
    why: Plain = Field(
        default="", max_length=200, description=_("For colleagues."), examples=["Waits for the part"]
    )


class PlanIn(Versioned):
    """By when the solution is promised."""

    due_at: Moment | None = Field(
        description=_("A moment in the future; null: let the SLA rules say it again."),
        examples=["2026-12-01T15:00:00Z"],
    )


class ResolveIn(TextIn):
    """Done, perhaps with the words that say how: they are sent to the client as the solution."""

    version: Version | None = Field(default=None, description=_VERSION)


class CloseIn(Versioned):
    """How it ends. Staff: done, or not processed with a reason; a contact: their own ticket."""

    reason: Code | None = Field(
        default=None,
        description=_("Staff only: not processed, for this prepared reason; the client gets its words."),
        examples=["not_ours"],
    )
    text: Text = Field(
        default="",
        description=_("With `reason`: other words than the prepared ones. From a contact: a last message."),
    )
    tell_client: bool = Field(
        default=True, description=_("With `reason`: whether the client is told; else it is a note.")
    )


class ReopenIn(Versioned):
    """Why work begins again: for the colleagues from staff, for everybody from a contact."""

    why: Text = Field(
        min_length=1,
        description=_("What is still wrong; a contact says it in ten characters at least."),
        examples=["It stopped printing again an hour later"],
    )
    files: list[UUID] = Field(default_factory=list, max_length=MAX_FILES, description=_FILES)


class ReturnIn(Versioned):
    """Making a ticket new again."""

    why: Text = Field(
        default="", description=_("Needed where the work was done."), examples=["They call again"]
    )


class RateIn(Input):
    """What the client thinks of the work."""

    value: Annotated[int, Field(ge=1, le=5)] = Field(
        description=_("5: fully satisfied … 1: done, but badly or late."), examples=[5]
    )
    comment: Annotated[str, StringConstraints(pattern=r"^[^\x00]*$", max_length=4000)] = Field(
        default="", description=_("In their own words."), examples=["Quick and polite."]
    )


class ReviewIn(Input):
    """A lead has looked at it."""

    note: Text = Field(default="", description=_("What was found out; kept as a note."))


class ObserverIn(Input):
    """An agent or a team, one of the two."""

    agent: UUID | None = Field(default=None, description=_("uid of the agent."))
    team: Code | None = Field(default=None, description=_("Code of the team."), examples=["it"])

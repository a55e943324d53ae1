"""Bodies that set things up. What is left out of a change stays; texts by language, references by code or
uid.

What may stand in them is decided by the shapes (`core.configuring`); lengths here only bound the request.
"""

from __future__ import annotations

from typing import Annotated, Literal
from uuid import UUID

from django.utils.translation import gettext_noop as _
from pydantic import ConfigDict, Field, JsonValue

from otklik.api.schemas.inputs import Input, Plain, Word
from otklik.api.schemas.refs import EXAMPLE_UID
from otklik.api.schemas.service_words import (
    ASKS,
    BRANDS,
    CALENDAR,
    CLOSE_AFTER,
    CLOSE_UNIT,
    DEFAULT_PRIORITY,
    DEFAULT_TYPE,
    FOR_CATEGORIES,
    ONLY_FOR,
    REQUIRES,
    Asked,
    OnlyFor,
    Required,
)

Texts = dict[Literal["ru", "en"], Annotated[Plain, Field(max_length=4000)]]
Codes = Annotated[list[Word], Field(max_length=200)]
Uids = Annotated[list[UUID], Field(max_length=500)]

_NAMES = _("By language; one of them is enough.")
_EXAMPLE: dict[str, JsonValue] = {"names": {"ru": "Печать", "en": "Printing"}}
_HIDDEN = _("True: offered no more; refused while it is in use.")


class TypeIn(Input):
    """A ticket type."""

    model_config = ConfigDict(json_schema_extra={"examples": [_EXAMPLE]})

    names: Texts | None = Field(default=None, description=_NAMES)
    code: Word | None = Field(default=None, description=_("Made of the name when left out; never changes."))
    guidance: Texts | None = None
    internal: bool | None = None
    is_default: bool | None = None
    hidden: bool | None = Field(default=None, description=_HIDDEN)


class CategoryIn(Input):
    """A category."""

    model_config = ConfigDict(json_schema_extra={"examples": [_EXAMPLE]})

    names: Texts | None = Field(default=None, description=_NAMES)
    code: Word | None = Field(default=None, description=_("Made of the name when left out; never changes."))
    belongs: Literal["both", "request", "problem"] | None = None
    hidden: bool | None = Field(default=None, description=_HIDDEN)


class CompanyCategoryIn(Input):
    """A kind of company."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"names": {"ru": "Подрядчик", "en": "Contractor"}}]}
    )

    names: Texts | None = Field(default=None, description=_NAMES)
    code: Word | None = Field(default=None, description=_("Made of the name when left out; never changes."))
    hidden: bool | None = Field(default=None, description=_HIDDEN)


class PriorityIn(Input):
    """A priority."""

    model_config = ConfigDict(json_schema_extra={"examples": [{**_EXAMPLE, "level": 6}]})

    names: Texts | None = Field(default=None, description=_NAMES)
    code: Word | None = Field(default=None, description=_("Made of the name when left out; never changes."))
    level: int | None = Field(default=None, ge=1, le=99, description=_("A higher one comes first."))
    guidance: Texts | None = None
    glyph: Literal["low", "norm", "high", "crit"] | None = None
    is_default: bool | None = None
    hidden: bool | None = Field(default=None, description=_HIDDEN)


class ServiceIn(Input):
    """A node of the service catalogue."""

    model_config = ConfigDict(json_schema_extra={"examples": [{**_EXAMPLE, "code": "254001"}]})

    names: Texts | None = Field(default=None, description=_NAMES)
    code: Word | None = Field(default=None, description=_("What people quote."))
    is_package: bool | None = None
    parent: Word | None = Field(default=None, description=_("Code of the package it is in."))
    guidance: Texts | None = None
    public: bool | None = None
    types: Codes | None = Field(default=None, description=_("Codes of ticket types offered with it."))
    categories: Codes | None = Field(default=None, description=_("Codes of categories offered with it."))
    team: Word | None = Field(default=None, description=_("Code of the team that does it."))
    asks: list[Asked] | None = Field(default=None, description=ASKS)
    requires: list[Required] | None = Field(default=None, description=REQUIRES)
    brands: Codes | None = Field(default=None, description=BRANDS)
    for_categories: Codes | None = Field(default=None, description=FOR_CATEGORIES)
    only_for: list[OnlyFor] | None = Field(default=None, description=ONLY_FOR)
    default_type: Word | None = Field(default=None, description=DEFAULT_TYPE)
    default_priority: Word | None = Field(default=None, description=DEFAULT_PRIORITY)
    calendar: Word | None = Field(default=None, description=CALENDAR)
    close_after: int | None = Field(default=None, ge=0, le=1000, description=CLOSE_AFTER)
    close_unit: Literal["days", "hours"] | None = Field(default=None, description=CLOSE_UNIT)
    hidden: bool | None = Field(default=None, description=_HIDDEN)


class StatusIn(Input):
    """A status."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{**_EXAMPLE, "state": "open", "leads_to": ["resolved"]}]}
    )

    names: Texts | None = Field(default=None, description=_NAMES)
    code: Word | None = Field(default=None, description=_("Made of the name when left out; never changes."))
    client_names: Texts | None = Field(default=None, description=_("What clients read."))
    state: Word | None = Field(
        default=None,
        description=_(
            "What it means: new, open, waiting_client, waiting_others, postponed, resolved or closed."
        ),
    )
    glyph: Word | None = None
    color: Word | None = None
    turn: Word | None = Field(default=None, description=_("us, client, third_party or date."))
    pauses_clocks: bool | None = None
    asks_until: bool | None = None
    asks_solution: bool | None = Field(default=None, description=_("Needs the solution in words."))
    reasons: Texts | None = Field(
        default=None, description=_("Reasons offered with “until when”, one a line, by language.")
    )
    requires: list[Word] | None = Field(
        default=None,
        max_length=50,
        description=_("What has to be filled in first: type, contact, assignee, field.<key>, …"),
    )
    types: Codes | None = Field(
        default=None, description=_("Codes of the only ticket types that use it; empty: all do.")
    )
    counts_as_load: bool | None = None
    is_initial: bool | None = None
    leads_to: Codes | None = Field(default=None, description=_("Codes of statuses everybody may move to."))
    hidden: bool | None = Field(default=None, description=_HIDDEN)


class TeamIn(Input):
    """A team."""

    model_config = ConfigDict(json_schema_extra={"examples": [{**_EXAMPLE, "members": [EXAMPLE_UID]}]})

    names: Texts | None = Field(default=None, description=_NAMES)
    code: Word | None = Field(default=None, description=_("Made of the name when left out; never changes."))
    purpose: Texts | None = Field(default=None, description=_("What it deals with."))
    lead: UUID | None = Field(default=None, description=_("uid of an agent."))
    members: Uids | None = Field(default=None, description=_("uids of agents."))
    notify: Codes | None = Field(default=None, description=_("Addresses told of new tickets."))
    is_dispatch: bool | None = None
    calendar: Plain | None = Field(default=None, max_length=40, description=_("Code of the working time."))
    turn_mode: Literal["manual", "round_robin", "least_loaded"] | None = Field(
        default=None, description=_("Who is given a ticket that nobody was chosen for.")
    )
    max_load: int | None = Field(
        default=None, ge=1, le=1000, description=_("Open tickets a member may have.")
    )
    gives_again: bool | None = Field(default=None, description=_("Also what a member gave back."))
    give_back_after: int | None = Field(
        default=None, ge=1, le=527_040, description=_("Working minutes after which unopened tickets go back.")
    )
    claim_by_opening: bool | None = Field(
        default=None, description=_("Opening a new ticket of the team takes it.")
    )
    on_absence: Literal["keep", "unopened", "not_begun", "all"] | None = Field(
        default=None, description=_("What leaves a member who goes absent.")
    )
    hidden: bool | None = Field(default=None, description=_HIDDEN)


class RoleIn(Input):
    """A role."""

    model_config = ConfigDict(json_schema_extra={"examples": [{**_EXAMPLE, "rights": ["tickets.reply"]}]})

    names: Texts | None = Field(default=None, description=_NAMES)
    code: Word | None = Field(default=None, description=_("Made of the name when left out; never changes."))
    rights: Codes | None = Field(default=None, description=_("`*` means all."))
    hidden: bool | None = Field(default=None, description=_HIDDEN)


class AgentIn(Input):
    """An employee."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"name": "Elena Belova", "email": "elena@desk.example", "roles": ["specialist"]}]
        }
    )

    name: Plain | None = Field(default=None, max_length=150)
    email: Word | None = Field(default=None, description=_("They sign in with it."))
    position: Plain | None = Field(default=None, max_length=150)
    phone: Word | None = None
    extension: Plain | None = Field(default=None, max_length=16)
    roles: Codes | None = Field(default=None, description=_("Codes of roles."))
    teams: Codes | None = Field(default=None, description=_("Codes of teams."))
    is_active: bool | None = Field(default=None, description=_("False: switched off, may sign in no longer."))
    heir_agent: UUID | None = Field(default=None, description=_("Who gets the open tickets: an agent …"))
    heir_team: Word | None = Field(default=None, description=_("… or a team, when one is switched off."))

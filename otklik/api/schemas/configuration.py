"""What administrators configure: staff, catalogue, statuses, mailboxes. Only read here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Protocol
from uuid import UUID

from django.utils.translation import gettext_noop as _
from pydantic import BaseModel, Field

from otklik.api.schemas.pages import Listed
from otklik.api.schemas.refs import EXAMPLE_UID, Coded, Named
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
)

if TYPE_CHECKING:
    from otklik.core.translated import Translated

NAMES = {"ru": "Сбой", "en": "Incident"}


class Configured(BaseModel):
    """A configured object."""

    uid: UUID = Field(description=_("Stable id."), examples=[EXAMPLE_UID])
    code: str = Field(description=_("Stable; use it in what you send."), examples=["incident"])
    name: str = Field(description=_("In the language of the answer."), examples=["Incident"])
    names: dict[str, str] = Field(description=_("In every language."), examples=[NAMES])
    hidden: bool = Field(description=_("Offered no more; old tickets keep it."), examples=[False])


class AgentOut(BaseModel):
    """An employee who works on tickets."""

    uid: UUID = Field(description=_("Stable id."), examples=[EXAMPLE_UID])
    name: str = Field(examples=["Elena Belova"])
    position: str = Field(examples=["Engineer"])
    email: str = Field(examples=["elena@desk.example"])
    phone: str = Field(examples=["+79001234567"])
    teams: list[Coded] = Field(default_factory=list)
    is_active: bool = Field(description=_("Can be assigned."), examples=[True])


class TeamOut(Configured):
    """A team."""

    code: str = Field(description=_("Stable; use it in what you send."), examples=["it"])
    lead: Named | None = None
    members: list[Named] = Field(default_factory=list, description=_("Active agents by name."))
    is_dispatch: bool = Field(description=_("New tickets nobody was chosen for go there."), examples=[False])
    calendar: str | None = Field(default=None, description=_("Code of the working time; null: the default."))
    turn_mode: str = Field(
        description=_("manual, round_robin or least_loaded: who is given its tickets."), examples=["manual"]
    )
    max_load: int | None = Field(default=None, description=_("Open tickets a member may have; null: any."))
    gives_again: bool = Field(description=_("Also what a member gave back."), examples=[False])
    give_back_after: int | None = Field(
        default=None, description=_("Working minutes after which unopened tickets go back; null: never.")
    )
    claim_by_opening: bool = Field(
        description=_("Opening a new ticket of the team takes it."), examples=[False]
    )
    on_absence: str = Field(
        description=_("keep, unopened, not_begun or all: what leaves a member who goes absent."),
        examples=["keep"],
    )


class RoleOut(Configured):
    """A named set of rights."""

    code: str = Field(description=_("Stable."), examples=["specialist"])
    rights: list[str] = Field(description=_("`*` means all."), examples=[["tickets.reply"]])


class TypeOut(Configured):
    """A ticket type."""

    guidance: str = Field(
        description=_("When to choose it."), examples=["Something you had stopped working."]
    )
    internal: bool = Field(description=_("Clients never see such tickets."), examples=[False])
    is_default: bool = Field(examples=[False])


class CategoryOut(Configured):
    """A label for tickets."""

    code: str = Field(description=_("Stable; use it in what you send."), examples=["printing"])
    belongs: str = Field(description=_("To what it is offered: both, request or problem."), examples=["both"])


class CompanyCategoryOut(Configured):
    """A kind of company, for employees only."""

    code: str = Field(description=_("Stable; use it in what you send."), examples=["vip"])


class PriorityOut(Configured):
    """A step of urgency."""

    code: str = Field(description=_("Stable; use it in what you send."), examples=["high"])
    level: int = Field(description=_("A higher one comes first."), examples=[4])
    guidance: str = Field(description=_("When to choose it."), examples=["Business is stopped."])
    is_default: bool = Field(examples=[False])


class ServiceOut(Configured):
    """A node of the service catalogue."""

    code: str = Field(description=_("What people quote."), examples=["254001"])
    parent: str | None = Field(
        default=None, description=_("Code of the package it is in."), examples=["254000"]
    )
    is_package: bool = Field(description=_("Holds services and cannot be chosen itself."), examples=[False])
    guidance: str = Field(description=_("When to choose it."), examples=["Certificates for banks."])
    team: Coded | None = Field(default=None, description=_("Who does it; for staff."))
    types: list[str] = Field(default_factory=list, description=_("Codes of ticket types offered with it."))
    categories: list[str] = Field(default_factory=list, description=_("Codes of categories offered with it."))
    public: bool = Field(description=_("Offered to clients."), examples=[True])
    asks: list[str] = Field(description=ASKS, examples=[["phone"]])
    requires: list[str] = Field(description=REQUIRES, examples=[["phone"]])


class ServiceForStaff(ServiceOut):
    """The same with what decides about its tickets, for employees."""

    brands: list[str] = Field(description=BRANDS, examples=[["default"]])
    for_categories: list[str] = Field(description=FOR_CATEGORIES, examples=[["vip"]])
    only_for: list[str] = Field(description=ONLY_FOR, examples=[["contract"]])
    default_type: str | None = Field(description=DEFAULT_TYPE, examples=["incident"])
    default_priority: str | None = Field(description=DEFAULT_PRIORITY, examples=["high"])
    calendar: str | None = Field(description=CALENDAR, examples=["weekdays"])
    close_after: int | None = Field(description=CLOSE_AFTER, examples=[3])
    close_unit: str | None = Field(description=CLOSE_UNIT, examples=["days"])


class StatusOut(Configured):
    """A status: a name for a state, with what it does."""

    code: str = Field(description=_("Stable; use it in what you send."), examples=["in_progress"])
    state: str = Field(
        description=_(
            "What it means: new, open, waiting_client, waiting_others, postponed, resolved or closed."
        ),
        examples=["open"],
    )
    client_name: str = Field(description=_("What clients read."), examples=["In progress"])
    asks_until: bool = Field(description=_("Needs a moment it lasts until."), examples=[False])
    asks_solution: bool = Field(description=_("Needs the solution in words."), examples=[False])
    requires: list[str] = Field(
        description=_("What a ticket needs before it comes to it: type, contact, field.<key>, …"),
        examples=[["type"]],
    )
    reasons: list[str] = Field(
        description=_("Reasons it offers, in the language of the answer."), examples=[["no answer"]]
    )
    types: list[str] = Field(
        description=_("Codes of the only ticket types that use it; empty: all do."), examples=[[]]
    )
    pauses_clocks: bool = Field(examples=[False])
    counts_as_load: bool = Field(examples=[True])
    is_initial: bool = Field(description=_("New tickets have it."), examples=[False])
    leads_to: list[str] = Field(
        description=_("Where you may move a ticket from it."), examples=[["resolved"]]
    )


class ClientStatus(BaseModel):
    """A status in the client's words."""

    code: str = Field(examples=["in_progress"])
    name: str = Field(description=_("In the language of the answer."), examples=["In progress"])
    state: str = Field(examples=["open"])


class MailboxOut(BaseModel):
    """A mailbox tickets come through and answers leave from. Passwords never come out of the API."""

    uid: UUID = Field(description=_("Stable id."), examples=[EXAMPLE_UID])
    name: str = Field(description=_("Send it as `mailbox`."), examples=["support"])
    title: str = Field(description=_("In the language of the answer."), examples=["Support"])
    address: str = Field(examples=["support@desk.example"])
    sender_name: str = Field(examples=["Support of Alpha"])
    team: Coded | None = Field(default=None, description=_("Where its tickets go."))
    is_default: bool = Field(examples=[True])
    enabled: bool = Field(examples=[True])


class Agents(Listed):
    """A page of agents by name."""

    items: list[AgentOut]


class Teams(Listed):
    """A page of teams in their order."""

    items: list[TeamOut]


class Roles(Listed):
    """A page of roles in their order."""

    items: list[RoleOut]


class Types(Listed):
    """A page of ticket types in their order."""

    items: list[TypeOut]


class Categories(Listed):
    """A page of categories in their order."""

    items: list[CategoryOut]


class CompanyCategories(Listed):
    """A page of company categories in their order."""

    items: list[CompanyCategoryOut]


class Priorities(Listed):
    """A page of priorities, the most urgent first."""

    items: list[PriorityOut]


class Services(Listed):
    """A page of the catalogue in its order: `ServiceForStaff` for employees."""

    items: list[ServiceForStaff | ServiceOut]


class Statuses(Listed):
    """A page of statuses in their order: `StatusOut` for staff, `ClientStatus` for a contact."""

    items: list[StatusOut | ClientStatus]


class Mailboxes(Listed):
    """A page of mailboxes, the default first."""

    items: list[MailboxOut]


class Coined(Protocol):
    """What every configured row has."""

    uid: UUID
    code: str
    name: Translated


def shared(row: Coined, *, hidden: bool) -> dict[str, object]:
    """What is told alike of everything configured."""
    return {
        "uid": row.uid,
        "code": row.code,
        "name": str(row.name),
        "names": texts(row.name.texts),
        "hidden": hidden,
    }


def texts(names: Mapping[str, str]) -> dict[str, str]:
    """The filled languages of a name."""
    return {language: text for language, text in names.items() if text}

"""Short references: what stands inside another object for something one can ask for by itself."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext_noop as _
from pydantic import BaseModel, Field

from otklik.catalogue.queries import catalogue
from otklik.people.queries import staff
from otklik.tickets.queries.routes import routes
from otklik.tickets.queries.workflow import workflow

EXAMPLE_UID = "01991d2e-7b7c-7d4e-9f51-0a6c1f3b8d20"


class Coded(BaseModel):
    """A configured object: its stable code and its name in the language of the answer."""

    code: str = Field(description=_("Stable; use it in what you send."), examples=["incident"])
    name: str = Field(description=_("In the language of the answer."), examples=["Incident"])


class StatusRef(Coded):
    """A status, with the state it means."""

    code: str = Field(description=_("Code of the status."), examples=["in_progress"])
    name: str = Field(
        description=_("In the language of the answer; for a contact, the client's words."),
        examples=["In progress"],
    )
    state: str = Field(
        description=_(
            "What it means: new, open, waiting_client, waiting_others, postponed, resolved or closed."
        ),
        examples=["open"],
    )


class Named(BaseModel):
    """A person or a company."""

    uid: UUID = Field(description=_("Stable id."), examples=[EXAMPLE_UID])
    name: str = Field(description=_("For showing."), examples=["Elena Belova"])


def status_ref(status_id: int, *, for_client: bool) -> StatusRef:
    """The status by its row id; clients read their own words for it."""
    status = workflow().statuses[status_id]
    name = (for_client and str(status.client_name)) or str(status.name)
    return StatusRef(code=status.code, name=name, state=status.state)


def type_ref(type_id: int | None) -> Coded | None:
    """The ticket type, if there is one."""
    found = catalogue().types.get(type_id or 0)
    return Coded(code=found.code, name=str(found.name)) if found else None


def service_ref(service_id: int | None) -> Coded | None:
    """The service, if there is one."""
    found = catalogue().services.get(service_id or 0)
    return Coded(code=found.code, name=str(found.name)) if found else None


def priority_ref(priority_id: int) -> Coded:
    """The priority."""
    found = catalogue().priorities[priority_id]
    return Coded(code=found.code, name=str(found.name))


def category_ref(category_id: int) -> Coded:
    """A category."""
    found = catalogue().categories[category_id]
    return Coded(code=found.code, name=str(found.name))


def team_ref(team_id: int | None) -> Coded | None:
    """The team, if there is one."""
    found = staff().teams.get(team_id or 0)
    return Coded(code=found.code, name=str(found.name)) if found else None


def stage_ref(stage_id: int | None) -> Coded | None:
    """The stage of its route, if the ticket is on one."""
    found = routes().stages.get(stage_id or 0)
    return Coded(code=found.code, name=str(found.name)) if found else None


def agent_ref(agent_id: int | None) -> Named | None:
    """The agent, if there is one."""
    found = staff().agents.get(agent_id or 0)
    return Named(uid=UUID(found.uid), name=found.name) if found else None


def named(uid: UUID | None, name: str | None) -> Named | None:
    """A contact or a company of a row, if it has one."""
    return Named(uid=uid, name=name or "") if uid else None

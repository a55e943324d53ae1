"""What the portal opens to a contact."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal
from uuid import UUID

from django.utils.translation import gettext_noop as _
from pydantic import BaseModel, ConfigDict, Field

from otklik.api.schemas.inputs import Input
from otklik.api.schemas.refs import EXAMPLE_UID, Named, named
from otklik.clients.commands import PortalLevel
from otklik.clients.commands.levels import level_of
from otklik.clients.level_queries import further_companies

if TYPE_CHECKING:
    from otklik.clients.models import Company, Contact

_ACCESS = _("Whose tickets of the company are open to them: own or company.")
_SITES = _("Also those of sites they are linked to.")
_SUPERVISED = _("Also those of companies this one looks after.")
_REPORTS = _("The company's reports. Kept only: the portal has none for clients yet.")
_SUM = _(
    "The largest sum of paid work they may approve, in kopecks; null: none. Kept only: nobody is asked yet."
)


class LevelOut(BaseModel):
    """A contact's level in a company; whatever is open is also answered and closed."""

    access: str = Field(description=_ACCESS, examples=["company"])
    sees_sites: bool = Field(description=_SITES, examples=[False])
    sees_supervised: bool = Field(description=_SUPERVISED, examples=[False])
    sees_reports: bool = Field(description=_REPORTS, examples=[False])
    approves_up_to: int | None = Field(description=_SUM, examples=[500000])


class CompanyLevelOut(LevelOut):
    """The level in a further company."""

    company: Named


class LevelsOut(LevelOut):
    """The level in their own company, and in further ones."""

    further: list[CompanyLevelOut] = Field(description=_("Other companies they work for."))


class LevelIn(Input):
    """A level."""

    access: Literal["own", "company"] = Field(default="own", description=_ACCESS)
    sees_sites: bool = Field(default=False, description=_SITES)
    sees_supervised: bool = Field(default=False, description=_SUPERVISED)
    sees_reports: bool = Field(default=False, description=_REPORTS)
    approves_up_to: int | None = Field(default=None, ge=1, le=10**15, description=_SUM)


class CompanyLevelIn(LevelIn):
    """A level in a further company."""

    company: UUID = Field(description=_("uid of the company."))


class LevelsIn(LevelIn):
    """All levels of a contact: what is left out of `further` is taken away."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"access": "company", "further": [{"company": EXAMPLE_UID, "access": "own"}]}]
        }
    )

    further: list[CompanyLevelIn] = Field(default_factory=list, max_length=100)


class SupervisedIn(Input):
    """The companies one looks after."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"companies": [EXAMPLE_UID]}]})

    companies: list[UUID] = Field(max_length=1000, description=_("uids; those left out are taken away."))


class SupervisedOut(BaseModel):
    """The companies one looks after, by name."""

    items: list[Named]


def levels_out(contact: Contact) -> LevelsOut:
    """Every level of a contact."""
    further = [
        CompanyLevelOut.model_validate(
            {"company": named(row.company.uid, row.company.name), **vars(level_of(row))}
        )
        for row in further_companies(contact)
    ]
    return LevelsOut.model_validate({"further": further, **vars(level_of(contact))})


def supervised_out(rows: list[Company]) -> SupervisedOut:
    """The companies as references."""
    return SupervisedOut.model_validate({"items": [named(row.uid, row.name) for row in rows]})


def level_in(body: LevelIn) -> PortalLevel:
    """What the command takes."""
    return PortalLevel(
        body.access, body.sees_sites, body.sees_supervised, body.sees_reports, body.approves_up_to
    )

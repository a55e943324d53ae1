"""`/tables/{code}`: clients or canned replies as a file, in columns an import knows again. For staff."""

from __future__ import annotations

from typing import Literal
from uuid import UUID

from django.http import HttpResponseBase
from django.utils.translation import gettext_noop as _
from ninja import Query, Router
from pydantic import Field

from otklik.api.operations import staff, told
from otklik.api.request import ApiRequest
from otklik.api.schemas.contracts import StandingName
from otklik.api.schemas.inputs import Word
from otklik.api.schemas.pages import Filter
from otklik.importing.exporting import exported
from otklik.importing.output import TYPES
from otklik.importing.tables.opening import Form
from otklik.web.tables import download

router = Router(tags=["clients"])
_FILE = {"schema": {"type": "string", "format": "binary", "examples": ["External ID,Name"]}}


class TableQuery(Filter):
    """Which rows, and in what form: as the lists of the desk narrow them."""

    form: Literal["csv", "xlsx"] = Field(default="csv", description=_("csv or xlsx."), examples=["csv"])
    q: Word = Field(default="", description=_("Words the list is narrowed by."), examples=["alpha"])
    company: UUID | None = Field(default=None, description=_("uid of a company, for what belongs to one."))
    site: UUID | None = Field(default=None, description=_("uid of a site, for equipment."))
    standing: StandingName = Field(default="", description=_("How contracts stand today."))
    hidden: bool = Field(default=False, description=_("Canned replies offered no more too."))


@router.get(
    "/{code}",
    **told(
        _("Take a list out into a file"),
        _(
            "All that you may know of: companies, contacts, sites, assets, contracts, periods or canned; "
            "sums where you may see them. Who took out how many rows stands in the audit log."
        ),
        gives={200: None},
        refuses=(403, 404, 422),
    ),
    openapi_extra={"responses": {200: {"content": dict.fromkeys(TYPES.values(), _FILE)}}},
)
def take_clients_out(request: ApiRequest, code: str, query: Query[TableQuery]) -> HttpResponseBase:
    """`importing.exporting.exported`, piece by piece."""
    actor, form = staff(request), Form(query.form)
    places = {"company": str(query.company or ""), "site": str(query.site or "")}
    chosen = {"q": query.q, "standing": query.standing, "hidden": "1" if query.hidden else "", **places}
    return download(exported(actor, code, form, chosen), f"{code}.{form}", form)

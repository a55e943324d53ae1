"""Services open to a company by its name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_noop as _
from pydantic import BaseModel, ConfigDict, Field

from otklik.api.schemas.inputs import Input, Word
from otklik.api.schemas.refs import Coded, service_ref
from otklik.clients.openness import named_services

if TYPE_CHECKING:
    from otklik.clients.models import Company


class OpenServices(BaseModel):
    """What stands on a company's card."""

    services: list[Coded] = Field(description=_("Services and packages."))


class OpenServicesIn(Input):
    """The whole list: what is left out is taken away."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"services": ["254001"]}]})

    services: list[Word] = Field(max_length=500, description=_("Codes of services and packages."))


def open_services(company: Company) -> OpenServices:
    """The services on the card."""
    found = (service_ref(pk) for pk in named_services(company))
    return OpenServices(services=[one for one in found if one is not None])

"""How an operation tells about itself, and the two questions most of them ask first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypedDict

from django.utils.translation import gettext as _
from pydantic import BaseModel

from otklik.api.request import ApiRequest
from otklik.api.schemas.problems import ProblemDocument
from otklik.core.errors import Denied
from otklik.people.actor import Actor
from otklik.people.rights import ADMINISTER

Answers = Mapping[int, type[BaseModel] | object]


class Told(TypedDict):
    """What django-ninja's decorators take about an operation."""

    summary: str
    description: str
    response: dict[int, object]


def told(
    summary: str, description: str = "", *, gives: Mapping[int, object], refuses: Iterable[int] = ()
) -> Told:
    """Summary and description for the OpenAPI document, answers by status, refusals by status.

    401 and what every request can meet is added by `openapi`. An empty description is kept from being
    replaced by the docstring, which speaks to those who read the code.
    """
    answers: dict[int, object] = dict(gives)
    answers.update(dict.fromkeys(refuses, ProblemDocument))
    return Told(summary=summary, description=description or " ", response=answers)


def staff(request: ApiRequest) -> Actor:
    """The actor when it is an agent; `Denied` for a contact."""
    if not request.auth.is_agent:
        raise Denied(_("This is for employees."))
    return request.auth


def administrator(request: ApiRequest) -> Actor:
    """The actor when its roles let it administer; `Denied` otherwise."""
    actor = staff(request)
    if not actor.has(ADMINISTER):
        raise Denied(_("Your role does not let you change this."))
    return actor

"""Views of the ticket list in and out: delivered ones and those people have saved."""

from __future__ import annotations

from typing import Annotated, Literal, cast
from uuid import UUID

from django.utils.translation import gettext_noop as _
from pydantic import BaseModel, Field, StringConstraints

from otklik.api.schemas.calendars import Names
from otklik.api.schemas.inputs import Code, Input, Plain, Version
from otklik.api.schemas.pages import Listed
from otklik.api.schemas.refs import EXAMPLE_UID
from otklik.people.actor import Actor
from otklik.people.commands.preferences import MOST_COLUMNS
from otklik.people.queries import staff
from otklik.tickets.commands import ViewValues
from otklik.tickets.queries.saved_views import Saved
from otklik.tickets.queries.views import View

NAMES = {"ru": "Кассы, срочные", "en": "Tills, urgent"}
FILTERS = {"team": "it", "priority": "high,immediate"}
With = Literal["nobody", "teams", "all"]
Word = Annotated[str, StringConstraints(max_length=60)]
Filled = dict[Word, Annotated[Plain, Field(max_length=200)]]


class ViewOut(BaseModel):
    """A view of the ticket list: delivered, or saved by somebody."""

    code: str = Field(
        description=_("Send it as `view`: a word, or the uid of a saved one."), examples=["mine"]
    )
    name: str = Field(description=_("In the language of the answer."), examples=["My open"])
    open_only: bool = Field(description=_("Looks at open tickets only."), examples=[True])
    saved: SavedOut | None = Field(default=None, description=_("What a saved one is made of."))


class SavedOut(BaseModel):
    """What a saved view is made of."""

    uid: UUID = Field(description=_("Stable id."), examples=[EXAMPLE_UID])
    names: dict[str, str] = Field(description=_("In every language."), examples=[NAMES])
    base: str = Field(description=_("Code of the delivered view it narrows."), examples=["all"])
    filters: dict[str, str] = Field(
        description=_("By name, as the address of the list has them."), examples=[FILTERS]
    )
    sort: str = Field(description=_("Order of the list; empty: as usual."), examples=["due"])
    columns: list[str] = Field(
        description=_("Codes of columns in their order; none: everybody's own."), examples=[["number"]]
    )
    shared_with: With = Field(description=_("Who has it besides its owner."), examples=["teams"])
    teams: list[str] = Field(description=_("Codes of the teams it is shared with."), examples=[["it"]])
    owner: UUID | None = Field(description=_("uid of the agent who made it."), examples=[EXAMPLE_UID])
    own: bool = Field(description=_("You made it."), examples=[True])
    shown: bool = Field(description=_("It stands at your side of the desk."), examples=[True])
    version: int = Field(description=_("Send it back to overwrite nothing."), examples=[1])


class Views(Listed):
    """A page of views in their order: the delivered ones, then yours."""

    items: list[ViewOut]


class ViewIn(Input):
    """What is left out stays; of a new one it is empty."""

    names: Names | None = Field(default=None, description=_("In Russian, English or both."), examples=[NAMES])
    base: Code | None = Field(default=None, description=_("Code of a delivered view."), examples=["all"])
    filters: Filled | None = Field(
        default=None,
        description=_("By name, as the address of the list has them; all of them."),
        examples=[FILTERS],
    )
    sort: Literal["", "urgent", "due", "waiting", "updated", "created"] | None = Field(
        default=None, description=_("Order of the list; empty: as usual.")
    )
    columns: list[Word] | None = Field(
        default=None,
        max_length=MOST_COLUMNS,
        description=_("Codes of columns in their order; none: everybody's own."),
    )


class ViewPatch(ViewIn):
    """The same, guarded."""

    version: Version | None = Field(
        default=None, description=_("The version you have read; a newer one: 409.")
    )


class SharingIn(Input):
    """Whom a view is for."""

    shared_with: With = Field(description=_("`nobody`: its owner alone again."), examples=["teams"])
    teams: list[Code] = Field(
        default_factory=list, max_length=100, description=_("Codes of teams you lead."), examples=[["it"]]
    )


class ArrangeIn(Input):
    """The saved views at your side of the desk."""

    order: list[UUID] = Field(
        default_factory=list, max_length=1000, description=_("uids in their order; those left out come last.")
    )
    hidden: list[UUID] = Field(
        default_factory=list, max_length=1000, description=_("uids of those that do not stand there.")
    )


def view_out(view: View) -> ViewOut:
    """A delivered view."""
    return ViewOut(code=view.code, name=str(view.name), open_only=view.over_open)


def saved_out(actor: Actor, view: Saved) -> ViewOut:
    """A saved one, as this reader has it."""
    people = staff()
    owner = people.agents.get(view.owner_id)
    teams = [team.code for team in people.teams.values() if team.pk in view.teams]
    saved = SavedOut(
        uid=UUID(view.uid),
        names={code: words for code, words in view.name.texts.items() if words},
        base=view.base,
        filters=view.filters.active,
        sort=view.sort,
        columns=list(view.columns),
        shared_with=cast("With", view.shared_with),
        teams=teams,
        owner=UUID(owner.uid) if owner else None,
        own=view.owner_id == actor.agent_id,
        shown=view.is_shown,
        version=view.version,
    )
    return ViewOut(code=view.uid, name=str(view.name), open_only=view.the_base.over_open, saved=saved)


def values_of(body: ViewIn) -> ViewValues:
    """What a command takes of a body."""
    return ViewValues(body.names, body.base, body.filters, body.sort, body.columns)

"""Letters about a ticket's events: those that were written, and what kept the others."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext_noop as _
from pydantic import BaseModel, Field

from otklik.api.schemas.refs import EXAMPLE_UID

if TYPE_CHECKING:
    from otklik.automation.explaining.letters import Letters
    from otklik.notifications.untold import Line


class ToldLetterOut(BaseModel):
    """A letter that was written, or a line of the table that wrote none."""

    whom: str = Field(
        description=_("client, copy, company, assignee, team, observer, lead, mention or rule."),
        examples=["client"],
    )
    to: str | None = Field(
        description=_("The address; null: nobody was written to."), examples=["i@a.example"]
    )
    state: str | None = Field(description=_("queued, sent, held, failed, bounced or cancelled."))
    error: str | None = Field(description=_("What the server said last."))
    why: str | None = Field(
        description=_(
            "What kept it: off, hushed, nobody, own, quiet, unwanted, already, too_many, automatic, "
            "imported, workflow, with_answer, own_status, not_announced, registration or unknown."
        ),
        examples=["hushed"],
    )


class RuleOfLetters(BaseModel):
    """A rule that wrote letters or kept them back."""

    table: str = Field(examples=["trigger"])
    uid: UUID | None = Field(description=_("The rule; null: it is gone."), examples=[EXAMPLE_UID])
    name: str = Field(description=_("What it is called now."), examples=["Urgent"])
    version: int = Field(description=_("The version that decided."), examples=[3])


class LettersOut(BaseModel):
    """The letters about one event."""

    event: str = Field(description=_("Its kind."), examples=["reply.sent"])
    uid: UUID = Field(description=_("The line of the history."), examples=[EXAMPLE_UID])
    at: datetime
    letters: list[ToldLetterOut]
    rules: list[RuleOfLetters] = Field(description=_("That wrote them or kept them back."))


class ExplainedLetters(BaseModel):
    """The newest events of a ticket that letters are written about."""

    items: list[LettersOut]


def letters_out(one: Letters) -> LettersOut:
    """As a program reads them."""
    return LettersOut(
        event=one.event.kind,
        uid=one.event.uid,
        at=one.event.at,
        letters=[_letter(line) for line in one.lines],
        rules=[
            RuleOfLetters(
                table=ruling.table.key,
                uid=UUID(ruling.uid) if ruling.uid else None,
                name=str(ruling.name),
                version=ruling.version.number,
            )
            for ruling in one.rulings
        ],
    )


def _letter(line: Line) -> ToldLetterOut:
    sent = line.delivery
    return ToldLetterOut(
        whom=line.who,
        to=sent.address if sent is not None else None,
        state=sent.state if sent is not None else None,
        error=(sent.error or None) if sent is not None else None,
        why=line.why.value if line.why is not None else None,
    )

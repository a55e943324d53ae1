"""Mass messages, as they go out and come in."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Literal
from uuid import UUID

from django.utils.translation import gettext_noop as _
from pydantic import BaseModel, ConfigDict, Field, JsonValue, StringConstraints

from otklik.api.schemas.inputs import Code, Input, Plain, Text, Version, Word
from otklik.api.schemas.pages import Filter, Listed, PageQuery
from otklik.api.schemas.refs import EXAMPLE_UID, Named
from otklik.mailings.audience import Audience, read
from otklik.mailings.enums import Kind, Stage, Standing
from otklik.mailings.values import written_of

if TYPE_CHECKING:
    from otklik.mailings.models import Mailing
    from otklik.mailings.queries import Progress, RecipientRow, Results

WORDS: dict[str, JsonValue] = {"ru": "Работы в субботу", "en": "Work on Saturday"}
Language = Literal["ru", "en"]
Texts = dict[Language, Text]
Short = Annotated[str, StringConstraints(pattern=r"^[^\x00]*$", max_length=300)]
Fields = dict[Word, Word]
Many = Annotated[list[UUID], Field(max_length=500)]
Codes = Annotated[list[Code], Field(max_length=500)]


class AudienceIn(Input):
    """Whom a message is for: in one list any will do, several lists must all hold; `contacts` are added."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"categories": ["vip"], "ordered_days": 90}]})

    everyone: bool = Field(default=False, description=_("All clients you may know of, said on purpose."))
    companies: Many = Field(default_factory=list, description=_("Uids."))
    categories: Codes = Field(default_factory=list, description=_("Codes of company categories."))
    contracts: Many = Field(default_factory=list, description=_("Uids: the people of their companies."))
    services: Codes = Field(
        default_factory=list, description=_("Codes of services they ordered within `ordered_days`.")
    )
    ordered_days: int = Field(
        default=0, ge=0, le=3650, description=_("They ordered something within so many days; 0: not asked.")
    )
    contact_fields: Fields = Field(
        default_factory=dict, description=_("Custom fields of contacts by key, as in lists.")
    )
    company_fields: Fields = Field(
        default_factory=dict, description=_("Custom fields of companies by key, as in lists.")
    )
    contacts: Many = Field(default_factory=list, description=_("Uids of single contacts, besides the rest."))

    def meant(self) -> Audience:
        """As the package knows it."""
        return read(self.model_dump(mode="json"))


class MailingPatch(Input):
    """What is left out stays."""

    version: Version | None = Field(default=None, description=_("Refused when somebody saved it since."))
    name: Plain | None = Field(default=None, max_length=150, description=_("Only colleagues see it."))
    mailbox: Word | None = Field(default=None, description=_("Name of the mailbox it leaves from."))
    kind: Literal["announcement", "survey"] | None = None
    subject: dict[Language, Short] | None = Field(default=None, examples=[WORDS])
    text: Texts | None = Field(
        default=None,
        description=_(
            "For each language it is written in; placeholders: name, company, address, brand, sender."
        ),
        examples=[{"en": "Dear {{ name }}, …"}],
    )
    question: dict[Language, Short] | None = Field(default=None, description=_("Of a survey."))
    choices: list[dict[Language, Short]] | None = Field(
        default=None, max_length=10, description=_("Answers of a survey; none: a rating from 5 to 1.")
    )
    audience: AudienceIn | None = None
    files: Annotated[list[UUID], Field(max_length=20)] | None = Field(
        default=None, description=_("Uids of uploads.")
    )


class MailingIn(MailingPatch):
    """A new message."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"name": "Work on Saturday", "subject": WORDS, "text": WORDS, "audience": {"everyone": True}}
            ]
        }
    )

    name: Plain = Field(max_length=150, min_length=1, description=_("Only colleagues see it."))


class StartIn(Input):
    """Which version was looked at."""

    version: Version


class CheckIn(Input):
    """As whom to read the test letter."""

    contact: UUID | None = Field(default=None, description=_("As this contact; else as the first recipient."))


class MailingQuery(PageQuery):
    """Which messages."""

    stage: Stage | None = Field(default=None, description=_("How far it has come."), examples=["running"])
    kind: Kind | None = Field(
        default=None, description=_("announcement or survey."), examples=["announcement"]
    )


class RecipientQuery(PageQuery):
    """Which recipients."""

    state: Standing | None = Field(
        default=None, description=_("What became of their letter."), examples=["bounced"]
    )


class PreviewQuery(Filter):
    """As whom."""

    contact: UUID | None = Field(default=None, description=_("As this contact; else as the first recipient."))


class MailingProgress(BaseModel):
    """How many letters stand how, and what came back."""

    letters: dict[Standing, int] = Field(examples=[{"sent": 120, "waiting": 30, "left_out": 2}])
    answered: int = Field(description=_("Recipients whose answer by mail made a ticket."), examples=[4])
    voted: int = Field(description=_("Recipients who answered the survey."), examples=[40])
    unsubscribed: int = Field(examples=[1])


class MailingOut(BaseModel):
    """A mass message."""

    uid: UUID = Field(examples=[EXAMPLE_UID])
    name: str
    kind: Kind
    stage: Stage
    mailbox: str = Field(description=_("Name of the mailbox it leaves from."), examples=["support"])
    subject: dict[str, str]
    text: dict[str, str]
    question: dict[str, str]
    choices: list[dict[str, str]]
    audience: dict[str, object] = Field(description=_("As it was sent; what is not asked is left out."))
    files: list[UUID]
    author: Named | None
    expected: int = Field(description=_("Recipients, as counted by the last check or fixed at the start."))
    left_out: int = Field(description=_("Found by the filter and left out, with reasons in the list."))
    progress: MailingProgress
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    version: int


class Mailings(Listed):
    """A page of messages, the newest first."""

    items: list[MailingOut]


class RecipientOut(BaseModel):
    """One recipient with their letter and what came back."""

    uid: UUID
    contact: UUID
    name: str
    address: str
    language: str
    state: Standing
    reason: str = Field(description=_("Why they are left out; empty for who gets a letter."))
    error: str
    sent_at: datetime | None
    maybe_twice: bool
    answered_by_machine_at: datetime | None
    unsubscribed_at: datetime | None
    ticket: str = Field(description=_("Number of the ticket their answer made; empty without one."))
    choice: int | None
    words: str
    answered_at: datetime | None


class Recipients(Listed):
    """A page of recipients in the order of the list."""

    items: list[RecipientOut]


class MailingPreview(BaseModel):
    """The letter one contact would get."""

    subject: str
    text: str
    html: str
    language: str


class VotesOut(BaseModel):
    """A possible answer of a survey."""

    number: int
    words: str
    votes: int


class MailingResults(BaseModel):
    """What was answered."""

    votes: int
    mean: float | None = Field(description=_("Of a rating."))
    answers: list[VotesOut]


def mailing_out(row: Mailing, progress: Progress) -> MailingOut:
    """As it goes out."""
    written = written_of(row)
    return MailingOut(
        uid=row.uid,
        name=row.name,
        kind=Kind(row.kind),
        stage=Stage(row.stage),
        mailbox=row.account.name,
        subject=dict(written.subject),
        text=dict(written.text),
        question=dict(written.question),
        choices=[dict(one) for one in written.choices],
        audience=dict(row.audience),
        files=[link.file.uid for link in row.files.all()],
        author=Named(uid=row.author.uid, name=row.author.name) if row.author else None,
        expected=row.expected,
        left_out=row.left_out,
        progress=MailingProgress(
            letters=dict(progress.by_state),
            answered=progress.answered,
            voted=progress.voted,
            unsubscribed=progress.unsubscribed,
        ),
        created_at=row.created_at,
        started_at=row.started_at,
        finished_at=row.finished_at,
        version=row.version,
    )


def recipient_out(row: RecipientRow) -> RecipientOut:
    """As it goes out."""
    return RecipientOut(
        uid=UUID(row.uid),
        contact=UUID(row.contact),
        name=row.name,
        address=row.address,
        language=row.language,
        state=row.state,
        reason=row.reason or "",
        error=row.error,
        sent_at=row.sent_at,
        maybe_twice=row.is_unsure,
        answered_by_machine_at=row.machine_at,
        unsubscribed_at=row.unsubscribed_at,
        ticket=row.ticket,
        choice=row.choice,
        words=row.words,
        answered_at=row.answered_at,
    )


def results_out(results: Results) -> MailingResults:
    """As they go out."""
    answers = [VotesOut(number=one.number, words=one.words, votes=one.votes) for one in results.answers]
    mean = results.mean / 100 if results.mean is not None else None
    return MailingResults(votes=results.votes, mean=mean, answers=answers)

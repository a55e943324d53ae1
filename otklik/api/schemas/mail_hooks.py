"""A mailbox's intake by HTTP as a program reads and sets it."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from django.utils.translation import gettext_noop as _
from pydantic import BaseModel, ConfigDict, Field

from otklik.api.schemas.inputs import Input
from otklik.channels.mail.hook_words import in_words
from otklik.channels.mail.hooks import HookState

HandedOverBy = Literal["raw", "mailgun", "sendgrid", "postmark", "ses"]
_BY = _("raw (a program of your own), mailgun, sendgrid, postmark or ses; null: nobody.")


class HttpIntakeIn(Input):
    """Who hands mail over from now on."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"by": "mailgun", "secret": "key-1f3870be"}]})

    by: HandedOverBy | None = Field(description=_BY, examples=["mailgun"])
    secret: str = Field(
        default="",
        max_length=2000,
        description=_(
            "The key that proves what is posted: Mailgun's for signing webhooks, SendGrid's public one, or "
            "your program's own; for Amazon SES with S3 the access key: id, colon, secret. It is never "
            "given back."
        ),
        examples=["key-1f3870be"],
    )


class HttpIntake(BaseModel):
    """A mailbox's intake by HTTP. Its key never comes out."""

    by: str | None = Field(description=_BY, examples=["mailgun"])
    address: str = Field(
        description=_("To enter at the provider; empty while nobody hands over."),
        examples=["https://desk.example.com/mail/in/eyJ2Ijox/mailgun/mime"],
    )
    has_secret: bool = Field(description=_("A key is kept."), examples=[True])
    taken_at: datetime | None = Field(description=_("When a mail was last taken."))
    trouble: str = Field(
        description=_(
            "What was wrong with the last request, until one is taken: forged, not_raw, not_a_mail, unproven "
            "or not_fetched; empty while all is well."
        ),
        examples=[""],
    )
    trouble_words: str = Field(description=_("The same in a sentence."), examples=[""])
    troubled_at: datetime | None = Field(description=_("When that was."))


def http_intake_out(state: HookState, address: str) -> HttpIntake:
    """Everything but the key."""
    return HttpIntake(
        by=state.kind.value if state.kind else None,
        address=address,
        has_secret=state.has_secret,
        taken_at=state.taken_at,
        trouble=state.trouble.value if state.trouble else "",
        trouble_words=in_words(state.trouble) if state.trouble else "",
        troubled_at=state.troubled_at,
    )

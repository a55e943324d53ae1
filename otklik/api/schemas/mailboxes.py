"""A mailbox as administrators set it up. Passwords come in and never go out."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from django.utils.translation import gettext_noop as _
from pydantic import BaseModel, ConfigDict, Field, JsonValue

from otklik.api.schemas.configuration import MailboxOut
from otklik.api.schemas.inputs import Input, Plain, Word
from otklik.api.schemas.refs import Named
from otklik.api.schemas.setting_up import Codes, Texts, Uids

SecurityName = Literal["ssl", "starttls", "none"]
SendsByName = Literal["smtp", "mailgun", "postmark"]
SignInName = Literal["password", "oauth"]
Folders = Annotated[list[Word], Field(min_length=1, max_length=50)]
PASSWORD = _("Kept sealed and never told again. Left out: the one that is kept stays.")
_SECURITY = _("ssl, starttls, or none on this machine alone.")
_SIGN_IN = _("By a password, or by signing in at the provider (on the mailbox's page).")
_BY = _(
    "smtp, or the API of mailgun or postmark: then the password is its key, the login the sending domain"
    " (Mailgun) or the message stream (Postmark), and the server can be left out."
)
_PORT = _("Left out: the usual one.")
_AFTER = _("What is done on the server to a mail that was taken: seen, move, delete or leave.")
_BACKLOG = _("Which mails that lie there already are taken: unseen, all or none.")
_KEEP = _("POP3: a taken mail is deleted after so many days; 0: at once.")
_EXAMPLE: dict[str, JsonValue] = {
    "address": "support@desk.example",
    "incoming": {"host": "imap.desk.example", "password": "secret"},
    "outgoing": {"host": "smtp.desk.example", "password": "secret"},
}


class ServerIn(Input):
    """What both servers have."""

    host: Word | None = Field(default=None, examples=["imap.desk.example"])
    port: int | None = Field(default=None, ge=1, le=65535, description=_PORT, examples=[993])
    security: SecurityName | None = Field(default=None, description=_SECURITY)
    login: Word | None = Field(default=None, description=_("Left out: the whole address."))
    password: Plain | None = Field(default=None, max_length=500, description=PASSWORD)
    sign_in: SignInName | None = Field(default=None, description=_SIGN_IN)


class IncomingIn(ServerIn):
    """Where mail is taken from."""

    protocol: Literal["imap", "pop3"] | None = None
    folders: Folders | None = Field(default=None, description=_("Of IMAP; left out: INBOX."))
    after: Literal["seen", "move", "delete", "leave"] | None = Field(default=None, description=_AFTER)
    move_to: Word | None = Field(default=None, description=_("Folder for taken mail."))
    keep_days: int | None = Field(default=None, ge=0, le=3650, description=_KEEP)
    every_seconds: int | None = Field(
        default=None, ge=10, le=86_400, description=_("How often the server is asked where it cannot tell.")
    )
    backlog: Literal["unseen", "all", "none"] | None = Field(default=None, description=_BACKLOG)


class OutgoingIn(ServerIn):
    """The mailbox's own way out."""

    by: SendsByName | None = Field(default=None, description=_BY)


class MailboxIn(Input):
    """A mailbox. What is left out of a change stays."""

    model_config = ConfigDict(json_schema_extra={"examples": [_EXAMPLE]})

    name: Word | None = Field(default=None, description=_("Made of the address when left out."))
    address: Word | None = None
    title: Texts | None = Field(default=None, description=_("For colleagues."))
    brand: Word | None = Field(default=None, description=_("Code of a brand."))
    sender_address: Word | None = Field(
        default=None, description=_("Letters leave under it; left out: under the address.")
    )
    sender_name: Texts | None = None
    signature: Texts | None = None
    team: Word | None = Field(default=None, description=_("Code of the team its tickets go to."))
    service: Word | None = Field(default=None, description=_("Code of the service of its tickets."))
    type: Word | None = Field(default=None, description=_("Code of the type of its tickets."))
    priority: Word | None = Field(default=None, description=_("Code of the priority of its tickets."))
    observer_agents: Uids | None = Field(
        default=None, description=_("uids of agents who follow every new ticket.")
    )
    observer_teams: Codes | None = Field(
        default=None, description=_("Codes of teams that follow every new ticket.")
    )
    is_default: bool | None = Field(default=None, description=_("For letters that belong to no mailbox."))
    plus_addressing: bool | None = Field(
        default=None, description=_("The server delivers name+anything@ to name@.")
    )
    incoming: IncomingIn | None = Field(
        default=None, description=_("null: mail comes by the pipe of a mail server alone.")
    )
    outgoing: OutgoingIn | None = Field(
        default=None, description=_("null: letters leave by the installation's own way.")
    )
    enabled: bool | None = Field(default=None, description=_("False: out of use; its tickets stay."))


class ServerOut(BaseModel):
    """A server without its password."""

    host: str = Field(examples=["smtp.desk.example"])
    port: int = Field(examples=[465])
    security: str = Field(description=_SECURITY, examples=["ssl"])
    login: str = Field(examples=["support@desk.example"])
    sign_in: str = Field(description=_SIGN_IN, examples=["password"])


class IncomingOut(ServerOut):
    """Where mail is taken from."""

    protocol: str = Field(examples=["imap"])
    folders: list[str] = Field(examples=[["INBOX"]])
    after: str = Field(description=_AFTER, examples=["seen"])
    move_to: str = Field(description=_("Folder for taken mail."), examples=[""])
    keep_days: int = Field(description=_KEEP, examples=[0])
    every_seconds: int = Field(examples=[60])
    backlog: str = Field(description=_BACKLOG, examples=["unseen"])


class OutgoingOut(ServerOut):
    """The mailbox's own way out."""

    by: str = Field(description=_BY, examples=["smtp"])


class MailboxCard(MailboxOut):
    """A mailbox with everything an administrator has set, and how it stands."""

    titles: dict[str, str] = Field(description=_("In every language."))
    sender_names: dict[str, str] = Field(description=_("In every language."))
    signatures: dict[str, str] = Field(description=_("In every language."))
    brand: str = Field(examples=["default"])
    sender_address: str = Field(examples=[""])
    service: str | None = Field(examples=["254001"])
    type: str | None = Field(examples=["incident"])
    priority: str | None = Field(examples=["high"])
    observer_agents: list[Named]
    observer_teams: list[str] = Field(examples=[["it"]])
    plus_addressing: bool
    incoming: IncomingOut | None
    outgoing: OutgoingOut | None
    tried_at: datetime | None = Field(description=_("The last look into it."))
    succeeded_at: datetime | None = Field(description=_("The last look that went well."))
    error: str = Field(description=_("What the last look met; empty when it went well."), examples=[""])
    signed_in_by: str | None = Field(
        description=_("The registration somebody has signed in by."), examples=["Microsoft"]
    )


class CheckOut(BaseModel):
    """One thing that was tried."""

    what: str = Field(examples=["Login support@desk.example"])
    ok: bool
    words: str = Field(examples=["Signed in; new mail is told of at once."])
    remedy: str = Field(description=_("What to do where it does not work."), examples=[""])


class Checks(BaseModel):
    """Whether the servers of a mailbox can be used."""

    ok: bool = Field(description=_("All of it works."))
    items: list[CheckOut]

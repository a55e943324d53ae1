"""What the form of a mailbox asks, and how it becomes what the mail commands take."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from enum import StrEnum
from typing import TYPE_CHECKING, TypeVar

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from otklik.catalogue.commands.make import AccountSpec
from otklik.catalogue.queries import catalogue
from otklik.catalogue.shapes import priorities, types
from otklik.channels.mail.discovery import Discovery
from otklik.channels.mail.enums import IMAP_PORTS, SMTP_PORTS, AfterTaking, Backlog, Security
from otklik.channels.mail.mailbox_spec import Incoming, MailboxSpec, Outgoing
from otklik.core.configuring.codes import code_of
from otklik.core.configuring.kinds import Flag, Lines, Number, One, Option, Text, Words, Wrong
from otklik.core.configuring.shapes import Field
from otklik.core.errors import Invalid
from otklik.core.translated import Translated
from otklik.organisation.queries import default_brand
from otklik.people.queries import staff
from otklik.people.shapes import teams
from otklik.settings_ui.notes import as_a_tree

if TYPE_CHECKING:
    from otklik.catalogue.models import Service

E = TypeVar("E", bound=StrEnum)


def securities() -> Sequence[Option]:
    """Ways a connection is protected."""
    return [
        Option("ssl", gettext("SSL/TLS")),
        Option("starttls", "STARTTLS"),
        Option("none", gettext("none, for this machine only")),
    ]


def _after() -> Sequence[Option]:
    return [
        Option("seen", gettext("marked as read")),
        Option("move", gettext("moved to a folder")),
        Option("delete", gettext("deleted")),
        Option("leave", gettext("left as it is")),
    ]


def _services() -> Sequence[Option]:
    """In the order of the catalogue's tree, under their packages."""
    rows = catalogue().services
    tree = [rows[row.pk] for row, _depth in as_a_tree(list(rows.values())) if not rows[row.pk].is_package]
    return [Option(row.pk, f"{row.code} {row.name}", row.hidden, group=_packages(row)) for row in tree]


def _packages(row: Service) -> str:
    above = catalogue().services.get(row.parent_id or 0)
    outer = _packages(above) if above else ""
    return " / ".join(filter(None, (outer, str(above.name) if above else "")))


def _line(text: str) -> str:
    return text


PASSWORDS = ("incoming.password", "outgoing.password")
PORT = Number(1, 65535)
HOST = Text(limit=253)
SECRET = Text(limit=500, type="password")
FOLDERS = Lines(_line, "")
_AS_INCOMING = _("empty: the same as for incoming mail")
_WHO, _IN, _OUT, _LOOKS, _TICKETS = (
    _("The mailbox"),
    _("Incoming mail (IMAP)"),
    _("Outgoing mail (SMTP)"),
    _("What clients see"),
    _("Tickets from this mailbox"),
)
KEPT = _("empty: the one we have stays")
_PROGRAMS = _("Many providers want a password made for programs.")
_AS_USUAL = _("empty: the usual one")
FIELDS: Sequence[Field] = (
    Field("address", _("Mail address"), Text(limit=254, type="email"), required=True, group=_WHO),
    Field(PASSWORDS[0], _("Password"), SECRET, _PROGRAMS, group=_WHO, if_empty=""),
    Field("incoming.host", _("Server"), HOST, group=_IN, if_empty=_("empty: mail is piped to us")),
    Field("incoming.port", _("Port"), PORT, group=_IN, if_empty=_AS_USUAL),
    Field("incoming.security", _("Protection"), One(securities), required=True, group=_IN),
    Field("incoming.login", _("Login"), Text(limit=254), group=_IN, if_empty=_("empty: the whole address")),
    Field("incoming.folders", _("Folders"), FOLDERS, _("One a line."), group=_IN, if_empty=_("empty: INBOX")),
    Field("incoming.after", _("Taken mail is"), One(_after), required=True, group=_IN),
    Field(
        "incoming.move_to",
        _("Folder for taken mail"),
        Text(limit=200),
        group=_IN,
        if_empty=_("needed only where mail is moved"),
    ),
    Field("outgoing.host", _("Server"), HOST, group=_OUT, if_empty=_("empty: the installation's own way")),
    Field("outgoing.port", _("Port"), PORT, group=_OUT, if_empty=_AS_USUAL),
    Field("outgoing.security", _("Protection"), One(securities), required=True, group=_OUT),
    Field("outgoing.login", _("Login"), Text(limit=254), group=_OUT, if_empty=_AS_INCOMING),
    Field(PASSWORDS[1], _("Password"), SECRET, group=_OUT, if_empty=_AS_INCOMING),
    Field(
        "title",
        _("Title"),
        Words(limit=100),
        _("For colleagues: Support, HR."),
        group=_LOOKS,
        if_empty=_("empty: the address"),
    ),
    Field(
        "sender_name",
        _("Sender's name"),
        Words(limit=100),
        _("Stands in letters before the address."),
        group=_LOOKS,
        if_empty=_("empty: the title"),
    ),
    Field(
        "signature",
        _("Signature"),
        Words(limit=2000, lines=3),
        _("Under every answer from here."),
        group=_LOOKS,
    ),
    Field("is_default", _("For letters that belong to no mailbox"), Flag(), group=_LOOKS),
    Field("team", _("Team"), One(teams, empty=_("decided by other rules")), group=_TICKETS),
    Field("service", _("Service"), One(_services, empty=_("none")), group=_TICKETS),
    Field("type", _("Ticket type"), One(types, empty=_("the default")), group=_TICKETS),
    Field("priority", _("Priority"), One(priorities, empty=_("the default")), group=_TICKETS),
)


def values_of(spec: MailboxSpec | None) -> dict[str, object]:
    """What stands in the form. A new mailbox signs as the brand until somebody says otherwise."""
    account = spec.account if spec else None
    incoming = (spec.incoming if spec else None) or Incoming("")
    outgoing = (spec.outgoing if spec else None) or Outgoing("")
    return {
        "address": account.address if account else "",
        "title": dict(account.title.texts) if account else {},
        "sender_name": dict((account.sender_name if account else default_brand().name).texts),
        "signature": dict(account.signature.texts) if account else {},
        "is_default": account.is_default if account else False,
        "incoming.host": incoming.host,
        "incoming.port": incoming.port,
        "incoming.security": incoming.security.value,
        "incoming.login": incoming.login,
        "incoming.folders": list(incoming.folders),
        "incoming.after": incoming.after.value,
        "incoming.move_to": incoming.move_to,
        "outgoing.host": outgoing.host,
        "outgoing.port": outgoing.port,
        "outgoing.security": outgoing.security.value,
        "outgoing.login": outgoing.login,
        "team": account.team.pk if account and account.team else None,
        "service": account.service.pk if account and account.service else None,
        "type": account.type.pk if account and account.type else None,
        "priority": account.priority.pk if account and account.priority else None,
    }


def passwords(given: Mapping[str, object]) -> dict[str, str]:
    """The passwords that stand in a sent form."""
    return {name: str(given.get(name, "")) for name in PASSWORDS}


def found(given: Mapping[str, object], discovery: Discovery) -> dict[str, object]:
    """The form with the servers that were found filled in."""
    values = dict(given)
    for side, server in (("incoming", discovery.incoming), ("outgoing", discovery.outgoing)):
        if server is not None:
            values |= {
                f"{side}.host": server.host,
                f"{side}.port": str(server.port),
                f"{side}.security": server.security.value,
                f"{side}.login": discovery.login or str(given["address"]),
            }
    return values


def spec_of(given: Mapping[str, object], before: MailboxSpec | None) -> MailboxSpec:
    """What the commands take; what the form does not ask stays as it was.

    `Invalid` for a port that is none, also of a side without a server: nothing typed is passed over.
    """
    _refuse_bad_ports(given)
    return MailboxSpec(
        account=_account(given, before.account if before else None),
        incoming=_incoming(given, before.incoming if before else None),
        outgoing=_outgoing(given, before.outgoing if before else None),
        plus_addressing=before.plus_addressing if before else False,
    )


def _refuse_bad_ports(given: Mapping[str, object]) -> None:
    wrong: dict[str, str] = {}
    for name in ("incoming.port", "outgoing.port"):
        try:
            PORT.clean(given[name])
        except Wrong:
            wrong[name] = gettext("A port is a number from 1 to 65535.")
    if wrong:
        raise Invalid(wrong)


def _account(given: Mapping[str, object], before: AccountSpec | None) -> AccountSpec:
    known = catalogue()
    address = str(given["address"]).strip()
    taken = {row.name for row in known.accounts.values()}
    name = code_of({"en": address.partition("@")[0]}, lambda code: code in taken, fallback="mailbox")
    title = _texts(given["title"])
    spec = before or AccountSpec(name, address, title, default_brand())
    return replace(
        spec,
        address=address,
        title=title if title else Translated({"ru": address, "en": address}),
        sender_name=_texts(given["sender_name"]),
        signature=_texts(given["signature"]),
        is_default=given["is_default"] is True,
        team=staff().teams.get(_id(given["team"])),
        service=known.services.get(_id(given["service"])),
        type=known.types.get(_id(given["type"])),
        priority=known.priorities.get(_id(given["priority"])),
    )


def _incoming(given: Mapping[str, object], before: Incoming | None) -> Incoming | None:
    host = str(given["incoming.host"]).strip()
    if not host:
        return None
    security = _one_of(Security, given["incoming.security"], Security.SSL)
    folders = [line.strip() for line in str(given["incoming.folders"]).splitlines() if line.strip()]
    return replace(
        before or Incoming(host, backlog=Backlog.UNSEEN),
        host=host,
        port=_id(given["incoming.port"]) or IMAP_PORTS[security],
        security=security,
        login=str(given["incoming.login"]).strip() or str(given["address"]).strip(),
        password=str(given["incoming.password"]) or None,
        folders=tuple(folders) or ("INBOX",),
        after=_one_of(AfterTaking, given["incoming.after"], AfterTaking.SEEN),
        move_to=str(given["incoming.move_to"]).strip(),
    )


def _outgoing(given: Mapping[str, object], before: Outgoing | None) -> Outgoing | None:
    host = str(given["outgoing.host"]).strip()
    if not host:
        return None
    security = _one_of(Security, given["outgoing.security"], Security.SSL)
    own = str(given["outgoing.password"]) or str(given["incoming.password"])
    login = str(given["outgoing.login"]).strip() or str(given["incoming.login"]).strip()
    return replace(
        before or Outgoing(host),
        host=host,
        port=_id(given["outgoing.port"]) or SMTP_PORTS[security],
        security=security,
        login=login or str(given["address"]).strip(),
        password=own or None,
    )


def _texts(value: object) -> Translated:
    given = value if isinstance(value, Mapping) else {}
    return Translated({str(code): str(words).strip() for code, words in given.items() if str(words).strip()})


def _id(value: object) -> int:
    plain = str(value or "").strip()
    return int(plain) if plain.isdecimal() else 0


def _one_of(kind: type[E], value: object, fallback: E) -> E:
    return next((one for one in kind if one.value == value), fallback)

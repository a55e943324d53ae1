"""What the form of a mailbox asks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from otklik.catalogue.queries import catalogue
from otklik.catalogue.shapes import priorities, types
from otklik.channels.mail.mailbox_spec import MOST_DAYS
from otklik.core.configuring.kinds import Flag, Lines, Number, One, Option, Several, Text, Words
from otklik.core.configuring.shapes import Field
from otklik.people.shapes import teams
from otklik.settings_ui.client_forms import managers
from otklik.settings_ui.notes import as_a_tree

if TYPE_CHECKING:
    from otklik.catalogue.models import Service


def securities() -> Sequence[Option]:
    """Ways a connection is protected."""
    return [
        Option("ssl", gettext("SSL/TLS")),
        Option("starttls", "STARTTLS"),
        Option("none", gettext("none, for this machine only")),
    ]


def sign_ins() -> Sequence[Option]:
    """What proves to a server that the mailbox is ours."""
    return [Option("password", gettext("password")), Option("oauth", gettext("signing in at the provider"))]


def protocols() -> Sequence[Option]:
    """Ways mail is taken from a server."""
    return [Option("imap", "IMAP"), Option("pop3", "POP3")]


def ways_out() -> Sequence[Option]:
    """How letters leave."""
    return [
        Option("smtp", gettext("SMTP")),
        Option("mailgun", gettext("Mailgun (API)")),
        Option("postmark", gettext("Postmark (API)")),
    ]


def _after() -> Sequence[Option]:
    return [
        Option("seen", gettext("marked as read")),
        Option("move", gettext("moved to a folder")),
        Option("delete", gettext("deleted from the server")),
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
    _("Incoming mail"),
    _("Outgoing mail"),
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
    Field("incoming.protocol", _("Taken by"), One(protocols), required=True, group=_IN),
    Field("incoming.port", _("Port"), PORT, group=_IN, if_empty=_AS_USUAL),
    Field("incoming.security", _("Protection"), One(securities), required=True, group=_IN),
    Field("incoming.sign_in", _("Proven by"), One(sign_ins), required=True, group=_IN),
    Field("incoming.login", _("Login"), Text(limit=254), group=_IN, if_empty=_("empty: the whole address")),
    Field(
        "incoming.folders",
        _("Folders"),
        FOLDERS,
        _("One a line; POP3 has none."),
        group=_IN,
        if_empty=_("empty: INBOX"),
    ),
    Field("incoming.after", _("Taken mail is"), One(_after), required=True, group=_IN),
    Field(
        "incoming.move_to",
        _("Folder for taken mail"),
        Text(limit=200),
        group=_IN,
        if_empty=_("needed only where mail is moved"),
    ),
    Field(
        "incoming.keep_days",
        _("Deleted after days"),
        Number(0, MOST_DAYS),
        _("POP3: how long a taken mail stays on the server before it is deleted."),
        group=_IN,
        if_empty=_("empty: deleted at once"),
    ),
    Field(
        "outgoing.by",
        _("Sent by"),
        One(ways_out),
        _("By an API the password is its key, the login Mailgun's sending domain or Postmark's stream."),
        required=True,
        group=_OUT,
    ),
    Field("outgoing.host", _("Server"), HOST, group=_OUT, if_empty=_("empty: the installation's own way")),
    Field("outgoing.port", _("Port"), PORT, group=_OUT, if_empty=_AS_USUAL),
    Field("outgoing.security", _("Protection"), One(securities), required=True, group=_OUT),
    Field("outgoing.sign_in", _("Proven by"), One(sign_ins), required=True, group=_OUT),
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
    Field(
        "observers",
        _("Follow its new tickets"),
        Several(managers, looks="people"),
        _("Together with those who follow the tickets of the client."),
        group=_TICKETS,
    ),
)

"""What an administrator says about a mailbox, and whether it makes sense."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from otklik.catalogue.commands.make import AccountSpec
from otklik.channels.mail.enums import AfterTaking, Backlog, Protocol, Security, SendsBy, SignIn
from otklik.channels.mail.sending_api import HOSTS
from otklik.core.loopback import is_loopback

LEAST_SECONDS, MOST_SECONDS = 10, 24 * 3600
MOST_DAYS = 3650
_HOST = re.compile(r"[a-zA-Z0-9]([a-zA-Z0-9.-]*[a-zA-Z0-9])?|[0-9a-fA-F:]+")


@dataclass(frozen=True)
class Incoming:
    """The server mail is taken from. `password` None: the one that is kept already.

    `keep_days`: for POP3 with `after` DELETE, how many days a taken mail stays there.
    """

    host: str
    port: int = 993
    security: Security = Security.SSL
    login: str = ""
    password: str | None = None
    folders: Sequence[str] = ("INBOX",)
    after: AfterTaking = AfterTaking.SEEN
    move_to: str = ""
    every_seconds: int = 60
    backlog: Backlog = Backlog.UNSEEN
    protocol: Protocol = Protocol.IMAP
    keep_days: int = 0
    sign_in: SignIn = SignIn.PASSWORD


@dataclass(frozen=True)
class Outgoing:
    """The mailbox's own SMTP server. `password` None: the one that is kept already.

    `by` a provider: its API, with the key as the password, and as the login Mailgun's sending domain or
    Postmark's message stream (empty: the sender's domain, the usual stream).
    """

    host: str
    port: int = 465
    security: Security = Security.SSL
    login: str = ""
    password: str | None = None
    sign_in: SignIn = SignIn.PASSWORD
    by: SendsBy = SendsBy.SMTP


@dataclass(frozen=True)
class MailboxSpec:
    """A mailbox: what it is to everybody, and how its servers are reached.

    Without `incoming` mail comes by the pipe of a mail server alone; without `outgoing` it leaves by the
    installation's own way. `plus_addressing`: the server delivers `name+anything@…`.
    """

    account: AccountSpec
    incoming: Incoming | None = None
    outgoing: Outgoing | None = None
    plus_addressing: bool = False


def problems_of(spec: MailboxSpec) -> dict[str, str]:
    """What cannot be taken: field (`incoming.host`, `outgoing.port`, …) → how to mend it."""
    found: dict[str, str] = {}
    if not re.fullmatch(r"[a-z0-9_-]{1,40}", spec.account.name):
        found["name"] = _("A short name of small Latin letters and digits, such as support.")
    if spec.incoming is not None:
        found |= {f"incoming.{name}": words for name, words in incoming_problems(spec.incoming).items()}
    if spec.outgoing is not None:
        found |= {f"outgoing.{name}": words for name, words in outgoing_problems(spec.outgoing).items()}
    return found


def incoming_problems(incoming: Incoming) -> dict[str, str]:
    """The same for the incoming side alone."""
    found = server_problems(incoming)
    if not incoming.login.strip():
        found["login"] = _("Enter the login; with most providers it is the whole address.")
    found |= (
        _folder_problems(incoming) if incoming.protocol is Protocol.IMAP else _maildrop_problems(incoming)
    )
    if not LEAST_SECONDS <= incoming.every_seconds <= MOST_SECONDS:
        found["every_seconds"] = _("From %(least)s seconds to a day.") % {"least": LEAST_SECONDS}
    return found


def outgoing_problems(outgoing: Outgoing) -> dict[str, str]:
    """The same for the outgoing side."""
    found, host = server_problems(outgoing), outgoing.host.strip()
    if outgoing.by is SendsBy.SMTP:
        return found
    known = HOSTS[outgoing.by]
    is_tried_out = outgoing.security is Security.NONE and is_loopback(host)
    if host not in known and not is_tried_out:
        found["host"] = _("This provider is reached at %(hosts)s.") % {"hosts": ", ".join(known)}
    if outgoing.security is not Security.SSL and not is_tried_out:
        found["security"] = _("A provider's API is reached by SSL/TLS.")
    if set(outgoing.login) & set("@/%"):
        found["login"] = _("A sending domain or a stream, such as mg.example.com; empty: the usual one.")
    if outgoing.sign_in is not SignIn.PASSWORD:
        found["sign_in"] = _("A provider's API is opened by its key: choose the password.")
    return found


def _folder_problems(incoming: Incoming) -> dict[str, str]:
    found: dict[str, str] = {}
    if not [name for name in incoming.folders if name.strip()]:
        found["folders"] = _("Name a folder at least. Usually it is INBOX.")
    if incoming.after is AfterTaking.MOVE and not incoming.move_to.strip():
        found["move_to"] = _("Name the folder taken mail is moved to.")
    if incoming.after is AfterTaking.MOVE and incoming.move_to.strip() in incoming.folders:
        found["move_to"] = _("Taken mail cannot be moved to a folder it is taken from.")
    return found


def _maildrop_problems(incoming: Incoming) -> dict[str, str]:
    found: dict[str, str] = {}
    if incoming.after not in (AfterTaking.DELETE, AfterTaking.LEAVE):
        found["after"] = _("A POP3 server knows neither marks nor folders: choose deleted, or left as it is.")
    if not 0 <= incoming.keep_days <= MOST_DAYS:
        found["keep_days"] = _("From 0 to %(most)s days.") % {"most": MOST_DAYS}
    return found


def server_problems(server: Incoming | Outgoing) -> dict[str, str]:
    """Host, port and protection of either side."""
    found: dict[str, str] = {}
    if not _HOST.fullmatch(server.host.strip()):
        found["host"] = _("Enter the server's name, such as imap.example.com, without https://.")
    if not 0 < server.port < 1 << 16:
        found["port"] = _("A port is a number from 1 to 65535.")
    if server.security is Security.NONE and not is_loopback(server.host.strip()):
        found["security"] = _("Without encryption only a server on this very machine can be used.")
    return found

"""Handing one mail to the next server (RFC 5321), and what its answers mean.

`OTKLIK_SMTP_URL`: `smtp://user:password@host:587` uses STARTTLS where the server offers it, `smtps://…` is
TLS from the first byte (port 465). A password is never sent in the clear to another machine. Certificates are
checked against the system's authorities.
"""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from urllib.parse import unquote, urlsplit

from otklik.channels.mail.oauth import oauthbearer, xoauth2
from otklik.channels.mail.policy import POLICY, SEVEN_BIT
from otklik.core.loopback import is_loopback

SECONDS = 30
_DEFAULT_PORTS = {"smtp": 25, "smtps": 465}
_SUBMISSION = 587
ACCEPTED = 250
_PERMANENT = 500


class RefusedForGood(Exception):
    """The server will never take this mail (5xx): there is no point in trying again."""


class TryAgain(Exception):
    """It did not work now: the server is away, busy, greylisting (4xx), or does not know our password."""


class NotBelieved(TryAgain):
    """The server does not take our password or token."""


@dataclass(frozen=True)
class Server:
    """Where outgoing mail goes."""

    host: str
    port: int
    username: str = ""
    password: str = field(default="", repr=False)
    tls: bool = False
    must_encrypt: bool = False  # STARTTLS or nothing
    token: str = field(default="", repr=False)  # of the mail provider, instead of a password


@dataclass(frozen=True)
class _Said:
    """What is said first, and what a refusal the server explains wants to hear (RFC 7628, section 3.2.3)."""

    first: str
    then: str = ""

    def __call__(self, challenge: bytes | None = None, /) -> str:
        return self.first if challenge is None else self.then


def server_from(url: str) -> Server:
    """Read `OTKLIK_SMTP_URL`. Raises ValueError with a sentence for one that cannot be understood."""
    parts = urlsplit(url)
    if parts.scheme not in _DEFAULT_PORTS or not parts.hostname:
        raise ValueError("OTKLIK_SMTP_URL must look like smtp://user:password@host:587 or smtps://…")
    username = unquote(parts.username or "")
    usual = _SUBMISSION if username and parts.scheme == "smtp" else _DEFAULT_PORTS[parts.scheme]
    return Server(
        host=parts.hostname,
        port=parts.port or usual,
        username=username,
        password=unquote(parts.password or ""),
        tls=parts.scheme == "smtps",
    )


def send(
    server: Server, sender: str, recipient: str, message: EmailMessage, *, return_path: str = ""
) -> None:
    """Hand the mail over. Returns when the server has taken it; else `RefusedForGood` or `TryAgain`.

    `return_path`: where reports are to go instead of to the sender; some servers take their own account's
    address alone, then the sender's is used.
    """
    try:
        with connected(server) as connection:
            try:
                _hand_over(connection, return_path or sender, recipient, message)
            except smtplib.SMTPSenderRefused as refusal:
                if return_path in ("", sender) or refusal.smtp_code < _PERMANENT:
                    raise
                _hand_over(connection, sender, recipient, message)
    except smtplib.SMTPRecipientsRefused as error:
        code, answer = next(iter(error.recipients.values()))
        raise _meaning(code, answer) from error
    except (smtplib.SMTPSenderRefused, smtplib.SMTPDataError) as error:
        raise _meaning(error.smtp_code, error.smtp_error) from error
    except UnicodeEncodeError as error:
        raise RefusedForGood("the address has letters this way of sending cannot carry") from error
    except smtplib.SMTPAuthenticationError as error:
        raise NotBelieved(f"{type(error).__name__}: {error}") from error
    except (smtplib.SMTPException, OSError) as error:
        raise TryAgain(f"{type(error).__name__}: {error}") from error


def _hand_over(connection: smtplib.SMTP, sender: str, recipient: str, message: EmailMessage) -> None:
    eight_bit = connection.has_extn("8bitmime")
    connection.sendmail(
        sender,
        [recipient],
        message.as_bytes(policy=POLICY if eight_bit else SEVEN_BIT),
        mail_options=["BODY=8BITMIME"] if eight_bit else [],
    )


@contextmanager
def connected(server: Server) -> Iterator[smtplib.SMTP]:
    """A greeted, where possible encrypted and authenticated connection. Raises what `smtplib` raises."""
    context = ssl.create_default_context()
    if server.tls:
        opened: smtplib.SMTP = smtplib.SMTP_SSL(server.host, server.port, timeout=SECONDS, context=context)
    else:
        opened = smtplib.SMTP(server.host, server.port, timeout=SECONDS)
    with opened as connection:
        connection.ehlo_or_helo_if_needed()
        secure = server.tls
        if not secure and connection.has_extn("starttls"):
            connection.starttls(context=context)
            connection.ehlo()
            secure = True
        if server.must_encrypt and not secure:
            raise TryAgain("the server offers no encryption, and this mailbox asks for it")
        if server.username:
            if not secure and not is_loopback(server.host):
                raise TryAgain("the server offers no encryption; the password was not sent")
            _sign_in(connection, server)
        yield connection


def _sign_in(connection: smtplib.SMTP, server: Server) -> None:
    if not server.token:
        connection.login(server.username, server.password)
        return
    offered = connection.esmtp_features.get("auth", "").upper().split()
    if "OAUTHBEARER" in offered and "XOAUTH2" not in offered:
        said = oauthbearer(server.username, server.token, server.host, server.port)
        connection.auth("OAUTHBEARER", _Said(said, "\x01"))
        return
    connection.auth("XOAUTH2", _Said(xoauth2(server.username, server.token)))


def _meaning(code: int, answer: bytes | str) -> RefusedForGood | TryAgain:
    words = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer
    kind = RefusedForGood if code >= _PERMANENT else TryAgain
    return kind(f"{code} {words}")

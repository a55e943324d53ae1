"""Handing one mail to the next server (RFC 5321), and what its answers mean.

`OTKLIK_SMTP_URL`: `smtp://user:password@host:587` uses STARTTLS where the server offers it, `smtps://…` is
TLS from the first byte (port 465). A password is never sent in the clear to another machine. Certificates are
checked against the system's authorities.
"""

from __future__ import annotations

import re
import smtplib
import ssl
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
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
_WILL_FORWARD = 251
_GO_AHEAD = 354
_LEADING_DOT = re.compile(rb"^\.", re.MULTILINE)
_PERMANENT = 500


class RefusedForGood(Exception):
    """The server will never take this mail (5xx): there is no point in trying again."""


class TryAgain(Exception):
    """It did not work now: the server is away, busy, greylisting (4xx), or does not know our password."""


class Unsure(TryAgain):
    """The connection broke after the whole mail had gone over and before the server had answered."""


class NotBelieved(TryAgain):
    """The server does not take our password or token."""


@dataclass(frozen=True)
class Server:
    """Where outgoing mail goes. `sign`: makes of a mail's bytes the signed ones, the last to touch them."""

    host: str
    port: int
    username: str = ""
    password: str = field(default="", repr=False)
    tls: bool = False
    must_encrypt: bool = False  # STARTTLS or nothing
    token: str = field(default="", repr=False)  # of the mail provider, instead of a password
    sign: Callable[[bytes], bytes] | None = field(default=None, repr=False, compare=False)


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
            content = _written(connection, message, server.sign)
            _begin(connection, dict.fromkeys((return_path or sender, sender)), content)
            _name_recipient(connection, recipient)
            _hand_over(connection, content)
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


def _written(connection: smtplib.SMTP, message: EmailMessage, sign: Callable[[bytes], bytes] | None) -> bytes:
    """The mail's bytes as this server wants them. A signed one is 7-bit everywhere: a server further on that
    takes no 8-bit mail would rewrite it, and the signature would be worth nothing (RFC 6376, 5.3)."""
    eight_bit = connection.has_extn("8bitmime") and sign is None
    content = message.as_bytes(policy=POLICY if eight_bit else SEVEN_BIT)
    return sign(content) if sign else content


def _begin(connection: smtplib.SMTP, senders: Iterable[str], content: bytes) -> None:
    """Name the first of the senders the server takes."""
    options = ["BODY=8BITMIME"] if connection.has_extn("8bitmime") else []
    options += [f"SIZE={len(content)}"] if connection.has_extn("size") else []
    refusal: smtplib.SMTPException = smtplib.SMTPException("nobody to send as")
    for sender in senders:
        code, answer = connection.mail(sender, options)
        if code == ACCEPTED:
            return
        refusal = smtplib.SMTPSenderRefused(code, answer, sender)
        if code < _PERMANENT:
            break
    raise refusal


def _name_recipient(connection: smtplib.SMTP, recipient: str) -> None:
    code, answer = connection.rcpt(recipient)
    if code not in (ACCEPTED, _WILL_FORWARD):
        raise smtplib.SMTPRecipientsRefused({recipient: (code, answer)})


def _hand_over(connection: smtplib.SMTP, content: bytes) -> None:
    """The mail itself; a connection that breaks while the server's last answer is waited for is `Unsure`."""
    code, answer = connection.docmd("DATA")
    if code != _GO_AHEAD:
        raise smtplib.SMTPDataError(code, answer)
    ended = content if content.endswith(b"\r\n") else content + b"\r\n"
    connection.send(_LEADING_DOT.sub(b"..", ended) + b".\r\n")
    try:
        code, answer = connection.getreply()
    except (smtplib.SMTPException, OSError) as error:
        raise Unsure(f"{type(error).__name__}: {error}") from error
    if code != ACCEPTED:
        raise smtplib.SMTPDataError(code, answer)


@contextmanager
def connected(server: Server) -> Iterator[smtplib.SMTP]:
    """A greeted, where possible encrypted and authenticated connection. Raises what `smtplib` raises."""
    context = ssl.create_default_context()
    if server.tls:
        opened: smtplib.SMTP = smtplib.SMTP_SSL(server.host, server.port, timeout=SECONDS, context=context)
    else:
        opened = smtplib.SMTP(server.host, server.port, timeout=SECONDS)
    try:
        _introduce(opened, server, context)
        yield opened
    finally:
        # How a server takes leave says nothing about the mail it has taken.
        with suppress(smtplib.SMTPException, OSError):
            opened.quit()
        opened.close()


def _introduce(connection: smtplib.SMTP, server: Server, context: ssl.SSLContext) -> None:
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

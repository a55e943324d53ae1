"""What goes wrong between us and a mail server, in words a person can act on."""

from __future__ import annotations

import socket
import ssl
from smtplib import SMTPAuthenticationError, SMTPException

from django.utils.translation import gettext as _
from imapclient.exceptions import IMAPClientError, LoginError

from otklik.channels.mail.pop3_wire import Pop3Error

LONGEST_ANSWER = 300


class Trouble(Exception):
    """A mail server that does not do what we need: what happened, and how to mend it.

    `is_sign_in`: it does not believe that the mailbox is ours.
    """

    def __init__(self, words: str, remedy: str = "") -> None:
        super().__init__(f"{words} {remedy}".strip())
        self.words = words
        self.remedy = remedy
        self.is_sign_in = False


class NoToken(Trouble):
    """The provider gives us no token for a mailbox: ours to mend, so mail goes on waiting for it."""


class SignInRefused(Exception):
    """The server does not accept who we say we are."""


FAILURES = (OSError, IMAPClientError, SMTPException, Pop3Error, SignInRefused)
"""What libraries and the network raise; `trouble_of` turns it into words. TLS errors are OSErrors."""


def trouble_of(error: Exception, host: str, port: int, login: str = "") -> Trouble:
    """The words for an error met while talking to this server."""
    names: dict[str, object] = {"host": host, "port": port}
    for kind, words in (
        (Trouble, _as_it_is),
        (socket.gaierror, _unknown_name),
        (ssl.SSLCertVerificationError, _certificate),
        (ssl.SSLError, _no_tls),
        (TimeoutError, _silence),
        (ConnectionRefusedError, _refused),
        (LoginError, _login),
        (SignInRefused, _login),
        (Pop3Error, _pop3),
        (SMTPAuthenticationError, _login),
    ):
        if isinstance(error, kind):
            return words(error, names, login)
    return _other(error, names, login)


def token_trouble(error: BaseException, host: str, login: str) -> Trouble:
    """The words for a token that a server does not take."""
    return Trouble(
        _("%(host)s does not let %(login)s in with the token of its provider: %(said)s")
        % {"host": host, "login": login, "said": said_by(error)},
        _("Sign in anew as the owner of this mailbox, and see that mail programs are allowed for it there."),
    )


def said_by(error: BaseException) -> str:
    """What the server answered, on one line and bounded."""
    said = getattr(error, "smtp_error", None) or error
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
    return " ".join(text.split())[:LONGEST_ANSWER]


def _as_it_is(error: Exception, _names: dict[str, object], _login: str) -> Trouble:
    assert isinstance(error, Trouble)
    return error


def _unknown_name(_error: Exception, names: dict[str, object], _login: str) -> Trouble:
    return Trouble(
        _("No server called %(host)s is known.") % names,
        _("Check its spelling, and that this machine can look names up."),
    )


def _certificate(error: Exception, names: dict[str, object], _login: str) -> Trouble:
    reason = getattr(error, "verify_message", "") or said_by(error)
    return Trouble(
        _("The certificate of %(host)s cannot be trusted: %(reason)s.") % {**names, "reason": reason},
        _("Use the name the certificate was made for, or add its authority to this machine's list."),
    )


def _no_tls(_error: Exception, names: dict[str, object], _login: str) -> Trouble:
    return Trouble(
        _("%(host)s does not speak TLS at port %(port)s.") % names,
        _("Choose the other kind of encryption, or the port that belongs to this one."),
    )


def _silence(_error: Exception, names: dict[str, object], _login: str) -> Trouble:
    return Trouble(
        _("%(host)s does not answer at port %(port)s.") % names,
        _("Check the port, and that a firewall lets this machine out to it."),
    )


def _refused(_error: Exception, names: dict[str, object], _login: str) -> Trouble:
    return Trouble(
        _("%(host)s refuses connections at port %(port)s.") % names,
        _("Check the port: 993 or 143 for IMAP, 995 or 110 for POP3, 465 or 587 for outgoing mail."),
    )


def _login(error: Exception, names: dict[str, object], login: str) -> Trouble:
    trouble = Trouble(
        _("%(host)s does not accept login and password of %(login)s: %(said)s")
        % {**names, "login": login, "said": said_by(error)},
        _(
            "Check both. Large providers want a password made for programs, and access by mail programs"
            " switched on in the mailbox's settings."
        ),
    )
    trouble.is_sign_in = True
    return trouble


def _pop3(error: Exception, names: dict[str, object], login: str) -> Trouble:
    if getattr(error, "code", "") != "IN-USE":
        return _other(error, names, login)
    return Trouble(
        _("The mailbox %(login)s is open in another program: POP3 lets in one at a time.")
        % {**names, "login": login},
        _("It is tried again by itself. Close the other program, or use IMAP."),
    )


def _other(error: Exception, names: dict[str, object], _login: str) -> Trouble:
    return Trouble(
        _("%(host)s answered with an error: %(said)s")
        % {**names, "said": said_by(error) or type(error).__name__}
    )

"""The fixed words of the mail ledger."""

from __future__ import annotations

from enum import StrEnum


class Outcome(StrEnum):
    """What became of a mail; every mail that was ever taken in has exactly one in the end (NEW-5)."""

    CREATED = "created"  # a new ticket
    APPENDED = "appended"  # a message of a ticket
    DUPLICATE = "duplicate"  # it was here before
    AUTOMATIC = "automatic"  # an auto-reply or bounce: recorded, answered by nobody
    BLOCKED = "blocked"  # of a blocked sender; kept, can be read again when they are let in
    IGNORED = "ignored"  # our own mail come back, or a flood
    QUARANTINED = "quarantined"  # cannot be read; kept for an administrator
    FAILED = "failed"  # a fault of ours; kept, can be run again
    DELETED = "deleted"  # taken away by an administrator: the line says that there was one


SETTLED = frozenset(Outcome) - {Outcome.QUARANTINED, Outcome.FAILED, Outcome.DELETED, Outcome.BLOCKED}
"""Outcomes after which the same bytes need not be looked at again."""

BY_HAND = frozenset(
    {Outcome.QUARANTINED, Outcome.FAILED, Outcome.AUTOMATIC, Outcome.IGNORED, Outcome.BLOCKED}
)
"""Outcomes of mails that made no message of their own, so that an administrator may decide otherwise."""

READ_AGAIN = frozenset({Outcome.QUARANTINED, Outcome.FAILED, Outcome.BLOCKED})
"""Outcomes another reading may change: something was mended, or a sender let in again."""


class Protocol(StrEnum):
    """How mail is taken from a server."""

    IMAP = "imap"
    POP3 = "pop3"


class AlarmKind(StrEnum):
    """What can be wrong with mail."""

    FETCHING = "fetching"  # looks into a mailbox fail
    TOKEN = "token"  # the sign-in at its provider ends, or has ended
    SECRET = "secret"  # that of a registration with a provider ends
    SILENT = "silent"  # a mailbox gets no mail for unusually long
    UNREAD = "unread"  # mails that could not be read wait for somebody
    HOOK = "hook"  # what is handed over by HTTP is not taken
    SENDING = "sending"  # the way out does not take the password or key


class SignIn(StrEnum):
    """What proves to a server that a mailbox is ours."""

    PASSWORD = "password"
    OAUTH = "oauth"


class SendsBy(StrEnum):
    """How a mailbox's letters leave."""

    SMTP = "smtp"
    MAILGUN = "mailgun"
    POSTMARK = "postmark"


class ProviderKind(StrEnum):
    """Providers at which a person signs in for a mailbox."""

    MICROSOFT = "microsoft"
    GOOGLE = "google"
    OTHER = "other"


class Security(StrEnum):
    """How the connection to a mail server is protected."""

    SSL = "ssl"  # TLS from the first byte (IMAP 993, SMTP 465; RFC 8314)
    STARTTLS = "starttls"  # plain at first, then encrypted; never without (IMAP 143, SMTP 587)
    NONE = "none"  # for a server on this machine only


class AfterTaking(StrEnum):
    """What happens on the server to a mail that was stored here; POP3 can delete or leave it."""

    SEEN = "seen"
    MOVE = "move"
    DELETE = "delete"
    LEAVE = "leave"


class Backlog(StrEnum):
    """Which of the mails that lay in a folder before we first looked are taken.

    POP3 knows no read mail: there `UNSEEN` is all of it.
    """

    UNSEEN = "unseen"
    ALL = "all"
    NONE = "none"


POP3_PORTS = {Security.SSL: 995, Security.STARTTLS: 110, Security.NONE: 110}
IMAP_PORTS = {Security.SSL: 993, Security.STARTTLS: 143, Security.NONE: 143}
SMTP_PORTS = {Security.SSL: 465, Security.STARTTLS: 587, Security.NONE: 25}


class HookKind(StrEnum):
    """Who hands mail over to us by HTTP, and so in which form and signed how."""

    RAW = "raw"  # the mail itself, signed with a key of ours
    MAILGUN = "mailgun"
    SENDGRID = "sendgrid"
    POSTMARK = "postmark"
    SES = "ses"


class HookTrouble(StrEnum):
    """Why what was handed over by HTTP was not taken."""

    FORGED = "forged"  # the signature does not fit
    NOT_RAW = "not_raw"  # the provider's set-up leaves the mail itself out
    NOT_A_MAIL = "not_a_mail"
    UNPROVEN = "unproven"  # the provider's certificate could not be fetched
    NOT_FETCHED = "not_fetched"  # the mail lies in Amazon S3 and cannot be read there


class StampAlgorithm(StrEnum):
    """By what outgoing mail is signed: RFC 6376 with RFC 8301, and RFC 8463."""

    RSA = "rsa-sha256"
    ED25519 = "ed25519-sha256"


class Published(StrEnum):
    """What the domain's records say of a key, the last time they were asked."""

    UNASKED = ""
    YES = "published"
    MISSING = "missing"  # there is no record yet
    DIFFERS = "differs"  # there is one with another key, or with the key taken back
    UNREACHABLE = "unreachable"  # nobody answered

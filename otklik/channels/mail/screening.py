"""What kind of mail it is, before anybody asks which ticket it belongs to. Pure.

An ordered tuple of named checks; the first that knows decides, a mail no check knows is a person's. None of
them answers anything: automatic mail is recorded and at most stands as an internal message (MAIL-9).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from otklik.channels.mail.automatic import NEVER_A_REQUEST, Reason
from otklik.channels.mail.inbound import InboundMail

FLOOD = 20
"""Automatic mails of one address within an hour after which further ones open no tickets."""


class Verdict(StrEnum):
    """The kinds that are treated differently."""

    OWN_LOOP = "own-loop"  # a mail of ours came back as it left
    BOUNCE = "bounce"  # a report about a mail of ours
    BLOCKED = "blocked"  # somebody does not want this sender's mail
    ANSWERED = "answered"  # an auto-reply, a receipt: never a request
    NO_SENDER = "no-sender"
    OWN_ADDRESS = "own-address"  # from one of our mailboxes, yet not written by us
    MACHINE = "machine"  # an alarm, a newsletter: may be a request, is not answered
    PERSON = "person"


@dataclass(frozen=True)
class Suspect:
    """A mail with what only the database knows of it."""

    mail: InboundMail
    sender: str
    is_ours: bool = False  # carries our signed loop header
    own_addresses: frozenset[str] = frozenset()
    is_blocked: bool = False


@dataclass(frozen=True)
class Check:
    """A named question; `holds` answers it."""

    verdict: Verdict
    holds: Callable[[Suspect], bool]


CHECKS = (
    Check(Verdict.OWN_LOOP, lambda suspect: suspect.is_ours),
    Check(Verdict.BOUNCE, lambda suspect: suspect.mail.bounce is not None),
    Check(Verdict.BLOCKED, lambda suspect: suspect.is_blocked),
    Check(Verdict.ANSWERED, lambda suspect: suspect.mail.auto_reason in NEVER_A_REQUEST - {Reason.LOOP}),
    Check(Verdict.NO_SENDER, lambda suspect: not suspect.sender),
    Check(Verdict.OWN_ADDRESS, lambda suspect: suspect.sender in suspect.own_addresses),
    Check(Verdict.MACHINE, lambda suspect: suspect.mail.is_auto),
)


def screen(suspect: Suspect) -> Verdict:
    """The verdict of the first check that holds."""
    return next((check.verdict for check in CHECKS if check.holds(suspect)), Verdict.PERSON)


def reason_of(verdict: Verdict, mail: InboundMail) -> str:
    """What the ledger says: empty for a person's mail, `auto-…` for every machine's."""
    if verdict is Verdict.PERSON:
        return ""
    if verdict in (Verdict.ANSWERED, Verdict.MACHINE):
        detail = mail.auto_reason or "machine"
        return detail if detail.startswith("auto-") else f"auto-{detail}"
    return verdict.value

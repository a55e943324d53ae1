"""Why a mail did not arrive, out of what a mail server said. Pure.

Servers answer with an enhanced status code (RFC 3463, the registry of RFC 5248), with a basic one (RFC 5321),
with words, or with some of them. The code is believed first, but for the codes that large providers give for
many different things (`5.0.0`, `5.1.10`, `5.4.1`, `5.7.1`): there their words are.
"""

from __future__ import annotations

import re
from enum import StrEnum


class Why(StrEnum):
    """The reasons people act upon differently."""

    NO_ADDRESS = "no-address"  # nobody has this address there
    NO_DOMAIN = "no-domain"  # what stands behind the @ takes no mail
    SWITCHED_OFF = "switched-off"  # the mailbox is closed or blocked
    FULL = "full"  # the mailbox has no room
    TOO_LARGE = "too-large"  # the mail itself
    SPAM = "spam"  # it was taken for spam, or our server stands on a list
    NOT_BELIEVED = "not-believed"  # SPF, DKIM or DMARC did not hold
    REFUSED = "refused"  # by a rule of theirs
    LATER = "later"  # greylisting, too many mails at once
    NO_ANSWER = "no-answer"  # their server could not be reached in time
    NO_ENCRYPTION = "no-encryption"  # our own way out has none, and the mailbox asks for it
    LOOP = "loop"  # it went round in circles
    OTHER = "other"


OF_THE_ADDRESS = frozenset({Why.NO_ADDRESS, Why.NO_DOMAIN, Why.SWITCHED_OFF, Why.FULL})
"""Reasons that hold for whatever else is mailed to the same address."""

_LONGEST = 4000
_STATUS = re.compile(r"(?<![\d.])([45])\.(\d{1,3})\.(\d{1,3})(?!\.?\d)")
_BASIC = re.compile(r"(?<![\d.])([45]\d\d)(?=[ \-])")
_BY_STATUS = {
    "1.0": Why.NO_ADDRESS,
    "1.1": Why.NO_ADDRESS,
    "1.2": Why.NO_DOMAIN,
    "1.3": Why.NO_ADDRESS,
    "1.6": Why.NO_ADDRESS,
    "1.7": Why.REFUSED,
    "1.8": Why.REFUSED,
    "2.1": Why.SWITCHED_OFF,
    "2.2": Why.FULL,
    "2.3": Why.TOO_LARGE,
    "3.2": Why.LATER,
    "3.4": Why.TOO_LARGE,
    "4.4": Why.NO_DOMAIN,
    "4.6": Why.LOOP,
    "4.14": Why.LOOP,
    "4.7": Why.NO_ANSWER,
    "7.20": Why.NOT_BELIEVED,
    "7.21": Why.NOT_BELIEVED,
    "7.22": Why.NOT_BELIEVED,
    "7.23": Why.NOT_BELIEVED,
    "7.24": Why.NOT_BELIEVED,
    "7.25": Why.NOT_BELIEVED,
    "7.26": Why.NOT_BELIEVED,
    "7.27": Why.NO_DOMAIN,
}
_BY_BASIC = {"552": Why.FULL, "521": Why.NO_DOMAIN, "556": Why.NO_DOMAIN}
# The first that is found decides: particular words before general ones.
_BY_WORDS = (
    (Why.NO_ENCRYPTION, r"offers no encryption"),
    (
        Why.FULL,
        r"mailbox(?: is)? (?:full|over)|over ?quota|quota exceeded|out of storage|insufficient storage",
    ),
    (Why.FULL, r"not enough (?:storage )?space|переполнен"),
    (Why.TOO_LARGE, r"message(?: size)? (?:is )?too (?:large|big)|exceeds .{0,40}(?:size|limit)"),
    (Why.TOO_LARGE, r"слишком велик"),
    (Why.SWITCHED_OFF, r"(?:account|mailbox|user)\b.{0,40}\b(?:disabled|inactive|suspended|deactivated)"),
    (Why.SWITCHED_OFF, r"(?:account|mailbox|user)\b.{0,40}\b(?:locked|blocked)|ящик (?:отключ|заблок)"),
    (Why.NOT_BELIEVED, r"\b(?:spf|dkim|dmarc)\b|unauthenticated (?:mail|email)|not authenticated"),
    (Why.LATER, r"grey ?-?list|try again later|too many|rate limit|temporarily deferred|throttl"),
    (Why.NO_DOMAIN, r"host or domain name not found|domain (?:name )?not found|unrouteable address"),
    (Why.NO_DOMAIN, r"unknown host|host (?:unknown|not found)|no (?:mx|mail server)|nxdomain|null ?mx"),
    (Why.NO_DOMAIN, r"name service error"),
    (Why.NO_ADDRESS, r"user unknown|unknown (?:user|recipient|mailbox|local)|user not found|no mailbox"),
    (Why.NO_ADDRESS, r"no such (?:user|mailbox|recipient|address)|does ?n[o']t exist|not exist"),
    (Why.NO_ADDRESS, r"recipient(?: ?not ?found| address rejected: access denied)|not found by smtp"),
    (Why.NO_ADDRESS, r"mailbox (?:not found|unavailable)|invalid (?:recipient|mailbox|address)"),
    (Why.NO_ADDRESS, r"address (?:unknown|not found)|not our customer|couldn'?t be found"),
    (Why.NO_ADDRESS, r"нет такого|не существует|не найден"),
    (Why.SPAM, r"\bspam\b|black ?-?list|block ?-?list|\brbl\b|dnsbl|spamhaus|reputation|unsolicited|спам"),
    (Why.LOOP, r"mail loop|too many hops|loops? back|hop count"),
    (Why.NO_ANSWER, r"timed? ?out|connection refused|no route to host|network is unreachable"),
    (Why.NO_ANSWER, r"not responding|(?:could not|unable to) connect|retry (?:time|timeout) exceeded"),
    (Why.REFUSED, r"policy|access denied|not permitted|prohibited|reject|refus|relay"),
)
_WORDS = tuple((why, re.compile(pattern, re.IGNORECASE)) for why, pattern in _BY_WORDS)


def why_of(said: str) -> Why:
    """The reason in what a server said: codes, words, or both. Never raises."""
    said = said[:_LONGEST]
    by_status = _known_status(said)
    if by_status is not None:
        return by_status
    for why, words in _WORDS:
        if words.search(said):
            return why
    return _by_code(said)


def is_about_address(said: str) -> bool:
    """Whether further mails to the same address would fare no better."""
    return why_of(said) in OF_THE_ADDRESS


def _known_status(said: str) -> Why | None:
    found = (_BY_STATUS.get(f"{subject}.{detail}") for _class, subject, detail in _STATUS.findall(said))
    return next((why for why in found if why is not None), None)


def _by_code(said: str) -> Why:
    statuses = _STATUS.findall(said)
    for subject, why in (("7", Why.REFUSED), ("1", Why.NO_ADDRESS)):
        if any(found == subject for _class, found, _detail in statuses):
            return why
    if any(kind == "4" for kind, _subject, _detail in statuses):
        return Why.NO_ANSWER
    basic = _BASIC.search(said)
    if basic is None:
        return Why.OTHER
    code = basic.group(1)
    if code.startswith("4"):
        return Why.LATER
    return _BY_BASIC.get(code, Why.OTHER)

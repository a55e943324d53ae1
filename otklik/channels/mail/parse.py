"""Raw bytes to an `InboundMail`. Pure: no database, no network, no clock, no files.

Raises MailRefused outside the limits of `bounds`, and nothing else for any bytes whatever. The desk does not
call this in its own process: see `child`.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from hashlib import sha256

from otklik.channels.mail.addresses import Address, read_addresses
from otklik.channels.mail.automatic import recognise
from otklik.channels.mail.bodies import read_body
from otklik.channels.mail.bounces import read_bounce
from otklik.channels.mail.bounds import (
    MAX_REFERENCES,
    MAX_SCREENED_FIELDS,
    MAX_SCREENED_VALUE,
    MAX_SUBJECT,
    MAX_SUBJECT_NUMBERS,
)
from otklik.channels.mail.doubts import doubts_about
from otklik.channels.mail.headers import Headers, decode_words, unfolded
from otklik.channels.mail.inbound import InboundMail
from otklik.channels.mail.mime import read_tree
from otklik.channels.mail.quotes import is_forward_subject, is_reply_subject
from otklik.channels.mail.sections import read_contents

_MESSAGE_ID = re.compile(r"<([^<>]{1,500})>")
_BARE_ID = re.compile(r"[^\s<>\"]{1,250}@[^\s<>\"]{1,250}")
_LONE_WORD = re.compile(r"\A[^\s<>\"]{8,250}\Z")
_NUMBER = re.compile(r"(?<!\w)(?:[A-Za-zА-Яа-яЁё]{1,10}-?)?\d{1,12}(?!\w)")
_DELIVERED = (
    "Delivered-To",
    "X-Original-To",
    "Envelope-To",
    "X-Envelope-To",
    "X-Delivered-To",
    "X-RCPT-To",
    "X-Forwarded-To",
)
_DATE = re.compile(
    r"(?:[A-Za-z]{2,9},?\s*)?(\d{1,2})[\s-]+([A-Za-z]{3})[A-Za-z]*[\s-]+(\d{2,4})\s+(\d{1,2}):(\d{2})(?::(\d{2}))?"
    r"(?:\.\d+)?\s*(?:([+-])(\d{2}):?(\d{2})|([A-Za-z]{1,5}))?"
)
_MONTH_FIRST = re.compile(
    r"([A-Za-z]{3})[a-z]{0,6}\.?\s+(\d{1,2}),?(?:\s+(\d{4}),?)?\s+(\d{1,2}):(\d{2})(?::(\d{2}))?(?:\s*([ap])m)?(?:\s+(\d{4}))?",
    re.IGNORECASE,
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ZONES = {
    "est": -5,
    "edt": -4,
    "cst": -6,
    "cdt": -5,
    "mst": -7,
    "mdt": -6,
    "pst": -8,
    "pdt": -7,
    "msk": 3,
    "msd": 4,
}


def parse(raw: bytes, *, own_domain: str = "") -> InboundMail:
    """Everything the desk wants to know of a mail. `own_domain`: of our Message-IDs, to recognise loops."""
    tree = read_tree(raw)
    envelope = _envelope(tree.headers, raw)
    body = read_body(read_contents(tree), reply=_may_answer(envelope), forward=envelope.is_forward)
    bounce = read_bounce(tree, envelope.subject, body.full_text)
    automatic = recognise(
        tree, subject=envelope.subject, text=body.text, bounce=bounce, own_domain=own_domain
    )
    return replace(
        envelope,
        text=body.text,
        full_text=body.full_text,
        html=body.html,
        full_html=body.full_html,
        attachments=body.attachments,
        shortened=body.shortened,
        is_auto=automatic.reason is not None,
        auto_reason=automatic.reason or "",
        no_auto_reply=automatic.no_auto_reply,
        bounce=bounce,
    )


def _envelope(headers: Headers, raw: bytes) -> InboundMail:
    """What the header says."""
    subject = decode_words(headers.first("Subject"))[:MAX_SUBJECT]
    replied = _message_ids(headers.first("In-Reply-To"))
    references = _references(headers)
    is_forward = is_forward_subject(subject)
    sender = _sender(headers)
    return InboundMail(
        sha256=sha256(raw).hexdigest(),
        size=len(raw),
        message_id=_own_id(headers.first("Message-ID")),
        in_reply_to=replied[0] if replied else "",
        references=references,
        subject=subject,
        subject_numbers=_numbers(subject),
        from_email=sender.email,
        from_name=sender.name,
        reply_to=read_addresses(headers.first("Reply-To")),
        to=_all_addresses(headers, "To"),
        cc=_all_addresses(headers, "Cc"),
        delivered_to=_delivered_to(headers),
        date=read_date(headers.first("Date")),
        is_reply=not is_forward and bool(replied or references or is_reply_subject(subject)),
        is_forward=is_forward,
        fields=tuple(_screened(headers)),
        doubts=tuple(doubts_about(headers)),
    )


def _may_answer(envelope: InboundMail) -> bool:
    """Whether history below the text is what the mail answers, and not what it passes on to be read.

    A mail program says so with In-Reply-To or "Re:". A header without a Message-ID or without a subject was
    rebuilt by a gateway or stripped by a form; its silence about what it answers says nothing.
    """
    return envelope.is_reply or (not envelope.is_forward and not (envelope.message_id and envelope.subject))


def _sender(headers: Headers) -> Address:
    """Who wrote it: From, else Sender, else the return path; an empty address if nobody is named. Machines
    give a name in From and no address with it: "Mail Delivery System" <>.
    """
    called = decode_words(headers.first("From")).replace("<>", "").strip(" \"'")[:100]
    for name in ("From", "Sender", "Return-Path"):
        for value in headers.every(name):
            found = read_addresses(value)
            if found:
                return found[0] if found[0].name or name == "From" else Address(found[0].email, called)
    return Address("", called)


def _all_addresses(headers: Headers, name: str) -> tuple[Address, ...]:
    """Addresses of all fields of that name: some mailers write one field a recipient."""
    found = {address.email: address for value in headers.every(name) for address in read_addresses(value)}
    return tuple(found.values())


def _delivered_to(headers: Headers) -> tuple[str, ...]:
    found = [address.email for name in _DELIVERED for address in _all_addresses(headers, name)]
    return tuple(dict.fromkeys(found))


def _own_id(value: str) -> str:
    """The mail's own id; a lone word is one too, whatever it lacks of an id's form."""
    found = _message_ids(value) or [f"<{word}>" for word in _LONE_WORD.findall(value)]
    return found[0] if found else ""


def _message_ids(value: str) -> list[str]:
    """Message ids with their brackets; an id written without brackets gets them."""
    found = [f"<{''.join(inner.split())}>" for inner in _MESSAGE_ID.findall(value)]
    if found:
        return [found_id for found_id in found if len(found_id) > 2]
    return [f"<{bare}>" for bare in _BARE_ID.findall(value)[:MAX_REFERENCES]]


def _references(headers: Headers) -> tuple[str, ...]:
    """The thread from its first message; of a long one the first and the newest."""
    found = list(
        dict.fromkeys(found_id for value in headers.every("References") for found_id in _message_ids(value))
    )
    if len(found) > MAX_REFERENCES:
        found = [found[0], *found[-(MAX_REFERENCES - 1) :]]
    return tuple(found)


def _numbers(subject: str) -> tuple[str, ...]:
    """Tokens of a subject that may be a ticket's number ("INC601599", "SUP-12", "17"), in capitals."""
    found = dict.fromkeys(token.upper() for token in _NUMBER.findall(subject))
    return tuple(found)[:MAX_SUBJECT_NUMBERS]


def read_date(value: str) -> datetime | None:
    """The Date field (RFC 5322 section 3.3) in UTC; None for what is no date."""
    match = _DATE.search(value[:200])
    if match is None:
        return _month_first(value[:200])
    day, month, year, hour, minute, second, sign, zone_hours, zone_minutes, zone = match.groups()
    offset = timedelta(hours=int(zone_hours or 0), minutes=int(zone_minutes or 0)) * (
        -1 if sign == "-" else 1
    )
    if zone or abs(offset) >= timedelta(days=1):  # an impossible zone is an unknown one
        offset = timedelta(hours=_ZONES.get((zone or "").lower(), 0))
    return _moment((year, month, day), (hour, minute, second), timezone(offset))


def _month_first(value: str) -> datetime | None:
    """As careless programs write: "Tuesday, November 17, 2026 10:00 AM", "Tue Nov 17 10:00:00 2026"."""
    match = _MONTH_FIRST.search(value)
    if match is None:
        return None
    month, day, year, hour, minute, second, half, year_behind = match.groups()
    if half:
        hour = str(int(hour) % 12 + (12 if half in "Pp" else 0))
    return _moment((year or year_behind or "", month, day), (hour, minute, second), UTC)


def _moment(day: tuple[str, str, str], clock: tuple[str, str, str | None], zone: timezone) -> datetime | None:
    year, month, number = day
    if month.lower() not in _MONTHS or not year:
        return None
    try:
        local = datetime(
            _full_year(int(year)),
            _MONTHS.index(month.lower()) + 1,
            int(number),
            int(clock[0]),
            int(clock[1]),
            min(int(clock[2] or 0), 59),
            tzinfo=zone,
        )
        return local.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _full_year(year: int) -> int:
    """Two- and three-digit years as RFC 5322 section 4.3 reads them."""
    if year < 50:
        return year + 2000
    return year + 1900 if year < 1000 else year


def _screened(headers: Headers) -> Iterator[tuple[str, str]]:
    for name, raw in headers.fields[:MAX_SCREENED_FIELDS]:
        yield name, decode_words(unfolded(raw[: 4 * MAX_SCREENED_VALUE]))[:MAX_SCREENED_VALUE]

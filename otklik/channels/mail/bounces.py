"""Delivery reports: which of our mails came back, from RFC 3464 reports and from the older free forms."""

import re

from otklik.channels.mail.charsets import decode
from otklik.channels.mail.headers import Headers, read_block
from otklik.channels.mail.inbound import Bounce
from otklik.channels.mail.mime import Part

_ORIGINAL_TYPES = ("message/rfc822", "text/rfc822-headers", "message/rfc822-headers", "message/global")
_STATUS_TYPES = ("message/delivery-status", "message/global-delivery-status")
_MESSAGE_ID = re.compile(r"^[ \t>]*Message-ID:[ \t]*(<[^<>\s]{3,300}>)", re.IGNORECASE | re.MULTILINE)
_ID = re.compile(r"<[^<>\s]{3,300}>")
_ADDRESS = re.compile(r"[^@\s/]+@[^@\s]+\.[^@\s.]+")
"""As people write it; other networks' ("/s=belova/c=ru/") and names inside a server stand in reports too."""
_STATUS = re.compile(r"\b([245]\.\d{1,3}\.\d{1,3})\b")
_BASIC_CODE = re.compile(r"\b([45])\d\d[ -]")
_DAEMONS = re.compile(r"(?:mailer-daemon|mail-daemon|mdaemon|postmaster)@", re.IGNORECASE)
_SUBJECTS = re.compile(
    r"(?:undeliver(?:ed|able)|delivery (?:status notification|failure|has failed|report)"
    r"|mail delivery (?:failed|system)"
    r"|failure notice|returned mail|message you sent blocked|mail system error|could not be delivered"
    r"|недоставлен|не ?доставлено|не удалось доставить|невозможно доставить|сбой доставки|ошибка доставки"
    r"|сообщение не доставлено|письмо не доставлено)",
    re.IGNORECASE,
)
_TEMPORARY = re.compile(r"\b(?:delay|warning|will (?:keep trying|retry)|задерж)", re.IGNORECASE)


def read_bounce(tree: Part, subject: str, text: str) -> Bounce | None:
    """The delivery report a mail is, or None. `text` is its readable part."""
    if not _is_report(tree, subject):
        return None
    parts = tree.walk()
    fields = _status_fields(parts)
    status = fields.get("status", "") or next(iter(_STATUS.findall(text[:5000])), "") or _from_code(text)
    named = [_recipient(fields.get(name, "")) for name in ("final-recipient", "original-recipient")]
    recipient = next(filter(_ADDRESS.fullmatch, named), "") or named[0] or named[1]
    return Bounce(
        action=fields.get("action", "").lower() or ("delayed" if _TEMPORARY.search(subject) else "failed"),
        status=status[:20],
        final_recipient=recipient or _failed_recipients(tree.headers),
        diagnostic=(fields.get("diagnostic-code", "") or _said(text))[:500],
        original_message_id=_original_id(parts, text),
    )


def _is_report(tree: Part, subject: str) -> bool:
    kind = tree.parameters.get("report-type", "").lower()
    if tree.content_type == "multipart/report" and kind in ("delivery-status", ""):
        return True
    if any(part.content_type in _STATUS_TYPES for part in _reported(tree)):
        return True
    if tree.headers.first("X-Failed-Recipients"):
        return True
    is_daemon = _DAEMONS.search(tree.headers.first("From")) is not None
    path = tree.headers.first("Return-Path").strip()
    is_unsigned = path == "<>" or _DAEMONS.search(path) is not None
    return (is_daemon or is_unsigned) and _SUBJECTS.search(subject) is not None


def _reported(tree: Part) -> list[Part]:
    """The parts of a report; a virus scanner's footer has it wrapped once more."""
    wrapped = [
        part for child in tree.children if child.content_type == "multipart/report" for part in child.children
    ]
    return [*tree.children, *wrapped]


def _status_fields(parts: list[Part]) -> dict[str, str]:
    """The fields of the recipient that failed; the first group of a report is about the report itself."""
    found: dict[str, str] = {}
    for part in parts:
        if part.content_type in _STATUS_TYPES:
            for group in re.split(rb"\r?\n[ \t]*\r?\n", part.content[:50_000].strip())[:50]:
                headers, _ = read_block(group + b"\n", 0, len(group) + 1)
                fields = {name.lower(): headers.first(name) for name, _ in headers.fields}
                if fields.get("action", "").lower() == "failed":
                    return fields
                if "final-recipient" in fields:
                    found = found or fields
    return found


def _recipient(value: str) -> str:
    """ "rfc822; user@example.org" without its type."""
    return value.rpartition(";")[2].strip().strip("<>").lower()[:320]


def _failed_recipients(headers: Headers) -> str:
    return headers.first("X-Failed-Recipients").partition(",")[0].strip().lower()[:320]


def _from_code(text: str) -> str:
    code = _BASIC_CODE.search(text[:5000])
    return f"{code.group(1)}.0.0" if code else ""


def _said(text: str) -> str:
    """The lines of a report without fields in which a server's answer stands, from its code on."""
    lines = text[:5000].splitlines()
    for number, line in enumerate(lines):
        if _BASIC_CODE.search(line) or _STATUS.search(line):
            return " ".join(" ".join(lines[number : number + 3]).split())
    return ""


def _original_id(parts: list[Part], text: str) -> str:
    """Message-ID of our mail: from its returned copy or headers, or quoted somewhere in the report."""
    for part in parts:
        if part.content_type in _ORIGINAL_TYPES:
            content = part.content[:200_000]
            headers, _ = read_block(content, 0, len(content))
            own = _ID.search(headers.first("Message-ID"))
            if own:
                return own.group()
    for part in parts:
        if part.content_type.startswith("text/") or part.content_type in _ORIGINAL_TYPES:
            quoted = _MESSAGE_ID.search(decode(part.content[:200_000]))
            if quoted:
                return quoted.group(1)
    quoted = _MESSAGE_ID.search(text)
    return quoted.group(1) if quoted else ""

"""An `InboundMail` as JSON and raw file contents: how it leaves the child that read hostile bytes.

Nothing here is executed on the way back (no pickle): every value is checked for its type, every length for
its limit, and what does not fit raises WireError.
"""

import json
from collections.abc import Sequence
from dataclasses import fields
from datetime import datetime

from otklik.channels.mail.inbound import Address, Bounce, InboundAttachment, InboundMail

_PLAIN = tuple(item.name for item in fields(InboundMail) if item.type in (str, bool, int))
_TEXT_LISTS = ("references", "subject_numbers", "delivered_to", "doubts")
_ADDRESS_LISTS = ("reply_to", "to", "cc")
_BOUNCE_TEXTS = tuple(item.name for item in fields(Bounce))

Json = dict[str, object]


class WireError(Exception):
    """The answer is not what the child sends."""


def encode(mail: InboundMail) -> tuple[bytes, list[bytes]]:
    """JSON of everything but the files' contents, and those contents in order."""
    document: Json = {name: getattr(mail, name) for name in (*_PLAIN, *_TEXT_LISTS)}
    for name in _ADDRESS_LISTS:
        document[name] = [[address.email, address.name] for address in getattr(mail, name)]
    document["date"] = mail.date.isoformat() if mail.date else None
    document["fields"] = mail.fields
    document["bounce"] = [getattr(mail.bounce, name) for name in _BOUNCE_TEXTS] if mail.bounce else None
    document["attachments"] = [
        [file.name, file.content_type, file.content_id, file.inline, file.quoted, file.size]
        for file in mail.attachments
    ]
    return to_json(document), [file.content for file in mail.attachments]


def decode(document: bytes, contents: bytes) -> InboundMail:
    """The mail again. Raises WireError."""
    values = from_json(document)
    try:
        return InboundMail(
            size=_number(values["size"]),
            references=_texts(values["references"]),
            subject_numbers=_texts(values["subject_numbers"]),
            delivered_to=_texts(values["delivered_to"]),
            doubts=_texts(values["doubts"]),
            reply_to=_addresses(values["reply_to"]),
            to=_addresses(values["to"]),
            cc=_addresses(values["cc"]),
            date=_date(values["date"]),
            fields=tuple(_pair(pair) for pair in _list(values["fields"])),
            bounce=_bounce(values["bounce"]),
            attachments=_attachments(values["attachments"], contents),
            sha256=_text(values["sha256"]),
            message_id=_text(values["message_id"]),
            in_reply_to=_text(values["in_reply_to"]),
            subject=_text(values["subject"]),
            from_email=_text(values["from_email"]),
            from_name=_text(values["from_name"]),
            text=_text(values["text"]),
            full_text=_text(values["full_text"]),
            html=_text(values["html"]),
            full_html=_text(values["full_html"]),
            auto_reason=_text(values["auto_reason"]),
            is_reply=_flag(values["is_reply"]),
            is_forward=_flag(values["is_forward"]),
            is_auto=_flag(values["is_auto"]),
            no_auto_reply=_flag(values["no_auto_reply"]),
            shortened=_flag(values["shortened"]),
        )
    except (KeyError, ValueError) as error:
        raise WireError(f"incomplete answer: {error!r}") from error


def to_json(document: Json) -> bytes:
    """A document as compact UTF-8."""
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def from_json(document: bytes) -> Json:
    """A JSON object. Raises WireError for anything else."""
    try:
        values = json.loads(document)
    except ValueError as error:
        raise WireError("no JSON") from error
    if not isinstance(values, dict):
        raise WireError("no JSON object")
    return values


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise WireError("a text expected")
    return value


def _number(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise WireError("a number expected")
    return value


def _flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise WireError("true or false expected")
    return value


def _list(value: object) -> Sequence[object]:
    if not isinstance(value, list):
        raise WireError("a list expected")
    return value


def _texts(value: object) -> tuple[str, ...]:
    return tuple(_text(item) for item in _list(value))


def _pair(value: object) -> tuple[str, str]:
    first, second = _texts(value)
    return first, second


def _addresses(value: object) -> tuple[Address, ...]:
    return tuple(Address(*_pair(pair)) for pair in _list(value))


def _date(value: object) -> datetime | None:
    return None if value is None else datetime.fromisoformat(_text(value))


def _bounce(value: object) -> Bounce | None:
    return None if value is None else Bounce(**dict(zip(_BOUNCE_TEXTS, _texts(value), strict=True)))


def _attachments(value: object, contents: bytes) -> tuple[InboundAttachment, ...]:
    files: list[InboundAttachment] = []
    at = 0
    for entry in _list(value):
        name, content_type, content_id, inline, quoted, size = _list(entry)
        end = at + _number(size)
        if not at <= end <= len(contents):
            raise WireError("a file's content is missing")
        files.append(
            InboundAttachment(
                name=_text(name),
                content_type=_text(content_type),
                content_id=_text(content_id),
                inline=_flag(inline),
                quoted=_flag(quoted),
                content=contents[at:end],
            )
        )
        at = end
    return tuple(files)

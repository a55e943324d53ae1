"""How others read a mail: Python's `email` with its default policy, and two well-kept parsers of registries.

Each says the same fields in the same form, so that they can be laid beside ours. A witness that fails at a
mail says nothing of it.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage, Message
from email.utils import getaddresses, parsedate_to_datetime
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path

from otklik.channels.mail.bounds import MailFailed, MailRefused
from otklik.channels.mail.child import parse_bounded
from prove.foreign_mails import ForeignMail

Value = str | tuple[str, ...]
Reading = dict[str, Value]
FIELDS = (
    "from_email",
    "from_name",
    "to",
    "cc",
    "subject",
    "date",
    "message_id",
    "in_reply_to",
    "references",
    "text",
    "html",
    "files",
    "file_names",
    "file_types",
)
LISTS = ("to", "cc", "message_id", "in_reply_to", "references")
PATIENCE = 300
_NODE = Path(__file__).with_name("foreign_witness.mjs")
_BY_MAIL_PARSER = Path(__file__).with_name("foreign_witness.py")
_ID = re.compile(r"<([^<>]+)>")


@dataclass(frozen=True)
class Witness:
    """One who reads: by what name, and what of each mail (None: failed at it)."""

    name: str
    readings: Sequence[Reading | None]


def ours(mail: ForeignMail) -> Reading | None:
    """What our bounded child reads; None if it is put in quarantine."""
    try:
        read = parse_bounded(mail.raw)
    except (MailRefused, MailFailed):
        return None
    return _said(
        {
            "from_email": read.from_email,
            "from_name": read.from_name,
            "to": [address.email for address in read.to],
            "cc": [address.email for address in read.cc],
            "subject": read.subject,
            "date": read.date.isoformat() if read.date else "",
            "message_id": read.message_id,
            "in_reply_to": read.in_reply_to,
            "references": read.references,
            "text": read.full_text,
            "html": read.full_html,
            "files": [[file.name, file.content_type, digest(file.content)] for file in read.attachments],
        }
    )


def witnesses(mails: Sequence[ForeignMail], folders: Mapping[str, Path]) -> Sequence[Witness]:
    """What the others read out of the same mails."""
    node = ("node", str(_NODE), str(folders["postal-mime"] / "dist" / "esm" / "postal-mime.js"))
    python = (sys.executable, "-I", str(_BY_MAIL_PARSER), str(folders["mail-parser"] / "src"))
    return (
        Witness("email", [_by_email(mail.raw) for mail in mails]),
        Witness("postal-mime", _asked(node, mails)),
        Witness("mail-parser", _asked(python, mails)),
    )


def _asked(command: Sequence[str], mails: Sequence[ForeignMail]) -> list[Reading | None]:
    """One line of hexadecimal digits a mail, one line of JSON a reading."""
    told = "".join(f"{mail.raw.hex()}\n" for mail in mails)
    done = subprocess.run(
        command, input=told, check=True, stdout=subprocess.PIPE, text=True, timeout=PATIENCE
    )
    answers = [json.loads(line) for line in done.stdout.split("\n") if line]
    if len(answers) != len(mails):
        raise RuntimeError(f"{command[0]}: {len(answers)} answers to {len(mails)} mails")
    return [_said(one) if one else None for one in answers]


def _by_email(raw: bytes) -> Reading | None:
    """It has faults of its own at bad mails, of every kind."""
    with suppress(Exception):
        return _said(_read(message_from_bytes(raw, policy=policy.default)))
    return None


def _read(mail: Message) -> dict[str, object]:
    assert isinstance(mail, EmailMessage)
    texts: dict[str, list[str]] = {"plain": [], "html": []}
    files: list[tuple[str, str, bytes]] = []
    _walk(mail, texts, files)
    senders = getaddresses([str(mail.get("From", ""))])
    return {
        "from_email": senders[0][1] if senders else "",
        "from_name": senders[0][0] if senders else "",
        "to": [email for _name, email in getaddresses([str(one) for one in mail.get_all("To", [])])],
        "cc": [email for _name, email in getaddresses([str(one) for one in mail.get_all("Cc", [])])],
        "subject": str(mail.get("Subject", "")),
        "date": _moment(str(mail.get("Date", ""))),
        "message_id": str(mail.get("Message-ID", "")),
        "in_reply_to": str(mail.get("In-Reply-To", "")),
        "references": str(mail.get("References", "")),
        "text": "\n".join(texts["plain"]),
        "html": "\n".join(texts["html"]),
        "files": [[name, kind, digest(content)] for name, kind, content in files],
    }


def _walk(part: EmailMessage, texts: dict[str, list[str]], files: list[tuple[str, str, bytes]]) -> None:
    kind = part.get_content_type()
    is_text = part.get_content_maintype() == "text" and part.get_content_subtype() in texts
    if part.is_multipart() and kind != "message/rfc822":
        for inner in part.iter_parts():
            assert isinstance(inner, EmailMessage)
            _walk(inner, texts, files)
    elif is_text and not part.is_attachment() and not part.get_filename():
        texts[part.get_content_subtype()].append(part.get_content())
    else:
        files.append((part.get_filename() or "", kind, _content(part)))


def _content(part: EmailMessage) -> bytes:
    inner = part.get_payload(0) if part.is_multipart() else None
    payload = inner.as_bytes() if isinstance(inner, Message) else part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _said(found: Mapping[str, object]) -> Reading:
    """All in one form: addresses small, text folded, dates in UTC, ids without brackets, files in order."""
    lists = {name: tuple(str(one) for one in _many(found.get(name))) for name in LISTS}
    said: Reading = {
        name: _folded(str(found.get(name) or "")) for name in ("from_name", "subject", "text", "html")
    }
    said["html"] = _folded(visible(str(found.get("html") or "")))
    said["from_email"] = str(found.get("from_email") or "").casefold().strip()
    said["date"] = _moment(str(found.get("date") or ""))
    said |= {name: tuple(one.casefold().strip() for one in lists[name] if one) for name in ("to", "cc")}
    for name in ("message_id", "in_reply_to", "references"):
        said[name] = tuple(_ids(" ".join(lists[name])))
    return said | _files(found.get("files"))


def _files(found: object) -> Reading:
    """Names, types and contents. Attached messages and reports are left out: each keeps or opens them in its
    own way; and so are names that nobody has given.
    """
    files = [[str(value or "") for value in one] for one in _many(found) if isinstance(one, list)]
    files = [one for one in files if not one[1].lower().startswith("message/")]
    return {
        "files": tuple(sorted(content[:16] for _name, _type, content in files)),
        "file_names": tuple(sorted(_folded(name) for name, _type, _content in files if name)),
        "file_types": tuple(sorted(kind.lower() for _name, kind, _content in files)),
    }


def digest(content: bytes) -> str:
    """Of a file's bytes; how the lines of a text end, and with how many, is a matter of taste."""
    return sha256(content.replace(b"\r\n", b"\n").rstrip(b"\n")).hexdigest()


def _many(value: object) -> Sequence[object]:
    return value if isinstance(value, list | tuple) else [value or ""]


def _ids(value: str) -> list[str]:
    return ["".join(one.split()) for one in _ID.findall(value)] or value.split()


def _folded(value: str) -> str:
    return " ".join(value.replace("\0", "").split())


def _moment(value: str) -> str:
    """In UTC, to the second; empty for what is no date."""
    try:
        found = datetime.fromisoformat(value)
    except ValueError:
        try:
            found = parsedate_to_datetime(value)
        except (ValueError, TypeError, IndexError, OverflowError):
            return ""
    return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC).isoformat()[:19]


class _Visible(HTMLParser):
    """The words a reader sees."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        self._hidden += tag in ("style", "script", "title")

    def handle_endtag(self, tag: str) -> None:
        self._hidden = max(0, self._hidden - (tag in ("style", "script", "title")))

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.words.append(data)


def visible(html: str) -> str:
    """The text of HTML without a blank: where blocks begin is a matter of taste."""
    reader = _Visible()
    reader.feed(html)
    reader.close()
    return "".join("".join(reader.words).split())

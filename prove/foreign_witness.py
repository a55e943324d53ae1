"""mail-parser's reading of the mails given on standard input: one line of hexadecimal digits a mail, one line
of JSON a reading, null where it fails. `foreign_witnesses` starts it with the folder of the unpacked package.
"""

from __future__ import annotations

import importlib
import json
import sys
from base64 import b64decode
from contextlib import suppress
from datetime import datetime
from hashlib import sha256
from typing import Protocol


class Parsed(Protocol):
    """What the package gives for a mail."""

    from_: list[tuple[str, str]]
    to: list[tuple[str, str]]
    cc: list[tuple[str, str]]
    subject: str
    date: datetime | None
    message_id: str
    headers: dict[str, object]
    text_plain: list[str]
    text_html: list[str]
    attachments: list[dict[str, str]]


def main(folder: str) -> None:
    """Answer every line."""
    sys.path.insert(0, folder)
    mailparser = importlib.import_module("mailparser")
    for line in sys.stdin:
        reading = None
        with suppress(Exception):
            reading = _read(mailparser.parse_from_bytes(bytes.fromhex(line)))
        print(json.dumps(reading, default=str), flush=True)


def _read(mail: Parsed) -> dict[str, object]:
    name, email = (mail.from_ or [("", "")])[0]
    return {
        "from_email": email,
        "from_name": name,
        "to": [one for _name, one in mail.to],
        "cc": [one for _name, one in mail.cc],
        "subject": mail.subject,
        "date": mail.date.isoformat() if mail.date else "",
        "message_id": mail.message_id,
        "in_reply_to": mail.headers.get("In-Reply-To", ""),
        "references": mail.headers.get("References", ""),
        "text": "\n".join(mail.text_plain),
        "html": "\n".join(mail.text_html),
        "files": [[file["filename"], file["mail_content_type"], _digest(file)] for file in mail.attachments],
    }


def _digest(file: dict[str, str]) -> str:
    """Of its bytes; how the lines of a text end, and with how many, is a matter of taste."""
    payload = file["payload"] or ""
    content = b64decode(payload) if file.get("binary") else payload.encode("utf-8", "surrogateescape")
    return sha256(content.replace(b"\r\n", b"\n").rstrip(b"\n")).hexdigest()


if __name__ == "__main__":
    main(sys.argv[1])

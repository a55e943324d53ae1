"""`otklik mail parse --json [--full] [--batch]`: what we read out of a mail, touching nothing.

Needs neither Django nor a database, so that it starts at once. The mail is read in the bounded child exactly
as `mail receive` reads it. Exit codes (sysexits): 0; 65 the mail was refused or could not be read, with
`{"error", "detail"}` as the JSON; 75 no child could be started. A batch answers every file with one line,
unreadable ones with such an error, and exits with 0.
"""

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO, TextIO

from otklik.channels.mail.bounds import MAX_MAIL_BYTES, MailFailed, MailRefused, ReaderUnavailable
from otklik.channels.mail.child import parse_bounded
from otklik.channels.mail.inbound import InboundMail

EX_OK, EX_DATAERR, EX_TEMPFAIL = 0, 65, 75

Document = dict[str, object]


def main(argv: Sequence[str], stdin: BinaryIO | None = None, stdout: TextIO | None = None) -> int:
    """Run the command with the arguments that follow `otklik mail parse`; gives the exit code."""
    options = _options(argv)
    source = stdin or sys.stdin.buffer
    target = stdout or sys.stdout
    try:
        if options.batch:
            for path in _file_names(source):
                _print(target, _of_file(path, full=options.full))
            return EX_OK
        document = _of_mail(source.read(MAX_MAIL_BYTES + 1), full=options.full)
    except ReaderUnavailable as error:
        sys.stderr.write(f"{error}\n")
        return EX_TEMPFAIL
    _print(target, document)
    return EX_DATAERR if "error" in document else EX_OK


def _options(argv: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="otklik mail parse", description="Show what Otklik reads out of a mail. Touches nothing."
    )
    parser.add_argument("--json", action="store_true", required=True, help="print one line of JSON")
    parser.add_argument("--full", action="store_true", help="with the whole text, quotes and signature too")
    parser.add_argument(
        "--batch", action="store_true", help="read file names from standard input, one a line"
    )
    return parser.parse_args(argv)


def _file_names(source: BinaryIO) -> Iterator[Path]:
    for line in source:
        name = line.rstrip(b"\r\n")
        if name:
            yield Path(name.decode("utf-8", "surrogateescape"))


def _of_file(path: Path, *, full: bool) -> Document:
    try:
        with path.open("rb") as file:
            raw = file.read(MAX_MAIL_BYTES + 1)
    except OSError as error:
        return {"error": "unreadable", "detail": f"{path}: {error.strerror}"}
    return _of_mail(raw, full=full)


def _of_mail(raw: bytes, *, full: bool) -> Document:
    try:
        return as_document(parse_bounded(raw), full=full)
    except (MailRefused, MailFailed) as error:
        return {"error": error.reason, "detail": error.detail}


def as_document(mail: InboundMail, *, full: bool = False) -> Document:
    """The public shape of a mail read (the names are part of the public surface)."""
    document: Document = {
        "subject": mail.subject,
        "from_email": mail.from_email,
        "from_name": mail.from_name,
        "to": [address.email for address in mail.to],
        "text": mail.text,
        "html": mail.html,
        "attachments": [
            {"name": file.name, "size": file.size, "content_type": file.content_type}
            for file in mail.attachments
        ],
        "is_auto": mail.is_auto,
        "auto_reason": mail.auto_reason or None,
        "message_id": mail.message_id or None,
        "in_reply_to": mail.in_reply_to or None,
        "references": list(mail.references),
    }
    if full:
        document["full_text"] = mail.full_text
    return document


def _print(target: TextIO, document: Document) -> None:
    line = json.dumps(document, ensure_ascii=False)
    target.write(line.encode("utf-8", "replace").decode("utf-8") + "\n")
    target.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

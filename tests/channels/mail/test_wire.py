"""What the child sends back: everything arrives, nothing strange is believed."""

import json
from pathlib import Path

import pytest

from otklik.channels.mail.inbound import InboundMail
from otklik.channels.mail.parse import parse
from otklik.channels.mail.wire import WireError, decode, encode

CORPUS = Path(__file__).parents[2] / "mail"


def sample() -> InboundMail:
    return parse((CORPUS / "auto-dsn-postfix.eml").read_bytes())


@pytest.mark.parametrize(
    "name", ["auto-dsn-postfix", "outlook-desktop-ru", "files-names-rfc2231-and-2047", "header-none"]
)
def test_mail_arrives_whole(name: str) -> None:
    mail = parse((CORPUS / f"{name}.eml").read_bytes())
    document, contents = encode(mail)
    assert decode(document, b"".join(contents)) == mail


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("subject", 5),
        ("subject", None),
        ("is_auto", "yes"),
        ("size", "5"),
        ("size", True),
        ("references", "<a@b>"),
        ("to", [["a@b", 1]]),
        ("to", [["a@b"]]),
        ("fields", [["a", "b", "c"]]),
        ("date", "yesterday"),
        ("date", 5),
        ("bounce", ["a"]),
        ("attachments", [["a", "b", "c", False, False, 10**9]]),
        ("attachments", [["a", "b", "c", False, False, -1]]),
        ("attachments", [["a"]]),
        ("attachments", {}),
    ],
)
def test_wrong_values_are_refused(key: str, value: object) -> None:
    document, contents = encode(sample())
    changed = json.loads(document) | {key: value}
    with pytest.raises(WireError):
        decode(json.dumps(changed).encode(), b"".join(contents))


def test_missing_values_are_refused() -> None:
    document, contents = encode(sample())
    for key in json.loads(document):
        changed = {name: value for name, value in json.loads(document).items() if name != key}
        with pytest.raises(WireError):
            decode(json.dumps(changed).encode(), b"".join(contents))


@pytest.mark.parametrize("document", [b"", b"[]", b"5", b"{", b"\xff", b"null"])
def test_documents_that_are_none(document: bytes) -> None:
    with pytest.raises(WireError):
        decode(document, b"")

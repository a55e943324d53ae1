"""Every mail of the corpus is read as the JSON beside it says, here and in the bounded child."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from otklik.channels.mail.addresses import Address
from otklik.channels.mail.child import parse_bounded
from otklik.channels.mail.inbound import InboundMail
from otklik.channels.mail.parse import parse

CORPUS = Path(__file__).parents[2] / "mail"
NAMES = sorted(path.stem for path in CORPUS.glob("*.eml"))
OWN_DOMAIN = "demo.test"


def read(name: str) -> InboundMail:
    return parse((CORPUS / f"{name}.eml").read_bytes(), own_domain=OWN_DOMAIN)


def expected(name: str) -> dict[str, object]:
    document: dict[str, object] = json.loads((CORPUS / f"{name}.json").read_text("utf-8"))
    return document


def pairs(addresses: tuple[Address, ...]) -> list[list[str]]:
    return [[address.email, address.name] for address in addresses]


def bounce_of(mail: InboundMail) -> dict[str, str]:
    assert mail.bounce is not None
    return {name: getattr(mail.bounce, name) for name in mail.bounce.__slots__}


EXACT: dict[str, Callable[[InboundMail], object]] = {
    "text": lambda mail: mail.text,
    "html": lambda mail: mail.html,
    "subject": lambda mail: mail.subject,
    "subject_numbers": lambda mail: list(mail.subject_numbers),
    "from_email": lambda mail: mail.from_email,
    "from_name": lambda mail: mail.from_name,
    "to": lambda mail: pairs(mail.to),
    "cc": lambda mail: pairs(mail.cc),
    "reply_to": lambda mail: pairs(mail.reply_to),
    "date": lambda mail: mail.date.isoformat() if mail.date else None,
    "message_id": lambda mail: mail.message_id,
    "in_reply_to": lambda mail: mail.in_reply_to,
    "references": lambda mail: list(mail.references),
    "is_reply": lambda mail: mail.is_reply,
    "is_forward": lambda mail: mail.is_forward,
    "is_auto": lambda mail: mail.is_auto,
    "auto_reason": lambda mail: mail.auto_reason,
    "no_auto_reply": lambda mail: mail.no_auto_reply,
    "attachments": lambda mail: [file.name for file in mail.attachments],
    "attachment_types": lambda mail: [file.content_type for file in mail.attachments],
    "contents": lambda mail: [file.content.decode() for file in mail.attachments],
    "inline": lambda mail: [file.name for file in mail.attachments if file.inline],
    "quoted": lambda mail: [file.name for file in mail.attachments if file.quoted],
}
PIECES: dict[str, Callable[[InboundMail], str]] = {
    "text": lambda mail: mail.text,
    "full": lambda mail: mail.full_text,
    "html": lambda mail: mail.html,
}


@pytest.mark.parametrize("name", NAMES)
def test_mail_is_read_as_expected(name: str) -> None:
    mail = read(name)
    for key, wanted in expected(name).items():
        piece, _, relation = key.partition("_")
        if relation in ("has", "lacks"):
            assert isinstance(wanted, list)
            for part in wanted:
                assert (part in PIECES[piece](mail)) is (relation == "has"), (key, part)
        elif key == "bounce":
            assert isinstance(wanted, dict)
            assert wanted.items() <= bounce_of(mail).items()
        else:
            assert EXACT[key](mail) == wanted, key


@pytest.mark.parametrize("name", NAMES)
def test_new_part_is_a_part_of_the_whole(name: str) -> None:
    """Cutting invents nothing: each word of the new text stands in the full one."""
    mail = read(name)
    assert set(re.findall(r"\w+", mail.text)) <= set(re.findall(r"\w+", mail.full_text))
    assert bool(mail.text) == bool(mail.full_text)


def test_child_reads_every_mail_alike() -> None:
    for name in NAMES:
        raw = (CORPUS / f"{name}.eml").read_bytes()
        assert parse_bounded(raw, own_domain=OWN_DOMAIN) == parse(raw, own_domain=OWN_DOMAIN), name


def test_corpus_is_complete() -> None:
    """Both halves of each pair, at least a hundred and fifty mails, both languages."""
    assert {path.stem for path in CORPUS.glob("*.json")} == set(NAMES)
    assert len(NAMES) >= 150
    assert sum("-ru" in name for name in NAMES) >= 20
    assert sum("-en" in name for name in NAMES) >= 10

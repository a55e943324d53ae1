"""The small pure rules around a mail: language, sameness, screening, how headers are written out."""

from __future__ import annotations

import email
import email.policy
from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import EmailMessage

import pytest

from otklik.channels.mail.fingerprints import fingerprint
from otklik.channels.mail.inbound import Bounce, InboundMail
from otklik.channels.mail.language import guess
from otklik.channels.mail.parse import parse
from otklik.channels.mail.policy import POLICY, SEVEN_BIT
from otklik.channels.mail.screening import CHECKS, Suspect, Verdict, reason_of, screen
from tests.channels.mail.writing import mail


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Здравствуйте, не работает касса.", "ru"),
        ("Не работает Microsoft Outlook 365 Enterprise", "ru"),
        ("The printer on the second floor is broken.", "en"),
        ("ok", ""),
        ("12345", ""),
        ("", ""),
        ("プリンターが壊れました", ""),
    ],
)
def test_the_language_of_a_mail_is_guessed_by_its_letters(text: str, language: str) -> None:
    assert guess(text) == language


def test_relays_and_line_ends_do_not_make_another_mail() -> None:
    raw = mail(message_id="<one@x.test>")
    relayed = b"Received: from a by b\r\n" + raw.replace(b"\n", b"\r\n") + b"\r\n\r\n"
    assert fingerprint(parse(raw), raw) == fingerprint(parse(relayed), relayed)


def test_message_id_body_or_date_make_another_mail() -> None:
    mails = [
        mail(text="Одно", message_id="<one@x.test>"),
        mail(text="Другое", message_id="<one@x.test>"),
        mail(text="Одно", message_id="<two@x.test>"),
        mail(text="Одно", message_id=""),
        mail(text="Одно", message_id="").replace(b"10:00:00", b"11:00:00"),
        mail(text="Одно", message_id="").replace(b"Date:", b"X-Date:"),
        mail(text="Одно", message_id="").replace(b"Date:", b"X-Other-Date:"),
    ]
    assert len({fingerprint(parse(raw), raw) for raw in mails}) == len(mails)


@pytest.mark.parametrize(
    ("suspect", "verdict", "reason"),
    [
        (Suspect(InboundMail(sha256="", size=1), "a@x.test"), Verdict.PERSON, ""),
        (Suspect(InboundMail(sha256="", size=1), ""), Verdict.NO_SENDER, "no-sender"),
        (Suspect(InboundMail(sha256="", size=1), "a@x.test", is_ours=True), Verdict.OWN_LOOP, "own-loop"),
        (
            Suspect(InboundMail(sha256="", size=1), "it@x.test", own_addresses=frozenset({"it@x.test"})),
            Verdict.OWN_ADDRESS,
            "own-address",
        ),
        (
            Suspect(InboundMail(sha256="", size=1, bounce=Bounce(action="failed")), ""),
            Verdict.BOUNCE,
            "bounce",
        ),
        (
            Suspect(InboundMail(sha256="", size=1, is_auto=True, auto_reason="out-of-office"), "a@x.test"),
            Verdict.ANSWERED,
            "auto-out-of-office",
        ),
        (
            Suspect(InboundMail(sha256="", size=1, is_auto=True, auto_reason="auto-generated"), "a@x.test"),
            Verdict.MACHINE,
            "auto-generated",
        ),
        (
            Suspect(InboundMail(sha256="", size=1, is_auto=True, auto_reason="bulk"), "a@x.test"),
            Verdict.MACHINE,
            "auto-bulk",
        ),
        # A mailing list one can write to carries people's mail.
        (Suspect(InboundMail(sha256="", size=1, no_auto_reply=True), "a@x.test"), Verdict.PERSON, ""),
    ],
)
def test_the_first_check_that_holds_decides(suspect: Suspect, verdict: Verdict, reason: str) -> None:
    assert screen(suspect) is verdict
    assert reason_of(verdict, suspect.mail) == reason


def test_every_verdict_but_a_persons_has_its_check() -> None:
    assert {check.verdict for check in CHECKS} == set(Verdict) - {Verdict.PERSON}


def test_message_ids_are_never_encoded_or_broken() -> None:
    ids = [f"<otk.{'a' * 40}.{number:030}@a-rather-long-domain-name.example.org>" for number in range(8)]
    made = EmailMessage(POLICY)
    made["Subject"] = "Тема"
    made["Message-ID"] = ids[0]
    made["References"] = " ".join(ids)
    made["In-Reply-To"] = ids[-1]
    made.set_content("Текст", cte="8bit")
    raw = made.as_bytes()
    assert f"Message-ID: {ids[0]}\r\n".encode() in raw
    assert f"In-Reply-To: {ids[-1]}\r\n".encode() in raw
    assert ("References: " + "\r\n ".join(ids) + "\r\n").encode() in raw
    assert "Текст".encode() in raw
    assert max(len(line) for line in raw.split(b"\r\n")) < 998


def test_a_server_without_8bitmime_gets_seven_bits() -> None:
    made = EmailMessage(POLICY)
    made["Subject"] = "Тема"
    made.set_content("Текст письма", cte="8bit")
    raw = made.as_bytes(policy=SEVEN_BIT)
    assert raw.isascii()
    read = email.message_from_bytes(raw, policy=email.policy.default)
    assert read.get_content().strip() == "Текст письма"


@pytest.mark.parametrize(
    "subject",
    [
        "[INC302] Не работает принтер в цехе",
        "[INC7] Очень длинная тема письма, которая не помещается в одну строку и складывается дважды",
        "Plain words of a subject that is long enough to be folded somewhere between two of its many words",
        "Ж" * 120,
    ],
)
def test_a_folded_subject_keeps_its_spaces(subject: str) -> None:
    """Joined again as RFC 2047, 6.2 asks: white space between two encoded words is none."""
    for policy in (POLICY, SEVEN_BIT):
        made = EmailMessage(policy)
        made["Subject"] = subject
        made.set_content("Здравствуйте")
        raw = made.as_bytes(policy=policy)
        field = message_from_bytes(raw)["Subject"]
        assert str(make_header(decode_header(field))).replace("\r", "").replace("\n", "") == subject
        assert max(len(line) for line in raw.split(b"\r\n\r\n")[0].split(b"\r\n")) <= 78

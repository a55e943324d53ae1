"""Mail of machines is recognised, mail of people is not."""

import pytest

from otklik.channels.mail.automatic import NEVER_A_REQUEST, Reason
from otklik.channels.mail.inbound import InboundMail
from otklik.channels.mail.parse import parse


def read(fields: str, body: str = "Текст", own_domain: str = "desk.test") -> InboundMail:
    fixed = "From: ivan@example.org\nTo: support@desk.test\nContent-Type: text/plain; charset=utf-8"
    raw = f"{fixed}\n{fields}\n\n{body}\n"
    return parse(raw.encode(), own_domain=own_domain)


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ("Auto-Submitted: auto-replied", Reason.AUTO_REPLIED),
        ("auto-submitted: Auto-Replied (vacation)", Reason.AUTO_REPLIED),
        ("Auto-Submitted: auto-generated; type=x", Reason.AUTO_GENERATED),
        ("Auto-Submitted: auto-notified", Reason.AUTO_GENERATED),
        ("X-Autoreply: yes", Reason.AUTO_REPLIED),
        ("X-Autorespond: x", Reason.AUTO_REPLIED),
        ("Precedence: auto_reply", Reason.AUTO_REPLIED),
        ("Precedence: bulk", Reason.BULK),
        ("Precedence: Junk", Reason.BULK),
        ("Precedence: list", Reason.MAILING_LIST),
        ("List-Id: <news.example.org>", Reason.MAILING_LIST),
        ("List-Unsubscribe: <https://example.org/u>", Reason.BULK),
        ("List-Id: <news.example.org>\nList-Post: NO\nPrecedence: list", Reason.MAILING_LIST),
        ("Return-Path: <>", Reason.NULL_SENDER),
        ("X-Auto-Response-Suppress: All", Reason.AUTO_GENERATED),
        ("X-Cron-Env: <SHELL=/bin/sh>", Reason.AUTO_GENERATED),
        ("Subject: Автоматический ответ: [INC1] Касса\nIn-Reply-To: <a@desk.test>", Reason.OUT_OF_OFFICE),
        ("Subject: Out of Office: Re: [INC1]\nX-Auto-Response-Suppress: OOF", Reason.OUT_OF_OFFICE),
        ("X-Otklik-Delivery: 1@desk.test", Reason.LOOP),
        ("Message-ID: <INC1.2@desk.test>", Reason.LOOP),
    ],
)
def test_machine(fields: str, reason: Reason) -> None:
    mail = read(fields)
    assert (mail.is_auto, mail.auto_reason, mail.no_auto_reply) == (True, reason, True)


@pytest.mark.parametrize(
    "body",
    [
        "Я нахожусь в отпуске до 30 ноября.",
        "Это автоматический ответ.",
        "I am out of the office until Monday.",
    ],
)
def test_subject_and_text_of_an_absence_together(body: str) -> None:
    assert read("Subject: Автоответ: касса", body).auto_reason == Reason.OUT_OF_OFFICE
    assert not read("Subject: Касса", body).is_auto


@pytest.mark.parametrize(
    ("fields", "may_answer"),
    [
        ("Subject: Касса", True),
        ("Auto-Submitted: no", True),
        ("Subject: Автоответ: настроить", True),
        ("Subject: Автоответ не работает\nIn-Reply-To: <a@desk.test>", True),
        ("Subject: Re: Автоматический ответ: касса\nIn-Reply-To: <a@desk.test>", True),
        ("Precedence: normal", True),
        ("Return-Path: <ivan@example.org>", True),
        ("X-Otklik-Delivery: 1@other.test", True),
        ("X-Auto-Response-Suppress: DR, OOF, AutoReply", False),
        ("List-Id: <it.example.org>\nPrecedence: list\nList-Post: <mailto:it@example.org>", False),
        ("List-Id: <it.example.org>\nPrecedence: bulk\nList-Post: <mailto:it@example.org>", False),
    ],
)
def test_person(fields: str, may_answer: bool) -> None:
    mail = read(fields)
    assert (mail.is_auto, mail.auto_reason, mail.no_auto_reply) == (False, "", not may_answer)


def test_site_form_from_a_noreply_address_may_be_answered_when_it_says_whom() -> None:
    noreply = "From: no-reply@site.example\nSubject: Форма\n"
    assert parse(f"{noreply}\nx".encode()).no_auto_reply
    assert not parse(f"{noreply}Reply-To: anna@example.org\n\nx".encode()).no_auto_reply


def test_own_header_without_a_known_domain_is_a_loop() -> None:
    assert read("X-Otklik-Delivery: 1", own_domain="").auto_reason == Reason.LOOP


def test_alarms_and_newsletters_may_become_requests() -> None:
    assert {Reason.AUTO_GENERATED, Reason.BULK, Reason.MAILING_LIST}.isdisjoint(NEVER_A_REQUEST)


def report(status_fields: str, returned: str) -> InboundMail:
    raw = (
        "From: MAILER-DAEMON@mx.test\nSubject: Undelivered\n"
        "Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n"
        "--b\n\nNot delivered.\n--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.test\n\n"
        f"{status_fields}\n--b\n{returned}\n--b--\n"
    )
    return parse(raw.encode(), own_domain="desk.test")


def test_delivery_report_names_the_failed_recipient_among_several() -> None:
    mail = report(
        "Final-Recipient: rfc822; good@x.ru\nAction: delivered\nStatus: 2.0.0\n\n"
        "Final-Recipient: rfc822; Bad@x.ru\nAction: failed\nStatus: 5.2.2\nDiagnostic-Code: smtp; 552 full",
        "Content-Type: message/rfc822\n\nMessage-ID: <INC1.5@desk.test>\nSubject: x\n\nbody",
    )
    assert mail.bounce is not None
    assert mail.auto_reason == Reason.BOUNCE
    assert mail.bounce.final_recipient == "bad@x.ru"
    assert mail.bounce.status == "5.2.2"
    assert mail.bounce.diagnostic == "smtp; 552 full"
    assert mail.bounce.original_message_id == "<INC1.5@desk.test>"


@pytest.mark.parametrize("action", ["delayed", "delivered", "relayed", "expanded"])
def test_other_reports_are_no_bounces(action: str) -> None:
    mail = report(
        f"Final-Recipient: rfc822; a@x.ru\nAction: {action}\nStatus: 4.0.0", "Content-Type: text/plain\n\nx"
    )
    assert mail.bounce is not None
    assert (mail.auto_reason, mail.bounce.action) == (Reason.DELIVERY_REPORT, action)


def test_returned_mail_of_ours_is_a_bounce_and_no_loop() -> None:
    mail = report(
        "Final-Recipient: rfc822; a@x.ru\nAction: failed\nStatus: 5.1.1",
        "Content-Type: text/rfc822-headers\n\nX-Otklik-Delivery: 1@desk.test\nMessage-ID: <INC1.5@desk.test>",
    )
    assert mail.auto_reason == Reason.BOUNCE


def test_person_who_asks_about_a_bounce() -> None:
    mail = read("Subject: Undelivered mail, что делать?", "Пришло «Mail delivery failed».")
    assert mail.bounce is None
    assert not mail.is_auto

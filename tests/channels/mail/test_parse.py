"""A whole mail: fields, threads, dates, files."""

from datetime import UTC, datetime
from email.message import EmailMessage

import pytest

from otklik.channels.mail.bounds import MAX_ATTACHMENTS, MAX_REFERENCES, MAX_SUBJECT, MAX_TEXT, MailRefused
from otklik.channels.mail.filenames import safe_name
from otklik.channels.mail.parse import parse, read_date


def letter(**fields: str) -> EmailMessage:
    message = EmailMessage()
    for name, value in fields.items():
        message[name.replace("_", "-")] = value
    return message


def test_everyday_mail() -> None:
    message = letter(
        From="Иван Петров <Ivan@Example.ORG>",
        To="Поддержка <support@desk.test>, it@desk.test",
        Cc="boss@example.org",
        Reply_To="ivan.home@example.org",
        Subject="Re: [INC601599] Не печатает принтер",
        Date="Fri, 20 Nov 2026 10:51:00 +0300",
        Message_ID="<m1@example.org>",
        In_Reply_To="<INC601599.1@desk.test>",
        References="<INC601599.0@desk.test> <INC601599.1@desk.test>",
        Delivered_To="support@desk.test",
    )
    message.set_content("Всё ещё не печатает.\n")
    message.add_attachment(b"%PDF", "application", "pdf", filename="Счёт.pdf")
    raw = message.as_bytes()
    mail = parse(raw)
    assert (mail.from_email, mail.from_name) == ("ivan@example.org", "Иван Петров")
    assert [address.email for address in mail.to] == ["support@desk.test", "it@desk.test"]
    assert [address.email for address in mail.cc] == ["boss@example.org"]
    assert [address.email for address in mail.reply_to] == ["ivan.home@example.org"]
    assert mail.subject == "Re: [INC601599] Не печатает принтер"
    assert mail.subject_numbers == ("INC601599",)
    assert mail.date == datetime(2026, 11, 20, 7, 51, tzinfo=UTC)
    assert mail.message_id == "<m1@example.org>"
    assert mail.in_reply_to == "<INC601599.1@desk.test>"
    assert mail.references == ("<INC601599.0@desk.test>", "<INC601599.1@desk.test>")
    assert mail.delivered_to == ("support@desk.test",)
    assert mail.text == "Всё ещё не печатает."
    assert mail.html == ""
    assert [(file.name, file.content_type, file.size) for file in mail.attachments] == [
        ("Счёт.pdf", "application/pdf", 4)
    ]
    assert ("Subject", mail.subject) in mail.fields
    assert mail.size == len(raw)
    assert len(mail.sha256) == 64


@pytest.mark.parametrize(
    ("subject", "numbers"),
    [
        ("Re: [INC12] и INC12", ("INC12",)),
        ("#17 и SUP-5", ("17", "SUP-5")),
        ("Заявка №254001", ("254001",)),
        ("заявка инц15", ("ИНЦ15",)),
        ("без номера", ()),
        ("ABC1DEF 2.5", ("2", "5")),
    ],
)
def test_numbers_of_a_subject(subject: str, numbers: tuple[str, ...]) -> None:
    assert parse(f"Subject: {subject}\n\nx".encode()).subject_numbers == numbers


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Fri, 20 Nov 2026 10:51:07 +0300", datetime(2026, 11, 20, 7, 51, 7, tzinfo=UTC)),
        ("20 Nov 26 10:51 GMT", datetime(2026, 11, 20, 10, 51, tzinfo=UTC)),
        ("Fri, 20 Nov 2026 10:51:60 -0500 (EST)", datetime(2026, 11, 20, 15, 51, 59, tzinfo=UTC)),
        ("Fri, 20-Nov-2026 10:51:00 MSK", datetime(2026, 11, 20, 7, 51, tzinfo=UTC)),
        ("Fri, 20 Nov 2026 10:51:00", datetime(2026, 11, 20, 10, 51, tzinfo=UTC)),
        ("Fri, 31 Feb 2026 10:51:00 +0300", None),
        ("Fri, 20 Nov 2026 10:51:00 +9999", datetime(2026, 11, 20, 10, 51, tzinfo=UTC)),
        (
            "Mon, 01 Jan 0001 00:00:00 +1400",
            datetime(2001, 1, 1, 10, tzinfo=UTC).replace(year=2000, month=12, day=31),
        ),
        ("1 Jan 49 10:00 GMT", datetime(2049, 1, 1, 10, tzinfo=UTC)),
        ("1 Jan 50 10:00 GMT", datetime(1950, 1, 1, 10, tzinfo=UTC)),
        ("1 Jan 99 10:00 GMT", datetime(1999, 1, 1, 10, tzinfo=UTC)),
        ("1 Jan 1000 10:00 GMT", datetime(1000, 1, 1, 10, tzinfo=UTC)),
        ("вчера", None),
        ("", None),
    ],
)
def test_dates(written: str, read: datetime | None) -> None:
    assert read_date(written) == read


def test_an_empty_message_id_is_none() -> None:
    mail = parse(b"Message-ID: < >\nIn-Reply-To: <a>\n\nx")
    assert (mail.message_id, mail.in_reply_to) == ("", "<a>")


def test_subject_and_references_are_bounded() -> None:
    ids = " ".join(f"<{number}@x>" for number in range(1000))
    mail = parse(f"Subject: {'я' * 3000}\nReferences: {ids}\n\nx".encode())
    assert len(mail.subject) == MAX_SUBJECT
    assert len(mail.references) == MAX_REFERENCES
    assert (mail.references[0], mail.references[-1]) == ("<0@x>", "<999@x>")


def test_long_text_is_shortened_and_says_so() -> None:
    mail = parse(b"Content-Type: text/plain\n\n" + b"word " * 200_000)
    assert len(mail.text) <= MAX_TEXT
    assert mail.shortened
    assert not parse(b"\n\nword").shortened


def test_too_many_files_are_refused() -> None:
    part = "--b\nContent-Type: image/png\nContent-Disposition: attachment\n\nx\n"
    raw = f"Content-Type: multipart/mixed; boundary=b\n\n{part * (MAX_ATTACHMENTS + 1)}--b--\n"
    with pytest.raises(MailRefused) as refused:
        parse(raw.encode())
    assert refused.value.reason == "too-many-attachments"


@pytest.mark.parametrize(
    ("written", "safe"),
    [
        ("Отчёт за ноябрь.doc", "Отчёт за ноябрь.doc"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\x\\a.txt", "a.txt"),
        ("a\nb\x00c.txt", "a_b_c.txt"),
        ("..", ""),
        ("", ""),
        ("x" * 300 + ".docx", "x" * 250 + ".docx"),
        ("Й.txt", "Й.txt"),
        (" a . ", "a"),
    ],
)
def test_safe_names(written: str, safe: str) -> None:
    assert safe_name(written) == safe


def test_quoted_logo_is_marked_and_new_picture_is_not() -> None:
    message = letter(From="a@b.ru", Subject="Re: x", In_Reply_To="<x@desk.test>")
    message.set_content("см. снимок")
    message.add_alternative(
        '<p>см. снимок <img src="cid:new"></p><div class="moz-cite-prefix">20.11.2026 10:51, Имя пишет:</div>'
        '<blockquote type="cite">старое <img src="cid:old"></blockquote>',
        subtype="html",
    )
    rich = message.get_body(("html",))
    assert isinstance(rich, EmailMessage)
    rich.add_related(b"1", "image", "png", cid="<new>", filename="new.png")
    rich.add_related(b"2", "image", "png", cid="<old>", filename="old.png")
    files = {file.name: (file.inline, file.quoted) for file in parse(message.as_bytes()).attachments}
    assert files == {"new.png": (True, False), "old.png": (True, True)}

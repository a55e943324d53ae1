"""Header fields, encoded words, parameters and addresses, as real mailers write them."""

import base64

import pytest

from otklik.channels.mail.addresses import Address, read_addresses
from otklik.channels.mail.bounds import MAX_ADDRESSES, MailRefused
from otklik.channels.mail.headers import decode_words, parameters, read_block


def word(text: str | bytes, charset: str = "utf-8") -> str:
    raw = text.encode(charset) if isinstance(text, str) else text
    return f"=?{charset}?B?{base64.b64encode(raw).decode()}?="


def test_word_split_in_the_middle_of_a_letter() -> None:
    raw = "Не работает".encode()
    assert decode_words(f"{word(raw[:5])} {word(raw[5:])}") == "Не работает"


def test_base64_split_in_the_middle_of_a_quantum() -> None:
    whole = base64.b64encode("Не работает".encode()).decode()
    assert decode_words(f"=?utf-8?B?{whole[:10]}?= =?utf-8?B?{whole[10:]}?=") == "Не работает"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (f"Re: {word('Тест')} [INC1]", "Re: Тест [INC1]"),
        (f"{word('А')}{word('Б')}", "АБ"),
        (f"{word('А', 'koi8-r')} {word('Б', 'cp1251')}", "АБ"),
        ("=?utf-8?Q?=D0=94=D0=B0=2C_=D0=B4=D0=B0?=", "Да, да"),
        ("=?UTF-8*ru?Q?=D0=94=D0=B0?=", "Да"),
        ("=?utf-8?Q?Что?_=D0=B4=D0=B0??=", "Что? да?"),
        ("=?koi8-r?q?=E4=C1?=", "Да"),
        ("=?broken", "=?broken"),
        ("=?utf-8?X?abc?=", "=?utf-8?X?abc?="),
        ("=?x-none?B?0JTQsA==?=", "Да"),
        ("a\u202eb\x00c  d", "abc d"),
    ],
)
def test_decode_words(written: str, read: str) -> None:
    assert decode_words(written) == read


@pytest.mark.parametrize(
    ("written", "main", "read"),
    [
        (
            'text/plain; charset="utf-8"; format=flowed',
            "text/plain",
            {"charset": "utf-8", "format": "flowed"},
        ),
        ("TEXT/HTML ;Charset = KOI8-R", "text/html", {"charset": "KOI8-R"}),
        ("attachment; filename=Отчет за ноябрь.doc", "attachment", {"filename": "Отчет за ноябрь.doc"}),
        (f'attachment; filename="{word("Отчёт.doc")}"', "attachment", {"filename": "Отчёт.doc"}),
        (f"attachment; filename={word('Отчёт.doc')}", "attachment", {"filename": "Отчёт.doc"}),
        ("a; filename*=utf-8''%D0%9E%D1%82.doc", "a", {"filename": "От.doc"}),
        ("a; filename*=windows-1251'ru'%CE%F2.doc; filename=bad.doc", "a", {"filename": "От.doc"}),
        ("a; f*1*=%82; f*0*=utf-8''%D0%9E%D1", "a", {"f": "От"}),
        ("a; f*0=one; f*1=two", "a", {"f": "onetwo"}),
        (r'a; f="C:\docs\a \"b\".doc"', "a", {"f": r'C:\docs\a "b".doc'}),
        ('a; f="unclosed; g=1', "a", {"f": '"unclosed', "g": "1"}),
        ("", "", {}),
    ],
)
def test_parameters(written: str, main: str, read: dict[str, str]) -> None:
    assert parameters(written) == (main, read)


def test_block_with_rubbish_and_no_blank_line() -> None:
    headers, body = read_block(b"A: 1\nB: 2\nnot a field\nbody goes on\n", 0, 35)
    assert [name for name, _ in headers.fields] == ["A", "B"]
    assert body == len(b"A: 1\nB: 2\n")


def test_single_line_of_rubbish_between_fields_is_skipped() -> None:
    raw = b"A: 1\nrubbish\nB: 2\n\nbody"
    headers, body = read_block(raw, 0, len(raw))
    assert headers.first("b") == "2"
    assert raw[body:] == b"body"


def test_folded_field_is_unfolded() -> None:
    raw = b"Subject: one\r\n two\r\n\tthree\r\n\r\n"
    headers, _ = read_block(raw, 0, len(raw))
    assert headers.first("Subject") == "one two three"


def test_header_block_beyond_the_limit_is_refused() -> None:
    raw = b"X: y\n" * 400_000
    with pytest.raises(MailRefused) as refused:
        read_block(raw, 0, len(raw))
    assert refused.value.reason == "header-too-long"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Иван <a@b.ru>", [("a@b.ru", "Иван")]),
        (
            '"Петров, Иван" <A@B.RU>, c@d.ru (Пётр (младший))',
            [("a@b.ru", "Петров, Иван"), ("c@d.ru", "Пётр (младший)")],
        ),
        ("Miller, John <john@b.ru>", [("john@b.ru", "Miller, John")]),
        (f"{word('Петров, Иван')} <a@b.ru>", [("a@b.ru", "Петров, Иван")]),
        (word("Иван <a@b.ru>"), [("a@b.ru", "Иван")]),
        ("a@b.ru", [("a@b.ru", "")]),
        ("Иван a@b.ru", [("a@b.ru", "Иван")]),
        ("<a @b.ru>", [("a@b.ru", "")]),
        ("<<a@b.ru>>", [("a@b.ru", "")]),
        ("'a@b.ru' <a@b.ru>", [("a@b.ru", "")]),
        ("Name <mailto:a@b.ru>", [("a@b.ru", "Name")]),
        ("a@b.ru; c@d.ru", [("a@b.ru", ""), ("c@d.ru", "")]),
        ("Отдел: a@b.ru, c@d.ru;", [("a@b.ru", ""), ("c@d.ru", "")]),
        ("user@почта.рф", [("user@xn--80a1acny.xn--p1ai", "")]),
        ("undisclosed-recipients:;", []),
        ("nobody", []),
        ("", []),
    ],
)
def test_read_addresses(written: str, read: list[tuple[str, str]]) -> None:
    assert read_addresses(written) == tuple(Address(*pair) for pair in read)


def test_addresses_are_bounded() -> None:
    assert len(read_addresses(",".join(f"a{number}@b.ru" for number in range(5000)))) == MAX_ADDRESSES

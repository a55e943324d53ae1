"""Bytes to text: labels believed, corrected, guessed and refused."""

import pytest

from otklik.channels.mail.charsets import codec_named, decode

RUSSIAN = "Добрый день! Не работает принтер в кабинете 312. Прошу помочь. С уважением, Иванова"


@pytest.mark.parametrize(
    ("codec", "label"),
    [
        ("koi8-r", "koi8-r"),
        ("koi8-r", "KOI8-R"),
        ("cp1251", "windows-1251"),
        ("cp1251", "cp-1251"),
        ("cp866", "ibm866"),
        ("iso8859-5", "ISO-8859-5"),
        ("mac-cyrillic", "x-mac-cyrillic"),
        ("utf-8", "utf8"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16le"),
    ],
)
def test_right_label(codec: str, label: str) -> None:
    assert decode(RUSSIAN.encode(codec), label) == RUSSIAN


@pytest.mark.parametrize("codec", ["cp1251", "koi8-r", "cp866", "iso8859-5", "utf-8"])
@pytest.mark.parametrize(
    "label", ["", "us-ascii", "utf-8", "iso-8859-1", "x-unknown", "koi8-r", "windows-1251", "utf-7"]
)
def test_wrong_or_missing_label(codec: str, label: str) -> None:
    assert decode(RUSSIAN.encode(codec), label) == RUSSIAN


@pytest.mark.parametrize("text", ["Café résumé naïve", "Müller, Straße, grüßt", "Señor Muñoz"])
@pytest.mark.parametrize("label", ["", "us-ascii", "iso-8859-1"])
def test_western_text_is_not_taken_for_russian(text: str, label: str) -> None:
    assert decode(text.encode("cp1252"), label) == text


@pytest.mark.parametrize("text", ["НЕ РАБОТАЕТ ПРИНТЕР", "Да", "№ 5 — «да»", "Хэш-функция, эхо, щи"])
def test_short_and_capital_texts_unlabelled(text: str) -> None:
    assert decode(text.encode("cp1251")) == text


def test_damaged_utf8_stays_utf8() -> None:
    raw = RUSSIAN.encode()
    assert decode(raw[:-1], "utf-8").startswith(RUSSIAN[:-1])
    assert decode(raw + b"\xff", "utf-8") == RUSSIAN + "\ufffd"


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (b"+BBoEMARBBEEEMA- <script>", "Касса <script>"),
        (b"+BBoEMA, 2 +- 2 + 2", "Ка, 2 + 2 + 2"),
        (b"+2AA- +AAA- +A", "+2AA- \x00 +A"),
        (b"A.ops +2D3eAA-", "A.ops \U0001f600"),
    ],
)
def test_utf7_where_the_mail_says_so(raw: bytes, text: str) -> None:
    """Half a surrogate pair stays as it is written."""
    assert decode(raw, "utf-7") == text
    assert decode(raw) == raw.decode()


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (b"\x1b$B-!-5-j\x1b(B 1", "①Ⅰ㈱ 1"),
        (b"\x1b(IP]\x1b(B!", "ﾐﾝ!"),
        (b"\x1b$B|qF|K\x5c\x1b(B", "ⅰ日本"),
        (b"\x1b$B%W%j\x1b(J x", "プリ x"),
        (b"\x1b$B!", ""),
    ],
)
def test_japanese_vendor_letters(raw: bytes, text: str) -> None:
    assert decode(raw, "iso-2022-jp") == text
    assert decode(raw) == text


def test_chinese_among_japanese() -> None:
    """ISO-2022-JP-2 has stretches of GB 2312 and KS C 5601 (RFC 1554)."""
    text = "日本 中国 한국"
    assert decode(text.encode("iso2022_jp_2"), "iso-2022-jp-2") == text


@pytest.mark.parametrize(
    "label",
    ["zip", "hex", "rot13", "unicode_escape", "idna", "base64", "utf\x008", "x" * 1000, "юникод", "../etc"],
)
def test_labels_that_are_no_charset(label: str) -> None:
    assert codec_named(label) == ""
    assert decode(b"plain \\u0041", label) == "plain \\u0041"


def test_byte_order_mark_wins() -> None:
    assert decode(b"\xef\xbb\xbf" + RUSSIAN.encode(), "koi8-r") == RUSSIAN
    assert decode(RUSSIAN.encode("utf-16"), "windows-1251") == RUSSIAN


def test_utf16_label_on_plain_text() -> None:
    assert decode(b"hello there", "utf-16") == "hello there"


def test_japanese() -> None:
    text = "プリンターが動きません"
    for codec in ("iso2022_jp", "euc_jp", "shift_jis"):
        assert decode(text.encode(codec), codec.replace("_", "-")) == text
    assert decode(text.encode("iso2022_jp")) == text

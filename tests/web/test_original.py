"""A raw mail as a person reads it: 8-bit headers without a charset by the parser's guess."""

from __future__ import annotations

import pytest

from otklik.channels.mail.bounds import MAX_HEADER_BYTES
from otklik.web.original import SHOWN, described


@pytest.mark.parametrize("charset", ["koi8-r", "windows-1251", "utf-8"])
def test_raw_headers_are_read(charset: str) -> None:
    lines = "From: Марина Кузнецова <marina@tehnopak.test>\r\nSubject: Нет сканера\r\n\r\nВыручайте нас"
    shown = described(lines.encode(charset))
    assert [value for _name, value in shown.headers] == [
        "Марина Кузнецова <marina@tehnopak.test>",
        "Нет сканера",
    ]
    assert "Выручайте нас" in shown.source
    assert "\ufffd" not in shown.source


def test_encoded_folded_and_hostile_ones() -> None:
    folded = b"Subject: =?utf-8?B?0J/RgNC40LI=?=\r\n =?utf-8?B?0LXRgg==?=\r\nX-Other: 1\r\n\r\nbody"
    assert [value for _name, value in described(folded).headers] == ["Привет"]
    long = b"Subject: first\r\n" + b"X-Filler: " + b"x" * (MAX_HEADER_BYTES + 10)
    assert described(long).headers[0][1] == "first"
    assert described(long).is_cut == (len(long) > SHOWN)
    for rubbish in (b"", b"\x00\xff", b"no header at all"):
        assert described(rubbish).headers == []

"""Senders that may be somebody else are shown as they are, and marked."""

from __future__ import annotations

import base64

import pytest

from otklik.channels.mail.doubts import Doubt, doubts_about, marked_name
from otklik.channels.mail.headers import read_block

BOSS = "director@demo.test"
MX = "mx.desk.test"
DISOWNED = [Doubt.DMARC_FAILED]
HIDDEN = base64.b64encode(b"Boss <boss@demo.test>").decode()


@pytest.mark.parametrize(
    ("lines", "doubts"),
    [
        ("From: Ann <ann@client.example>", []),
        ("From: ann@client.example", []),
        ('From: "ann@client.example" <ANN@client.example>', []),
        (f'From: "{BOSS}" <stranger@else.example>', [Doubt.NAME_IS_AN_ADDRESS]),
        ("From: =?utf-8?Q?director=40demo.test?= <s@else.example>", [Doubt.NAME_IS_AN_ADDRESS]),
        ("From: Ann <ann@client.example>\nFrom: Boss <boss@demo.test>", [Doubt.TWO_SENDERS]),
        (f"From: =?utf-8?B?{HIDDEN}?=", [Doubt.ENCODED_ADDRESS]),
        ("From: =?utf-8?Q?Ann?= <ann@client.example>", []),
        ("Subject: no sender", []),
        (f"Authentication-Results: {MX}; spf=pass; dmarc=fail (p=REJECT; sp=NONE) header.from=x", DISOWNED),
        (f"Authentication-Results: {MX} 1; dkim=fail\nAuthentication-Results: {MX}; dmarc=fail", DISOWNED),
        ("Authentication-Results: spf=fail smtp.mailfrom=x;dmarc=fail action=none", DISOWNED),
        (f"Authentication-Results: {MX}; dmarc=pass\nAuthentication-Results: other; dmarc=fail", []),
        (f"Authentication-Results: {MX}; dmarc=none (dmarc=fail)\nARC-Authentication-Results:dmarc=fail", []),
    ],
)
def test_doubts_about_a_sender(lines: str, doubts: list[Doubt]) -> None:
    headers, _ = read_block(f"{lines}\n\n".encode(), 0, 10_000)
    assert doubts_about(headers) == doubts


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Ann", "Ann"),
        ("", ""),
        ("ann@client.example", "ann@client.example"),
        (BOSS, f"{BOSS} <ann@client.example>"),
        ("x" * 150 + " a@b.test", "x" * 129 + " <ann@client.example>"),
    ],
)
def test_a_name_never_stands_for_another_address(name: str, shown: str) -> None:
    assert marked_name(name, "ann@client.example") == shown

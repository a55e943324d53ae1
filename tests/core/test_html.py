"""Markup from outside is made harmless; what people typed is shown as they typed it."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otklik.core.html import clean, from_text, to_text

_ATTACKS = [
    "<script>alert(1)</script>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<img src=x onerror=alert(1)>",
    "<img src='https://spy.test/p.gif'>",
    "<img src='//spy.test/p.gif'>",
    "<img src='data:image/svg+xml;base64,AAAA'>",
    "<img src='/files/1'>",
    "<img srcset='https://spy.test/p.gif 2x' src='cid:a'>",
    "<svg onload=alert(1)><script>1</script></svg>",
    "<math><mtext></mtext><style><img src=x onerror=alert(1)></style></math>",
    "<a href='javascript:alert(1)'>x</a>",
    "<a href=' java\nscript:alert(1)'>x</a>",
    "<a href='vbscript:x' onclick='x()'>x</a>",
    "<a href='data:text/html,<script>1</script>'>x</a>",
    "<iframe src='https://spy.test'></iframe>",
    "<object data='x'></object><embed src='x'>",
    "<form action='https://spy.test'><input name=p><button>go</button></form>",
    "<style>body{background:url(https://spy.test)}</style>",
    "<div style='background:url(https://spy.test)' class='btn' id='facts' data-part='/x'>x</div>",
    "<link rel=stylesheet href='//spy.test'><meta http-equiv=refresh content=0><base href='//spy.test'>",
    "<video src='https://spy.test'></video><audio src='x'></audio><source src='x'>",
    "<table background='https://spy.test'><tr><td>x</td></tr></table>",
    "<!-- <script>alert(1)</script> --><![CDATA[<script>1</script>]]>",
    "<p>ok<template><script>1</script></template>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<blockquote cite='javascript:1' type='cite'>q</blockquote>",
]
_BAD_TAG = re.compile(
    r"<\s*/?\s*(script|style|iframe|object|embed|form|input|button|link|meta|base|svg|math|video|audio|source"
    r"|template|noscript|textarea|select)\b",
    re.IGNORECASE,
)
_TAG = re.compile(r"<[a-zA-Z][^>]*>")
_ATTRIBUTE = re.compile(r'\s([a-zA-Z\-]+)="([^"]*)"')
_REL = "noopener noreferrer nofollow"
_ALLOWED = {
    "href", "title", "rel", "src", "alt", "width", "height", "colspan", "rowspan", "start", "type",
}  # fmt: skip


def _check(markup: str) -> None:
    """Nothing in it runs, styles, posts or fetches."""
    assert not _BAD_TAG.search(markup)
    assert "<!--" not in markup
    for tag in _TAG.findall(markup):
        for name, value in _ATTRIBUTE.findall(tag):
            assert name in _ALLOWED
            if name == "src":
                assert value.startswith("cid:")
            if name == "href":
                assert not re.match(r"\s*(javascript|vbscript|data)\s*:", value, re.IGNORECASE)


@pytest.mark.parametrize("markup", _ATTACKS)
def test_attacks_come_out_harmless(markup: str) -> None:
    """Each alone, and one after another."""
    _check(clean(markup))


@given(
    st.lists(
        st.sampled_from([*_ATTACKS, "<p>", "</p>", "<td", ">", "'", '"', "<", "текст", "&lt;"]), max_size=6
    )
)
def test_any_mixture_comes_out_harmless(parts: list[str]) -> None:
    """And cleaning what is clean changes nothing: stored text can be cleaned again."""
    once = clean("".join(parts))
    _check(once)
    assert clean(once) == once


@given(st.text(alphabet="<>\"'=/:;& abciоnimgsrcp\x00\n", max_size=120))
def test_any_text_comes_out_harmless(markup: str) -> None:
    """Whatever is thrown at it."""
    _check(clean(markup))


@pytest.mark.parametrize(
    ("markup", "kept"),
    [
        ("<p>Добрый <b>день</b><br>Иван</p>", "<p>Добрый <b>день</b><br>Иван</p>"),
        (
            '<a href="https://a.test/?q=1&amp;b=2" target="_blank">дом</a>',
            '<a href="https://a.test/?q=1&amp;b=2" rel="noopener noreferrer nofollow">дом</a>',
        ),
        (
            '<a href="mailto:a@b.test">a</a>',
            '<a href="mailto:a@b.test" rel="noopener noreferrer nofollow">a</a>',
        ),
        ('<img src="cid:pic@1" alt="схема" width="5">', '<img src="cid:pic@1" alt="схема" width="5">'),
        ('<table><tbody><tr><td colspan="2">1</td></tr></tbody></table>',) * 2,
        ('<ol start="3"><li>три</li></ol>', '<ol start="3"><li>три</li></ol>'),
        ("<font color=red>красный</font>", "красный"),
    ],
)
def test_ordinary_markup_stays(markup: str, kept: str) -> None:
    """What mails are made of."""
    assert clean(markup) == kept


@pytest.mark.parametrize(
    ("text", "markup"),
    [
        ("", ""),
        ("  \n ", ""),
        ("Да", "<p>Да</p>"),
        ("раз\nдва\r\nтри", "<p>раз<br>два<br>три</p>"),
        ("раз\n\nдва\n \n\nтри", "<p>раз</p><p>два</p><p>три</p>"),
        ("1 < 2 & \"3\" > '4'", "<p>1 &lt; 2 &amp; &quot;3&quot; &gt; &#x27;4&#x27;</p>"),
        ("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"),
        (
            "см. https://a.test/x?a=1&b=2.",
            f'<p>см. <a href="https://a.test/x?a=1&amp;b=2" rel="{_REL}">https://a.test/x?a=1&amp;b=2</a>.</p>',
        ),
        ("javascript:alert(1)", "<p>javascript:alert(1)</p>"),
    ],
)
def test_from_text(text: str, markup: str) -> None:
    """Paragraphs, breaks and links; everything else is letters."""
    assert from_text(text) == markup


@given(st.text(max_size=200))
def test_typed_text_is_never_markup(text: str) -> None:
    """It passes the cleaner as it is, but for its own `rel`."""
    _check(from_text(text))


@given(st.text(alphabet="абв <>&\n", max_size=60))
def test_words_survive(text: str) -> None:
    """Typed, shown and read back: the same words in the same order."""
    assert to_text(from_text(text)).split() == text.split()


def test_to_text() -> None:
    """A line for each block."""
    assert (
        to_text("<p>раз<br>два</p><ul><li>три</li><li>четыре &amp; пять</li></ul>")
        == "раз\nдва\nтри\nчетыре & пять"
    )

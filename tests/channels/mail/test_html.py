"""HTML bodies: readable lines, and markup that can be shown without harm."""

import pytest

from otklik.channels.mail.bounds import MAX_HTML_DEPTH
from otklik.channels.mail.htmlclean import clean_html, html_of_text
from otklik.channels.mail.htmltext import Picture, html_lines
from otklik.channels.mail.htmltree import crude_text, read_html
from otklik.channels.mail.lines import shown_text
from otklik.channels.mail.parse import parse

PICTURES = {"one@x": Picture("one.png", 50_000), "logo@x": Picture("logo.png", 900)}


def text_of(markup: str) -> str:
    nodes = read_html(markup)
    assert nodes is not None
    return shown_text(html_lines(nodes, PICTURES))


def clean(markup: str) -> str:
    nodes = read_html(markup)
    assert nodes is not None
    return clean_html(nodes)


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>Один</p><p>Два</p>", "Один\n\nДва"),
        ("<p class=MsoNormal>Один</p><p class=MsoNormal>&nbsp;</p><p class=MsoNormal>Два</p>", "Один\n\nДва"),
        ("<div>Один</div><div>Два</div><div><br></div><div>Три</div>", "Один\nДва\n\nТри"),
        ("один\n  два<br>три<br><br><br><br>четыре", "один два\nтри\n\nчетыре"),
        ("<ul><li>раз<li><p>два</p></ul>", "- раз\n- два"),
        ("<ol start=3><li>а<ul><li>б</ul><li>в</ol>", "3. а\n  - б\n4. в"),
        ("<table><tr><th>К<th>Ц<tr><td>1<td><p>2</p></table>", "К | Ц\n1 | 2"),
        ("<table><tr><td><table><tr><td>а</td></tr></table></td><td>б<br>в</td></tr></table>", "а\nб\nв"),
        ("<table><tr><th>Тема:</th><td>касса</td></tr></table>", "Тема: касса"),
        ('<a href="https://x.ru/a">тут</a>', "тут (https://x.ru/a)"),
        ('<a href="https://x.ru/">x.ru</a> <a href="mailto:a@b.ru">a@b.ru</a>', "x.ru a@b.ru"),
        ('<a href="mailto:a@b.ru">Пишите</a>', "Пишите (a@b.ru)"),
        ('a<img src="cid:one@x">b <img src="cid:one@x">', "a [one.png]b [one.png]"),
        ('<img src="http://x.ru/1.png" alt="Схема"><img alt=":)" src="http://x.ru/2.png">', "[Схема]:)"),
        ('<div style="display: none">нет</div><span hidden>нет</span>да', "да"),
        ("<style>p{}</style><script>x</script><title>т</title>да", "да"),
        ("<pre>a\n  b\n\nc</pre>", "a\n  b\n\nc"),
        ("<blockquote>сам</blockquote>", "> сам"),
        ("&gt; цитата<br>ответ", "> цитата\nответ"),
        ("а<hr>б", "а\n----------\nб"),
        ("1 &lt; 2 &amp;&amp; 3 &gt; 2 &quot;x&quot; &#128077;", '1 < 2 && 3 > 2 "x" 👍'),
    ],
)
def test_text_of_html(markup: str, text: str) -> None:
    assert text_of(markup) == text


@pytest.mark.parametrize(
    "markup",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        '<a href="javascript:alert(1)">x</a>',
        '<a href=" jav&#x09;ascript:alert(1)">x</a>',
        '<svg onload="alert(1)"><script>alert(1)</script></svg>',
        '<iframe src="https://evil.example"></iframe>',
        '<form action="https://evil.example"><input name=password></form>',
        '<div style="background:url(https://evil.example/x)">x</div>',
        '<p style="color:red;position:fixed;background-image:url(//evil.example)">x</p>',
        '<p style="color:expression(alert(1))">x</p>',
        "<style>@import url(https://evil.example)</style>",
        '<link rel=stylesheet href="https://evil.example/x.css">',
        '<meta http-equiv=refresh content="0;url=https://evil.example">',
        '<base href="https://evil.example/">',
        '<img srcset="https://evil.example/1.png 2x">',
        '<video poster="https://evil.example/1.png" src="https://evil.example/1.mp4"></video>',
        '<table background="https://evil.example/1.png"><tr><td>x</table>',
        '<math><mtext><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">',
        '<noscript><p title="</noscript><img src=x onerror=alert(1)>"></noscript>',
        '<a href="data:text/html,<script>alert(1)</script>">x</a>',
        '<p class="desk-dialog" id="composer">x</p>',
    ],
)
def test_nothing_harmful_is_left(markup: str) -> None:
    cleaned = clean(markup).lower()
    for harm in (
        "script",
        "onerror",
        "onload",
        "evil.example",
        "<form",
        "<input",
        "expression",
        "class=",
        "id=",
    ):
        assert harm not in cleaned.replace("&lt;img src=1 onerror=alert(1)&gt;", "")


def test_remote_picture_is_not_loaded_and_pixel_is_gone() -> None:
    cleaned = clean(
        '<img src="https://x.ru/a.png" width="300" alt="Сеть"><img src="https://x.ru/p.gif" width=1 height=1>'
    )
    assert cleaned == '<img data-remote-src="https://x.ru/a.png" alt="Сеть" width="300">'


def test_links_are_made_safe() -> None:
    assert clean('<a href="https://x.ru" target=_top onclick=x>x</a>') == (
        '<a href="https://x.ru" rel="noopener noreferrer nofollow">x</a>'
    )


@pytest.mark.parametrize(
    ("style", "kept"),
    [
        ("color:red", "color:red"),
        ("color: #C00000", "color:#c00000"),
        ("COLOR: RGB(200, 0, 0) !important", "color:rgb(200, 0, 0)"),
        ("color:black", ""),
        ("color:#222222;background-color:white", ""),
        ("color:rgb(33,33,33)", ""),
        ("background-color:yellow", "background-color:yellow"),
        ("font-weight:700;font-size:40pt", "font-weight:700"),
        ("text-align:center", "text-align:center"),
    ],
)
def test_only_meaning_is_kept_of_a_style(style: str, kept: str) -> None:
    expected = f'<p style="{kept}">x</p>' if kept else "<p>x</p>"
    assert clean(f'<p style="{style}">x</p>') == expected


def test_layout_is_reduced() -> None:
    markup = (
        '<div><font color="#ff0000" size=7>да</font><span style="font-size:9pt">нет</span><span></span></div>'
    )
    assert clean(markup) == '<div><span style="color:#ff0000">да</span>нет</div>'


@pytest.mark.parametrize(
    "markup", ["<div>" * (MAX_HTML_DEPTH + 1), "<p " + "a=b " * 4000 + ">x", "&nbsp;" * 70_000]
)
def test_html_beyond_the_limits_is_not_read(markup: str) -> None:
    assert read_html(markup) is None


def test_html_beyond_the_limits_is_read_as_text() -> None:
    markup = f"{'<div>' * 2000}<p>Касса не работает &amp; звенит</p><script>x</script><p>Второй</p>"
    mail = parse(f"Content-Type: text/html; charset=utf-8\n\n{markup}".encode())
    assert mail.text == "Касса не работает & звенит\nВторой"
    assert mail.html == "Касса не работает &amp; звенит<br>\nВторой"


def test_crude_text_never_shows_scripts() -> None:
    assert crude_text("<p>a</p><script>secret</script>b<style>c").strip() == "a\nb"


def test_html_of_text_escapes() -> None:
    assert html_of_text("a < b\n<script>") == "a &lt; b<br>\n&lt;script&gt;"

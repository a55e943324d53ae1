"""For any bytes whatever: an answer or a refusal, never a fault; and what must hold of every cut."""

import email.policy
from email.message import EmailMessage

from hypothesis import given, settings
from hypothesis import strategies as st

from otklik.channels.mail.addresses import read_addresses
from otklik.channels.mail.bounds import MailRefused
from otklik.channels.mail.charsets import decode
from otklik.channels.mail.headers import decode_words, parameters
from otklik.channels.mail.htmlclean import clean_html
from otklik.channels.mail.htmltext import html_lines
from otklik.channels.mail.htmltree import read_html
from otklik.channels.mail.lines import text_lines, unflowed
from otklik.channels.mail.parse import parse
from otklik.channels.mail.quotes import SEPARATOR, cut
from otklik.channels.mail.transfer import undone
from otklik.channels.mail.wire import decode as from_wire
from otklik.channels.mail.wire import encode

PIECES = st.sampled_from(
    [
        "Content-Type: multipart/mixed; boundary=b\n",
        "Content-Type: text/html; charset=koi8-r\n",
        "Content-Type: message/rfc822\n",
        "Content-Transfer-Encoding: base64\n",
        "Content-Disposition: attachment; filename*0*=utf-8''%D0\n",
        "Subject: =?utf-8?B?0JTQ?= =?utf-8?Q?=BE?=\n",
        'From: (a <"b@c\n',
        "Auto-Submitted: auto-replied\n",
        "Date: 99 Nov 2026 99:99:99 +9999\n",
        "\n",
        "--b\n",
        "--b--\n",
        "<blockquote type=cite>",
        "<table><tr><td>",
        "<a href='",
        "&nbsp;",
        "> ",
        "On Fri, Nov 20, 2026 at 10:51 AM x <a@b.ru> wrote:\n",
        "От: a@b.ru\nОтправлено: 20.11.2026 10:51\nКому: x\nТема: y\n",
        "---------- Forwarded message ---------\n",
        f"{SEPARATOR['ru']}\n",
        "-- \n",
        "С уважением,\n",
        "Отправлено с iPhone\n",
        "Ответ",
        "\x00\xff",
    ]
)
ANY_MAIL = st.one_of(
    st.binary(max_size=300),
    st.lists(st.one_of(PIECES, st.text(max_size=20)), max_size=30).map(
        lambda pieces: "".join(pieces).encode()
    ),
)
ANY_LINES = st.lists(st.one_of(PIECES, st.text(max_size=30)), max_size=25).map("\n".join)
RUSSIAN_WORD = st.text("абвгдежзийклмнопрстуфхцчшщъыьэюя", min_size=3, max_size=12)
MANY = settings(max_examples=80)


@MANY
@given(ANY_MAIL)
def test_any_bytes_are_read_or_refused(raw: bytes) -> None:
    try:
        mail = parse(raw, own_domain="desk.test")
    except MailRefused:
        return
    document, contents = encode(mail)
    assert from_wire(document, b"".join(contents)) == mail
    assert mail == parse(raw, own_domain="desk.test")


@MANY
@given(ANY_LINES, st.booleans(), st.booleans())
def test_cut_keeps_lines_in_their_order(body: str, reply: bool, forward: bool) -> None:
    lines = text_lines(body)
    new = cut(lines, reply=reply, forward=forward)
    assert list(new.kept) == sorted(set(new.kept))
    assert [line.text for line in new.lines] == [lines[number].text for number in new.kept]
    assert any(line.text for line in new.lines) == any(line.text for line in lines)


@MANY
@given(st.lists(st.lists(RUSSIAN_WORD, min_size=1, max_size=6), min_size=1, max_size=6))
def test_plain_words_above_history_all_stay(lines: list[list[str]]) -> None:
    words = [" ".join(line) for line in lines]
    answer = "\n".join(words)
    history = f'20.11.2026, 10:51, "Служба" <s@d.ru>:\n> {SEPARATOR["ru"]}\n> Текст'
    new = cut(text_lines(f"{answer}\n\n{history}"), reply=True, forward=False)
    assert [line.text for line in new.lines if line.text] == words


@MANY
@given(ANY_LINES)
def test_any_html_becomes_lines_and_clean_markup(body: str) -> None:
    nodes = read_html(body)
    assert nodes is not None
    html_lines(nodes, {})
    cleaned = clean_html(nodes)
    again = read_html(cleaned)
    assert again is not None
    assert clean_html(again) == cleaned


@MANY
@given(st.text(max_size=200), st.binary(max_size=200), st.text(max_size=20))
def test_small_readers_never_raise(text: str, raw: bytes, label: str) -> None:
    assert isinstance(decode(raw, label), str)
    assert isinstance(undone(raw, label), bytes)
    for encoding in ("base64", "quoted-printable", "x-uuencode"):
        assert isinstance(undone(raw, encoding), bytes)
    decode_words(text)
    parameters(text)
    unflowed(text)
    read_addresses(text)


@MANY
@given(
    st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=60),
    st.text(
        st.characters(
            codec="utf-8",
            exclude_characters="\r\x85\u2028\u2029\x0b\x0c\x1c\x1d\x1e",
            exclude_categories=("C", "Zl", "Zp"),
        ),
        max_size=200,
    ),
    st.binary(max_size=200),
)
def test_what_the_standard_library_writes_is_read_back(subject: str, body: str, content: bytes) -> None:
    message = EmailMessage(policy=email.policy.SMTP)
    message["Subject"] = subject
    message["From"] = "a@b.ru"
    message.set_content(body, cte="base64")
    message.add_attachment(content, "application", "x-test", filename="файл.bin")
    mail = parse(message.as_bytes())
    assert mail.subject == " ".join(subject.split())
    assert [file.content for file in mail.attachments] == [content]
    assert mail.attachments[0].name == "файл.bin"
    assert "".join(mail.full_text.split()) == "".join(body.split())

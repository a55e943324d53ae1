"""The tree of parts and transfer encodings, held against the standard library on well-formed mail."""

import email
from email.message import Message
from pathlib import Path

import pytest

from otklik.channels.mail.bounds import MAX_MAIL_BYTES, MAX_PARTS, MailRefused
from otklik.channels.mail.mime import Part, read_tree
from otklik.channels.mail.transfer import undone

CORPUS = Path(__file__).parents[2] / "mail"
ON_PURPOSE = {
    "damaged-base64-cut-off": "base64 is read as far as it goes",
    "damaged-base64-is-text": "text under a base64 label stays text",
    "damaged-base64-with-list-footer": "a footer after base64 is not decoded",
    "damaged-boundary-in-utf8": "a boundary may have letters",
    "damaged-boundary-parameter": "the first boundary line counts where the parameter is wrong",
    "damaged-encoding-with-semicolon": "a semicolon after the encoding says nothing",
    "damaged-last-boundary-torn": "the last boundary may lack its line break",
    "damaged-type-ends-in-garbage": "the type ends at a blank",
    "header-blank-line-with-blanks-ends-it": "no field follows a line of blanks",
    "header-duplicates-and-garbage": "a line of rubbish does not end the header",
    "header-rubbish-line-is-skipped": "a line of rubbish does not end the header",
    "structure-one-boundary-for-two-containers": "the inner container ends, the outer goes on",
}
"""Where we read more than the standard library does."""


def ours(part: Part) -> list[tuple[str, bytes]]:
    leaves = [leaf for leaf in part.walk() if not leaf.children]
    return [
        (leaf.content_type, b"" if leaf.content_type.startswith("message/") else leaf.content)
        for leaf in leaves
    ]


def theirs(message: Message) -> list[tuple[str, bytes]]:
    kind = message.get_content_type()
    if kind.startswith("message/"):
        return [(kind, b"")]
    if message.is_multipart():
        parts = message.get_payload()
        assert isinstance(parts, list)
        return [leaf for part in parts if isinstance(part, Message) for leaf in theirs(part)]
    content = message.get_payload(decode=True)
    assert isinstance(content, bytes)
    return [(kind, content)]


@pytest.mark.parametrize("name", sorted({path.stem for path in CORPUS.glob("*.eml")} - set(ON_PURPOSE)))
def test_tree_is_the_standard_librarys(name: str) -> None:
    raw = (CORPUS / f"{name}.eml").read_bytes()
    assert ours(read_tree(raw)) == theirs(email.message_from_bytes(raw))


def multipart(boundary: str, *parts: str, kind: str = "mixed") -> bytes:
    body = "".join(f"--{boundary}\n{part}\n" for part in parts)
    return f'Content-Type: multipart/{kind}; boundary="{boundary}"\n\n{body}--{boundary}--\n'.encode()


def test_boundary_that_begins_another() -> None:
    inner = multipart("abcd", "\none", "\ntwo").decode()
    assert [content for _, content in ours(read_tree(multipart("abc", inner, "\nthree")))] == [
        b"one",
        b"two",
        b"three",
    ]


def test_missing_boundary_parameter_is_guessed() -> None:
    raw = b"Content-Type: multipart/mixed\n\n--==zz==\n\none\n--==zz==--\n"
    assert ours(read_tree(raw)) == [("text/plain", b"one")]


def test_container_without_parts_is_text() -> None:
    assert ours(read_tree(b"Content-Type: multipart/mixed; boundary=x\n\njust text\n")) == [
        ("text/plain", b"just text\n")
    ]


def test_attached_message_is_not_opened() -> None:
    raw = b"Content-Type: message/rfc822\n\n" + multipart("x", "\na", "\nb")
    assert [leaf.content_type for leaf in read_tree(raw).walk()] == ["message/rfc822"]


@pytest.mark.parametrize(
    ("declared", "read"),
    [("text", "text/plain"), ("html", "text/html"), ("", "text/plain"), ("pdf", "application/octet-stream")],
)
def test_nonsense_types(declared: str, read: str) -> None:
    assert read_tree(f"Content-Type: {declared}\n\nx".encode()).content_type == read


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (multipart("b", *["\nx"] * (MAX_PARTS + 1)), "too-many-parts"),
        (
            b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(40)),
            "too-deep",
        ),
        (b"\n" * (MAX_MAIL_BYTES + 1), "too-large"),
    ],
    ids=["parts", "depth", "size"],
)
def test_limits(raw: bytes, reason: str) -> None:
    with pytest.raises(MailRefused) as refused:
        read_tree(raw)
    assert refused.value.reason == reason


@pytest.mark.parametrize(
    ("encoded", "label", "content"),
    [
        (b"0J/RgNC4\r\n0LLQtdGC\r\n", "base64", "Привет".encode()),
        (b"0J/RgNC40LLQtdGC!" + 20 * b"0J/RgNC4", "BASE64", ("Привет" + 20 * "При").encode()),
        (b"0J/RgNC40LLQtdGC0J8", "base64", "ПриветП".encode()),
        (b"QQ==\nQkM=\n", "base64", b"ABC"),
        (b"=D0=94=D0=B0=\n!", "quoted-printable", "Да!".encode()),
        (b"100% =ZZ =", "quoted-printable", b"100% =ZZ "),
        (b"begin 644 a.txt\n%2&5L;&\\\n`\nend\n", "x-uuencode", b"Hello"),
        (b"as it is", "8bit", b"as it is"),
        (b"as it is", "nonsense", b"as it is"),
        (b"", "base64", b""),
    ],
)
def test_transfer_encodings(encoded: bytes, label: str, content: bytes) -> None:
    assert undone(encoded, label) == content

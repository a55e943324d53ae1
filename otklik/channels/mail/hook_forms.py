"""The body of an HTML form as bytes: `multipart/form-data` (RFC 7578) and urlencoded. Pure.

Django's own reader decodes every field as one charset and limits fields to a few megabytes; a mail comes as
a field, with bytes of its own charsets, and may be as large as any mail.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from email.message import Message
from urllib.parse import parse_qsl

MOST_FIELDS = 2000


class NotAForm(Exception):
    """Neither of the two kinds, or too many fields."""


@dataclass(frozen=True)
class FormFile:
    """A file of the form."""

    name: str
    content_type: str
    content: bytes = field(repr=False)


@dataclass(frozen=True)
class Form:
    """Fields and files by name, in their order."""

    fields: Mapping[str, Sequence[bytes]]
    files: Mapping[str, FormFile]

    def last(self, name: str) -> bytes | None:
        """The last value of a field: what a provider adds stands after what a sender smuggled in."""
        values = self.fields.get(name)
        return values[-1] if values else None

    def text(self, name: str) -> str:
        """The same as words; empty without the field."""
        return (self.last(name) or b"").decode("utf-8", "replace")


def form_of(content_type: str, body: bytes) -> Form:
    """Read a form; `NotAForm` for anything else."""
    kind, options = _parameters(content_type)
    if kind == "application/x-www-form-urlencoded":
        return _urlencoded(body)
    if kind == "multipart/form-data" and options.get("boundary"):
        return _multipart(body, options["boundary"].encode())
    raise NotAForm


def _urlencoded(body: bytes) -> Form:
    """Read as latin-1 and written as latin-1 again, bytes stay what they were."""
    try:
        pairs = parse_qsl(
            body.decode("latin-1"), keep_blank_values=True, encoding="latin-1", max_num_fields=MOST_FIELDS
        )
    except ValueError as error:
        raise NotAForm from error
    fields: dict[str, list[bytes]] = {}
    for name, value in pairs:
        fields.setdefault(name.encode("latin-1").decode("utf-8", "replace"), []).append(
            value.encode("latin-1")
        )
    return Form(fields, {})


def _multipart(body: bytes, boundary: bytes) -> Form:
    fields: dict[str, list[bytes]] = {}
    files: dict[str, FormFile] = {}
    for headers, content in _parts(body, boundary):
        _kind, said = _parameters(headers.get("content-disposition", ""))
        name = said.get("name", "")
        if "filename" in said:
            content_type = headers.get("content-type", "application/octet-stream")
            files[name] = FormFile(said["filename"], content_type, content)
        else:
            fields.setdefault(name, []).append(content)
    return Form(fields, files)


def _parts(body: bytes, boundary: bytes) -> Iterator[tuple[Mapping[str, str], bytes]]:
    """Headers and content of each part; what stands before the first and after the last is nobody's."""
    pieces = (b"\r\n" + body).split(b"\r\n--" + boundary, MOST_FIELDS + 2)
    if len(pieces) > MOST_FIELDS + 2:
        raise NotAForm
    for piece in pieces[1:]:
        if piece.startswith(b"--"):
            return
        head, _blank, content = piece.partition(b"\r\n\r\n")
        yield _headers(head), content


def _headers(head: bytes) -> Mapping[str, str]:
    lines = (line.partition(":") for line in head.decode("utf-8", "replace").split("\r\n"))
    return {name.strip().lower(): value.strip() for name, colon, value in lines if colon}


def _parameters(value: str) -> tuple[str, Mapping[str, str]]:
    """`form-data; name="x"; filename="y"` taken apart."""
    message = Message()
    message["content-type"] = value.replace("\n", " ").replace("\r", " ")
    first, *rest = message.get_params(failobj=[("", "")])
    return first[0].strip().lower(), {name.lower(): str(said) for name, said in rest}

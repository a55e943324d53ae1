"""Which parts of a mail are its text and which are its files.

A mail is a row of sections, most often one. multipart/alternative gives one section in two versions;
multipart/mixed gives its parts one after another (Apple Mail puts text, picture, text). A part is text when
it is text/plain, text/html, markdown or enriched text without a file name and not called an attachment;
everything else is a file.
"""

import re
from dataclasses import dataclass, field

from otklik.channels.mail.bounds import MAX_ATTACHMENTS, MAX_HTML, MAX_TEXT, MailRefused
from otklik.channels.mail.charsets import codec_named, decode
from otklik.channels.mail.filenames import file_name, safe_name, type_of_name
from otklik.channels.mail.htmlclean import html_of_text
from otklik.channels.mail.inbound import InboundAttachment
from otklik.channels.mail.lines import unflowed
from otklik.channels.mail.mime import Part
from otklik.channels.mail.tnef import opened
from otklik.channels.mail.uuencoded import apart

_BODY_TYPES = ("text/plain", "text/html")
_ENRICHED_TYPES = ("text/enriched", "text/richtext")
_TEXT_TYPES = (*_BODY_TYPES, *_ENRICHED_TYPES, "text/markdown", "text/x-markdown")
_ENRICHED_MARK = re.compile(r"<(?:param>[^<]{0,200}</param|/?[A-Za-z-]{1,60})>|<(?=<)")
_IGNORED_TYPES = ("text/x-amp-html", "text/watch-html")
_TNEF_TYPES = ("application/ms-tnef", "application/vnd.ms-tnef")
_META_CHARSET = re.compile(rb"<meta[^<>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.IGNORECASE)
_CALENDAR_FIELD = re.compile(r"^(SUMMARY|LOCATION|DESCRIPTION)(?:;[^:\n]{0,200})?:(.*)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Section:
    """One stretch of the mail's text; None where the mail has no such version."""

    plain: str | None = None
    html: str | None = None


@dataclass(slots=True)
class Contents:
    """Texts and files in the order of the mail."""

    sections: list[Section] = field(default_factory=list)
    files: list[InboundAttachment] = field(default_factory=list)
    shortened: bool = False


def read_contents(tree: Part) -> Contents:
    """Sections and files of a mail. Raises MailRefused for more files than the limit."""
    collector = _Collector()
    collector.contents.sections = collector.collect(tree)
    if not any(section.plain or section.html for section in collector.contents.sections):
        collector.find_another_text()
    return collector.contents


class _Collector:
    """Walks the parts once."""

    def __init__(self) -> None:
        self.contents = Contents()
        self._calendar = ""
        self._wrapped_text = ""
        self._text_files: list[tuple[int, Part]] = []

    def collect(self, part: Part) -> list[Section]:
        """The sections of a part; its files go to the contents."""
        if part.content_type == "multipart/alternative":
            return self._alternative(part)
        if part.children:
            return [section for child in part.children for section in self.collect(child)]
        if part.content_type in _IGNORED_TYPES or part.content_type.startswith("multipart/"):
            return []
        disposition, parameters = part.disposition
        named = parameters.get("filename") or part.parameters.get("name")
        if part.content_type in _TEXT_TYPES and disposition != "attachment" and not named:
            return [self._section(part)]
        self._add_file(part)
        return []

    def _alternative(self, part: Part) -> list[Section]:
        """The plain version and the richest one, which stands last (RFC 2046 section 5.1.4)."""
        versions = [self.collect(child) for child in part.children]
        plain = next((version for version in versions if version and not _has_html(version)), [])
        rich = next((version for version in reversed(versions) if _has_html(version)), [])
        if not rich:
            return plain
        return [
            Section(
                plain="\n".join(section.plain or "" for section in plain) if plain else None,
                html="\n".join(section.html or html_of_text(section.plain or "") for section in rich),
            )
        ]

    def _section(self, part: Part) -> Section:
        if part.content_type == "text/html":
            return Section(html=self._decoded(part, MAX_HTML * 2))
        text, written = apart(self._decoded(part, MAX_TEXT).replace("\r\n", "\n"))
        if part.content_type in _ENRICHED_TYPES:  # RFC 1896: markup in words, "<<" for "<"
            text = _ENRICHED_MARK.sub("", text)
        for file in written:
            self._keep(file.name, file.content)
        if part.parameters.get("format", "").lower() == "flowed":
            text = unflowed(text, delete_space=part.parameters.get("delsp", "").lower() == "yes")
        return Section(plain=text)

    def _decoded(self, part: Part, limit: int) -> str:
        content = part.content
        charset = part.parameters.get("charset", "")
        if not charset and part.content_type == "text/html":
            meta = _META_CHARSET.search(content, 0, 4000)
            charset = meta.group(1).decode("ascii") if meta else ""
            charset = "" if codec_named(charset) == "utf-7" else charset
        text = decode(content[: 4 * limit], charset).replace("\x00", "")
        self.contents.shortened |= len(text) > limit or len(content) > 4 * limit
        return text[:limit]

    def _add_file(self, part: Part) -> None:
        files = self.contents.files
        content = part.content
        if part.content_type in _TNEF_TYPES and self._unwrapped(content):
            return
        if part.content_type in _BODY_TYPES and part.disposition[0] != "attachment":
            self._text_files.append((len(files), part))
        if part.content_type == "text/calendar" and not self._calendar:
            self._calendar = _calendar_text(
                decode(content[:MAX_TEXT], part.parameters.get("charset", "utf-8"))
            )
        self._append(
            InboundAttachment(
                name=file_name(part, part.content_type, content, len(files) + 1),
                content_type=part.content_type,
                content=content,
                content_id=part.headers.first("Content-ID").strip().strip("<>").strip(),
            )
        )

    def _unwrapped(self, content: bytes) -> bool:
        """The files of a winmail.dat instead of itself; False where none could be taken out."""
        wrapped = opened(content)
        self._wrapped_text = self._wrapped_text or wrapped.text.replace("\x00", "").strip()
        for file in wrapped.files:
            self._keep(file.name, file.content)
        return bool(wrapped.files)

    def _keep(self, written: str, content: bytes) -> None:
        """A file that has no MIME part of its own."""
        name = safe_name(written) or f"attachment-{len(self.contents.files) + 1}.bin"
        self._append(InboundAttachment(name=name, content_type=type_of_name(name), content=content))

    def _append(self, file: InboundAttachment) -> None:
        if len(self.contents.files) >= MAX_ATTACHMENTS:
            raise MailRefused("too-many-attachments", f"more than {MAX_ATTACHMENTS} files")
        self.contents.files.append(file)

    def find_another_text(self) -> None:
        """A mail whose only text has a file name after all, or that is only an invitation."""
        if self._text_files:
            place, part = self._text_files[0]
            section = self._section(part)
            if (section.plain or section.html or "").strip():
                self.contents.files.pop(place)
                self.contents.sections = [section]
        elif self._calendar or self._wrapped_text:
            self.contents.sections = [Section(plain=self._calendar or self._wrapped_text)]


def _has_html(sections: list[Section]) -> bool:
    return any(section.html is not None for section in sections)


def _calendar_text(calendar: str) -> str:
    """What an invitation says (RFC 5545): its title, place and description."""
    unfolded = re.sub(r"\r?\n[ \t]", "", calendar).replace("\r\n", "\n")
    said = [match.group(2).strip() for match in _CALENDAR_FIELD.finditer(unfolded[:50_000])]
    plain = [re.sub(r"\\([,;\\])", r"\1", re.sub(r"\\[nN]", "\n", value)) for value in said if value]
    return "\n".join(dict.fromkeys(plain))

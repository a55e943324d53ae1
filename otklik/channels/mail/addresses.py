"""Address lists of From, To, Cc and Reply-To (RFC 5322), read in one pass whatever their shape.

Real mails carry addresses without brackets, names without quotes, commas inside encoded names, groups
("undisclosed-recipients:;"), comments, and whole "Name <address>" pairs inside one encoded word.
"""

import re
from dataclasses import dataclass

from otklik.channels.mail.bounds import MAX_ADDRESSES, MAX_NAME
from otklik.channels.mail.headers import decode_words
from otklik.core.text import email_key

_TOKEN = re.compile(
    r"(?P<local>\"[^\"\\@\s]{1,30}(?: [^\"\\@\s]{1,30}){1,3}\"@[A-Za-z0-9.-]{1,255})"
    r"|\"(?P<quoted>(?:[^\"\\]|\\.)*)\""
    r"|(?P<word>=\?[^?\s]{1,80}\?[BbQq]\?[^?]*\?=)"
    r"|<(?P<angle>[^<>]*)>|\[mailto:(?P<outlook>[^\]\s]{3,320})\]"
    r"|(?P<mark>[(),;:])"
    r"|(?P<plain>[^\"<>(),;:=\[]+|.)",
    re.DOTALL,
)
_ADDRESS = re.compile(r"[^\s@<>\"(),;:\[\]]{1,64}@[^\s@<>\"(),;:]{1,255}")
_QUOTED_LOCAL = re.compile(r"\"[^\"\\@\s]{1,30}(?: [^\"\\@\s]{1,30}){1,3}\"@[A-Za-z0-9.-]{1,255}")
_BRACKETED = re.compile(r"<[^<>]+>")
_ESCAPED = re.compile(r"\\(.)")


@dataclass(frozen=True, slots=True)
class Address:
    """One address: `email` in lower case with an ASCII (IDNA) domain, `name` as people read it or empty."""

    email: str
    name: str = ""


def read_addresses(value: str) -> tuple[Address, ...]:
    """Addresses of one header field; what is no address is left out. Never raises."""
    found = _Reader().read(value)
    if not found and "=?" in value:
        decoded = decode_words(value)
        found = _Reader().read(decoded) if "=?" not in decoded else []
    return tuple(found)


class _Reader:
    """Collects the pieces of one address until a comma ends it."""

    def __init__(self) -> None:
        self._found: list[Address] = []
        self._names: list[str] = []
        self._comments: list[str] = []
        self._email = ""
        self._nesting = 0

    def read(self, value: str) -> list[Address]:
        for match in _TOKEN.finditer(value):
            if self._nesting or match.group("mark"):
                self._mark_or_comment(match)
            elif match.group("local") is not None:
                self._email = self._email or match.group("local").lower()
            elif match.group("angle") is not None:
                self._email = self._email or _plain_address(match.group("angle"))
            elif match.group("outlook") is not None:
                self._email = self._email or _plain_address(match.group("outlook"))
            elif match.group("quoted") is not None:
                self._names.append(_ESCAPED.sub(r"\1", match.group("quoted")))
            else:
                self._names.append(match.group())
            if len(self._found) >= MAX_ADDRESSES:
                return self._found
        self._finish()
        return self._found

    def _mark_or_comment(self, match: re.Match[str]) -> None:
        mark = match.group("mark")
        if mark == "(":
            self._comments.append("(" if self._nesting else "")
            self._nesting += 1
        elif mark == ")":
            self._nesting = max(0, self._nesting - 1)
            self._comments.append(")" if self._nesting else "")
        elif self._nesting:
            self._comments.append(match.group())
        elif mark == ":":
            self._group_or_route()
        elif mark == "," and not self._email and "@" not in "".join(self._names):
            self._names.append(", ")  # "Miller, John <john@…>" without the quotes it should have
        else:
            self._finish()

    def _group_or_route(self) -> None:
        """A colon ends a group's name ("undisclosed-recipients:") or a careless "mailto:"."""
        if not any("@" in name for name in self._names):
            self._names = []

    def _finish(self) -> None:
        name = "".join(self._names)
        email = self._email
        if not email:
            match = _ADDRESS.search(name)
            if match:
                email = _plain_address(match.group())
                name = name[: match.start()] + " " + name[match.end() :]
                name = "" if _ADDRESS.search(name) else name  # two addresses without a comma
        if email:
            self._found.append(Address(email, _clean_name(name, "".join(self._comments), email)))
        self._names, self._comments, self._email = [], [], ""


def _plain_address(text: str) -> str:
    """The address inside angle brackets without blanks, quotes, route or "mailto:"; empty if it is none."""
    if _QUOTED_LOCAL.fullmatch(text.strip()):
        return text.strip().lower()
    compact = "".join(text.split()).strip("'\"`.,;")
    compact = compact.rsplit(":", 1)[-1].lstrip("'\"")
    return email_key(compact) if _ADDRESS.fullmatch(compact) else ""


def _clean_name(name: str, comment: str, email: str) -> str:
    readable = _unquoted(decode_words(name).strip(' "`,;')) or decode_words(comment).strip()
    if readable.lower().strip("<>'") == email:
        return ""
    return readable[:MAX_NAME]


def _unquoted(name: str) -> str:
    """Without single quotes and brackets around the whole name; those inside it stay ("'Jo' via Desk")."""
    if name.startswith("'") and "' " not in name[1:]:
        name = name[1:].removesuffix("'")
    if not _BRACKETED.search(name):
        name = name.strip("<>")
    return name.strip(' "`,;')

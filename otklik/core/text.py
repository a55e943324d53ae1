"""Keys for looking up and sorting text alike on both engines.

SQLite's lower() and LIKE know ASCII only, so every column that is searched, unique or sorted
without regard to case has a stored key made here.
"""

from __future__ import annotations

import re
import unicodedata

_SPACES = re.compile(r"\s+")
NUL = "\x00"
MAX_ADDRESS = 254
# What stands before the at-sign: anything without spaces, brackets and at-signs, or anything in quotes.
_LOCAL = re.compile(r'[^\s<>@"(),;\x00-\x1f\x7f]+|"[^"\x00-\x1f\x7f]+"')
_DOMAIN = re.compile(
    r"(?:[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?\.)*[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?|\[[0-9a-f.:]+\]"
)


def storable(text: str) -> str:
    """The text without NUL, the one character PostgreSQL stores nowhere."""
    return text.replace(NUL, "")


def key(text: str) -> str:
    """Fold case, ё to е, compatibility forms and white space: what people mean by "the same name"."""
    folded = unicodedata.normalize("NFKC", storable(text)).casefold().replace("ё", "е")
    return _SPACES.sub(" ", unicodedata.normalize("NFC", folded)).strip()


def email_key(address: str) -> str:
    """Lower-case an address and put its domain into IDNA ASCII; empty when it is no address.

    One address alone, without a name around it; at most 254 characters (RFC 5321, section 4.5.3.1.3).
    """
    local, _at, domain = address.strip().rpartition("@")
    known = domain_key(domain)
    if not _LOCAL.fullmatch(local) or not is_domain(known):
        return ""
    folded = f"{local.lower()}@{known}"
    return folded if len(folded) <= MAX_ADDRESS else ""


def is_domain(key: str) -> bool:
    """Whether a folded domain (`domain_key`) can stand in an address: a name, or an IP in brackets."""
    return _DOMAIN.fullmatch(key) is not None


def domain_key(domain: str) -> str:
    """A mail domain in lower-case ASCII (IDNA 2003, as mail servers compare it)."""
    plain = domain.strip().strip(".").lower()
    try:
        return plain.encode("idna").decode("ascii")
    except UnicodeError:
        return plain


def one_line(text: str, limit: int) -> str:
    """Text on one line, cut at `limit` characters on a word's edge with an ellipsis."""
    line = _SPACES.sub(" ", storable(text)).strip()
    if len(line) <= limit:
        return line
    return line[: limit - 1].rsplit(" ", 1)[0].rstrip(" ,.;:") + "…"

"""Keys for looking up and sorting text alike on both engines.

SQLite's lower() and LIKE know ASCII only, so every column that is searched, unique or sorted
without regard to case has a stored key made here.
"""

from __future__ import annotations

import re
import unicodedata

_SPACES = re.compile(r"\s+")
NUL = "\x00"


def storable(text: str) -> str:
    """The text without NUL, the one character PostgreSQL stores nowhere."""
    return text.replace(NUL, "")


def key(text: str) -> str:
    """Fold case, ё to е, compatibility forms and white space: what people mean by "the same name"."""
    folded = unicodedata.normalize("NFKC", storable(text)).casefold().replace("ё", "е")
    return _SPACES.sub(" ", unicodedata.normalize("NFC", folded)).strip()


def email_key(address: str) -> str:
    """Lower-case an address and put its domain into IDNA ASCII; empty when it is no address."""
    local, at, domain = address.strip().rpartition("@")
    if not at or not local or not domain:
        return ""
    return f"{local.lower()}@{domain_key(domain)}"


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

"""Serial numbers as they are looked for: people type them with spaces, dashes and in any case."""

from __future__ import annotations

from otklik.core import text


def serial_key(serial: str) -> str:
    """Letters and digits only, folded: `SN 12-34/a` → `sn1234a`."""
    return "".join(letter for letter in text.key(serial) if letter.isalnum())

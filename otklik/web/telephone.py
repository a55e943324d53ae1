"""Telephone numbers as pages show them: in the national way, with kind and extension, ready to be dialled."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from otklik.clients.enums import PhoneKind
from otklik.clients.phones import KIND_NAMES, Phone, with_extension
from otklik.core.phone import shown


class Stored(Protocol):
    """A phone's row."""

    phone: str
    kind: str
    extension: str


@dataclass(frozen=True)
class Telephone:
    """`href` is empty for what nobody can dial; `kind` in words, empty where none is known."""

    text: str
    href: str
    kind: str


def telephone(one: Phone) -> Telephone:
    """A phone as a link (RFC 3966)."""
    href = f"tel:{one.number}{';ext=' + one.extension if one.extension else ''}"
    kind = str(KIND_NAMES[PhoneKind(one.kind)]) if one.kind else ""
    return Telephone(
        with_extension(shown(one.number), one.extension), href if one.number.startswith("+") else "", kind
    )


def telephones(rows: Iterable[Stored]) -> list[Telephone]:
    """The phones of a client."""
    return [telephone(Phone(row.phone, row.kind, row.extension)) for row in rows]

"""Identifiers that leave the installation: UUID version 7 (RFC 9562, section 5.7)."""

from __future__ import annotations

import os
import uuid
from datetime import datetime

from otklik.core import clock


def uuid7() -> uuid.UUID:
    """A time-ordered random id: 48 bits of Unix milliseconds, then 74 random bits."""
    return uuid7_of(clock.now(), int.from_bytes(os.urandom(10), "big"))


def uuid7_of(moment: datetime, chance: int) -> uuid.UUID:
    """The id of a moment told late (imports, bulk loads); `chance` is a random number of 80 bits."""
    milliseconds = int(moment.timestamp() * 1000)
    value = (milliseconds << 80) | chance
    value = (value & ~(0xF << 76)) | (0x7 << 76)
    value = (value & ~(0x3 << 62)) | (0x2 << 62)
    return uuid.UUID(int=value)


def is_uid(text: str) -> bool:
    """Whether somebody sent a uid and not words."""
    return read_uid(text).int != 0


def read_uid(text: str) -> uuid.UUID:
    """The uid somebody sent; the nil one, which nothing has, when it is none."""
    try:
        return uuid.UUID(text)
    except ValueError:
        return uuid.UUID(int=0)

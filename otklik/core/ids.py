"""Identifiers that leave the installation: UUID version 7 (RFC 9562, section 5.7)."""

from __future__ import annotations

import os
import uuid

from otklik.core import clock


def uuid7() -> uuid.UUID:
    """A time-ordered random id: 48 bits of Unix milliseconds, then 74 random bits."""
    milliseconds = int(clock.now().timestamp() * 1000)
    value = (milliseconds << 80) | int.from_bytes(os.urandom(10), "big")
    value = (value & ~(0xF << 76)) | (0x7 << 76)
    value = (value & ~(0x3 << 62)) | (0x2 << 62)
    return uuid.UUID(int=value)

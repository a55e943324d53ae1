"""A picture for tests that need one."""

from __future__ import annotations

from base64 import b64decode

PICTURE = b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR42mNoAAAAggCB2kUIOwAAAABJRU5ErkJggg=="
)
"""The smallest PNG: one grey point."""

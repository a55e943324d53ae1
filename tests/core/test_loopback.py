"""This machine and no other."""

from __future__ import annotations

import pytest

from otklik.core.loopback import is_loopback


@pytest.mark.parametrize(
    ("address", "here"),
    [
        ("localhost", True),
        ("127.0.0.1", True),
        ("127.8.0.9", True),
        ("::1", True),
        ("[::1]", True),
        ("::ffff:127.0.0.1", True),
        ("::ffff:10.0.0.1", False),
        ("10.0.0.1", False),
        ("localhost.example.com", False),
        ("", False),
        (None, False),
    ],
)
def test_what_is_here(address: str | None, here: bool) -> None:
    assert is_loopback(address) is here

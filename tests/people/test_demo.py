"""Logins of the demo are good on this machine only."""

from __future__ import annotations

import pytest
from django.test import override_settings

from otklik.people import demo
from otklik.people.actor import SYSTEM

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("login", "addresses", "refused"),
    [
        ("agent@demo.test", ["127.0.0.1"], False),
        ("agent@demo.test", ["::1"], False),
        ("agent@demo.test", ["::ffff:127.0.0.1"], False),
        ("agent@demo.test", ["127.0.0.1", "127.0.0.1"], False),
        (" Agent@Demo.test ", ["192.0.2.7"], True),
        ("agent@demo.test", ["127.0.0.1", "192.0.2.7"], True),
        ("agent@demo.test", ["::ffff:192.0.2.7"], True),
        ("agent@demo.test", ["somewhere"], True),
        ("agent@demo.test", [""], True),
        ("boss@example.test", ["192.0.2.7"], False),
    ],
)
def test_a_demo_login_is_refused_from_elsewhere(login: str, addresses: list[str], refused: bool) -> None:
    demo.mark_demo(SYSTEM.ref, ["agent@demo.test"])
    assert demo.is_refused(login, addresses) is refused


@pytest.mark.parametrize(
    ("base", "refused"), [("https://desk.example.test", True), ("http://localhost:8000", False)]
)
def test_an_installation_open_to_others_refuses_them_everywhere(base: str, refused: bool) -> None:
    demo.mark_demo(SYSTEM.ref, ["agent@demo.test"])
    with override_settings(OTKLIK_BASE_URL=base):
        assert demo.is_refused("agent@demo.test", ["127.0.0.1"]) is refused


def test_without_demo_data_nobody_is_refused() -> None:
    assert not demo.is_installed()
    assert not demo.is_refused("agent@demo.test", ["192.0.2.7"])

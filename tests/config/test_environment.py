"""What the environment variables mean."""

from __future__ import annotations

import pytest

from otklik.config import environment
from otklik.core.errors import BadEnvironment


def test_any_host_until_an_address_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OTKLIK_BASE_URL", raising=False)
    assert environment.hosts() == ["*"]
    monkeypatch.setenv("OTKLIK_BASE_URL", "https://Desk.example.test:8443/")
    assert environment.hosts() == ["desk.example.test", "127.0.0.1", "localhost", "[::1]"]


def test_proxies_are_counted_never_guessed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OTKLIK_TRUSTED_PROXIES", raising=False)
    assert environment.trusted_proxies() == 0
    monkeypatch.setenv("OTKLIK_TRUSTED_PROXIES", "2")
    assert environment.trusted_proxies() == 2
    monkeypatch.setenv("OTKLIK_TRUSTED_PROXIES", "all")
    with pytest.raises(BadEnvironment, match="OTKLIK_TRUSTED_PROXIES"):
        environment.trusted_proxies()


@pytest.mark.parametrize(
    "url", ["lmtp://0.0.0.0:24", "smtp://mx.test:25", "lmtp://127.0.0.1", "http://127.0.0.1:1"]
)
def test_mail_is_listened_for_on_this_machine_only(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv("OTKLIK_MAIL_LISTEN", url)
    with pytest.raises(BadEnvironment):
        environment.mail_listen()
    monkeypatch.setenv("OTKLIK_MAIL_LISTEN", "lmtp://127.0.0.1:2424")
    assert environment.mail_listen() == "lmtp://127.0.0.1:2424"

"""Handing a mail over with encryption and a password; what is not sent when one of them fails."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from email.message import EmailMessage
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword

from otklik.channels.mail import smtp
from otklik.channels.mail.policy import POLICY
from tests.support.ports import free_port
from tests.support.smtp import SmtpSink

USER, PASSWORD = "desk@mx.test", "correct horse"


class Mailer:
    """A provider's server: takes mail after the right password, over TLS as it is told."""

    def __init__(self, context: ssl.SSLContext, *, implicit: bool) -> None:
        self.sink = SmtpSink()
        self.tried: list[str] = []
        self.server = smtp.Server("127.0.0.1", free_port(), USER, PASSWORD, tls=implicit)
        self._controller = Controller(
            self.sink,
            hostname="127.0.0.1",
            port=self.server.port,
            ssl_context=context if implicit else None,
            tls_context=None if implicit else context,
            authenticator=self._authenticate,
            auth_require_tls=not implicit,  # it does not know of the encryption around it
            auth_required=not implicit,
        )

    def _authenticate(self, *arguments: object) -> AuthResult:
        data = arguments[-1]
        assert isinstance(data, LoginPassword)
        self.tried.append(data.password.decode())
        is_right = (data.login.decode(), data.password.decode()) == (USER, PASSWORD)
        return AuthResult(success=is_right, handled=False)

    @contextmanager
    def running(self) -> Iterator[Mailer]:
        """Listen inside the block."""
        self._controller.start()
        try:
            yield self
        finally:
            self._controller.stop()


@pytest.fixture(params=[True, False], ids=["smtps", "starttls"])
def mailer(request: pytest.FixtureRequest, certificate: Path) -> Iterator[Mailer]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    with Mailer(context, implicit=request.param).running() as running:
        yield running


def letter() -> EmailMessage:
    made = EmailMessage(POLICY)
    made["Subject"] = "Тема"
    made.set_content("Текст письма", cte="8bit")
    return made


def hand_over(server: smtp.Server) -> None:
    smtp.send(server, "support@desk.test", "client@alpha.test", letter())


def test_a_mail_is_handed_over_encrypted_and_with_the_password(trusted: None, mailer: Mailer) -> None:
    hand_over(mailer.server)
    [received] = mailer.sink.received
    assert "Текст письма".encode() in received.raw
    assert mailer.tried == [PASSWORD]


def test_a_certificate_nobody_vouches_for_gets_no_password(mailer: Mailer) -> None:
    with pytest.raises(smtp.TryAgain, match="CERTIFICATE_VERIFY_FAILED"):
        hand_over(mailer.server)
    assert (mailer.sink.received, mailer.tried) == ([], [])


def test_a_wrong_password_is_ours_to_mend_and_tried_again(trusted: None, mailer: Mailer) -> None:
    with pytest.raises(smtp.TryAgain, match="535"):
        hand_over(replace(mailer.server, password="wrong"))
    assert mailer.sink.received == []


def test_without_encryption_the_password_stays_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """The server offers no STARTTLS and is not this machine."""
    asked: list[str] = []

    class Plain:
        def __init__(self, host: str, port: int, timeout: float) -> None:
            asked.append(host)

        def quit(self) -> None:
            asked.append("quit")

        def close(self) -> None:
            asked.append("closed")

        def ehlo_or_helo_if_needed(self) -> None:
            asked.append("ehlo")

        def has_extn(self, _name: str) -> bool:
            return False

    monkeypatch.setattr("smtplib.SMTP", Plain)
    with pytest.raises(smtp.TryAgain, match="the password was not sent"):
        hand_over(smtp.Server("mx.test", 587, USER, PASSWORD))
    assert asked == ["mx.test", "ehlo", "quit", "closed"]


def test_an_address_no_server_can_carry_is_refused_for_good(trusted: None, mailer: Mailer) -> None:
    with pytest.raises(smtp.RefusedForGood):
        smtp.send(mailer.server, "support@desk.test", "иван@alpha.test", letter())

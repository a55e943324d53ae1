"""What several tests of the mail channel need: a certificate, and a mail server that encrypts."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from otklik.channels.mail.mailbox_spec import Incoming
from tests import make
from tests.channels.mail.signing import World, world_of
from tests.support.imap import ImapServer, imap_server
from tests.support.oauth import Provider, oauth_provider


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate with its key for 127.0.0.1, signed by itself (openssl comes with dovecot)."""
    openssl = shutil.which("openssl")
    assert openssl is not None
    path = tmp_path_factory.mktemp("tls") / "server.pem"
    request = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1"]
    files = ["-addext", "subjectAltName=IP:127.0.0.1", "-keyout", str(path), "-out", f"{path}.crt"]
    subprocess.run([openssl, *request, *files], check=True, capture_output=True)
    path.write_text(path.read_text() + Path(f"{path}.crt").read_text())
    return path


@pytest.fixture
def trusted(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The system knows the authority that signed the certificate."""
    monkeypatch.setenv("SSL_CERT_FILE", f"{certificate}.crt")


@pytest.fixture
def encrypted_server(certificate: Path) -> Iterator[ImapServer]:
    """A mail server with TLS."""
    with imap_server(certificate) as server:
        yield server


@pytest.fixture
def provider() -> Iterator[Provider]:
    with oauth_provider() as running:
        yield running


@pytest.fixture
def world(people: make.Cast, provider: Provider) -> World:
    return world_of(people, provider, Incoming("imap.alpha.test", login=provider.owner))

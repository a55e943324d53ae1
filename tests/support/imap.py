"""A real mail server: Dovecot 2.3 on loopback, from one plain configuration file, with one account.

It speaks IMAP, and POP3 to the same mails.
"""

from __future__ import annotations

import imaplib
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.support.ports import free_port, is_listening, wait_until

DOVECOT = "/usr/sbin/dovecot"

CONFIGURATION = """
base_dir = {home}/run
state_dir = {home}/run
log_path = {home}/log
protocols = imap pop3
listen = 127.0.0.1
{tls}
disable_plaintext_auth = no
default_internal_user = {internal_user}
default_internal_group = {group}
default_login_user = {login_user}
mail_location = maildir:{home}/mail/%u
{oauth}
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={mail_user} gid={group} home={home}/home/%u
}}
first_valid_uid = 1
namespace inbox {{
  inbox = yes
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service pop3-login {{
  chroot =
  inet_listener pop3 {{
    port = {pop3_port}
  }}
  inet_listener pop3s {{
    port = {pop3s_port}
  }}
}}
service anvil {{
  chroot =
}}
"""


@dataclass(frozen=True)
class ImapServer:
    """Where it listens and its only account."""

    host: str
    port: int
    user: str
    password: str
    pop3_port: int
    pop3s_port: int

    @property
    def url(self) -> str:
        """Address and account in one string."""
        return f"imap://{self.user}:{self.password}@{self.host}:{self.port}/INBOX"

    def append(self, raw: bytes, mailbox: str = "INBOX") -> None:
        """Put a mail into a mailbox, as if it had just come."""
        with self.connect() as client:
            answer, detail = client.append(mailbox, "", "", raw)
            assert answer == "OK", detail

    def empty(self, mailbox: str = "INBOX") -> None:
        """Delete every mail of a mailbox."""
        with self.connect() as client:
            _answer, (count, *_more) = client.select(mailbox)
            if count != b"0":
                client.store("1:*", "+FLAGS", r"\Deleted")
                client.expunge()

    @contextmanager
    def connect(self) -> Iterator[imaplib.IMAP4]:
        """A signed-in client, for looking behind the program's back."""
        with imaplib.IMAP4(self.host, self.port) as client:
            client.login(self.user, self.password)
            yield client


@contextmanager
def imap_server(certificate: Path | None = None, introspection: str = "") -> Iterator[ImapServer]:
    """Run Dovecot inside the block; its files are gone afterwards. With a certificate it offers TLS; with an
    address that knows tokens (RFC 7662) it takes them instead of the password.
    """
    # Not under pytest's folder: Dovecot gives up its rights and could not walk through a private one.
    with tempfile.TemporaryDirectory(prefix="otklik-imap-") as folder:
        home = Path(folder)
        home.chmod(0o755)
        with _running(home, certificate, introspection) as server:
            yield server


@contextmanager
def _running(home: Path, certificate: Path | None, introspection: str) -> Iterator[ImapServer]:
    server = ImapServer(
        "127.0.0.1", free_port(), "support@otklik.test", "imap-secret", free_port(), free_port()
    )
    users = _users()
    for folder in ("run", "mail", "home"):
        (home / folder).mkdir()
        _give(home / folder, users["mail_user"])
    configuration = home / "dovecot.conf"
    configuration.write_text(
        CONFIGURATION.format(
            home=home,
            port=server.port,
            pop3_port=server.pop3_port,
            pop3s_port=server.pop3s_port if certificate else 0,
            tls=_tls(home, certificate),
            oauth=_oauth(home, introspection),
            password=server.password,
            **users,
        )
    )
    process = subprocess.Popen([DOVECOT, "-F", "-c", str(configuration)], start_new_session=True)
    try:
        wait_until(lambda: is_listening(server.port), f"Dovecot listens, see {home / 'log'}")
        yield server
    finally:
        process.terminate()
        process.wait(timeout=10)


def _tls(home: Path, certificate: Path | None) -> str:
    """Encryption with this certificate and key, in one file; it is read before rights are given up."""
    if certificate is None:
        return "ssl = no"
    copy = home / "server.pem"
    shutil.copyfile(certificate, copy)
    copy.chmod(0o600)
    return f"ssl = yes\nssl_cert = <{copy}\nssl_key = <{copy}"


def _oauth(home: Path, introspection: str) -> str:
    if not introspection:
        return ""
    settings = home / "oauth2.conf"
    settings.write_text(
        f"introspection_url = {introspection}\nintrospection_mode = post\nforce_introspection = yes\n"
        "username_attribute = username\nactive_attribute = active\nactive_value = true\n"
    )
    settings.chmod(0o644)
    mechanisms = "auth_mechanisms = plain login xoauth2 oauthbearer\n"
    passdb = f"passdb {{\n  driver = oauth2\n  mechanisms = xoauth2 oauthbearer\n  args = {settings}\n}}"
    return mechanisms + passdb


def _users() -> dict[str, str]:
    """As root Dovecot parts with its rights and refuses mail of root; otherwise everything is ours."""
    if os.geteuid() == 0:
        return {
            "internal_user": "dovecot",
            "login_user": "dovenull",
            "mail_user": "nobody",
            "group": "nogroup",
        }
    me = pwd.getpwuid(os.geteuid())
    group = subprocess.run(["id", "-gn"], check=True, capture_output=True, text=True).stdout.strip()
    return {"internal_user": me.pw_name, "login_user": me.pw_name, "mail_user": me.pw_name, "group": group}


def _give(folder: Path, user: str) -> None:
    if os.geteuid() == 0 and folder.name != "run":
        shutil.chown(folder, user)

"""The environment variables of surface.md, read once and checked; no Django here."""

from __future__ import annotations

import os
import secrets
import stat
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from otklik.core.errors import BadEnvironment
from otklik.core.loopback import is_loopback


@dataclass(frozen=True)
class Database:
    """Where rows live."""

    engine: str  # sqlite | postgresql
    name: str
    host: str = ""
    port: str = ""
    user: str = ""
    password: str = ""


def home() -> Path:
    """`OTKLIK_HOME`, the data folder; made with access for its owner alone."""
    path = Path(os.environ.get("OTKLIK_HOME") or "var").absolute()
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def database() -> Database:
    """`OTKLIK_DATABASE_URL`; an SQLite file in the data folder when it is not set."""
    url = os.environ.get("OTKLIK_DATABASE_URL") or f"sqlite:///{home() / 'otklik.sqlite3'}"
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        path = unquote(parts.path)
        return Database("sqlite", path[1:] if path.startswith("//") else path)
    if parts.scheme in ("postgres", "postgresql"):
        query = dict(pair.partition("=")[::2] for pair in parts.query.split("&") if pair)
        return Database(
            "postgresql",
            unquote(parts.path.lstrip("/")),
            unquote(query.get("host", "")) or unquote(parts.hostname or ""),
            str(parts.port or query.get("port", "")),
            unquote(parts.username or ""),
            unquote(parts.password or ""),
        )
    raise BadEnvironment("OTKLIK_DATABASE_URL must begin with sqlite:///, postgres:// or postgresql://.")


def files_root() -> Path:
    """`OTKLIK_FILES_URL`; the folder `files` of the data folder when it is not set."""
    url = os.environ.get("OTKLIK_FILES_URL")
    if not url:
        return home() / "files"
    parts = urlsplit(url)
    if parts.scheme != "file" or not parts.path:
        raise BadEnvironment("OTKLIK_FILES_URL must begin with file:///.")
    return Path(unquote(parts.path))


def secret_key() -> str:
    """`OTKLIK_SECRET_KEY`; else the one kept in the data folder, made at the first start."""
    given = os.environ.get("OTKLIK_SECRET_KEY")
    if given:
        return given
    kept = home() / "secret-key"
    try:
        descriptor = os.open(kept, os.O_WRONLY | os.O_CREAT | os.O_EXCL, stat.S_IRUSR | stat.S_IWUSR)
    except FileExistsError:
        return kept.read_text().strip()
    with os.fdopen(descriptor, "w") as out:
        made = secrets.token_urlsafe(48)
        out.write(made)
        out.flush()
        os.fsync(out.fileno())
    return made


def base_url() -> str:
    """`OTKLIK_BASE_URL` without a slash at the end: the address in mails and links."""
    given = os.environ.get("OTKLIK_BASE_URL", "").rstrip("/")
    return given or f"http://127.0.0.1:{os.environ.get('PORT') or '8000'}"


def hosts() -> list[str]:
    """Host names we answer to: that of `OTKLIK_BASE_URL` and this machine's own; any while it is not set."""
    host = urlsplit(os.environ.get("OTKLIK_BASE_URL", "")).hostname
    return [host, "127.0.0.1", "localhost", "[::1]"] if host else ["*"]


def trusted_proxies() -> int:
    """`OTKLIK_TRUSTED_PROXIES`: how many proxies stand before us and add to `X-Forwarded-For`; 0 by default.

    Limits by address count the address the outermost of them saw. Too high a number believes what a client
    writes, so it is never guessed.
    """
    given = os.environ.get("OTKLIK_TRUSTED_PROXIES", "") or "0"
    if not given.isdecimal():
        raise BadEnvironment("OTKLIK_TRUSTED_PROXIES must be a number: how many proxies stand before Otklik.")
    return int(given)


def mail_listen() -> str:
    """`OTKLIK_MAIL_LISTEN` (`lmtp://127.0.0.1:2424` or `smtp://…`): a door for this machine's mail server.

    Empty: none. Other machines could bring mail as anybody, so only loopback is taken.
    """
    given = os.environ.get("OTKLIK_MAIL_LISTEN", "")
    parts = urlsplit(given)
    if given and (parts.scheme not in ("lmtp", "smtp") or not parts.port or not is_loopback(parts.hostname)):
        raise BadEnvironment("OTKLIK_MAIL_LISTEN must look like lmtp://127.0.0.1:2424, on loopback.")
    return given


def smtp_url() -> str:
    """`OTKLIK_SMTP_URL` (`smtp://user:password@host:587`, `smtps://…`); empty: outgoing mail is held."""
    return os.environ.get("OTKLIK_SMTP_URL", "")


def cache_url() -> str:
    """`OTKLIK_CACHE_URL` (`valkey://…` or `redis://…`); empty: the database serves as the shared cache."""
    url = os.environ.get("OTKLIK_CACHE_URL", "")
    if url and urlsplit(url).scheme not in ("valkey", "valkeys", "redis", "rediss"):
        raise BadEnvironment("OTKLIK_CACHE_URL must begin with valkey:// or redis://.")
    return url.replace("valkey", "redis", 1)


def metrics_token() -> str:
    """`OTKLIK_METRICS_TOKEN`: lets another machine read `/metrics`; empty: this machine only."""
    return os.environ.get("OTKLIK_METRICS_TOKEN", "")

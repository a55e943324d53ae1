"""Signing in at a mail provider without its password: OAuth 2 with PKCE, spoken plainly. Pure but for HTTP.

Authorisation code with PKCE (RFC 6749, RFC 7636), refreshing (RFC 6749, section 6), and the two ways a token
is shown to a mail server: XOAUTH2 (https://developers.google.com/workspace/gmail/imap/xoauth2-protocol) and
OAUTHBEARER (RFC 7628). Addresses and scopes as the providers publish them:
https://learn.microsoft.com/exchange/client-developer/legacy-protocols/how-to-authenticate-an-imap-pop-smtp-application-by-using-oauth,
https://developers.google.com/identity/protocols/oauth2/web-server.
"""

from __future__ import annotations

import base64
import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import quote, urlencode

import httpx

from otklik.channels.mail.enums import ProviderKind

SECONDS = 20
_USUAL_LIFE = 3600
_LONGEST_WORDS = 300
_MICROSOFT = "https://login.microsoftonline.com/{tenant}/oauth2/v2.0"
_OUTLOOK = "https://outlook.office.com"
_SCOPES = {
    ProviderKind.MICROSOFT: (
        f"offline_access {_OUTLOOK}/IMAP.AccessAsUser.All {_OUTLOOK}/POP.AccessAsUser.All"
        f" {_OUTLOOK}/SMTP.Send"
    ),
    ProviderKind.GOOGLE: "https://mail.google.com/",
}
_EXTRA = {ProviderKind.GOOGLE: {"access_type": "offline", "prompt": "consent"}}
"""Google gives a refresh token only when asked so."""


class OAuthRefused(Exception):
    """The provider will not give a token: `code` of RFC 6749, section 5.2, and its words."""

    def __init__(self, code: str, words: str) -> None:
        super().__init__(" ".join(f"{code} {words}".split())[:_LONGEST_WORDS])
        self.code = code

    @property
    def is_final(self) -> bool:
        """Only a person can help: consent was taken back, the token or the program's secret has ended."""
        return self.code in ("invalid_grant", "invalid_client", "unauthorized_client", "invalid_scope")


@dataclass(frozen=True)
class Program:
    """We as the provider knows us."""

    kind: ProviderKind
    client_id: str
    secret: str = field(default="", repr=False)
    tenant: str = ""
    authorize_url: str = ""
    token_url: str = ""
    scopes: str = ""

    @property
    def asks_at(self) -> str:
        """Where a person is sent to sign in."""
        return self._address("authorize", "https://accounts.google.com/o/oauth2/v2/auth", self.authorize_url)

    @property
    def changes_at(self) -> str:
        """Where a code or a refresh token is changed for tokens."""
        return self._address("token", "https://oauth2.googleapis.com/token", self.token_url)

    def _address(self, last: str, google: str, own: str) -> str:
        if own:
            return own
        if self.kind is ProviderKind.GOOGLE:
            return google
        tenant = quote(self.tenant or "common", safe="")
        return f"{_MICROSOFT.format(tenant=tenant)}/{last}"


@dataclass(frozen=True)
class Tokens:
    """What the provider gave. `lasts` and `refresh_lasts` in seconds; None: it does not say."""

    access: str = field(repr=False)
    lasts: int
    refresh: str = field(default="", repr=False)
    refresh_lasts: int | None = None


def new_verifier() -> str:
    """A secret for one signing in, 43 characters (RFC 7636, section 4.1)."""
    return secrets.token_urlsafe(32)


def sign_in_address(program: Program, *, redirect: str, state: str, verifier: str, login: str) -> str:
    """Where the administrator's browser is sent."""
    digest = hashlib.sha256(verifier.encode()).digest()
    asked = {
        "response_type": "code",
        "client_id": program.client_id,
        "redirect_uri": redirect,
        "scope": program.scopes or _SCOPES.get(program.kind, ""),
        "state": state,
        "code_challenge": base64.urlsafe_b64encode(digest).rstrip(b"=").decode(),
        "code_challenge_method": "S256",
        "login_hint": login,
        **_EXTRA.get(program.kind, {}),
    }
    separator = "&" if "?" in program.asks_at else "?"
    return f"{program.asks_at}{separator}{urlencode(asked)}"


def exchange(program: Program, *, code: str, verifier: str, redirect: str) -> Tokens:
    """Tokens for the code the browser came back with. `OAuthRefused`, or what httpx raises."""
    given = {"code": code, "code_verifier": verifier, "redirect_uri": redirect}
    return _asked(program, {"grant_type": "authorization_code", **given})


def refresh(program: Program, refresh_token: str) -> Tokens:
    """New tokens. The refresh token may be another one then. Raises as `exchange`."""
    return _asked(program, {"grant_type": "refresh_token", "refresh_token": refresh_token})


def xoauth2(login: str, token: str) -> str:
    """What is said in AUTH XOAUTH2."""
    return f"user={login}\x01auth=Bearer {token}\x01\x01"


def oauthbearer(login: str, token: str, host: str, port: int) -> str:
    """What is said in AUTH OAUTHBEARER (RFC 7628, section 3.1)."""
    name = login.replace("=", "=3D").replace(",", "=2C")
    return f"n,a={name},\x01host={host}\x01port={port}\x01auth=Bearer {token}\x01\x01"


def _asked(program: Program, given: Mapping[str, str]) -> Tokens:
    own = {"client_id": program.client_id}
    if program.secret:
        own["client_secret"] = program.secret
    answer = httpx.post(program.changes_at, data={**given, **own}, timeout=SECONDS, follow_redirects=False)
    return _read(answer)


def _read(answer: httpx.Response) -> Tokens:
    try:
        said = answer.json()
    except ValueError:
        said = {}
    if not isinstance(said, dict):
        said = {}
    access = said.get("access_token")
    if answer.status_code != httpx.codes.OK or not isinstance(access, str) or not access:
        code = str(said.get("error") or f"http_{answer.status_code}")
        raise OAuthRefused(code, str(said.get("error_description") or ""))
    return Tokens(
        access,
        _seconds(said.get("expires_in")) or _USUAL_LIFE,
        str(said.get("refresh_token") or ""),
        _seconds(said.get("refresh_token_expires_in")),
    )


def _seconds(value: object) -> int | None:
    return int(str(value)) if str(value).isdecimal() else None

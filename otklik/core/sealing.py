"""Secrets of others (a mailbox's password) as they may lie in the database: sealed with our own key.

Fernet of the `cryptography` package (AES-128-CBC with HMAC-SHA-256, https://github.com/fernet/spec), its key
derived from `OTKLIK_SECRET_KEY` and a purpose, so that what is sealed for one purpose opens for no other.
After a change of the key, what older keys sealed is still read (`SECRET_KEY_FALLBACKS`) and the next saving
seals it with the newest.
"""

from __future__ import annotations

import base64
import hashlib

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings


class Unreadable(Exception):
    """Sealed with a key that is not known any more: the secret has to be entered anew."""


def seal(purpose: str, secret: str) -> str:
    """The secret as text that only this installation can read; empty stays empty."""
    return _box(purpose).encrypt(secret.encode()).decode() if secret else ""


def unseal(purpose: str, sealed: str) -> str:
    """The secret again. `Unreadable` when it was sealed for another purpose or with a lost key."""
    if not sealed:
        return ""
    try:
        return _box(purpose).decrypt(sealed.encode()).decode()
    except InvalidToken as error:
        raise Unreadable(purpose) from error


def _box(purpose: str) -> MultiFernet:
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(_key(purpose, secret)) for secret in secrets])


def _key(purpose: str, secret: str) -> bytes:
    digest = hashlib.sha256(b"otklik:sealing:" + purpose.encode() + b":" + secret.encode()).digest()
    return base64.urlsafe_b64encode(digest)

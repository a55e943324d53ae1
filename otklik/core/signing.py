"""Signed links and reply tokens: purpose, object, holder and key id, sealed with HMAC-SHA-256.

A token for one purpose is worthless for another, and keys can be rotated: the key's id stands in
the token, old keys are still read, new tokens use the newest. Keys come from the settings
(`OTKLIK_SECRET_KEY`, then older ones).
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings

from otklik.core import clock

_EPOCH = datetime.fromisoformat("2026-01-01T00:00:00+00:00")
MAC_BYTES = 12  # 96 bits: unguessable online, short enough for a mail subject


@dataclass(frozen=True)
class Claim:
    """What a valid token says: the object's id, the holder's id (0: nobody in particular), until when."""

    object_id: int
    holder_id: int
    expires: datetime | None


def sign(purpose: str, object_id: int, holder_id: int = 0, valid_for: timedelta | None = None) -> str:
    """A URL-safe token for this purpose and object; without `valid_for` it does not expire."""
    hours = 0
    if valid_for is not None:
        hours = int((clock.now() + valid_for - _EPOCH).total_seconds() // 3600) + 1
    body = b"".join(_varint(number) for number in (object_id, holder_id, hours))
    key_id, secret = _keys()[0]
    return _encode(bytes([key_id]) + body + _mac(secret, purpose, bytes([key_id]) + body))


def read(purpose: str, token: str) -> Claim | None:
    """The claim of a token that is genuine, of this purpose and not expired; else None."""
    raw = _decode(token)
    if raw is None or len(raw) < MAC_BYTES + 4:
        return None
    signed, mac = raw[:-MAC_BYTES], raw[-MAC_BYTES:]
    secret = dict(_keys()).get(signed[0])
    if secret is None or not hmac.compare_digest(mac, _mac(secret, purpose, signed)):
        return None
    object_id, holder_id, hours = _varints(signed[1:])
    expires = _EPOCH + timedelta(hours=hours) if hours else None
    if expires is not None and expires < clock.now():
        return None
    return Claim(object_id, holder_id, expires)


def secret_for(purpose: str) -> str:
    """A secret of its own for signing what another program checks, as text to be handed to it; the same as
    long as the installation's key is."""
    return hashlib.sha256(
        b"otklik shared:" + purpose.encode() + b":" + settings.SECRET_KEY.encode()
    ).hexdigest()


def _keys() -> list[tuple[int, bytes]]:
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return [(hashlib.sha256(b"id" + s.encode()).digest()[0], s.encode()) for s in secrets]


def _mac(secret: bytes, purpose: str, signed: bytes) -> bytes:
    key = hashlib.sha256(b"otklik:" + purpose.encode() + b":" + secret).digest()
    return hmac.new(key, signed, hashlib.sha256).digest()[:MAC_BYTES]


def _varint(number: int) -> bytes:
    out = bytearray()
    while number > 0x7F:
        out.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes(out + bytes([number]))


def _varints(raw: bytes) -> tuple[int, int, int]:
    numbers, value, shift = [], 0, 0
    for byte in raw:
        value |= (byte & 0x7F) << shift
        shift += 7
        if not byte & 0x80:
            numbers.append(value)
            value, shift = 0, 0
    return (numbers[0], numbers[1], numbers[2])


def _encode(raw: bytes) -> str:
    """Base32 without look-alikes' case: mail programs lower-case addresses and subjects."""
    return base64.b32encode(raw).decode().rstrip("=").lower()


def _decode(token: str) -> bytes | None:
    plain = token.strip().lower()
    try:
        raw = base64.b32decode(plain.upper() + "=" * (-len(plain) % 8))
    except ValueError:
        return None
    # The last letter has bits to spare: only the token as we write it is one of ours.
    return raw if _encode(raw) == plain else None

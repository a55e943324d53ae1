"""Signing outgoing mail for its domain (DKIM, RFC 6376): keys, the record that publishes one, the signature.

Pure: bytes in, bytes out. The signature itself is made by dkimpy; keys are read and made by `cryptography`.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from email.parser import BytesHeaderParser

import dkim
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from otklik.channels.mail.enums import Published, StampAlgorithm

RSA_BITS = 2048
MOST_RSA_BITS = 4096
"""A longer key does not fit into the answers of many name servers (RFC 6376, 3.3.3)."""
_EXPONENT = 65537
_RAW_ED25519 = 32
_STRING = 255
"""Octets of one string of a TXT record (RFC 1035, 3.3)."""
_ALWAYS = ("from", "reply-to", "subject", "date", "message-id", "to", "cc")
"""Signed also where they are missing or one more time than they are there, so that none can be added."""
_WHERE_PRESENT = (
    "in-reply-to",
    "references",
    "mime-version",
    "content-type",
    "content-transfer-encoding",
    "auto-submitted",
    "list-id",
    "list-unsubscribe",
    "list-unsubscribe-post",
    "list-help",
)
_BLANKS = re.compile(r"\s+")


class BadKey(ValueError):
    """What was pasted is no private key that mail can be signed with. `str` says why, in English."""


class NotStamped(Exception):
    """The mail could not be signed; it leaves without this signature."""


@dataclass(frozen=True)
class KeyPair:
    """A private key as `signature` wants it (RSA: PEM; Ed25519: the seed in base64), and its public half as
    the record's `p=`."""

    private: str = field(repr=False)
    public: str


@dataclass(frozen=True)
class Stamp:
    """With what the mail of a domain is signed."""

    domain: str
    selector: str
    algorithm: StampAlgorithm
    private: str = field(repr=False)


def signature(content: bytes, stamp: Stamp) -> bytes:
    """The field that goes above the mail. `content` is what goes over the wire, with CRLF and of 7-bit lines:
    a server on the way that rewrites anything makes the signature worthless (RFC 6376, 5.3)."""
    try:
        line = dkim.sign(
            content,
            stamp.selector.encode("ascii"),
            stamp.domain.encode("ascii"),
            stamp.private.encode("ascii"),
            canonicalize=(b"relaxed", b"relaxed"),
            signature_algorithm=stamp.algorithm.value.encode("ascii"),
            include_headers=_fields_of(content),
        )
    except (dkim.DKIMException, ValueError, TypeError) as error:
        raise NotStamped(f"{type(error).__name__}: {error}") from error
    return bytes(line)


def _fields_of(content: bytes) -> list[bytes]:
    there = [name.lower() for name in BytesHeaderParser().parsebytes(content)]
    wanted = [name for name in there if name in _ALWAYS or name in _WHERE_PRESENT]
    return [name.encode("ascii") for name in (*wanted, *_ALWAYS)]


def new_pair(algorithm: StampAlgorithm) -> KeyPair:
    """A key of our own."""
    if algorithm is StampAlgorithm.ED25519:
        return _of_ed25519(Ed25519PrivateKey.generate())
    return _of_rsa(generate_private_key(_EXPONENT, RSA_BITS))


def pasted_pair(algorithm: StampAlgorithm, text: str) -> KeyPair:
    """A key made elsewhere: PEM, for Ed25519 its seed in base64 as well. `BadKey` for anything else."""
    plain = text.strip()
    if algorithm is StampAlgorithm.ED25519 and "-----" not in plain:
        return _of_ed25519(_seed(plain))
    try:
        key = load_pem_private_key(plain.encode(), None)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise BadKey("not a private key, or one with a password") from error
    if algorithm is StampAlgorithm.ED25519 and isinstance(key, Ed25519PrivateKey):
        return _of_ed25519(key)
    if algorithm is StampAlgorithm.RSA and isinstance(key, RSAPrivateKey):
        if RSA_BITS <= key.key_size <= MOST_RSA_BITS:
            return _of_rsa(key)
        raise BadKey("too short or too long")
    raise BadKey("a key of another kind")


def record_name(domain: str, selector: str) -> str:
    """Where the key is published."""
    return f"{selector}._domainkey.{domain}"


def record_value(algorithm: StampAlgorithm, public: str) -> str:
    """What stands there (RFC 6376, 3.6.1)."""
    return f"v=DKIM1; k={_kind(algorithm)}; p={public}"


def zone_line(name: str, value: str) -> str:
    """The record as a zone file of one's own name server has it, cut into strings."""
    pieces = [value[start : start + _STRING] for start in range(0, len(value), _STRING)]
    return f"{name}. IN TXT ( " + " ".join(f'"{piece}"' for piece in pieces) + " )"


def compared(found: Iterable[str], algorithm: StampAlgorithm, public: str) -> Published:
    """What the records that were found mean for a key."""
    tags = [_tags(record) for record in found]
    keys = [one for one in tags if "p" in one]
    if not keys:
        return Published.MISSING
    is_there = any(
        one["p"] == public and one.get("k", "rsa") == _kind(algorithm) and one.get("v", "DKIM1") == "DKIM1"
        for one in keys
    )
    return Published.YES if is_there else Published.DIFFERS


def _tags(record: str) -> dict[str, str]:
    pairs = (part.partition("=") for part in record.split(";"))
    return {name.strip(): _BLANKS.sub("", value) for name, _equals, value in pairs if name.strip()}


def _kind(algorithm: StampAlgorithm) -> str:
    return "ed25519" if algorithm is StampAlgorithm.ED25519 else "rsa"


def _seed(plain: str) -> Ed25519PrivateKey:
    try:
        seed = base64.b64decode(_BLANKS.sub("", plain), validate=True)
    except ValueError as error:
        raise BadKey("not a private key") from error
    if len(seed) != _RAW_ED25519:
        raise BadKey("not a private key")
    return Ed25519PrivateKey.from_private_bytes(seed)


def _of_rsa(key: RSAPrivateKey) -> KeyPair:
    private = key.private_bytes(Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption())
    public = key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return KeyPair(private.decode(), base64.b64encode(public).decode())


def _of_ed25519(key: Ed25519PrivateKey) -> KeyPair:
    private = key.private_bytes(Encoding.Raw, PrivateFormat.Raw, NoEncryption())
    public = key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    return KeyPair(base64.b64encode(private).decode(), base64.b64encode(public).decode())


def strongest_first(stamps: Sequence[Stamp]) -> Sequence[Stamp]:
    """In the order they are put on the mail: what every server reads stands on top, so it is put on last."""
    return sorted(stamps, key=lambda stamp: stamp.algorithm is StampAlgorithm.RSA)

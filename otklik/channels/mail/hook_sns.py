"""Messages of Amazon's notification service (SNS), which hands over what SES received.

Their form and signature: https://docs.aws.amazon.com/sns/latest/dg/sns-verify-signature-of-message.html and
https://docs.aws.amazon.com/sns/latest/dg/sns-message-and-json-formats.html
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Mapping
from functools import lru_cache

import httpx
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA1, SHA256
from cryptography.x509 import load_pem_x509_certificate

SECONDS = 10
_HOST = r"https://sns\.[a-z0-9-]{3,40}\.amazonaws\.com(?:\.cn)?"
_CERTIFICATE = re.compile(_HOST + r"/SimpleNotificationService-[A-Za-z0-9]{1,80}\.pem")
_CONFIRMATION = re.compile(_HOST + r"/\?Action=ConfirmSubscription&[A-Za-z0-9&=%:._~/+-]{1,2000}")
_SIGNED = {
    "Notification": ("Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type"),
    "SubscriptionConfirmation": (
        "Message",
        "MessageId",
        "SubscribeURL",
        "Timestamp",
        "Token",
        "TopicArn",
        "Type",
    ),
}
_SIGNED["UnsubscribeConfirmation"] = _SIGNED["SubscriptionConfirmation"]


def is_genuine(message: Mapping[str, object]) -> bool:
    """Whether Amazon signed it. Raises what httpx raises when the certificate cannot be fetched."""
    address, said = str(message.get("SigningCertURL", "")), str(message.get("Signature", ""))
    names = _SIGNED.get(str(message.get("Type", "")))
    if names is None or not _CERTIFICATE.fullmatch(address):
        return False
    text = "".join(f"{name}\n{message[name]}\n" for name in names if message.get(name) is not None)
    # Version 1, which signs over SHA-1, is what Amazon uses unless a topic is told otherwise.
    digest = SHA256() if message.get("SignatureVersion") == "2" else SHA1()
    key = _key_in(fetched(address))
    try:
        key.verify(base64.b64decode(said, validate=True), text.encode(), PKCS1v15(), digest)
    except (InvalidSignature, binascii.Error):
        return False
    return True


def confirm(message: Mapping[str, object]) -> bool:
    """Agree to a subscription by the address its genuine message names. Raises what httpx raises."""
    address = str(message.get("SubscribeURL", ""))
    if not _CONFIRMATION.fullmatch(address):
        return False
    visited(address)
    return True


def visited(address: str) -> bytes:
    """What an address of Amazon's answers."""
    answer = httpx.get(address, timeout=SECONDS, follow_redirects=False)
    answer.raise_for_status()
    return answer.content


@lru_cache(maxsize=8)
def fetched(address: str) -> bytes:
    """A certificate; its address changes when it does."""
    return visited(address)


def _key_in(certificate: bytes) -> RSAPublicKey:
    key = load_pem_x509_certificate(certificate).public_key()
    if not isinstance(key, RSAPublicKey):
        raise TypeError("Amazon signs with RSA")
    return key

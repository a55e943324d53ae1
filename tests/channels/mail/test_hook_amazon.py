"""Mail by HTTP: what Amazon's notification service posts is believed by its signature alone."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from otklik.channels.mail import hook_s3, hook_sns
from otklik.channels.mail.alarms import alarms, watch
from otklik.channels.mail.commands import HookSpec, set_hook
from otklik.channels.mail.enums import AlarmKind, HookKind, HookTrouble
from otklik.channels.mail.models import InboundRaw, MailHook
from tests import make
from tests.channels.mail.hook_ways import KOI8, RAW, nothing_came, stored, way

pytestmark = pytest.mark.django_db


@dataclass
class Amazon:
    """Its certificate, and what it was asked."""

    key: rsa.RSAPrivateKey
    asked: list[str] = field(default_factory=list)
    away: bool = False

    def visited(self, address: str) -> bytes:
        self.asked.append(address)
        if self.away:
            raise httpx.ConnectError("no way there")
        name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "sns.amazonaws.com")])
        made = (
            x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(self.key.public_key())
        )
        made = (
            made.serial_number(1)
            .not_valid_before(datetime(2026, 1, 1, tzinfo=UTC))
            .not_valid_after(datetime(2036, 1, 1, tzinfo=UTC))
        )
        return made.sign(self.key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)

    def signed(self, message: Mapping[str, str], version: str = "1") -> bytes:
        """https://docs.aws.amazon.com/sns/latest/dg/sns-verify-signature-of-message.html"""
        said = {
            "Timestamp": "2026-11-22T08:00:00.000Z",
            "TopicArn": "arn:aws:sns:us-east-1:012345678912:mail",
            "MessageId": "22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324",
            **message,
        }
        text = "".join(f"{name}\n{said[name]}\n" for name in sorted(said))
        digest = hashes.SHA256() if version == "2" else hashes.SHA1()
        signature = base64.b64encode(self.key.sign(text.encode(), padding.PKCS1v15(), digest)).decode()
        certificate = "https://sns.us-east-1.amazonaws.com/SimpleNotificationService-9c6465fa7f48f5cacd23014631ec1136.pem"
        shown = {"SignatureVersion": version, "Signature": signature, "SigningCertURL": certificate}
        return json.dumps({**said, **shown}).encode()


@pytest.fixture
def amazon(monkeypatch: pytest.MonkeyPatch) -> Amazon:
    there = Amazon(rsa.generate_private_key(65537, 2048))
    monkeypatch.setattr(hook_sns, "visited", there.visited)
    hook_sns.fetched.cache_clear()
    return there


def received(content: str, **action: str) -> dict[str, str]:
    """https://docs.aws.amazon.com/ses/latest/dg/receiving-email-notifications-examples.html"""
    event = {
        "notificationType": "Received",
        "receipt": {
            "timestamp": "2026-11-22T08:00:00.000Z",
            "recipients": ["support@desk.test"],
            "spamVerdict": {"status": "PASS"},
            "action": {"type": "SNS", "topicArn": "arn:aws:sns:us-east-1:012345678912:mail", **action},
        },
        "mail": {
            "timestamp": "2026-11-22T08:00:00.000Z",
            "source": "bounce@client.test",
            "messageId": "d6iitobk75ur44p8kdnnp7g2n800",
            "destination": ["support@desk.test"],
        },
        "content": content,
    }
    return {
        "Type": "Notification",
        "Subject": "Amazon SES Email Receipt Notification",
        "Message": json.dumps(event),
    }


def test_amazon_subscribes_and_hands_over(people: make.Cast, amazon: Amazon) -> None:
    there = way(people, HookKind.SES)
    confirm = "https://sns.us-east-1.amazonaws.com/?Action=ConfirmSubscription&TopicArn=arn:aws:sns:us-east-1:012345678912:mail&Token=2336412f37"
    asks = {
        "Type": "SubscriptionConfirmation",
        "Token": "2336412f37",
        "Message": "You have chosen …",
        "SubscribeURL": confirm,
    }
    assert there.post(amazon.signed(asks), "text/plain; charset=UTF-8") == 200
    assert amazon.asked[-1] == confirm
    content = base64.b64encode(KOI8).decode()
    sent = amazon.signed(received(content, encoding="BASE64"), "2")
    assert [there.post(sent, "text/plain; charset=UTF-8") for _time in range(2)] == [200, 200]
    assert stored() == KOI8
    line = InboundRaw.objects.get()
    assert (line.envelope_from, line.envelope_to) == ("bounce@client.test", "support@desk.test")
    assert (
        there.post(
            amazon.signed({"Type": "Notification", "Message": "Successfully validated SNS topic"}),
            "text/plain",
        )
        == 200
    )
    assert len(amazon.asked) == 2, "the certificate is fetched once"


def test_amazon_is_believed_by_its_signature_alone(people: make.Cast, amazon: Amazon) -> None:
    there = way(people, HookKind.SES)
    good = json.loads(amazon.signed(received(RAW.decode())))
    foreign = {
        **good,
        "SigningCertURL": "https://sns.us-east-1.amazonaws.com.evil.test/SimpleNotificationService-1.pem",
    }
    lying = amazon.signed(
        {
            "Type": "SubscriptionConfirmation",
            "Token": "x",
            "Message": "m",
            "SubscribeURL": "https://evil.test/?Action=ConfirmSubscription&x",
        }
    )
    for bad in (
        {**good, "Message": good["Message"] + " "},
        foreign,
        {**good, "Signature": "!"},
        {**good, "Type": "Other"},
    ):
        assert there.post(json.dumps(bad).encode(), "text/plain") == 403
    assert there.post(lying, "text/plain") == 403
    assert not any("evil" in address for address in amazon.asked)
    elsewhere = amazon.signed(received("", type="S3", bucketName="mail"))
    assert (there.post(elsewhere, "text/plain"), there.trouble()) == (503, "not_fetched")
    amazon.away = True
    hook_sns.fetched.cache_clear()
    assert (there.post(json.dumps(good).encode(), "text/plain"), there.trouble()) == (503, "unproven")
    assert nothing_came()


def test_a_large_mail_lies_in_s3(people: make.Cast, amazon: Amazon, monkeypatch: pytest.MonkeyPatch) -> None:
    """Fetched with the mailbox's key; where it cannot be, Amazon is to come again and an alarm stands."""
    there = way(people, HookKind.SES)
    lying = received("", type="S3", bucketName="mails", objectKey="abc")
    assert there.post(amazon.signed(lying), "text/plain") == 503
    assert MailHook.objects.get().trouble == HookTrouble.NOT_FETCHED
    watch()
    (alarm,) = alarms(people.admin)
    assert (alarm.kind, "S3" in alarm.words) == (AlarmKind.HOOK, True)
    set_hook(people.admin, MailHook.objects.get().account, HookSpec(HookKind.SES, "AKIA:secret"))
    asked: list[tuple[hook_s3.Place, str]] = []

    def fetched(place: hook_s3.Place, key: hook_s3.AccessKey, _now: datetime) -> tuple[int, str, bytes]:
        asked.append((place, key.id))
        return 200, "", KOI8

    monkeypatch.setattr(hook_s3, "asked", fetched)
    assert there.post(amazon.signed(lying), "text/plain") == 200
    assert [(place.bucket, place.key, key) for place, key in asked] == [("mails", "abc", "AKIA")]
    assert stored() == KOI8
    watch()
    assert not alarms(people.admin)

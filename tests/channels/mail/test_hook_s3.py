"""Mails above 150 KB by Amazon SES: laid into S3, fetched with the mailbox's own access key."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from otklik.channels.mail import hook_s3
from otklik.channels.mail.hook_s3 import AccessKey, NotFetched, Place, authorization, fetch, key_in, place_of

TOPIC = "arn:aws:sns:eu-west-1:012345678912:mail"
NOW = datetime(2013, 5, 24, tzinfo=UTC)
KEY = AccessKey("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")


def test_a_request_is_signed_as_amazon_shows() -> None:
    """https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html, its GET Object."""
    headers = {
        "host": "examplebucket.s3.amazonaws.com",
        "range": "bytes=0-9",
        "x-amz-content-sha256": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "x-amz-date": "20130524T000000Z",
    }
    signed = authorization("/test.txt", headers, KEY, "us-east-1")
    assert signed == (
        "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,"
        "SignedHeaders=host;range;x-amz-content-sha256;x-amz-date,"
        "Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41"
    )


@pytest.mark.parametrize(
    ("bucket", "key", "topic", "host", "path"),
    [
        ("mails", "in/a b", TOPIC, "mails.s3.eu-west-1.amazonaws.com", "/in/a%20b"),
        ("mails.desk", "x", TOPIC, "s3.eu-west-1.amazonaws.com", "/mails.desk/x"),
        (
            "mails",
            "x",
            "arn:aws-cn:sns:cn-north-1:012345678912:m",
            "mails.s3.cn-north-1.amazonaws.com.cn",
            "/x",
        ),
    ],
)
def test_where_a_mail_lies(bucket: str, key: str, topic: str, host: str, path: str) -> None:
    place = place_of({"bucketName": bucket, "objectKey": key}, topic)
    assert (place.host, place.path) == (host, path)


@pytest.mark.parametrize(
    ("action", "topic"),
    [
        ({"bucketName": "evil.test/x?", "objectKey": "x"}, TOPIC),
        ({"bucketName": "mails", "objectKey": ""}, TOPIC),
        ({"bucketName": "mails", "objectKey": "x"}, "arn:aws:sns:evil.test/:012345678912:mail"),
        ({}, TOPIC),
    ],
)
def test_no_other_host_is_ever_asked(action: dict[str, object], topic: str) -> None:
    with pytest.raises(NotFetched):
        place_of(action, topic)


def test_a_key_is_an_id_and_a_secret() -> None:
    assert key_in(" AKIA:se:cret ") == AccessKey("AKIA", "se:cret")
    for written in ("", "AKIA", "AKIA:", ":secret"):
        with pytest.raises(NotFetched):
            key_in(written)


def test_a_bucket_of_another_region_is_asked_there(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = {"eu-west-1": (301, "eu-north-1", b""), "eu-north-1": (200, "", b"mail")}
    monkeypatch.setattr(hook_s3, "asked", lambda place, _key, _now: answers[place.region])
    place = Place("mails", "x", "eu-west-1", "amazonaws.com")
    assert fetch(place, KEY, NOW) == b"mail"
    answers["eu-north-1"] = (403, "", b"")
    with pytest.raises(NotFetched, match="403"):
        fetch(place, KEY, NOW)

"""A mail that Amazon SES laid into S3: fetched with an access key of the mailbox's owner.

SES hands up to 150 KB over in a notification; larger mails it lays into a bucket (action *Deliver to S3
bucket*) and tells where. The request is signed by Signature Version 4:
https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html
What is told: https://docs.aws.amazon.com/ses/latest/dg/receiving-email-notifications-contents.html
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import quote

import httpx

from otklik.channels.mail.bounds import MAX_MAIL_BYTES

SECONDS = 30
_BUCKET = re.compile(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")
_TOPIC = re.compile(r"arn:(aws|aws-cn|aws-us-gov):sns:([a-z0-9-]{3,40}):\d{12}:[\w-]{1,256}")
_REGION = re.compile(r"[a-z0-9-]{3,40}")
_NO_CONTENT = hashlib.sha256(b"").hexdigest()


class NotFetched(Exception):
    """The object cannot be read; the text says why, for the log."""


@dataclass(frozen=True)
class AccessKey:
    """Who asks: the key's id and its secret."""

    id: str
    secret: str


@dataclass(frozen=True)
class Place:
    """Where a mail lies. `domain`: Amazon's, another one in China."""

    bucket: str
    key: str
    region: str
    domain: str

    @property
    def host(self) -> str:
        """The bucket's own name, unless its dots would not fit Amazon's certificate."""
        own = "" if "." in self.bucket else f"{self.bucket}."
        return f"{own}s3.{self.region}.{self.domain}"

    @property
    def path(self) -> str:
        """As it is asked for and signed."""
        own = f"/{self.bucket}" if "." in self.bucket else ""
        return f"{own}/{quote(self.key, safe='/-_.~')}"


def place_of(action: Mapping[str, object], topic: str) -> Place:
    """Where a notification of `topic` says the mail lies. Raises NotFetched for what is no such place."""
    bucket, key = str(action.get("bucketName", "")), str(action.get("objectKey", ""))
    told = _TOPIC.fullmatch(topic)
    if told is None or not _BUCKET.fullmatch(bucket) or not key:
        raise NotFetched("the notification names no object of S3")
    domain = "amazonaws.com.cn" if told[1] == "aws-cn" else "amazonaws.com"
    return Place(bucket, key, told[2], domain)


def key_in(written: str) -> AccessKey:
    """The key as it is entered: id, colon, secret. Raises NotFetched where there is none."""
    key_id, colon, secret = written.strip().partition(":")
    if not (key_id and colon and secret):
        raise NotFetched("no access key is entered")
    return AccessKey(key_id.strip(), secret.strip())


def fetch(place: Place, key: AccessKey, now: datetime) -> bytes:
    """The object's bytes. A bucket in another region is asked there. Raises NotFetched."""
    status, region, content = asked(place, key, now)
    if status != httpx.codes.OK and region != place.region and _REGION.fullmatch(region):
        status, _region, content = asked(replace(place, region=region), key, now)
    if status != httpx.codes.OK:
        raise NotFetched(f"S3 answers {status}")
    return content


def asked(place: Place, key: AccessKey, now: datetime) -> tuple[int, str, bytes]:
    """Status, the region the bucket is said to be in, and the object. Raises NotFetched."""
    headers = {
        "host": place.host,
        "x-amz-content-sha256": _NO_CONTENT,
        "x-amz-date": now.strftime("%Y%m%dT%H%M%SZ"),
    }
    headers["authorization"] = authorization(place.path, headers, key, place.region)
    address = f"https://{place.host}{place.path}"
    content = bytearray()
    try:
        with (
            httpx.Client(timeout=SECONDS, follow_redirects=False) as client,
            client.stream("GET", address, headers=headers) as answer,
        ):
            if answer.status_code == httpx.codes.OK:
                for piece in answer.iter_bytes():
                    content += piece
                    if len(content) > MAX_MAIL_BYTES:
                        raise NotFetched(f"more than {MAX_MAIL_BYTES} bytes")
            return answer.status_code, answer.headers.get("x-amz-bucket-region", ""), bytes(content)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise NotFetched(str(error)) from error


def authorization(path: str, headers: Mapping[str, str], key: AccessKey, region: str) -> str:
    """The header that signs a GET of `path` with these headers, names in lower case. Pure."""
    at = headers["x-amz-date"]
    names = ";".join(sorted(headers))
    lines = "".join(f"{name}:{headers[name].strip()}\n" for name in sorted(headers))
    request = f"GET\n{path}\n\n{lines}\n{names}\n{headers['x-amz-content-sha256']}"
    scope = f"{at[:8]}/{region}/s3/aws4_request"
    hashed = hashlib.sha256(request.encode()).hexdigest()
    signed = _signed(f"AWS4{key.secret}".encode(), at[:8], region, "s3", "aws4_request").digest()
    signature = _signed(signed, f"AWS4-HMAC-SHA256\n{at}\n{scope}\n{hashed}").hexdigest()
    return f"AWS4-HMAC-SHA256 Credential={key.id}/{scope},SignedHeaders={names},Signature={signature}"


def _signed(key: bytes, *steps: str) -> hmac.HMAC:
    """One step signed with the key, the next with what came out."""
    for step in steps[:-1]:
        key = hmac.new(key, step.encode(), hashlib.sha256).digest()
    return hmac.new(key, steps[-1].encode(), hashlib.sha256)

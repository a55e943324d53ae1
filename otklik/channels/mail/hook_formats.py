"""Mail out of what a provider posts: proven first, then the raw mail as it came, by each provider's format.

Where a provider can send the mail itself, its very bytes are taken; where only its parts were sent (Mailgun's
"fully parsed", Postmark without the raw content), django-anymail's hook puts a mail together of them.

- Mailgun: https://documentation.mailgun.com/docs/mailgun/user-manual/receive-forward-store/receive-http
- SendGrid: https://www.twilio.com/docs/sendgrid/for-developers/parsing-email/setting-up-the-inbound-parse-webhook
- Postmark: https://postmarkapp.com/developer/webhooks/inbound-webhook
- Amazon SES: https://docs.aws.amazon.com/ses/latest/dg/receiving-email-notifications-contents.html
- raw: the mail as the body, `X-Otklik-Signature: t=<Unix seconds>,v1=<hex HMAC-SHA-256 of "t.body">`
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import httpx
import orjson
from anymail.exceptions import AnymailConfigurationError, AnymailError
from anymail.inbound import AnymailInboundMessage
from anymail.webhooks.mailgun import MailgunInboundWebhookView
from anymail.webhooks.postmark import PostmarkInboundWebhookView
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, EllipticCurvePublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_der_public_key
from django.core.exceptions import SuspiciousOperation
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.http import HttpRequest, QueryDict
from django.utils.datastructures import MultiValueDict

from otklik.channels.mail import hook_s3, hook_sns
from otklik.channels.mail.enums import HookKind, HookTrouble
from otklik.channels.mail.hook_forms import Form, NotAForm, form_of
from otklik.core import clock

FRESH = 300
"""Seconds a raw mail's signature holds, either way: clocks differ."""
_SIGNATURE = re.compile(r"t=(\d{1,12}),\s*v1=([0-9a-f]{64})")


class NotTaken(Exception):
    """What was posted is no mail we take; `trouble` says why."""

    def __init__(self, trouble: HookTrouble) -> None:
        super().__init__(trouble.value)
        self.trouble = trouble


@dataclass(frozen=True)
class Posted:
    """A request as it came; header names in lower case."""

    headers: Mapping[str, str]
    body: bytes = field(repr=False)

    @property
    def content_type(self) -> str:
        """The whole field, its boundary included."""
        return self.headers.get("content-type", "")


@dataclass(frozen=True)
class HandedOver:
    """A mail with the envelope the provider took it by, as far as it says."""

    raw: bytes = field(repr=False)
    sender: str = ""
    recipient: str = ""


def mail_in(kind: HookKind, posted: Posted, secret: str) -> HandedOver | None:
    """The mail of a genuine request; None for one that brings none (a subscription that was confirmed).

    `NotTaken` for everything else; nothing is believed before it is proven.
    """
    try:
        return _FORMATS[kind](posted, secret)
    except (NotAForm, orjson.JSONDecodeError, binascii.Error, LookupError, TypeError, ValueError) as error:
        raise NotTaken(HookTrouble.NOT_A_MAIL) from error
    except httpx.HTTPError as error:
        raise NotTaken(HookTrouble.UNPROVEN) from error


def _raw(posted: Posted, secret: str) -> HandedOver:
    found = _SIGNATURE.fullmatch(posted.headers.get("x-otklik-signature", "").strip())
    if found is None or abs(clock.now().timestamp() - int(found.group(1))) > FRESH:
        raise NotTaken(HookTrouble.FORGED)
    wanted = signature_of(secret, int(found.group(1)), posted.body)
    if not hmac.compare_digest(wanted, found.group()):
        raise NotTaken(HookTrouble.FORGED)
    return HandedOver(_some(posted.body))


def signature_of(secret: str, moment: int, body: bytes) -> str:
    """How whoever posts a raw mail signs it."""
    said = hmac.new(secret.encode(), b"%d." % moment + body, hashlib.sha256).hexdigest()
    return f"t={moment},v1={said}"


def _mailgun(posted: Posted, secret: str) -> HandedOver:
    form = form_of(posted.content_type, posted.body)
    request, hook = _request_of(form), MailgunInboundWebhookView(webhook_signing_key=secret)
    try:
        hook.run_validators(request)
    except (SuspiciousOperation, UnicodeError, AnymailError) as error:
        raise NotTaken(HookTrouble.FORGED) from error
    raw = form.last("body-mime")
    if raw is None:
        raw = _put_together(hook, request)
    return HandedOver(_some(raw), form.text("sender"), form.text("recipient"))


def _sendgrid(posted: Posted, secret: str) -> HandedOver:
    """The address itself is the proof; a public key of SendGrid's, where it was entered, another."""
    if secret and not _is_by_sendgrid(posted, secret):
        raise NotTaken(HookTrouble.FORGED)
    form = form_of(posted.content_type, posted.body)
    raw = form.last("email")
    if raw is None:
        raise NotTaken(HookTrouble.NOT_RAW)
    envelope = orjson.loads(form.text("envelope") or "{}")
    to = envelope.get("to") or [""]
    return HandedOver(_some(raw), str(envelope.get("from") or ""), str(to[0]))


def _is_by_sendgrid(posted: Posted, public_key: str) -> bool:
    """https://www.twilio.com/docs/sendgrid/for-developers/parsing-email/securing-your-parse-webhooks"""
    key = load_der_public_key(base64.b64decode(public_key))
    said = posted.headers.get("x-twilio-email-event-webhook-signature", "")
    moment = posted.headers.get("x-twilio-email-event-webhook-timestamp", "")
    if not isinstance(key, EllipticCurvePublicKey):
        return False
    try:
        key.verify(base64.b64decode(said), moment.encode() + posted.body, ECDSA(SHA256()))
    except (InvalidSignature, binascii.Error):
        return False
    return True


def _postmark(posted: Posted, _secret: str) -> HandedOver:
    """Postmark signs nothing: the address is the proof."""
    event = _object(posted.body)
    sender = _return_path(event)
    recipient = str(event.get("OriginalRecipient") or "")
    if "RawEmail" in event:
        return HandedOver(_some(str(event["RawEmail"]).encode()), sender, recipient)
    if "Headers" not in event:
        raise NotTaken(HookTrouble.NOT_A_MAIL)
    # Its own check of a name and password is not ours: the address was proven already.
    hook = PostmarkInboundWebhookView(webhook_secret=["proven:already"])
    request = HttpRequest()
    request._body = posted.body  # how a request says that its body was read
    return HandedOver(_put_together(hook, request), sender, recipient)


def _return_path(event: Mapping[str, object]) -> str:
    headers = event.get("Headers")
    first = headers[0] if isinstance(headers, list) and headers else {}
    is_it = isinstance(first, dict) and str(first.get("Name", "")).lower() == "return-path"
    return str(first["Value"]).strip().strip("<>") if is_it else ""


def _ses(posted: Posted, secret: str) -> HandedOver | None:
    message = _object(posted.body)
    if not hook_sns.is_genuine(message):
        raise NotTaken(HookTrouble.FORGED)
    if message["Type"] == "SubscriptionConfirmation":
        if not hook_sns.confirm(message):
            raise NotTaken(HookTrouble.FORGED)
        return None
    if message["Type"] != "Notification" or not str(message["Message"]).startswith("{"):
        return None  # the end of a subscription, or Amazon's word that the topic works
    event = _object(str(message["Message"]).encode())
    if event.get("notificationType") != "Received":
        raise NotTaken(HookTrouble.NOT_A_MAIL)
    return _received(event, str(message.get("TopicArn", "")), secret)


def _received(event: Mapping[str, object], topic: str, secret: str) -> HandedOver:
    """https://docs.aws.amazon.com/ses/latest/dg/receiving-email-notifications-contents.html"""
    receipt, mail = _part(event, "receipt"), _part(event, "mail")
    action = _part(receipt, "action")
    if action.get("type") == "S3":
        raw = _from_s3(action, topic, secret)
    elif action.get("type") == "SNS" and "content" in event:
        content = str(event["content"]).encode()
        raw = base64.b64decode(content) if action.get("encoding") == "BASE64" else content
    else:
        raise NotTaken(HookTrouble.NOT_RAW)
    recipients = receipt.get("recipients")
    recipient = str(recipients[0]) if isinstance(recipients, list) and recipients else ""
    return HandedOver(_some(raw), str(mail.get("source") or ""), recipient)


def _from_s3(action: Mapping[str, object], topic: str, secret: str) -> bytes:
    try:
        return hook_s3.fetch(hook_s3.place_of(action, topic), hook_s3.key_in(secret), clock.now())
    except hook_s3.NotFetched as error:
        raise NotTaken(HookTrouble.NOT_FETCHED) from error


def _object(body: bytes) -> Mapping[str, object]:
    found = orjson.loads(body)
    if not isinstance(found, dict):
        raise NotTaken(HookTrouble.NOT_A_MAIL)
    return found


def _part(whole: Mapping[str, object], name: str) -> Mapping[str, object]:
    found = whole.get(name)
    return found if isinstance(found, dict) else {}


def _some(raw: bytes) -> bytes:
    if not raw.strip():
        raise NotTaken(HookTrouble.NOT_A_MAIL)
    return raw


def _request_of(form: Form) -> HttpRequest:
    """The form as django-anymail's hooks read it."""
    request, fields = HttpRequest(), QueryDict(mutable=True)
    for name, values in form.fields.items():
        fields.setlist(name, [value.decode("utf-8", "replace") for value in values])
    files: MultiValueDict[str, UploadedFile[bytes]] = MultiValueDict()
    for name, file in form.files.items():
        files[name] = SimpleUploadedFile(file.name, file.content, file.content_type)
    # As read already: a request that came by the net would read itself.
    vars(request).update(method="POST", content_type="multipart/form-data", POST=fields, FILES=files)
    return request


def _put_together(
    hook: MailgunInboundWebhookView | PostmarkInboundWebhookView, request: HttpRequest
) -> bytes:
    """A mail made of its parts, the same bytes each time: boundaries come from what stands between them."""
    try:
        message: AnymailInboundMessage = hook.parse_events(request)[0].message
    except AnymailConfigurationError as error:
        raise NotTaken(HookTrouble.NOT_RAW) from error
    _bounded(message, "otklik")
    digest = hashlib.sha256(message.as_bytes()).hexdigest()[:24]
    _bounded(message, digest)
    return bytes(message.as_bytes())


def _bounded(message: AnymailInboundMessage, name: str) -> None:
    several = (part for part in message.walk() if part.get_content_maintype() == "multipart")
    for number, part in enumerate(several):
        part.set_boundary(f"=_{name}_{number}")


_FORMATS: Mapping[HookKind, Callable[[Posted, str], HandedOver | None]] = {
    HookKind.RAW: _raw,
    HookKind.MAILGUN: _mailgun,
    HookKind.SENDGRID: _sendgrid,
    HookKind.POSTMARK: _postmark,
    HookKind.SES: _ses,
}

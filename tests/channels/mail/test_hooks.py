"""Mail by HTTP: bodies as Mailgun, SendGrid and Postmark post them, proven, byte for byte, once."""

from __future__ import annotations

import base64
import json
import urllib.parse

import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from otklik.channels.mail.enums import HookKind
from otklik.channels.mail.hook_forms import NotAForm, form_of
from otklik.channels.mail.models import InboundRaw
from otklik.tickets.models import Ticket
from tests import make
from tests.channels.mail.hook_ways import (
    KOI8,
    MAILGUN_KEY,
    RAW,
    first_message,
    mailgun,
    multipart,
    nothing_came,
    postmark,
    stored,
    way,
)

pytestmark = pytest.mark.django_db


def test_mailgun_posts_the_mail_itself(people: make.Cast) -> None:
    there = way(people, HookKind.MAILGUN, MAILGUN_KEY)
    assert there.address.endswith("/mailgun/mime"), "or Mailgun takes the mail apart"
    fields = mailgun({"body-mime": KOI8, "subject": b"koi", "from": b"anna@client.test"})
    assert there.post(*multipart(fields)) == 200
    assert stored() == KOI8, "byte for byte"
    line = InboundRaw.objects.get()
    assert (line.envelope_from, line.envelope_to) == ("bounce@client.test", "support@desk.test")
    ticket = Ticket.objects.get()
    assert (line.outcome, ticket.team) == ("created", people.it)
    assert first_message("koi").body.text == "Привет из прошлого"
    assert there.post(urllib.parse.urlencode(fields).encode(), "application/x-www-form-urlencoded") == 200
    assert InboundRaw.objects.count() == 1, "brought again in another envelope: the same mail"


def test_mailgun_takes_the_mail_apart(people: make.Cast) -> None:
    there = way(people, HookKind.MAILGUN, MAILGUN_KEY)
    headers = [
        ["From", "Anna <anna@client.test>"],
        ["To", "support@desk.test"],
        ["Subject", "Счёт"],
        ["Message-Id", "<a1@x>"],
    ]
    fields = mailgun(
        {
            "message-headers": json.dumps(headers).encode(),
            "body-plain": "Счёт внутри".encode(),
            "attachment-count": b"1",
        }
    )
    sent = multipart(fields, {"attachment-1": ("счёт.pdf", "application/pdf", b"%PDF-1.7")})
    assert [there.post(*sent), there.post(*sent)] == [200, 200]
    message = first_message("Счёт")
    assert (message.body.text, message.attached.get().file.name) == ("Счёт внутри", "счёт.pdf")
    assert InboundRaw.objects.count() == 1, "put together of the same parts it is the same mail"


def test_mailgun_without_its_signature_is_refused(people: make.Cast) -> None:
    there = way(people, HookKind.MAILGUN, MAILGUN_KEY)
    forged = multipart(mailgun({"body-mime": RAW}, key="key-of-somebody-else"))
    unsigned = multipart({"body-mime": RAW, "recipient": b"support@desk.test"})
    strange = multipart({**mailgun({"body-mime": RAW}), "token": "тайна".encode()})
    assert [there.post(*sent) for sent in (forged, unsigned, strange)] == [403, 403, 403]
    assert (nothing_came(), there.trouble()) == (True, "forged")
    assert there.post(*multipart(mailgun({"body-mime": RAW}))) == 200
    assert there.trouble() == "", "over with the next mail"


def test_sendgrid_posts_the_raw_mail(people: make.Cast) -> None:
    """https://www.twilio.com/docs/sendgrid/for-developers/parsing-email/setting-up-the-inbound-parse-webhook"""
    there = way(people, HookKind.SENDGRID)
    envelope = json.dumps({"to": ["support@desk.test"], "from": "anna@client.test"}).encode()
    fields = {
        "dkim": b"{@client.test : pass}",
        "email": KOI8,
        "to": b"support@desk.test",
        "from": b"Anna <anna@client.test>",
        "sender_ip": b"127.0.0.1",
        "spam_report": b"",
        "envelope": envelope,
        "subject": b"koi",
        "charsets": b'{"to":"UTF-8","subject":"UTF-8","from":"UTF-8"}',
        "SPF": b"pass",
    }
    parsed = {name: value for name, value in fields.items() if name != "email"} | {
        "text": b"Hello",
        "headers": b"From: a",
    }
    assert there.post(*multipart(parsed)) == 503, "kept at the provider until the set-up is mended"
    assert (nothing_came(), there.trouble()) == (True, "not_raw")
    assert there.post(*multipart(fields)) == 200
    assert stored() == KOI8
    assert InboundRaw.objects.get().envelope_to == "support@desk.test"


def test_sendgrid_signs_where_it_is_told_to(people: make.Cast) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    public = key.public_key().public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    there = way(people, HookKind.SENDGRID, base64.b64encode(public).decode())
    body, content_type = multipart({"email": RAW, "envelope": b"{}"})
    signed = base64.b64encode(key.sign(b"1795336800" + body, ec.ECDSA(hashes.SHA256()))).decode()
    names = ("X-Twilio-Email-Event-Webhook-Signature", "X-Twilio-Email-Event-Webhook-Timestamp")
    assert there.post(body, content_type) == 403
    assert there.post(body, content_type, {names[0]: signed, names[1]: "1795336801"}) == 403
    assert nothing_came()
    assert there.post(body, content_type, {names[0]: signed, names[1]: "1795336800"}) == 200


def test_postmark_with_the_raw_mail_and_without(people: make.Cast) -> None:
    there = way(people, HookKind.POSTMARK)
    assert there.post(postmark(RawEmail=RAW.decode()), "application/json") == 200
    assert stored() == RAW
    line = InboundRaw.objects.get()
    assert (line.envelope_from, line.envelope_to[:8]) == ("bounce@client.test", "451d9b70")
    assert [there.post(postmark(), "application/json") for _time in range(2)] == [200, 200]
    message = first_message("Не открывается отчёт")
    assert (message.body.text, message.attached.get().file.name) == ("Отчёт пуст.", "отчёт.txt")
    assert InboundRaw.objects.count() == 2
    for bad in (b"{", b"[]", b'{"RecordType": "Bounce"}', postmark(RawEmail=" ")):
        assert there.post(bad, "application/json") == 503
    assert (InboundRaw.objects.count(), there.trouble()) == (2, "not_a_mail")


def test_a_form_is_read_as_bytes() -> None:
    head = b'--b\r\nContent-Disposition: form-data; name="a"\r\n\r\n'
    body = b"preamble\r\n" + head + b"\xd0\r\n" + head + b"--c\r\n\r\n--b--\r\nafter"
    form = form_of("multipart/form-data; boundary=b", body)
    assert form.fields == {"a": [b"\xd0", b"--c\r\n"]}
    assert (form.last("a"), form.last("b"), form.text("b")) == (b"--c\r\n", None, "")
    assert form_of("application/x-www-form-urlencoded", b"a=%D0&a=+x&b").fields == {
        "a": [b"\xd0", b" x"],
        "b": [b""],
    }
    for kind, sent in (
        ("application/json", b"{}"),
        ("multipart/form-data", b""),
        ("application/x-www-form-urlencoded", b"a=1&" * 2001),
    ):
        with pytest.raises(NotAForm):
            form_of(kind, sent)

"""A mailbox with an intake address, and bodies as the providers post them."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.test import Client

from otklik.channels.mail import hooks
from otklik.channels.mail.commands import HookSpec, create_mailbox, set_hook
from otklik.channels.mail.enums import HookKind
from otklik.channels.mail.models import InboundRaw, MailHook
from otklik.core import files
from otklik.tickets.models import Message, Ticket
from tests import make
from tests.channels.mail.boxes import spec
from tests.channels.mail.writing import mail

RAW = mail("anna@client.test", "Принтер не печатает", subject="Принтер")
KOI8 = b"From: anna@client.test\r\nSubject: koi\r\nContent-Type: text/plain; charset=koi8-r\r\n\r\n" + (
    "Привет из прошлого".encode("koi8-r")
)
MAILGUN_KEY = "key-3ax6xnjp29jd6fds4gc373sgvjxteol0"


@dataclass
class Way:
    """A mailbox with its intake address, and a program that posts there."""

    people: make.Cast
    hook: MailHook
    client: Client = field(default_factory=Client)

    @property
    def address(self) -> str:
        state = hooks.hook_state(self.people.admin, self.hook.account)
        tail = "/mime" if self.hook.kind == HookKind.MAILGUN else ""
        return f"/mail/in/{state.token}/{self.hook.kind}{tail}"

    def post(self, body: bytes, content_type: str, headers: Mapping[str, str] | None = None) -> int:
        sent = self.client.post(self.address, body, content_type=content_type, headers=headers or {})
        return sent.status_code

    def trouble(self) -> str:
        return MailHook.objects.get(pk=self.hook.pk).trouble


def way(people: make.Cast, kind: HookKind, secret: str = "") -> Way:

    account = create_mailbox(people.admin, spec("support", None, team=people.it))
    return Way(people, set_hook(people.admin, account, HookSpec(kind, secret)))


def multipart(
    fields: Mapping[str, bytes], files_: Mapping[str, tuple[str, str, bytes]] | None = None
) -> tuple[bytes, str]:
    """As curl and the providers write it (RFC 7578)."""
    edge, body = "xYzZY", b""
    for name, value in fields.items():
        body += (
            f'--{edge}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n'.encode() + value + b"\r\n"
        )
    for name, (filename, kind, content) in (files_ or {}).items():
        head = f'--{edge}\r\nContent-Disposition: form-data; name="{name}"; filename="{filename}"\r\n'
        body += f"{head}Content-Type: {kind}\r\n\r\n".encode() + content + b"\r\n"
    return body + f"--{edge}--\r\n".encode(), f"multipart/form-data; boundary={edge}"


def nothing_came() -> bool:
    return not InboundRaw.objects.exists() and not Ticket.objects.exists()


def first_message(subject: str) -> Message:
    return Message.objects.get(ticket__subject=subject, automatic=False)


def stored() -> bytes:
    return files.read_blob(InboundRaw.objects.select_related("blob").get().blob)


def mailgun(fields: Mapping[str, bytes], key: str = MAILGUN_KEY) -> dict[str, bytes]:
    """https://documentation.mailgun.com: the fields of a forwarded mail, signed as its webhooks are."""
    moment, token = "1795336800", "06c96bafc3f42a66b9edd546347a2fe18dc23461fe80dc52f0"
    signature = hmac.new(key.encode(), f"{moment}{token}".encode(), hashlib.sha256).hexdigest()
    signed = {"timestamp": moment, "token": token, "signature": signature}
    envelope = {"recipient": "support@desk.test", "sender": "bounce@client.test"}
    return {**{n: v.encode() for n, v in {**envelope, **signed}.items()}, **fields}


def postmark(**more: object) -> bytes:
    """https://postmarkapp.com/developer/webhooks/inbound-webhook"""
    event = {
        "FromName": "Anna",
        "MessageStream": "inbound",
        "From": "anna@client.test",
        "FromFull": {"Email": "anna@client.test", "Name": "Anna", "MailboxHash": ""},
        "To": '"Support" <support@desk.test>',
        "ToFull": [{"Email": "support@desk.test", "Name": "Support", "MailboxHash": ""}],
        "Cc": "",
        "CcFull": [],
        "Bcc": "",
        "BccFull": [],
        "OriginalRecipient": "451d9b70cf9364d23ff6f9d51d870251@inbound.postmarkapp.com",
        "Subject": "Не открывается отчёт",
        "MessageID": "22c74902-a0c1-4511-804f-341342852c90",
        "ReplyTo": "",
        "MailboxHash": "",
        "Date": "Thu, 5 Apr 2026 16:59:01 +0200",
        "TextBody": "Отчёт пуст.",
        "HtmlBody": "",
        "StrippedTextReply": "",
        "Tag": "",
        "Headers": [
            {"Name": "Return-Path", "Value": "<bounce@client.test>"},
            {"Name": "X-Spam-Status", "Value": "No"},
            {"Name": "MIME-Version", "Value": "1.0"},
            {"Name": "Message-ID", "Value": "<CAGXpo2@mail.client.test>"},
        ],
        "Attachments": [
            {
                "Name": "отчёт.txt",
                "Content": base64.b64encode("пусто".encode()).decode(),
                "ContentType": "text/plain",
                "ContentLength": 10,
            }
        ],
    }
    return json.dumps({**event, **more}).encode()

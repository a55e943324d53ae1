"""Outgoing mail signed for its domain (DKIM): what a receiving server makes of it, and changing keys."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable

import dkim
import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey, generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    PrivateFormat,
    load_der_public_key,
)
from pytest_django import Settings

from otklik.channels.mail import published
from otklik.channels.mail.commands import KeySpec, add_key, remove_key, retire_key, use_key
from otklik.channels.mail.dkim_keys import look, signing_keys, state_of, unsigned
from otklik.channels.mail.enums import Published, StampAlgorithm
from otklik.channels.mail.models import DkimKey
from otklik.channels.mail.stamping import new_pair, zone_line
from otklik.core import sealing
from otklik.core.errors import Conflict, Denied, Invalid
from otklik.core.models import Event
from otklik.core.worker import drain
from otklik.notifications.models import Delivery
from otklik.tickets.models import Ticket
from tests import make
from tests.channels.mail.writing import mail, take, ticket_of, words
from tests.support.smtp import Received, SmtpSink

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unconfirmed")]
RSA, ED25519 = StampAlgorithm.RSA, StampAlgorithm.ED25519
SUBJECT = "Очень длинная тема письма о том, что принтер в цехе на втором этаже опять не печатает накладные"
CLIENT = "client@alpha.test"


@pytest.fixture
def people() -> make.Cast:
    return make.cast()


@pytest.fixture
def ticket(people: make.Cast, smtp_sink: SmtpSink, settings: Settings) -> Ticket:
    settings.OTKLIK_SMTP_URL = smtp_sink.url
    return ticket_of(take(mail(CLIENT, subject=SUBJECT), make.mailbox("support", team=people.it)))


def key(people: make.Cast, selector: str, algorithm: StampAlgorithm = RSA, private: str = "") -> DkimKey:
    return add_key(people.admin, KeySpec("desk.test", selector, algorithm, private))


def answered(people: make.Cast, ticket: Ticket, sink: SmtpSink, said: str = "Готово ёжик.") -> Received:
    make.reply(people.agent, ticket, said)
    drain()
    return sink.received[-1]


def records() -> dict[str, str]:
    """What is published: the record of every key there is."""
    states = [state_of(row) for row in DkimKey.objects.all()]
    return {state.record_name: state.record_value for state in states}


def selectors(raw: bytes) -> list[str]:
    """The signatures that hold, by a verification of our own beside the library's."""
    said = records()
    signed = [head for head in _fields(raw) if head[0].lower() == b"dkim-signature"]

    def published_key(name: bytes, **_timeout: object) -> str:
        return said[name.decode().rstrip(".")]

    for place in range(len(signed)):
        assert dkim.DKIM(raw).verify(place, dnsfunc=published_key)
    return [_verified(raw, value, said) for _name, value in signed]


def _verified(raw: bytes, value: bytes, said: dict[str, str]) -> str:
    """RFC 6376, 3.7 for relaxed/relaxed: the signature's selector. Raises where it does not hold."""
    tags = dict(part.strip().split("=", 1) for part in value.decode().split(";") if part.strip())
    tags = {name: re.sub(r"\s+", "", text) for name, text in tags.items()}
    body = raw.partition(b"\r\n\r\n")[2]
    lines = [re.sub(rb"[ \t]+", b" ", line).rstrip(b" ") for line in body.split(b"\r\n")]
    relaxed = b"\r\n".join(lines).rstrip(b"\r\n") + b"\r\n"
    assert base64.b64encode(hashlib.sha256(relaxed).digest()).decode() == tags["bh"]
    unsigned_value = re.sub(rb"(;\s*b=)[^;]*", rb"\1", value, count=1)
    chosen = [*_chosen(raw, tags["h"].split(":")), (b"dkim-signature", unsigned_value)]
    signed = b"\r\n".join(_relaxed(name, text) for name, text in chosen)
    public = re.search("p=(.*)", said[f"{tags['s']}._domainkey.{tags['d']}"])
    assert public is not None
    _check(tags["a"], base64.b64decode(public.group(1)), base64.b64decode(tags["b"]), signed)
    return tags["s"]


def _check(algorithm: str, public: bytes, proof: bytes, signed: bytes) -> None:
    if algorithm == "ed25519-sha256":
        Ed25519PublicKey.from_public_bytes(public).verify(proof, hashlib.sha256(signed).digest())
        return
    rsa = load_der_public_key(public)
    assert isinstance(rsa, RSAPublicKey)
    rsa.verify(proof, signed, PKCS1v15(), SHA256())


def _fields(raw: bytes) -> list[tuple[bytes, bytes]]:
    head = raw.partition(b"\r\n\r\n")[0]
    return [
        (name, value)
        for name, _colon, value in (f.partition(b":") for f in re.split(rb"\r\n(?![ \t])", head))
    ]


def _chosen(raw: bytes, names: Iterable[str]) -> list[tuple[bytes, bytes]]:
    """From the bottom up; a name that is there no more counts as nothing."""
    left, chosen = list(reversed(_fields(raw))), []
    for name in names:
        found = next((one for one in left if one[0].lower() == name.lower().encode()), None)
        if found is not None:
            left.remove(found)
            chosen.append(found)
    return chosen


def _relaxed(name: bytes, value: bytes) -> bytes:
    plain = re.sub(rb"[ \t]+", b" ", value.replace(b"\r\n", b"")).strip(b" ")
    return name.lower() + b":" + plain


def test_mail_is_signed_by_every_key_in_use(people: make.Cast, ticket: Ticket, smtp_sink: SmtpSink) -> None:
    """Both kinds; a long subject survives; what matters cannot be added, and nothing is 8-bit any more."""
    first, second = key(people, "r1"), key(people, "e1", ED25519)
    assert b"DKIM-Signature" not in answered(people, ticket, smtp_sink).raw, "no key is in use yet"
    use_key(people.admin, first)
    use_key(people.admin, second)
    received = answered(people, ticket, smtp_sink)
    assert selectors(received.raw) == ["r1", "e1"]
    assert (received.message["Subject"], received.raw.isascii()) == (f"[{ticket.number}] {SUBJECT}", True)
    assert "Готово ёжик." in words(received.message)
    [names] = {tuple(re.findall(r"[\w-]+", one)) for one in re.findall(r"\bh=([^;]+)", received.raw.decode())}
    wanted = {"from", "subject", "to", "date", "message-id", "reply-to", "references", "content-type"}
    assert (wanted <= set(names), names.count("from"), names.count("cc")) == (True, 2, 1)
    spoilt = received.raw.replace(b"Subject: ", b"Subject: x", 1)
    with pytest.raises(InvalidSignature):
        _verified(spoilt, _fields(spoilt)[0][1], records())


def test_the_former_key_signs_until_the_new_one_is_taken_into_use(
    people: make.Cast, ticket: Ticket, smtp_sink: SmtpSink
) -> None:
    old = use_key(people.admin, key(people, "y2026"))
    new = key(people, "y2027")
    assert selectors(answered(people, ticket, smtp_sink).raw) == ["y2026"]
    use_key(people.admin, new)
    assert selectors(answered(people, ticket, smtp_sink).raw) == ["y2027"]
    assert [state.state for state in signing_keys(people.admin)] == ["used", "retired"]
    with pytest.raises(Conflict):
        remove_key(people.admin, new)
    assert selectors(smtp_sink.received[0].raw) == ["y2026"], "mail on its way is still believed"
    remove_key(people.admin, old)
    retire_key(people.admin, new)
    assert b"DKIM-Signature" not in answered(people, ticket, smtp_sink).raw
    told = Event.objects.filter(kind="dkim_key.changed").order_by("id")
    assert [one.changes[0]["to"] if one.changes else None for one in told] == [
        None,
        True,
        None,
        False,
        True,
        None,
        False,
    ]
    assert [one.data["removed"] for one in told].index(True) == 5


def test_a_mail_that_cannot_be_signed_leaves_all_the_same(
    people: make.Cast, ticket: Ticket, smtp_sink: SmtpSink
) -> None:
    lost, broken = key(people, "lost"), key(people, "broken", ED25519)
    for row in (lost, broken):
        use_key(people.admin, row)
    DkimKey.objects.filter(pk=lost.pk).update(private="sealed with a lost key")
    DkimKey.objects.filter(pk=broken.pk).update(private=sealing.seal("dkim-key", "no key"))
    received = answered(people, ticket, smtp_sink)
    assert b"DKIM-Signature" not in received.raw
    assert Delivery.objects.get(address=CLIENT).state == "sent"
    assert sorted(unsigned()) == ["broken of desk.test", "lost of desk.test"]


def test_a_key_made_elsewhere_is_pasted(people: make.Cast, ticket: Ticket, smtp_sink: SmtpSink) -> None:
    use_key(people.admin, key(people, "r1", RSA, new_pair(RSA).private))
    use_key(people.admin, key(people, "e1", ED25519, new_pair(ED25519).private))
    assert selectors(answered(people, ticket, smtp_sink).raw) == ["r1", "e1"]
    made = generate_private_key(65537, 2048)
    locked = made.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(b"x")).decode()
    count = DkimKey.objects.count()
    for algorithm, private in (
        (RSA, "nonsense"),
        (RSA, locked),
        (ED25519, new_pair(RSA).private),
        (ED25519, "eA=="),
    ):
        with pytest.raises(Invalid) as wrong:
            key(people, "bad", algorithm, private)
        assert list(wrong.value.fields) == ["private"]
    for domain, selector, field in (
        ("desk", "s", "domain"),
        ("desk.test", "a_b", "selector"),
        ("desk.test", "r1", "selector"),
    ):
        with pytest.raises(Invalid) as refusal:
            add_key(people.admin, KeySpec(domain, selector))
        assert list(refusal.value.fields) == [field]
    with pytest.raises(Denied):
        add_key(people.lead, KeySpec("desk.test", "x"))
    assert DkimKey.objects.count() == count


def test_what_the_domains_records_say(people: make.Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    row = key(people, "r1")
    public = f"v=DKIM1; k=rsa; p={row.public}"
    for records_, said in (
        ([], Published.MISSING),
        (["v=spf1 -all"], Published.MISSING),
        ([public.replace("p=", "p= ").replace("k=rsa; ", "")], Published.YES),
        ([public.replace("rsa", "ed25519")], Published.DIFFERS),
        (["v=DKIM1; p="], Published.DIFFERS),
        (None, Published.UNREACHABLE),
    ):
        monkeypatch.setattr("otklik.channels.mail.dkim_keys.found_at", lambda _name, found=records_: found)
        assert look(people.admin, row).found == said
    assert published.found_at("no such name.invalid") in (None, ())
    with pytest.raises(Denied):
        look(people.lead, row)
    line = zone_line("r1._domainkey.desk.test", public)
    assert max(len(piece) for piece in re.findall('"([^"]*)"', line)) == 255
    assert "".join(re.findall('"([^"]*)"', line)) == public

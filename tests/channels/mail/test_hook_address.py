"""Mail by HTTP: the address, a program of one's own, storing before 200, the page of the settings."""

from __future__ import annotations

import hmac
import json
from datetime import timedelta

import pytest
from django.db import DatabaseError

from otklik.channels.mail import hooks
from otklik.channels.mail.commands import (
    HookSpec,
    activate_mailbox,
    deactivate_mailbox,
    forget_handed_over,
    renew_address,
    set_hook,
)
from otklik.channels.mail.enums import HookKind
from otklik.channels.mail.hook_formats import signature_of
from otklik.channels.mail.models import InboundRaw, MailHandedOver
from otklik.core import clock, files
from otklik.core.errors import Denied, Invalid
from otklik.core.models import Event
from tests import make
from tests.channels.mail.hook_ways import (
    MAILGUN_KEY,
    RAW,
    mailgun,
    multipart,
    nothing_came,
    postmark,
    stored,
    way,
)
from tests.channels.mail.writing import mail
from tests.support.pages import text_of, visitor

pytestmark = pytest.mark.django_db


def test_a_program_of_ones_own_signs_with_the_key_it_is_shown(people: make.Cast) -> None:
    there = way(people, HookKind.RAW)
    key = hooks.hook_state(people.admin, there.hook.account).key
    moment = int(clock.now().timestamp())
    kind, name = "message/rfc822", "X-Otklik-Signature"
    good = signature_of(key, moment, RAW)
    assert (
        good == f"t={moment},v1={hmac.new(key.encode(), f'{moment}.'.encode() + RAW, 'sha256').hexdigest()}"
    )
    late = signature_of(key, moment - 301, RAW)
    for bad in (
        "",
        "t=1,v1=2",
        signature_of(key + "0", moment, RAW),
        signature_of(key, moment, RAW + b"."),
        late,
    ):
        assert there.post(RAW, kind, {name: bad}) == 403
    assert nothing_came()
    assert [there.post(RAW, kind, {name: good}) for _time in range(3)] == [200, 200, 200]
    assert (stored(), InboundRaw.objects.get().outcome) == (RAW, "created")
    other = mail("anna@client.test", "Ещё одно", subject="Второе")
    assert there.post(other, kind, {name: signature_of(key, moment, other)}) == 200
    assert InboundRaw.objects.count() == 2


def test_an_address_is_good_for_one_mailbox_one_provider_and_until_it_is_renewed(people: make.Cast) -> None:
    there = way(people, HookKind.POSTMARK)
    body, old = postmark(RawEmail=RAW.decode()), there.address
    altered = [
        old[:-14] + "x" + old[-13:],
        old.replace("postmark", "sendgrid"),
        old.replace("postmark", "pigeon"),
        old + "/mime/x",
    ]
    renew_address(people.admin, there.hook.account)
    posts = [there.client.post(address, body, content_type="application/json") for address in (*altered, old)]
    assert [answer.status_code for answer in posts] == [404] * 5
    assert nothing_came()
    assert there.client.get(there.address).status_code == 405
    assert there.post(body, "application/json") == 200


def test_what_cannot_be_stored_is_not_promised(people: make.Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    there = way(people, HookKind.POSTMARK)
    body = postmark(RawEmail=RAW.decode())

    def full(*_args: object, **_named: object) -> None:
        raise OSError(28, "No space left on device")

    def away(*_args: object, **_named: object) -> None:
        raise DatabaseError("gone")

    with monkeypatch.context() as broken:
        broken.setattr(files, "store", full)
        assert there.post(body, "application/json") == 503
    with monkeypatch.context() as broken:
        broken.setattr("otklik.channels.mail.commands.hooks.note_line", away)
        assert there.post(body, "application/json") == 503
    assert nothing_came()
    make.mailbox("other", team=people.it)

    deactivate_mailbox(people.admin, there.hook.account)
    assert there.post(body, "application/json") == 503, "out of use for now: it waits at the provider"
    activate_mailbox(people.admin, there.hook.account)
    with monkeypatch.context() as broken:
        broken.setattr("otklik.channels.mail.hooks.finish", full)
        assert there.post(body, "application/json") == 200, "it is in the ledger: a sweep finishes it"
    assert InboundRaw.objects.get().outcome == ""


def test_what_was_handed_over_is_forgotten_when_nobody_brings_it_again(people: make.Cast) -> None:
    there = way(people, HookKind.POSTMARK)
    there.post(postmark(RawEmail=RAW.decode()), "application/json")
    assert forget_handed_over() == 0
    with clock.shifted(timedelta(days=31)):
        assert forget_handed_over() == 1
    assert (MailHandedOver.objects.count(), InboundRaw.objects.count()) == (0, 1)


def test_only_administrators_set_it(people: make.Cast) -> None:
    there = way(people, HookKind.MAILGUN, MAILGUN_KEY)
    account, before = there.hook.account, Event.objects.count()
    with pytest.raises(Denied):
        set_hook(people.lead, account, HookSpec(HookKind.RAW))
    with pytest.raises(Denied):
        renew_address(people.lead, account)
    with pytest.raises(Denied):
        hooks.hook_state(people.lead, account)
    with pytest.raises(Invalid):
        set_hook(people.admin, account, HookSpec(HookKind.MAILGUN, "ключ"))
    set_hook(people.admin, account, HookSpec(HookKind.MAILGUN))
    assert Event.objects.count() == before, "nothing is otherwise"
    set_hook(people.admin, account, HookSpec(HookKind.RAW))
    with pytest.raises(Invalid):
        set_hook(people.admin, account, HookSpec(HookKind.MAILGUN))
    assert MAILGUN_KEY not in json.dumps(list(Event.objects.values_list("data", flat=True)))


def test_the_page_shows_the_address_and_what_to_do(people: make.Cast) -> None:
    there = way(people, HookKind.RAW)
    admin = visitor(people.admin)
    here = f"/settings/mailboxes/{there.hook.account.uid}/http"
    page = text_of(admin.get(here))
    assert there.address.replace("/", "/<wbr>") in page
    assert hooks.hook_state(people.admin, there.hook.account).key in page.replace("<wbr>", "")
    assert admin.post(here, {"kind": "mailgun", "secret": ""}).status_code == 422
    assert admin.post(here, {"kind": "mailgun", "secret": MAILGUN_KEY}).status_code == 302
    page = text_of(admin.get(here))
    assert "/mime" in page
    assert MAILGUN_KEY not in page
    assert admin.post(f"{here}/address").status_code == 302
    there.hook.refresh_from_db()
    assert there.hook.version == 2
    assert there.post(*multipart(mailgun({"body-mime": RAW}, key="wrong"))) == 403
    assert "signature" in text_of(admin.get(here)) or "подпись" in text_of(admin.get(here))
    assert "Mailgun" in text_of(admin.get("/settings/mailboxes"))
    log = text_of(admin.get("/settings/audit?kind=mail_hook"))
    assert "support@desk.test" in log
    assert admin.post(here, {"kind": "", "secret": ""}).status_code == 302
    assert "/mime" not in text_of(admin.get(here))

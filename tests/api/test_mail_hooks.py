"""Mail by HTTP and another question in an old thread, by the API."""

from __future__ import annotations

import pytest

from otklik.channels.mail.commands.hooks import note_trouble
from otklik.channels.mail.enums import HookTrouble
from otklik.channels.mail.intake import receive_raw
from otklik.channels.mail.models import MailHook
from otklik.core.models import Event
from otklik.tickets.models import Message
from tests import make
from tests.api.program import program
from tests.channels.mail.writing import mail
from tests.support.writes import kinds, recorded

pytestmark = pytest.mark.django_db
KEY = "signing-key-1f3870be"


def test_intake_by_http_is_set_and_its_key_never_comes_out(people: make.Cast) -> None:
    admin = program(people.admin)
    box = make.mailbox("support", team=people.it)
    at = f"/mailboxes/{box.uid}/http-intake"
    assert (admin.get(at).body["by"], admin.get(at).body["address"]) == (None, "")
    assert list(admin.put(at, {"by": "mailgun"}).body["errors"]) == ["secret"]
    with recorded() as events:
        made = admin.put(at, {"by": "mailgun", "secret": KEY})
    assert (made.status, kinds(events)) == (200, ["mail_hook.changed"]), made.body
    assert made.body["address"].endswith("/mailgun/mime")
    assert made.body["has_secret"] is True
    note_trouble(MailHook.objects.get(), HookTrouble.FORGED)
    seen = admin.get(at).body
    assert (seen["trouble"], bool(seen["trouble_words"]), bool(seen["troubled_at"])) == ("forged", True, True)
    renewed = admin.post(f"/mailboxes/{box.uid}/actions/renew-http-address")
    assert renewed.body["address"] not in ("", made.body["address"])
    off = admin.put(at, {"by": None})
    assert (off.body["by"], off.body["address"]) == (None, "")
    assert KEY not in str([made.body, seen, renewed.body, *Event.objects.values_list("data", "changes")])


def test_another_question_becomes_a_ticket_of_its_own(people: make.Cast) -> None:
    box = make.mailbox("support", team=people.it)
    sender = "Иван Клиентов <client@alpha.test>"
    old = receive_raw(iter([mail(sender, subject="Принтер")]), box)
    taken = receive_raw(iter([mail(sender, "Где договор?", subject=f"[{old.number}] Договор")]), box)
    assert taken.number == old.number
    asked = Message.objects.get(body__text="Где договор?")
    at = f"/tickets/{old.number}/messages/{asked.uid}/actions/make-ticket"
    agent = program(people.agent)
    made = agent.post(at)
    assert (made.status, made.body["subject"]) == (201, "Договор"), made.body
    assert agent.post(at).body["number"] == made.body["number"]

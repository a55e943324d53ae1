"""Blocked senders: their mail makes no ticket, stays in the ledger, and is taken when they are let in."""

from __future__ import annotations

import pytest

from otklik.channels.mail.blocked import block_of, blocked_senders, is_blocked
from otklik.channels.mail.blocking import is_among
from otklik.channels.mail.commands import block_sender, unblock_sender
from otklik.channels.mail.intake import run_again
from otklik.channels.mail.models import BlockedSender, InboundRaw
from otklik.core.errors import Denied, Invalid
from otklik.core.models import Event
from otklik.notifications.models import Delivery
from otklik.tickets.models import Message, Ticket
from tests import make
from tests.api.program import program
from tests.channels.mail.writing import mail, take
from tests.support.pages import ru, text_of, visitor

pytestmark = pytest.mark.django_db

SPAM = "offers@shop.spam.example"


def test_an_address_its_domain_and_those_above_are_kept_out() -> None:
    blocked = {"offers@a.test", "spam.example"}
    kept = {
        address: is_among(address, blocked)
        for address in (
            "offers@a.test",
            "other@a.test",
            "x@spam.example",
            "x@deep.shop.spam.example",
            "x@notspam.example",
            "spam.example@c.test",
            "x@example",
            "",
        )
    }
    assert kept == {
        "offers@a.test": True,
        "other@a.test": False,
        "x@spam.example": True,
        "x@deep.shop.spam.example": True,
        "x@notspam.example": False,
        "spam.example@c.test": False,
        "x@example": False,
        "": False,
    }


def test_their_mail_stays_in_the_ledger_and_makes_nothing(people: make.Cast) -> None:
    box = make.mailbox("support", team=people.it)
    before = Ticket.objects.count(), Message.objects.count(), Delivery.objects.count()
    row = block_sender(people.dispatcher, " Spam.Example. ", "реклама\nи снова реклама")
    assert (row.value, row.reason) == ("spam.example", "реклама и снова реклама")
    raw = mail(SPAM, "Купите", subject="Предложение")
    answers = [
        take(raw, box),
        take(raw, box),
        take(mail(SPAM, "Я в отпуске", headers={"Auto-Submitted": "auto-replied"}), box),
    ]
    assert [(one.outcome, one.reason, one.number) for one in answers] == [("blocked", "blocked", None)] * 3
    assert answers[0].answer() == {"ticket": None, "action": "ignored", "reason": "blocked"}
    assert (Ticket.objects.count(), Message.objects.count(), Delivery.objects.count()) == before
    assert InboundRaw.objects.get(uid=answers[0].uid).sender == SPAM
    assert run_again(people.admin, answers[0].uid).outcome == "blocked", "nobody let them in"
    unblock_sender(people.dispatcher, row)
    assert run_again(people.admin, answers[0].uid).outcome == "created"
    assert run_again(people.admin, answers[1].uid).outcome == "duplicate"
    assert (Ticket.objects.count() - before[0], is_blocked(SPAM)) == (1, False)


def test_who_may_and_whom(people: make.Cast) -> None:
    ours = make.mailbox("support", team=people.it)
    refused = (
        "",
        "@",
        "no dots",
        "example",
        "[127.0.0.1]",
        "a b@c.test",
        ours.address,
        "desk.test",
        "gmail.com",
        "mail.ru",
        make.user_of(people.agent).email,
    )
    for one in refused:
        assert _is_refused(people, one), one
    for person in (people.agent, people.client):
        with pytest.raises(Denied):
            block_sender(person, "spam.example")
        with pytest.raises(Denied):
            blocked_senders(person)
    assert not BlockedSender.objects.exists()
    row = block_sender(people.lead, "Offers@Spam.Example")
    with pytest.raises(Denied):
        unblock_sender(people.agent, row)
    assert block_sender(people.admin, "offers@spam.example").pk == row.pk
    assert Event.objects.filter(kind="blocked_sender.changed").count() == 1, "nothing was otherwise"
    found = block_of(people.lead, "offers@spam.example")
    assert found == row
    assert block_of(people.lead, "other@spam.example") is None


def test_from_the_settings_the_card_and_the_ledger(people: make.Cast) -> None:
    box = make.mailbox("support", team=people.it)
    number = take(mail(SPAM, "Купите", subject="Предложение"), box).number
    lead, admin = visitor(people.lead), visitor(people.admin)
    here = f"/desk/tickets/{number}/sender"
    assert here in text_of(lead.get(f"/desk/tickets/{number}"))
    assert SPAM in text_of(lead.get(here))
    assert lead.post(here, {"what": "domain", "reason": "реклама"}).status_code == 302
    assert BlockedSender.objects.get().value == "shop.spam.example"
    card = text_of(lead.get(f"/desk/tickets/{number}"))
    assert ru("Let the sender in again") in card
    page = text_of(admin.get("/settings/mail/blocked"))
    assert "shop.spam.example" in page
    assert "реклама" in page
    assert lead.post(here, {"lift": "1"}).status_code == 302
    assert not is_blocked(SPAM)
    assert admin.post("/settings/mail/blocked", {"sender": "nonsense"}).status_code == 422
    line = InboundRaw.objects.get()
    address = f"/settings/mail/ledger/{line.uid}"
    assert admin.post(f"{address}/sender", {"reason": "снова"}).status_code == 302
    assert (BlockedSender.objects.get(active=True).value, is_blocked(SPAM)) == (SPAM, True)
    assert f"{address}/sender" not in text_of(admin.get(address)), "blocked already"
    log = text_of(admin.get("/settings/audit?kind=blocked_sender"))
    assert SPAM in log
    event = Event.objects.filter(kind="blocked_sender.changed").latest("pk")
    assert admin.post(f"/settings/audit/{event.pk}/revert").status_code == 302
    assert not is_blocked(SPAM)
    row = block_sender(people.admin, SPAM)
    gone = admin.post(f"/settings/mail/blocked/{row.uid}/removal")
    assert gone.headers["Location"].startswith("/settings/mail/ledger?outcome=blocked")
    assert admin.get(gone.headers["Location"]).status_code == 200


def test_by_the_api(people: make.Cast) -> None:
    asking = program(people.lead)
    made = asking.post("/blocked-senders", {"sender": "spam.example", "reason": "реклама"})
    assert (made.status, made.body["sender"], made.body["active"]) == (201, "spam.example", True)
    assert [one["sender"] for one in asking.get("/blocked-senders").body["items"]] == ["spam.example"]
    lifted = asking.delete(f"/blocked-senders/{made.body['uid']}")
    assert (lifted.status, lifted.body["active"]) == (200, False)
    assert asking.get("/blocked-senders").body["items"] == []
    assert asking.post("/blocked-senders", {"sender": "gmail.com"}).problem == "invalid"


def _is_refused(people: make.Cast, sender: str) -> bool:
    try:
        block_sender(people.admin, sender)
    except Invalid:
        return True
    return False

"""Mailboxes, registrations with providers, texts of letters and the ledger by the API."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from otklik.channels.mail import trying
from otklik.channels.mail.intake import receive_raw
from otklik.channels.mail.models import InboundRaw, MailServer, OAuthClient
from otklik.channels.mail.trying import Check
from otklik.core.files import read_blob
from otklik.core.models import Event
from otklik.notifications.enums import TextKind
from otklik.notifications.texts import delivered, text_in_force
from tests import make
from tests.api.program import ROOT, program
from tests.channels.mail.writing import mail
from tests.support.writes import kinds, recorded, unchanged

pytestmark = pytest.mark.django_db
SECRET = "correct horse battery"


def test_a_mailbox_from_the_first_to_the_last(people: make.Cast) -> None:
    """Usual ports and names; a password comes in and never out; what is left out stays."""
    admin = program(people.admin)
    body = {
        "address": "Help@desk.example",
        "team": "it",
        "observer_agents": [admin.get("/me").body["uid"]],
        "incoming": {"host": "imap.desk.example", "password": SECRET},
        "outgoing": {"host": "smtp.desk.example", "security": "starttls"},
    }
    with recorded() as events:
        made = admin.post("/mailboxes", body)
    assert (made.status, set(kinds(events))) == (201, {"account.changed"})
    box, address = made.body, f"/mailboxes/{made.body['uid']}"
    assert (box["name"], box["address"], box["team"]["code"]) == ("help", "help@desk.example", "it")
    assert (box["incoming"]["port"], box["incoming"]["login"]) == (993, "Help@desk.example")
    assert (box["outgoing"]["port"], box["outgoing"]["security"]) == (587, "starttls")
    sealed = MailServer.objects.get()
    assert sealed.password
    assert sealed.smtp_password
    changed = admin.patch(address, {"incoming": {"protocol": "pop3", "after": "leave"}, "enabled": False})
    assert changed.status == 200, changed.body
    assert (changed.body["incoming"]["port"], changed.body["enabled"]) == (995, False)
    assert MailServer.objects.get().password == sealed.password
    assert admin.get(address).body == changed.body
    assert [row["name"] for row in admin.get("/mailboxes").body["items"]] == ["help"]
    assert program(people.agent).get("/mailboxes").body["items"] == []
    told = [made.body, changed.body, *Event.objects.values_list("data", "changes")]
    assert SECRET not in str(told)
    assert list(admin.post("/mailboxes", {**body, "name": "b"}).body["errors"]) == ["address"]
    assert admin.patch(address, {"incoming": None, "outgoing": None}).body["incoming"] is None
    assert admin.post(f"{address}/actions/try").problem == "invalid"


def test_a_mailbox_sends_by_a_provider(people: make.Cast) -> None:
    """A key is asked for, and asked for anew with every other way; the server is the provider's."""
    admin = program(people.admin)
    keyless = {"address": "help@desk.example", "outgoing": {"by": "mailgun", "login": "mg.desk.example"}}
    assert list(admin.post("/mailboxes", keyless).body["errors"]) == ["outgoing.password"]
    made = admin.post(
        "/mailboxes",
        {**keyless, "outgoing": {"by": "mailgun", "login": "mg.desk.example", "password": SECRET}},
    )
    assert made.status == 201, made.body
    side = made.body["outgoing"]
    assert (side["by"], side["host"], side["port"]) == ("mailgun", "api.mailgun.net", 443)
    address = f"/mailboxes/{made.body['uid']}"
    changed = admin.patch(address, {"outgoing": {"host": "api.eu.mailgun.net"}}).body["outgoing"]
    assert (changed["host"], changed["login"]) == ("api.eu.mailgun.net", "mg.desk.example")
    assert MailServer.objects.get().smtp_password
    for wrong, field in (({"host": "evil.example"}, "host"), ({"by": "postmark"}, "password")):
        with unchanged():
            refused = admin.patch(address, {"outgoing": wrong})
        assert list(refused.body["errors"]) == [f"outgoing.{field}"]


def test_what_is_wrong_with_a_mailbox_is_named(people: make.Cast) -> None:
    admin = program(people.admin)
    body = {"address": "a@desk.example", "incoming": {"host": "imap.x"}, "outgoing": {"host": "smtp.x"}}
    address = f"/mailboxes/{admin.post('/mailboxes', body).body['uid']}"
    for wrong, field in (
        ({"incoming": {"after": "move"}}, "incoming.move_to"),
        ({"outgoing": {"host": "http://x"}}, "outgoing.host"),
        ({"team": "nobody"}, "team"),
        ({"address": "nothing"}, "address"),
    ):
        with unchanged():
            refused = admin.patch(address, wrong)
        assert (refused.problem, list(refused.body["errors"])) == ("invalid", [field])


def test_a_mailbox_is_tried_with_what_is_kept(people: make.Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    admin = program(people.admin)
    made = admin.post("/mailboxes", {"address": "a@desk.example", "outgoing": {"host": "localhost"}})

    def outgoing(*_given: object) -> list[Check]:
        return [Check("smtp", False, "No answer.", "Start it.")]

    monkeypatch.setattr(trying, "_outgoing", outgoing)
    tried = admin.post(f"/mailboxes/{made.body['uid']}/actions/try")
    only = {"what": "smtp", "ok": False, "words": "No answer.", "remedy": "Start it."}
    assert (tried.status, tried.body) == (200, {"ok": False, "items": [only]})


def test_registrations_with_providers(people: make.Cast) -> None:
    admin = program(people.admin)
    body = {"name": "Microsoft", "client_id": "0b9d", "secret": SECRET, "secret_ends": "2027-01-31"}
    made = admin.post("/mail/providers", body)
    assert (made.status, made.body["kind"], made.body["has_secret"]) == (201, "microsoft", True)
    address = f"/mail/providers/{made.body['uid']}"
    sealed = OAuthClient.objects.get().secret
    with recorded() as events:
        changed = admin.patch(address, {"tenant": "desk.example", "secret_ends": None})
    assert (changed.body["tenant"], changed.body["secret_ends"]) == ("desk.example", None)
    assert (kinds(events), OAuthClient.objects.get().secret) == (["oauth_client.changed"], sealed)
    assert SECRET not in str([made.body, changed.body, *Event.objects.values_list("data", "changes")])
    other = admin.patch(address, {"kind": "other"})
    assert sorted(other.body["errors"]) == ["authorize_url", "token_url"]
    assert len(admin.get("/mail/providers").body["items"]) == 1
    assert admin.delete(address).status == 204
    assert admin.delete(address).status == 404


def test_texts_of_letters(people: make.Cast) -> None:
    """Written, tried on a ticket, given back; each as the page does it."""
    admin = program(people.admin, **{"Accept-Language": "en"})
    ticket = make.ticket(people.client)
    make.mailbox("support")
    assert admin.get("/letters").body["items"][0]["code"] == "confirmation"
    words = "{{ client }}, it is {{ number }}."
    shown = admin.post(
        "/letters/confirmation/actions/preview",
        {"language": "en", "text": words, "ticket": ticket.number},
    )
    assert (shown.status, f"it is {ticket.number}." in shown.body["text"]) == (200, True), shown.body
    with recorded() as events:
        written = admin.patch("/letters/confirmation", {"language": "en", "text": words})
    assert kinds(events) == ["template.changed"]
    assert written.body["texts"]["en"] == {
        "subject": delivered(TextKind.CONFIRMATION, "en").subject, "text": words, "delivered": False,
    }  # fmt: skip
    with unchanged():
        admin.patch("/letters/confirmation", {"language": "en", "text": words})
    bad = admin.patch("/letters/reply", {"language": "ru", "text": "Nothing of ours"})
    assert list(bad.body["errors"]) == ["text"]
    missing = admin.post("/letters/reply/actions/preview", {"language": "ru", "ticket": "INC0"})
    assert list(missing.body["errors"]) == ["ticket"]
    assert admin.post("/letters/confirmation/actions/reset", {}).body["texts"]["en"]["delivered"]
    assert text_in_force(TextKind.CONFIRMATION, "en") == delivered(TextKind.CONFIRMATION, "en")
    assert admin.get("/letters/nonsense").status == 404


def _mail(subject: str) -> str:
    """A line of a mail at which we failed."""
    box = make.mailbox("support")
    taken = receive_raw(iter([mail("Кто <who@far.test>", "Не печатает", subject=subject)]), box)
    InboundRaw.objects.filter(uid=taken.uid).update(
        outcome="failed", reason="fault", error="Trace", fingerprint=None, ticket=None, message=None
    )
    return taken.uid


def test_the_ledger_is_read(people: make.Cast) -> None:
    admin = program(people.admin)
    uid = _mail("Касса")
    for query, number in (
        ({}, 1), ({"outcome": "failed"}, 1), ({"outcome": "created"}, 0), ({"mailbox": "none"}, 0),
        ({"q": "who@far"}, 1), ({"q": "касса"}, 1), ({"q": "чай"}, 0),
    ):  # fmt: skip
        assert len(admin.get("/mail/ledger", **query).body["items"]) == number, query
    line = admin.get(f"/mail/ledger/{uid}").body
    assert (line["subject"], line["outcome"], line["error"]) == ("Касса", "failed", "Trace")
    source = admin.client.get(f"{ROOT}/mail/ledger/{uid}/source", headers=admin.headers)
    assert source.getvalue() == read_blob(InboundRaw.objects.get().blob)
    assert source.headers["Content-Disposition"].startswith("attachment")
    with CaptureQueriesContext(connection) as asked:
        admin.get("/mail/ledger")
    assert len(asked) <= 4


def test_a_mail_is_decided_about(people: make.Cast) -> None:
    """Attached, made a ticket of, read again, deleted; a decision is taken once."""
    admin = program(people.admin)
    ticket = make.ticket(people.client)
    first = f"/mail/ledger/{_mail('Первое')}"
    wrong = admin.post(f"{first}/actions/attach", {"ticket": "INC0"})
    assert list(wrong.body["errors"]) == ["ticket"]
    done = admin.post(f"{first}/actions/attach", {"ticket": ticket.number.lower()}, key="once")
    assert (done.status, done.body["ticket"]) == (200, ticket.number), done.body
    assert (
        admin.post(f"{first}/actions/attach", {"ticket": ticket.number.lower()}, key="once").body == done.body
    )
    assert Event.objects.filter(kind="mail.handled").count() == 1
    assert admin.post(f"{first}/actions/make-ticket").problem == "not-possible"
    assert admin.delete(first).problem == "not-possible"
    InboundRaw.objects.update(outcome="failed", fingerprint=None, ticket=None, message=None)
    assert admin.post(f"{first}/actions/read-again").body["outcome"] != "failed"
    InboundRaw.objects.update(outcome="ignored", fingerprint=None, ticket=None, message=None)
    made = admin.post(f"{first}/actions/make-ticket")
    assert (made.body["outcome"], bool(made.body["ticket"])) == ("created", True)
    InboundRaw.objects.update(outcome="ignored", ticket=None, message=None)
    gone = admin.delete(first)
    assert (gone.body["outcome"], gone.body["subject"]) == ("deleted", "")
    assert admin.get(f"{first}/source").status == 404

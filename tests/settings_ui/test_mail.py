"""Mailboxes and letters in the settings: tried before they are saved, seen before they are sent."""

from __future__ import annotations

import pytest

from otklik.catalogue.models import ChannelAccount, Service
from otklik.channels.mail.discovery import Discovery
from otklik.channels.mail.models import MailServer
from otklik.channels.mail.standing import mailbox_spec_of
from otklik.core import sealing, small
from otklik.notifications.enums import TextKind
from otklik.notifications.texts import delivered, text_in_force
from otklik.organisation.queries import default_brand
from otklik.settings_ui import mailboxes
from tests import make
from tests.support.pages import fields_of, ru, text_of, visitor, words_of
from tests.support.ports import free_port
from tests.support.writes import kinds, recorded, unchanged

NEW = "/settings/mailboxes/new"
FORM = {
    "address": "help@desk.test",
    "title_ru": "Помощь",
    "incoming.host": "127.0.0.1",
    "incoming.security": "none",
    "incoming.folders": "INBOX",
    "incoming.after": "seen",
    "incoming.password": "secret-words",
    "outgoing.security": "ssl",
    "outgoing.port": "465",
}


def test_a_mailbox_is_made_and_changed(people: make.Cast) -> None:
    """The login is the address unless said; the password is kept when none is typed, and never shown."""
    admin = visitor(people.admin)
    form = {**FORM, "incoming.port": "1143", "team": str(people.it.pk)}
    answer = admin.post(NEW, form)
    account = ChannelAccount.objects.get(address="help@desk.test")
    assert answer.headers["Location"] == f"/settings/mailboxes/{account.uid}"
    assert (account.name, str(account.title), account.team) == ("help", "Помощь", people.it)
    spec = mailbox_spec_of(people.admin, account)
    assert spec.incoming is not None
    assert (spec.incoming.host, spec.incoming.port, spec.incoming.login) == (
        "127.0.0.1",
        1143,
        "help@desk.test",
    )
    page = admin.get(f"/settings/mailboxes/{account.uid}")
    assert "secret-words" not in text_of(page)
    assert fields_of(page)["incoming.host"] == ["127.0.0.1"]
    assert "help@desk.test" in text_of(admin.get("/settings/mailboxes"))
    with recorded() as events:
        admin.post(
            f"/settings/mailboxes/{account.uid}", {**form, "incoming.password": "", "title_ru": "Иначе"}
        )
    assert set(kinds(events)) == {"account.changed"}
    account.refresh_from_db()
    assert str(account.title) == "Иначе"


def test_a_mailbox_sends_by_a_provider(people: make.Cast) -> None:
    """The port of mail servers that stands in the form is not its; the key is asked for at its field."""
    admin = visitor(people.admin)
    form = {**FORM, "incoming.host": "", "outgoing.by": "postmark"}
    refused = admin.post(NEW, form)
    assert (refused.status_code, 'id="f-outgoing.password-err"' in text_of(refused)) == (422, True)
    admin.post(NEW, {**form, "outgoing.password": "key-words"})
    row = MailServer.objects.get()
    assert (row.smtp_by, row.smtp_host, row.smtp_port) == ("postmark", "api.postmarkapp.com", 443)
    page = admin.get(f"/settings/mailboxes/{row.account.uid}")
    assert fields_of(page)["outgoing.by"] == ["postmark"]
    assert "key-words" not in text_of(page)


def test_what_is_wrong_stands_at_its_field(people: make.Cast) -> None:
    """And nothing typed is lost: the password is kept for the next try, out of the page."""
    admin = visitor(people.admin)
    answer = admin.post(NEW, {**FORM, "incoming.port": "70000", "incoming.host": "no host!"})
    assert answer.status_code == 422
    assert not ChannelAccount.objects.exists()
    assert fields_of(answer)["incoming.port"] == ["70000"]
    assert fields_of(answer)["title_ru"] == ["Помощь"]
    assert "secret-words" not in text_of(answer)
    assert 'id="f-incoming.port-err"' in text_of(answer)
    form = fields_of(answer) | {"incoming.port": ["1143"], "incoming.host": ["127.0.0.1"]}
    assert admin.post(NEW, form).status_code == 302
    assert sealing.unseal("mailbox", MailServer.objects.get().password) == "secret-words"
    assert admin.post(NEW, {**FORM, "address": "nothing"}).status_code == 422
    assert ChannelAccount.objects.count() == 1


@pytest.mark.parametrize("port", ["0", "99999", "почта", "-1"])
@pytest.mark.parametrize("side", ["incoming", "outgoing"])
def test_a_port_that_is_none(people: make.Cast, side: str, port: str) -> None:
    """Is told also where no server is named yet: it would be passed over in silence."""
    admin = visitor(people.admin)
    answer = admin.post(NEW, {**FORM, "incoming.host": "", f"{side}.port": port})
    assert answer.status_code == 422
    assert f'id="f-{side}.port-err"' in text_of(answer)
    assert not ChannelAccount.objects.exists()


def test_services_stand_as_in_the_catalogue(people: make.Cast) -> None:
    """Under their packages, in the tree's order; the page names the mailbox as commands do."""
    package = make.service("100", team=people.it)
    Service.objects.filter(pk=package.pk).update(is_package=True)
    later, first = make.service("102", team=people.it), make.service("101", team=people.it)
    Service.objects.filter(pk=first.pk).update(parent=package, position=0)
    Service.objects.filter(pk=later.pk).update(parent=package, position=1)
    small.bump()
    account = make.mailbox("support", team=people.it)
    page = text_of(visitor(people.admin).get(f"/settings/mailboxes/{account.uid}"))
    assert f'<optgroup label="{package.name}">' in page
    assert page.index(f'value="{first.pk}">101') < page.index(f'value="{later.pk}">102')
    assert f"--mailbox {account.name}" in page


def test_try_before_saving(people: make.Cast) -> None:
    """A server that does not answer is told with a remedy; nothing is kept."""
    admin = visitor(people.admin)
    answer = admin.post(NEW, {**FORM, "incoming.port": str(free_port()), "try": "1"})
    assert answer.status_code == 200
    assert "i-warn" in text_of(answer)
    assert "secret-words" not in text_of(answer)
    assert not ChannelAccount.objects.exists()


def test_out_of_use_and_back(people: make.Cast) -> None:
    """Kept, but neither read nor sent from."""
    admin, account = visitor(people.admin), make.mailbox("support", team=people.it)
    address = f"/settings/mailboxes/{account.uid}/use"
    for off, enabled in (("1", False), ("", True)):
        assert admin.post(address, {"off": off}).status_code == 302
        account.refresh_from_db()
        assert account.enabled is enabled


def test_a_text_is_written_anew_and_taken_back(people: make.Cast) -> None:
    """In both languages; what cannot be filled in is told at its field."""
    admin, address = visitor(people.admin), "/settings/letters/reply"
    form = {
        "subject_ru": "[{{ number }}] {{ subject }}",
        "text_ru": "Здравствуйте!\n\n{{ answer }}",
        "subject_en": "[{{ number }}] {{ subject }}",
        "text_en": "{{ answer }}",
    }
    with recorded() as events:
        assert admin.post(address, form).status_code == 302
    assert kinds(events) == ["template.changed"]
    assert text_in_force(TextKind.REPLY, "ru").text.startswith("Здравствуйте!")
    with unchanged():
        wrong = admin.post(address, {**form, "text_en": "{{ anwser }}"})
    assert wrong.status_code == 422
    assert 'id="f-text_en-err"' in text_of(wrong)
    long = f"[{{{{ number }}}}] {'о' * 250}"
    with unchanged():
        wrong = admin.post(address, {**form, "subject_ru": long})
    assert (wrong.status_code, fields_of(wrong)["subject_ru"]) == (422, [long])
    said = ru("Too long: %(number)s characters, at most %(longest)s.", number=265, longest=250)
    assert said in words_of(wrong)
    admin.post(address, {**form, "reset": "1"})
    assert text_in_force(TextKind.REPLY, "ru") == delivered(TextKind.REPLY, "ru")
    assert admin.get("/settings/letters/nothing").status_code == 404


def test_a_preview_on_a_real_ticket(people: make.Cast) -> None:
    """The letter as its client would get it, in a frame that can run nothing; a foreign number is told."""
    make.mailbox("support", team=people.it)
    ticket = make.ticket(people.client, team=people.it)
    make.reply(people.agent, ticket, "Всё починили.")
    admin = visitor(people.admin)
    form = {"subject_ru": "[{{ number }}]", "text_ru": "Добрый день! {{ answer }}", "preview": "ru"}
    with unchanged():
        shown = admin.post("/settings/letters/reply/preview", {**form, "number": ticket.number})
        missing = admin.post("/settings/letters/reply/preview", {**form, "number": "INC999999"})
    assert "Всё починили." in text_of(shown)
    assert "Добрый день!" in text_of(shown)
    assert "sandbox" in shown.headers["Content-Security-Policy"]
    assert missing.status_code == 404
    address = f"/settings/letters/reply/preview?preview=ru&number={ticket.number}"
    assert "Всё починили." in text_of(admin.get(address))
    page = text_of(admin.get("/settings/letters/reply"))
    assert address.replace("&", "&amp;") in page


def test_a_new_mailbox_signs_as_the_brand(people: make.Cast) -> None:
    """Its form proposes the name, and says nothing of a password that nobody has given yet."""
    admin = visitor(people.admin)
    page = admin.get(NEW)
    assert fields_of(page)["sender_name_ru"] == [default_brand().name.texts["ru"]]
    assert ru("empty: the one we have stays") not in text_of(page)
    admin.post(NEW, FORM)
    account = ChannelAccount.objects.get(address="help@desk.test")
    kept = admin.get(f"/settings/mailboxes/{account.uid}")
    assert text_of(kept).count(ru("empty: the one we have stays")) == 2


@pytest.mark.parametrize(("security", "port"), [("ssl", 993), ("starttls", 143)])
def test_an_empty_port_is_the_usual_one(people: make.Cast, security: str, port: int) -> None:
    """As the form says beside it."""
    form = {**FORM, "incoming.host": "imap.far.test", "incoming.security": security, "incoming.port": ""}
    visitor(people.admin).post(NEW, form)
    account = ChannelAccount.objects.get(address="help@desk.test")
    incoming = mailbox_spec_of(people.admin, account).incoming
    assert incoming is not None
    assert incoming.port == port


def test_servers_that_are_not_found(people: make.Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """One sentence in one element beside its sign: the second would be a column of its own."""
    found = Discovery("nothing", login="help@far.test", remedy="Спросите того, кто ведёт почту.")
    monkeypatch.setattr(mailboxes, "discover", lambda *_: found)
    page = visitor(people.admin).post(NEW, {**FORM, "find": "1"})
    line = f"<span>{ru('No servers were found: enter them by hand.')} {found.remedy}</span>"
    assert line in text_of(page)

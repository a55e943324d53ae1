"""The log tells what has commands of its own too (mailboxes, letters, calendars), and takes it back."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from otklik.catalogue.models import ChannelAccount
from otklik.channels.mail.commands import change_mailbox, create_mailbox, deactivate_mailbox
from otklik.channels.mail.mailbox_spec import Incoming, Outgoing
from otklik.channels.mail.standing import mailbox_spec_of
from otklik.core import clock
from otklik.core.actors import SYSTEM
from otklik.core.models import Event
from otklik.core.translated import translated
from otklik.notifications.commands.texts import reset_template, set_template
from otklik.notifications.enums import TextKind
from otklik.notifications.text_places import TextPlace
from otklik.notifications.texts import Text, delivered, text_in_force
from otklik.organisation.calendars import calendar_named
from otklik.people.demo import mark_demo
from tests import make
from tests.settings_ui.test_mail import FORM, NEW
from tests.support.pages import fields_of, ru, text_of, visitor, words_of
from tests.support.writes import recorded, unchanged

AUDIT = "/settings/audit"


def test_a_mailbox_is_told_by_labels_and_taken_back(people: make.Cast) -> None:
    """Made is “added”; fields have their names; a revert gives the old values and leaves the password."""
    admin = visitor(people.admin)
    form = {**FORM, "incoming.port": "1143"}
    admin.post(NEW, form)
    account = ChannelAccount.objects.get(address="help@desk.test")
    admin.post(f"/settings/mailboxes/{account.uid}", {**form, "incoming.port": "1144", "title_ru": "Иначе"})
    page = words_of(admin.get(AUDIT, {"kind": "account"}))
    assert "help@desk.test: добавлено" in page
    assert "Помощь → Иначе" in page
    assert "1143 → 1144" in page
    assert "every_seconds" not in page
    assert "secret-words" not in page
    servers, own = Event.objects.filter(kind="account.changed").order_by("-pk")[:2]
    for event in (servers, own):
        assert admin.post(f"{AUDIT}/{event.pk}/revert").status_code == 302
    account.refresh_from_db()
    spec = mailbox_spec_of(people.admin, account)
    assert spec.incoming is not None
    assert (str(account.title), spec.incoming.port) == ("Помощь", 1143)
    with unchanged():
        assert admin.post(f"{AUDIT}/{own.pk}/revert").status_code == 409


def test_a_mailbox_that_was_made_goes_out_of_use(people: make.Cast) -> None:
    """And out of use is taken back too; a second press finds it otherwise."""
    admin = visitor(people.admin)
    admin.post(NEW, {**FORM, "incoming.port": "1143"})
    account = ChannelAccount.objects.get(address="help@desk.test")
    made = Event.objects.filter(kind="account.changed", subject_id=account.pk).earliest("pk")
    assert admin.post(f"{AUDIT}/{made.pk}/revert").status_code == 302
    account.refresh_from_db()
    assert not account.enabled
    with unchanged():
        assert admin.post(f"{AUDIT}/{made.pk}/revert").status_code == 409
    assert admin.post(f"{AUDIT}/{Event.objects.latest('pk').pk}/revert").status_code == 302
    account.refresh_from_db()
    assert account.enabled


def test_a_way_out_comes_back_with_its_team(people: make.Cast) -> None:
    """The SMTP side and rows named by ids."""
    account = make.mailbox("support", team=people.it)
    spec = mailbox_spec_of(people.admin, account)
    out = Outgoing("smtp.desk.test", 465)
    change_mailbox(people.admin, account, type(spec)(spec.account, spec.incoming, out))
    with recorded() as events:
        change_mailbox(people.admin, account, spec)
    assert visitor(people.admin).post(f"{AUDIT}/{events[0].pk}/revert").status_code == 302
    again = mailbox_spec_of(people.admin, ChannelAccount.objects.get(pk=account.pk))
    assert again.outgoing is not None
    assert (again.outgoing.host, again.account.team) == ("smtp.desk.test", people.it)


@pytest.mark.parametrize("removed", [False, True])
def test_a_password_goes_to_no_other_server(people: make.Cast, removed: bool) -> None:
    """A server comes back by hand alone: the log has no passwords, and the new one is not the old one's."""
    spec = mailbox_spec_of(people.admin, make.mailbox("support"))
    old, new = (Incoming(f"{name}.desk.test", login="it", password=name) for name in ("old", "new"))
    account = create_mailbox(
        people.admin,
        replace(spec, account=replace(spec.account, name="it", address="it@desk.test"), incoming=old),
    )
    with recorded() as events:
        own = mailbox_spec_of(people.admin, account)
        change_mailbox(people.admin, account, replace(own, incoming=None if removed else new))
    admin = visitor(people.admin)
    with unchanged():
        answer = admin.post(f"{AUDIT}/{events[0].pk}/revert")
    assert answer.status_code == 409
    told = ru("The log has no password for that server. Set server, login and password by hand.")
    assert told in words_of(answer)


def test_a_letter_gets_its_old_words(people: make.Cast) -> None:
    """The delivered ones again where those stood."""
    admin, address = visitor(people.admin), "/settings/letters/reply"
    form = fields_of(admin.get(address))
    admin.post(address, {**form, "text_ru": ["Первое. {{ answer }}"]})
    first = Event.objects.latest("pk")
    admin.post(address, {**form, "text_ru": ["Второе. {{ answer }}"]})
    second = Event.objects.latest("pk")
    assert "Первое. {{ answer }} → Второе. {{ answer }}" in words_of(admin.get(AUDIT, {"kind": "template"}))
    with unchanged():
        assert admin.post(f"{AUDIT}/{first.pk}/revert").status_code == 409
    assert admin.post(f"{AUDIT}/{second.pk}/revert").status_code == 302
    assert text_in_force(TextKind.REPLY, "ru").text == "Первое. {{ answer }}"
    assert admin.post(f"{AUDIT}/{first.pk}/revert").status_code == 302
    assert text_in_force(TextKind.REPLY, "ru") == delivered(TextKind.REPLY, "ru")


def test_a_reset_is_taken_back_beside_a_wider_text(people: make.Cast) -> None:
    """The mailbox's own words come back, although a text for all stood in for them."""
    box = make.mailbox("support")
    own = TextPlace(TextKind.REPLY, "ru", box)
    words = Text("[{{ number }}] Ящик", "Свой. {{ answer }}")
    set_template(people.admin, TextPlace(TextKind.REPLY, "ru"), Text(words.subject, "Общий. {{ answer }}"))
    set_template(people.admin, own, words)
    reset_template(people.admin, own)
    reset = Event.objects.latest("pk")
    assert visitor(people.admin).post(f"{AUDIT}/{reset.pk}/revert").status_code == 302
    assert text_in_force(TextKind.REPLY, "ru", account_id=box.pk) == words


def test_a_calendar_says_again_what_it_said(people: make.Cast) -> None:
    """Weeks and days included; one that was made is hidden."""
    admin = visitor(people.admin)
    form = fields_of(admin.get("/settings/calendars/new")) | {"name_ru": ["Склад"], "name_en": ["Store"]}
    admin.post("/settings/calendars/new", form | {"days": ["2026-12-31 9:00–15:00 Канун"]})
    made, before = Event.objects.latest("pk"), calendar_named("store")
    address = "/settings/calendars/store"
    form = fields_of(admin.get(address))
    admin.post(address, form | {"day5": ["10:00-14:00"], "days": [""], "name_ru": ["Хранение"]})
    changed = Event.objects.latest("pk")
    page = words_of(admin.get(AUDIT, {"kind": "calendar"}))
    assert "Склад → Хранение" in page
    assert "valid_from" not in page
    assert admin.post(f"{AUDIT}/{changed.pk}/revert").status_code == 302
    after = calendar_named("store")
    assert before is not None
    assert after is not None
    assert (after.name, after.weeks, after.days) == (before.name, before.weeks, before.days)
    assert admin.post(f"{AUDIT}/{made.pk}/revert").status_code == 302
    hidden = calendar_named("store")
    assert hidden is not None
    assert hidden.hidden


@pytest.mark.parametrize("hour", [9, 22])
def test_days_and_what_is_kept_by_the_program(people: make.Cast, hour: int) -> None:
    """Cut by the reader's days (22:00 UTC is tomorrow); no login of the demo; no-days are passed over."""
    with clock.freeze(datetime(2026, 3, 10, hour, 0, tzinfo=UTC)):
        deactivate_mailbox(people.admin, make.mailbox("support", team=people.it))
        mark_demo(SYSTEM, ["anna"])
    admin = visitor(people.admin)
    today, day_before = ("2026-03-10", "2026-03-09") if hour == 9 else ("2026-03-11", "2026-03-10")
    page = text_of(admin.get(AUDIT))
    assert "support@" in page
    assert "demo" not in page
    assert "anna" not in page
    assert "support@" in words_of(
        admin.get(AUDIT, {"kind": "account", "since": "2000-01-01", "until": today})
    )
    assert "support@" not in words_of(admin.get(AUDIT, {"kind": "account", "until": day_before}))
    assert "support@" not in words_of(admin.get(AUDIT, {"kind": "account", "since": "9998-01-01"}))
    assert admin.get(AUDIT, {"since": "вчера", "until": "9999-12-31"}).status_code == 200


def test_every_page_leads_to_its_log(people: make.Cast) -> None:
    """A mailbox to its own, the others to their kind's."""
    admin, account = visitor(people.admin), make.mailbox("support", team=people.it)
    pages = {
        f"/settings/mailboxes/{account.uid}": f"kind=account&amp;id={account.pk}",
        "/settings/letters": "kind=template",
        "/settings/letters/reply": "kind=template",
        "/settings/calendars": "kind=calendar",
        "/settings/general": "kind=setting",
    }
    for page, wanted in pages.items():
        assert f'href="{AUDIT}?{wanted}"' in text_of(admin.get(page)), page


def test_only_administrators_take_back(people: make.Cast) -> None:
    """By the page's address as well."""
    spec = mailbox_spec_of(people.admin, make.mailbox("support", team=people.it))
    with recorded() as events:
        create_mailbox(
            people.admin,
            type(spec)(
                type(spec.account)("other", "other@desk.test", translated(ru="Иное"), spec.account.brand)
            ),
        )
    agent = visitor(people.agent)
    with unchanged():
        assert agent.post(f"{AUDIT}/{events[0].pk}/revert").status_code == 403

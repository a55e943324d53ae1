"""The installation's own settings: every declared one stands in the form, changes are told and taken back."""

from __future__ import annotations

import re

from django.urls import get_resolver

from otklik.core.errors import Denied
from otklik.core.models import Event
from otklik.notifications.rules import RULES, rules_for
from otklik.organisation import settings
from otklik.people.commands import set_settings
from otklik.web.ways import FIELDS, NOT_ASKED
from tests import make
from tests.support.pages import fields_of, text_of, visitor, words_of
from tests.support.writes import kinds, recorded, refused, unchanged

ADDRESS = "/settings/general"


def test_every_setting_is_asked(db: None) -> None:
    """Or named among those that are not."""
    assert get_resolver().url_patterns  # every package that declares one is there
    assert {field.name for field in FIELDS} | NOT_ASKED == set(settings.known())


def test_what_stands_changes_nothing(people: make.Cast) -> None:
    """The form sent back as it is."""
    admin = visitor(people.admin)
    with unchanged():
        assert admin.post(ADDRESS, fields_of(admin.get(ADDRESS))).status_code == 302


def test_change_and_take_back(people: make.Cast) -> None:
    """One event a setting, in words; the old value by a press; new tickets have the new letters."""
    admin = visitor(people.admin)
    form = fields_of(admin.get(ADDRESS))
    form |= {"tickets.number_prefix": ["req"], "tickets.close_after": ["3"]}
    with recorded() as events:
        admin.post(ADDRESS, form)
    assert kinds(events) == ["setting.changed", "setting.changed"]
    assert make.ticket(people.client).number.startswith("REQ")
    assert "INC → REQ" in words_of(admin.get("/settings/audit", {"kind": "setting"}))
    event = Event.objects.filter(kind="setting.changed").earliest("pk")
    admin.post(f"/settings/audit/{event.pk}/revert")
    assert settings.NUMBER_PREFIX.get() == "INC"


def test_what_cannot_be_taken(people: make.Cast) -> None:
    """Each at its field, the rest kept as typed; all or nothing."""
    admin = visitor(people.admin)
    form = fields_of(admin.get(ADDRESS))
    for name, value in (
        ("tickets.number_prefix", "№ 1"),
        ("tickets.close_after", "many"),
        ("organisation.time_zone", "Moon/Sea"),
        ("surveys.captions_ru", "Хорошо\nПлохо"),
        ("form.accept_from", "nobody"),
    ):
        with unchanged():
            answer = admin.post(ADDRESS, {**form, "tickets.reopen_days": ["9"], name: [value]})
        assert answer.status_code == 422
        assert fields_of(answer)["tickets.reopen_days"] == ["9"]
        assert f'id="f-{name}-err"' in text_of(answer) or f'href="#f-{name}"' in text_of(answer)
    with refused(Denied):
        set_settings(people.lead, {"tickets.reopen_days": 9})


def test_letters_are_switched_off_by_name(people: make.Cast) -> None:
    """Each line of the table of notifications is offered, and what is chosen is not sent any more."""
    admin = visitor(people.admin)
    form = fields_of(admin.get(ADDRESS))
    assert "notifications.silent" not in form, "as delivered all letters are sent"
    offered = re.findall(r'name="notifications.silent" value="([^"]+)"', text_of(admin.get(ADDRESS)))
    assert sorted(offered) == sorted({rule.key for rule in RULES})
    admin.post(ADDRESS, {**form, "notifications.silent": ["note.added:mention", "ticket.registered:client"]})
    assert rules_for("note.added") == ()
    told = [rule.key.partition(":")[2] for rule in rules_for("ticket.registered")]
    assert told == ["company", "assignee", "mention", "team"]

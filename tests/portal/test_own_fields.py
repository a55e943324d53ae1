"""Custom fields in clients' forms: what is asked of whom, what comes back, what a forged form changes."""

from __future__ import annotations

from datetime import timedelta

import pytest

from otklik.catalogue.models import TicketType
from otklik.organisation.commands import change_setting
from otklik.tickets.models import Ticket
from tests import make
from tests.fields.made import field, option
from tests.support.fixtures import FrozenClock
from tests.support.pages import field as typed
from tests.support.pages import text_of, visitor, words_of
from tests.support.writes import rows

PUBLIC = "/new"
PORTAL = "/requests/new"
FORM = {"name": "Анна", "email": "anna@street.test", "subject": "Дверь", "text": "Склад закрыт с утра"}


@pytest.fixture
def form(people: make.Cast, frozen_clock: FrozenClock) -> dict[str, str]:
    """A form as a person fills it in: opened a minute ago."""
    opened = typed(visitor().get(f"{PUBLIC}?service=-"), "opened")
    frozen_clock.move(timedelta(minutes=1))
    return {**FORM, "opened": opened}


def test_whoever_has_no_account_is_asked_what_must_be_filled(people: make.Cast, form: dict[str, str]) -> None:
    """And nothing else; everything wrong is said at once, everything typed comes back; a form without the
    fields is not let through, nor is one that fills what it was not asked."""
    admin = people.admin
    field(admin, "inn", "number", clients="fill", client_must=True)
    place = field(admin, "place", "list", clients="fill", client_must=True)
    option(admin, place, "moscow")
    option(admin, place, "kazan")
    field(admin, "maybe", clients="fill")
    field(admin, "shown", clients="see")
    field(admin, "ours", must="register")
    page = text_of(visitor().get(f"{PUBLIC}?service=-"))
    asked = {key: f'name="field.{key}"' in page for key in ("inn", "place", "maybe", "shown", "ours")}
    assert asked == {"inn": True, "place": True, "maybe": False, "shown": False, "ours": False}
    sent = {**form, "asked": ["field.inn", "field.place"], "field.inn": "семь", "field.place": "kazan"}
    refused = visitor().post(PUBLIC, {**sent, "email": "nonsense"})
    back = text_of(refused)
    assert (refused.status_code, rows(Ticket)) == (422, 0)
    assert 'value="семь"' in back
    assert '<option value="kazan" selected' in back
    assert {'href="#f-email"' in back, 'href="#f-field.inn"' in back} == {True}
    assert visitor().post(PUBLIC, form).status_code == 422
    forged = {
        **sent,
        "asked": ["field.inn", "field.place", "field.maybe", "field.ours"],
        "field.inn": "7707083893",
    }
    assert visitor().post(PUBLIC, {**forged, "field.maybe": "1", "field.ours": "1"}).status_code == 302
    assert Ticket.objects.get().custom == {"inn": "7707083893", "place": "kazan"}


def test_fields_of_a_service_without_an_account(people: make.Cast, form: dict[str, str]) -> None:
    """Asked with that service alone."""
    own, other = make.service("own"), make.service("other")
    field(people.admin, "inn", services=[own.pk], clients="fill", client_must=True)
    pages = [text_of(visitor().get(f"{PUBLIC}?service={code}")) for code in (own.code, other.code, "-")]
    assert ['name="field.inn"' in page for page in pages] == [True, False, False]
    assert visitor().post(PUBLIC, {**form, "service": other.code}).status_code == 302
    refused = visitor().post(PUBLIC, {**form, "service": own.code})
    assert (refused.status_code, rows(Ticket)) == (422, 1)


def test_where_no_type_is_chosen_it_is_the_usual_one(people: make.Cast) -> None:
    """A form without a choice of types asks for the fields of the usual type; with it, also while none is
    chosen; both take what they asked for."""
    usual = TicketType.objects.get(is_default=True)
    other = TicketType.objects.exclude(pk=usual.pk).filter(internal=False, hidden=False)[0]
    field(people.admin, "usual", types=[usual.pk], clients="fill", client_must=True)
    field(people.admin, "other", types=[other.pk], clients="fill", client_must=True)
    page = visitor(people.client)
    change_setting(people.admin.ref, "portal.ask_type", False)
    shown = text_of(page.get(f"{PORTAL}?service=-"))
    assert 'name="field.usual"' in shown
    assert 'name="field.other"' not in shown
    assert "data-for-types" not in shown
    words = {"subject": "Тема", "text": "Текст"}
    refused = page.post(PORTAL, {**words, "subject": "", "asked": ["field.usual"], "field.usual": ""})
    assert (refused.status_code, rows(Ticket)) == (422, 0)
    assert words_of(refused).count("Поле usual") >= 2  # in the summary, and at the field
    assert 'href="#f-subject"' in text_of(refused)
    change_setting(people.admin.ref, "portal.ask_type", True)
    shown = text_of(page.get(f"{PORTAL}?service=-"))
    assert f'data-for-types="{usual.code} -"' in shown
    assert f'data-for-types="{other.code}"' in shown
    given = {**words, "asked": ["field.usual"], "field.usual": "1"}
    assert page.post(PORTAL, given).status_code == 302
    assert Ticket.objects.get().custom == {"usual": "1"}

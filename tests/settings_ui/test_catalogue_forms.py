"""Forms that help to fill them: what a new thing is called, a free code, numbers in words, countries."""

from __future__ import annotations

import pytest
from django.urls import reverse

from otklik.catalogue.models import Service
from otklik.organisation.holidays import country_name
from otklik.people.commands import hide_set_up
from otklik.settings_ui.section import Section
from otklik.settings_ui.sections import SECTIONS
from otklik.web.setting_up import SERVICE
from tests import make
from tests.support.pages import fields_of, text_of, visitor, words_of
from tests.support.writes import unchanged

NEW = "/settings/services/new"


@pytest.mark.parametrize("section", SECTIONS, ids=lambda section: section.key)
def test_a_new_thing_has_a_title_of_its_own(people: make.Cast, section: Section) -> None:
    """`Новая группа`, not `Группа` with a mark."""
    page = words_of(visitor(people.admin).get(reverse(section.routes["new"])))
    assert str(section.new_title or section.shape.one) in page


@pytest.mark.parametrize(
    ("codes", "proposed"),
    [((), "1001"), (("254001", "12", "IT-7"), "254002"), (("007", "009"), "010"), (("99",), "100")],
)
def test_a_free_code_is_proposed(people: make.Cast, codes: tuple[str, ...], proposed: str) -> None:
    """One more than the greatest that is a number, and taken where the field is left empty."""
    for code in codes:
        make.service(code)
    admin = visitor(people.admin)
    assert fields_of(admin.get(NEW))["code"] == [proposed]
    assert admin.post(NEW, {"name_ru": "Печать", "code": "", "public": "1"}).status_code == 302
    assert Service.objects.latest("pk").code == proposed


@pytest.mark.parametrize("is_hidden", [False, True])
def test_a_code_in_use_is_shown_where_it_is(people: make.Cast, is_hidden: bool) -> None:
    """By name and with a link, hidden ones too: nobody would find those by looking."""
    holder = make.service("254001")
    if is_hidden:
        hide_set_up(people.admin, SERVICE, holder)
    admin = visitor(people.admin)
    with unchanged():
        page = admin.post(NEW, {"name_ru": "Печать", "code": "254001"})
    assert page.status_code == 422
    assert f"254001 {holder.name}" in text_of(page)
    assert f'href="/settings/services/{holder.uid}">' in text_of(page)


@pytest.mark.parametrize(
    ("number", "said"), [(1, "1 открытая заявка"), (2, "2 открытые заявки"), (5, "5 открытых заявок")]
)
def test_numbers_beside_rows_are_said_in_words(people: make.Cast, number: int, said: str) -> None:
    for _each in range(number):
        make.ticket(people.client, team=people.it)
    assert said in " ".join(text_of(visitor(people.admin).get("/settings/teams")).split())


def test_countries_are_named_in_the_readers_language(people: make.Cast) -> None:
    assert [country_name("KZ", language) for language in ("ru", "en")] == ["Казахстан", "Kazakhstan"]
    assert country_name("ZZ-none", "ru") == "ZZ-none"
    page = text_of(visitor(people.admin).get("/settings/calendars/new"))
    assert '<option value="RU">Россия</option>' in page
    assert page.index(">Австралия<") < page.index(">Россия<") < page.index(">Япония<")


def test_a_first_week_has_no_beginning(people: make.Cast) -> None:
    """It would be passed over: only a later week of the same calendar begins on a day."""
    assert "valid_from" not in fields_of(visitor(people.admin).get("/settings/calendars/new"))

"""Phones with kind and extension: read, kept, changed, told."""

from __future__ import annotations

import pytest
from django.utils.translation import override

from otklik.clients.commands import ContactSpec, change_company, change_contact, create_contact
from otklik.clients.models import Contact
from otklik.clients.phones import Phone, as_typed, line_of, read_phones
from otklik.core.errors import Invalid
from otklik.people.actor import SYSTEM
from tests import make
from tests.support.writes import refused

WORK = Phone("+74951234567", "work", "12")


@pytest.mark.parametrize(
    ("line", "phone"),
    [
        ("8 900 123-45-67", Phone("+79001234567")),
        ("мобильный: +7 900 123 45 67", Phone("+79001234567", "mobile")),
        ("Моб.: 89001234567", Phone("+79001234567", "mobile")),
        ("work: +7 495 123-45-67 ext. 12", WORK),
        ("рабочий: 8 (495) 123-45-67 доб. 12", WORK),
        ("Раб: 8 (495) 123-45-67, доб 12", WORK),
        ("office: +7 495 123-45-67 вн. 12", WORK),
        ("+7 495 123-45-67 доб.007", Phone("+74951234567", "", "007")),
    ],
)
def test_a_line(line: str, phone: Phone) -> None:
    assert read_phones([line]) == ([phone], [])
    assert as_typed(line) == phone


def test_what_cannot_be_read() -> None:
    strange: list[Phone | str] = ["Секретарь: 12", "нет", Phone("+79001234567", "дача"), Phone("12")]
    found, told = read_phones([*strange, " ", "8 900 123-45-67", "+79001234567"])
    assert found == [Phone("+79001234567")]
    assert len(told) == len(strange)


def test_told_in_both_languages() -> None:
    with override("ru"):
        assert line_of(WORK) == "рабочий: +74951234567 доб. 12"
    with override("en"):
        assert line_of(WORK) == "work: +74951234567 ext. 12"
    for language in ("ru", "en"):
        with override(language):
            assert as_typed(line_of(WORK)) == WORK


@pytest.mark.django_db
def test_of_a_contact() -> None:
    """A bare number keeps what is known of it; a form that no longer says it takes it away."""
    made = create_contact(SYSTEM, ContactSpec("Иван", phones=["раб: 8 495 123-45-67 доб. 12", "89001234567"]))
    assert _phones(made) == [("+74951234567", "work", "12"), ("+79001234567", "", "")]
    spec = ContactSpec("Иван", phones=["моб: +79001234567", "+7 495 123-45-67"])
    changed = change_contact(SYSTEM, made, version=1, spec=spec)
    assert _phones(changed) == [("+79001234567", "mobile", ""), ("+74951234567", "work", "12")]
    assert changed.version == 2
    same = change_contact(SYSTEM, changed, version=2, spec=ContactSpec("Иван", phones=_numbers(changed)))
    assert same.version == 2
    typed = [as_typed(number) for number in _numbers(changed)]
    plain = change_contact(SYSTEM, same, version=2, spec=ContactSpec("Иван", phones=typed))
    assert _phones(plain) == [("+79001234567", "", ""), ("+74951234567", "", "")]
    with refused(Invalid, fields={"phones"}):
        change_contact(SYSTEM, plain, version=3, spec=ContactSpec("Иван", phones=["Секретарь: 12"]))


@pytest.mark.django_db
def test_of_a_company() -> None:
    """What nobody can read stays as it was typed."""
    company = make.company("ООО «Альфа»")
    lines = ["work: +7 495 123-45-67 ext. 12", "Секретарь: 12", "факс: 84951234568"]
    changed = change_company(SYSTEM, company, version=1, values={}, domains=[], phones=lines)
    assert [(row.phone, row.kind, row.extension) for row in changed.phones.all()] == [
        ("+74951234567", "work", "12"),
        ("Секретарь: 12", "", ""),
        ("+74951234568", "fax", ""),
    ]
    numbers = ["+74951234567", "Секретарь: 12", "+74951234568"]
    assert change_company(SYSTEM, changed, version=2, values={}, domains=[], phones=numbers).version == 2


def _phones(contact: Contact) -> list[tuple[str, str, str]]:
    return list(contact.phones.order_by("position").values_list("phone", "kind", "extension"))


def _numbers(contact: Contact) -> list[str]:
    return [number for number, _kind, _extension in _phones(contact)]

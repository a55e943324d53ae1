"""What a form recognises as personal before it is sent."""

from __future__ import annotations

import pytest

from otklik.core.personal_data import Personal, personal_in


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Карта 4111 1111 1111 1111 не проходит", {Personal.CARD}),
        ("карта 4111111111111111", {Personal.CARD}),
        ("карта 4111 1111 1111 1112", set()),
        ("заказ 1234567890123456", set()),
        ("СНИЛС 112-233-445 95", {Personal.SNILS}),
        ("СНИЛС 112-233-445 96", set()),
        ("ИНН 500100732259", {Personal.INN}),
        ("ИНН 500100732250", set()),
        ("ИНН организации 7707083893", set()),
        ("паспорт серия 45 08 № 123456", {Personal.PASSPORT}),
        ("Мой паспорт: 4508 123456", {Personal.PASSPORT}),
        ("Паспорт оборудования утерян", set()),
        ("Звоните +7 900 123-45-67, касса 2, счёт 40702810900000000001", set()),
        ("", set()),
    ],
)
def test_words(text: str, kinds: set[Personal]) -> None:
    """By check digits, and a passport's by the word beside it."""
    assert personal_in(text) == kinds


@pytest.mark.parametrize(
    ("name", "is_personal"),
    [
        ("Паспорт Иванова.pdf", True),
        ("СНИЛС.jpg", True),
        ("расчетный лист март.pdf", True),
        ("Расчётный_листок.pdf", True),
        ("2-НДФЛ 2025.pdf", True),
        ("payslip_march.pdf", True),
        ("ИНН.png", True),
        ("винный склад.xlsx", False),
        ("Экран кассы.jpg", False),
    ],
)
def test_file_names(name: str, is_personal: bool) -> None:
    """Files that are called so."""
    assert personal_in("", [name]) == ({Personal.FILE} if is_personal else set())

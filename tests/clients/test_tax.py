"""Tax numbers: which are right, and what is wrong with the others."""

from __future__ import annotations

import pytest

from otklik.clients.tax import Fault, inn_fault, is_kpp, plain


@pytest.mark.parametrize("inn", ["7707083893", "7830002293", "7736050003", "500100732259"])
def test_right(inn: str) -> None:
    assert inn_fault(inn) is None


@pytest.mark.parametrize(
    ("inn", "fault"),
    [
        ("7707083894", Fault.CHECK),
        ("7707038893", Fault.CHECK),
        ("500100732258", Fault.CHECK),
        ("500100732269", Fault.CHECK),
        ("770708389", Fault.LENGTH),
        ("77070838931", Fault.LENGTH),
        ("5001007322591", Fault.LENGTH),
        ("", Fault.SIGNS),
        ("770708389O", Fault.SIGNS),
        ("٧٧٠٧٠٨٣٨٩٣", Fault.SIGNS),
    ],
)
def test_wrong(inn: str, fault: Fault) -> None:
    assert inn_fault(inn) is fault


@pytest.mark.parametrize("place", range(10))
def test_every_mistyped_digit_is_noticed(place: int) -> None:
    """One digit of an organisation's INN changed by one: never right."""
    right = "7707083893"
    other = str((int(right[place]) + 1) % 10)
    assert inn_fault(right[:place] + other + right[place + 1 :]) is Fault.CHECK


def test_kpp() -> None:
    assert is_kpp("773601001")
    assert is_kpp("7736AZ001")
    assert not any(map(is_kpp, ("", "77360100", "7736010011", "7736az001", "77360ZZ01", "7736ЖЖ001")))


def test_plain() -> None:
    assert plain(" 7707 083-893 ") == "7707083893"
    assert plain("7736az001") == "7736AZ001"

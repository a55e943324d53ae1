"""Service periods, sums of contracts and people of sites from files: like the forms, repeatable, bad rows
told."""

from __future__ import annotations

import pytest

from otklik.clients.models import Contact, Contract, ServicePeriod, Site
from otklik.importing.models import BadRow, ImportRun
from tests import make
from tests.clients.contracts import contract
from tests.importing.files import brought, counts, csv_of
from tests.support.writes import kinds, recorded

PERIODS = ("Договор", "Начало периода", "Конец периода", "Оплачен", "Дата оплаты", "Цена", "Напомнить")


def _bad(run: ImportRun) -> dict[int, list[str]]:
    return {row.line: sorted(row.problems) for row in BadRow.objects.filter(run=run)}


def test_periods_of_contracts(people: make.Cast) -> None:
    """Found again by contract and first day; days, payment, price and reminder; what cannot be is told."""
    contract(people.company, "СО-1")
    Contract.objects.filter(number="СО-1").update(external_id="D-1")
    rows = [
        PERIODS,
        ("со-1", "01.01.2026", "31.03.2026", "да", "15.01.2026", "120 000,50", "01.03.2026"),
        ("D-1", "2026-04-01", "2026-06-30", "нет", "", "", ""),
        ("D-1", "2099-01-01", "2099-12-31", "", "", "", "2099-06-01"),
        ("СО-1", "01.03.2026", "05.04.2026", "", "", "", ""),
        ("СО-2", "01.01.2027", "31.12.2027", "", "", "", ""),
        ("СО-1", "01.07.2026", "30.06.2026", "может быть", "", "", ""),
        ("СО-1", "01.07.2026", "", "", "", "много", ""),
        ("", "01.07.2026", "31.07.2026", "", "", "", ""),
    ]
    with recorded() as events:
        tried = brought(people.admin, csv_of(rows), "periods", is_trial=True)
    assert (counts(tried), ServicePeriod.objects.count()) == ((3, 0, 0, 5), 0)
    assert "period.added" not in kinds(events)
    run = brought(people.admin, csv_of(rows), "periods")
    told = {5: ["starts_on"], 6: ["contract"], 7: ["paid"], 8: ["ends_on"], 9: ["contract"]}
    assert (counts(run), _bad(run)) == ((3, 0, 0, 5), told)
    first, second, third = ServicePeriod.objects.order_by("starts_on")
    assert (first.paid, str(first.paid_on), first.price) == (True, "2026-01-15", 12_000_050)
    assert (first.remind_on, second.paid, str(third.remind_on)) == (None, False, "2099-06-01")
    again = brought(people.admin, csv_of(rows), "periods")
    assert counts(again)[:3] == (0, 0, 3)
    changed = [PERIODS[:4], ("D-1", "01.04.2026", "31.07.2026", "yes")]
    assert counts(brought(people.admin, csv_of(changed), "periods")) == (0, 1, 0, 0)
    second.refresh_from_db()
    assert (second.paid, str(second.ends_on)) == (True, "2026-07-31")


def test_sums_are_for_whoever_may_see_prices(people: make.Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    heads = ("Номер", "Компания", "Сумма", "Валюта")
    rows = [heads, ("СО-9", people.company.name, "99,5", "eur"), ("СО-8", people.company.name, "?", "")]
    run = brought(people.admin, csv_of(rows), "contracts")
    assert (counts(run), _bad(run)) == ((1, 0, 0, 1), {3: ["amount"]})
    made = Contract.objects.get(number="СО-9")
    assert (made.amount, made.currency) == (9950, "EUR")
    assert counts(brought(people.admin, csv_of(rows[:2]), "contracts")) == (0, 0, 1, 0)
    for place in ("contracts", "bringing.sums"):
        monkeypatch.setattr(f"otklik.clients.commands.{place}.may_see_prices", lambda _actor: False)
    blind = brought(people.admin, csv_of([heads, ("СО-9", people.company.name, "1", "EUR")]), "contracts")
    assert _bad(blind) == {2: ["amount"]}
    assert Contract.objects.get(number="СО-9").amount == 9950


def test_people_of_sites(people: make.Cast) -> None:
    """By address, name or external id, with what they are; only of the company; a second run changes
    nothing."""
    ivan = make.contact_of(people.client)
    make.client("Пётр Второй", people.company)
    Contact.objects.filter(name="Пётр Второй").update(external_id="P-2")
    address = ivan.emails.get().email
    heads = ("Название", "Компания", "Люди на объекте")
    rows = [
        heads,
        ("Склад", people.company.name, f"{address} (Кладовщик); P-2 (Охрана)"),
        ("Цех", people.company.name, "Семён Чужой"),
        ("Офис", people.company.name, ivan.name),
    ]
    run = brought(people.admin, csv_of(rows), "sites")
    assert (counts(run), _bad(run)) == ((2, 0, 0, 1), {3: ["contacts"]})
    site = Site.objects.get(name="Склад")
    assert sorted(one.name for one in site.contacts.all()) == sorted([ivan.name, "Пётр Второй"])
    ivan.refresh_from_db()
    assert (ivan.position, Contact.objects.get(external_id="P-2").position) == ("Кладовщик", "Охрана")
    assert counts(brought(people.admin, csv_of([heads, rows[1], rows[3]]), "sites")) == (0, 0, 2, 0)
    with recorded() as events:
        fewer = [heads, ("Склад", people.company.name, f"{address} (Директор)")]
        assert counts(brought(people.admin, csv_of(fewer), "sites")) == (0, 1, 0, 0)
    assert "site.changed" in kinds(events)
    assert list(site.contacts.all()) == [ivan]
    ivan.refresh_from_db()
    assert ivan.position == "Кладовщик"

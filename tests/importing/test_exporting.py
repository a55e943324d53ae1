"""What is taken out: as the actor's list shows it, evaluated by nobody, and brought in again unchanged."""

from __future__ import annotations

import io

import pytest
from django.test import Client

from otklik.clients.commands import AssetSpec, SiteSpec, create_asset, create_site
from otklik.clients.models import Company, Contact, Contract
from otklik.importing.exporting import exported
from otklik.importing.models import BadRow
from otklik.importing.tables.opening import Form, look_at, rows_of
from tests import make
from tests.clients.contracts import period
from tests.importing.files import brought, counts, csv_of
from tests.support.pages import visitor, words_of
from tests.support.writes import recorded

KINDS = ("companies", "contacts", "sites", "assets", "contracts", "periods")


@pytest.fixture
def filled(people: make.Cast) -> make.Cast:
    """Something of every kind, with values that are hard on tables."""
    companies = [
        (
            *("Внешний код", "Название", "ИНН", "КПП", "Телефоны", "Почтовые домены"),
            *("Заметки", "Менеджер", "Наблюдатели"),
        ),
        (
            *("C-1", "=СУММ(A1)", "7707083893", "770701001"),
            *("+7 495 123-45-67; 8 900 123-45-67", "r.test, r2.test"),
            *('Две\nстроки; "кавычки", запятая', "agent@desk.test", "lead@desk.test; it"),
        ),
    ]
    assert counts(brought(people.admin, csv_of(companies))) == (1, 0, 0, 0)
    company = Company.objects.get(external_id="C-1")
    anna = make.contact_of(make.client("Анна @ Цветкова", company, email="anna@r.test"))
    site = create_site(people.admin, SiteSpec(company, "Кафе", "Москва", "9–21", contacts=[anna]))
    create_asset(people.admin, AssetSpec(company, "Кофемашина", site, serial="-12"))
    contracts = [
        ("Номер", "Название", "Компания", "Компании договора", "Подписан", "Начало", "Окончание"),
        ("СО-1", "Уход", "C-1", "ООО «Альфа»", "15.01.2026", "01.02.2026", "31.01.2027"),
        ("СО-2", "Наоборот", "C-1", "", "", "01.02.2026", "31.01.2026"),
        ("СО-1", "Дважды", "C-1", "", "", "", ""),
    ]
    run = brought(people.admin, csv_of(contracts), "contracts")
    told = {row.line: sorted(row.problems) for row in BadRow.objects.filter(run=run)}
    assert (counts(run), told) == ((1, 0, 0, 2), {3: ["ends_on"], 4: [""]})
    assert set(Contract.objects.get().companies.all()) == {company, people.company}
    period(Contract.objects.get(), -40, -10, remind=None)
    return people


@pytest.mark.parametrize("form", list(Form))
@pytest.mark.parametrize("kind", KINDS)
def test_what_is_taken_out_comes_back_unchanged(filled: make.Cast, kind: str, form: Form) -> None:
    content = b"".join(exported(filled.admin, kind, form, {}))
    run = brought(filled.admin, content, kind)
    assert all(run.mapping)
    assert list(BadRow.objects.values_list("problems", flat=True)[2:]) == []
    assert (run.created, run.changed, run.bad, run.unchanged) == (0, 0, 0, run.total)
    assert run.total > 0


def test_nothing_is_a_formula(filled: make.Cast) -> None:
    """A name that begins like one has an apostrophe before it."""
    content = b"".join(exported(filled.admin, "companies", Form.CSV, {})).decode("utf-8-sig")
    assert "'=СУММ(A1)" in content
    assert ";=СУММ" not in content


def test_a_specialist_takes_out_what_they_see(filled: make.Cast) -> None:
    """Clients of their tickets, without any nobody; words narrow the file as they do the list."""
    assert [_table(filled, kind, "outsider")[1:] for kind in KINDS] == [[]] * len(KINDS)
    make.ticket(filled.client, team=filled.it)
    assert _names(filled, "companies", "agent") == ["ООО «Альфа»"]
    assert "Иван Клиентов" in _names(filled, "contacts", "agent")
    assert "Семён Чужой" not in _names(filled, "contacts", "agent")
    assert _names(filled, "companies", "admin", q="бета") == ["ООО «Бета»"]
    found = dict(zip(*_table(filled, "contracts", "agent")[:2], strict=True))
    assert (found["Номер"], found["Компания"], found["Компании договора"]) == ("СО-1", "", "ООО «Альфа»")


def test_the_pages(filled: make.Cast) -> None:
    """A link on the list, a file behind it; clients get none."""
    client = Client()
    client.force_login(make.user_of(filled.admin))
    for page, kind in (("/desk/clients/", "companies"), ("/desk/clients/sites", "sites")):
        assert f'/desk/clients/tables/{kind}.xlsx"' in client.get(page).content.decode()
    answer = client.get("/desk/clients/tables/assets.xlsx?q=Кофе")
    assert len(look_at(io.BytesIO(answer.getvalue())).first) == 1
    assert answer["Content-Disposition"].startswith("attachment;")
    assert client.get("/desk/clients/tables/passwords.csv").status_code == 404
    assert client.get("/desk/clients/tables/assets.exe").status_code == 404
    client.force_login(make.user_of(filled.client))
    assert client.get("/desk/clients/tables/companies.csv").status_code == 403
    assert Contact.objects.count() > 0


def test_who_took_what_out_is_told(filled: make.Cast) -> None:
    """One event when the file is taken, also where the rest of it is not wanted; the log says it in words."""
    with recorded() as events:
        _table(filled, "companies", "lead", q="бета")
        next(exported(filled.admin, "contacts", Form.CSV, {})).decode()
    assert [(event.kind, event.actor_id) for event in events] == [
        ("export.taken", filled.lead.agent_id),
        ("export.taken", filled.admin.agent_id),
    ]
    assert events[0].data == {"kind": "companies", "form": "csv", "rows": 1, "filters": ["q"]}
    page = words_of(visitor(filled.admin).get("/settings/audit", {"kind": "export"}))
    assert "Компании: 1 строка выгружена в CSV, часть списка" in page
    assert filled.lead.name in page


def test_prices_are_for_whoever_may_see_them(filled: make.Cast) -> None:
    """A column of sums stands in nobody else's file."""
    sums = {"Сумма", "Валюта", "Цена"}
    for person, expected in (("admin", {"Сумма", "Валюта"}), ("agent", set())):
        assert sums & set(_table(filled, "contracts", person)[0]) == expected
    assert sums & set(_table(filled, "periods", "admin")[0]) == {"Цена"}
    assert sums & set(_table(filled, "periods", "agent")[0]) == set()


def _names(people: make.Cast, kind: str, person: str, **chosen: str) -> list[str]:
    headings, *rows = _table(people, kind, person, **chosen)
    place = next(n for n, title in enumerate(headings) if title in ("Название", "Имя"))
    return [row[place] for row in rows]


def _table(people: make.Cast, kind: str, person: str, **chosen: str) -> list[tuple[str, ...]]:
    content = b"".join(exported(getattr(people, person), kind, Form.CSV, chosen))
    file = io.BytesIO(content)
    return [row.cells for row in rows_of(file, look_at(file).source)]

"""Importing by the pages: sent, described, tried, brought in, bad rows given back; refused to others."""

from __future__ import annotations

import io

import pytest
from django.test import Client

from otklik.clients.models import Company
from otklik.core import worker
from otklik.importing.models import ColumnMemory, ImportRun
from tests import make
from tests.importing.files import COMPANIES, csv_of
from tests.support.writes import unchanged

ROWS = [
    COMPANIES,
    ("C-1", "ООО «Ромашка»", "7707083893", "", ""),
    ("C-2", "", "", "=1+1", ""),
]


def sent(content: bytes, name: str = "клиенты.csv") -> io.BytesIO:
    file = io.BytesIO(content)
    file.name = name
    return file


@pytest.fixture
def admin(people: make.Cast) -> Client:
    client = Client()
    client.force_login(make.user_of(people.admin))
    return client


def test_from_file_to_bad_rows_and_back(admin: Client) -> None:
    """The whole way; the mended file of bad rows goes in as it is."""
    opened = admin.post("/settings/imports", {"file": sent(csv_of(ROWS, "cp1251", ";")), "kind": ""})
    run = ImportRun.objects.get()
    address = f"/settings/imports/{run.uid}"
    assert (opened.status_code, opened["Location"]) == (302, address)
    page = admin.get(address).content.decode()
    assert "windows-1251" in page
    assert "Укажите название компании" in page
    form = {"kind": "companies", **{f"column_{n}": name for n, name in enumerate(run.mapping)}, "makes": "1"}
    assert admin.post(address, {**form, "do": "try"}).status_code == 302
    assert "hx-get" in admin.get(address).content.decode()
    worker.drain()
    assert admin.get(f"{address}/progress")["HX-Redirect"] == address
    assert Company.objects.filter(external_id="C-1").count() == 0
    assert admin.post(address, {**form, "do": "bring"}).status_code == 302
    worker.drain()
    assert Company.objects.filter(external_id="C-1").count() == 1
    answer = admin.get(f"{address}/bad")
    back = answer.getvalue().decode("cp1251")
    assert back.splitlines() == [
        "Внешний код;Название;ИНН;Телефон;Почтовые домены;Строка;Причина",
        "C-2;;;'=1+1;;3;Название: Укажите название компании.",
    ]
    mended = back.replace("C-2;;", "C-2;Вторая;").encode("cp1251")
    admin.post("/settings/imports", {"file": sent(mended), "kind": "companies"})
    again = ImportRun.objects.order_by("-pk")[0]
    admin.post(
        f"/settings/imports/{again.uid}",
        {"do": "bring", "kind": "companies"} | {f"column_{n}": name for n, name in enumerate(again.mapping)},
    )
    worker.drain()
    again.refresh_from_db()
    assert (again.created, again.bad) == (1, 0)
    assert ["клиенты.csv" in admin.get("/settings/imports").content.decode()] == [True]


def test_columns_are_remembered(admin: Client) -> None:
    """What was chosen for a heading once is guessed the next time, also that it was left out."""
    content = csv_of([("Фирма", "ИНН"), ("Роза", "7707083893")])
    for _ in range(2):
        admin.post("/settings/imports", {"file": sent(content), "kind": "companies"})
    first, second = ImportRun.objects.order_by("pk")
    assert second.mapping == ["", "inn"]
    admin.post(f"/settings/imports/{first.uid}", {"kind": "companies", "column_0": "name", "column_1": ""})
    assert dict(ColumnMemory.objects.values_list("heading_key", "field")) == {"фирма": "name", "инн": ""}
    admin.post("/settings/imports", {"file": sent(content), "kind": "companies"})
    assert ImportRun.objects.order_by("-pk")[0].mapping == ["name", ""]


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({"column_0": "name", "column_1": "name"}, "для двух столбцов"),
        ({"column_0": "", "column_1": ""}, "хотя бы один столбец"),
        ({"column_0": "password", "column_1": ""}, "нет."),
        ({"column_0": "", "column_1": "inn", "do": "bring"}, "внешним кодом"),
    ],
)
def test_refused_descriptions(admin: Client, form: dict[str, str], words: str) -> None:
    admin.post("/settings/imports", {"file": sent(csv_of([("A", "B"), ("1", "2")])), "kind": "companies"})
    run = ImportRun.objects.get()
    answer = admin.post(f"/settings/imports/{run.uid}", {"kind": "companies", **form})
    assert (answer.status_code, words in answer.content.decode()) == (422, True)


def test_what_is_no_table_is_refused(admin: Client) -> None:
    with unchanged():
        answer = admin.post("/settings/imports", {})
    assert (answer.status_code, "Выберите файл" in answer.content.decode()) == (422, True)
    answer = admin.post("/settings/imports", {"file": sent(b"\xd0\xcf\x11\xe0old", "old.xls")})
    assert (answer.status_code, "Сохраните файл как .xlsx" in answer.content.decode()) == (422, True)
    assert ImportRun.objects.count() == 0


def test_nobody_else_imports(people: make.Cast, admin: Client) -> None:
    """A lead changes clients, and still brings none in from files; nothing changes."""
    admin.post("/settings/imports", {"file": sent(csv_of(ROWS)), "kind": "companies"})
    run = ImportRun.objects.get()
    for actor, status in ((people.lead, 403), (people.agent, 403), (people.client, 403)):
        client = Client()
        client.force_login(make.user_of(actor))
        with unchanged():
            assert client.post("/settings/imports", {"file": sent(csv_of(ROWS))}).status_code == status
            assert client.post(f"/settings/imports/{run.uid}", {"do": "bring"}).status_code == status
            for part in ("", "/progress", "/bad"):
                assert client.get(f"/settings/imports/{run.uid}{part}").status_code == status


def test_samples_go_in_as_they_are(admin: Client) -> None:
    """Every heading of a sample is known, in both languages and both forms."""
    for kind in ("companies", "contacts", "sites", "assets", "contracts"):
        for form in ("csv", "xlsx"):
            answer = admin.get(f"/settings/imports/samples/{kind}.{form}")
            content = answer.getvalue()
            admin.post("/settings/imports", {"file": sent(content, f"s.{form}")})
            run = ImportRun.objects.order_by("-pk")[0]
            assert (run.kind, all(run.mapping)) == (kind, True)
    assert admin.get("/settings/imports/samples/passwords.csv").status_code == 404
    assert admin.get("/settings/imports/samples/companies.exe").status_code == 404

"""`/imports`: uploaded, tried, brought in, bad rows read, by a program of an administrator."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from otklik.clients.models import Company
from otklik.core import worker
from tests import make
from tests.api.program import program
from tests.importing.files import csv_of
from tests.support.writes import kinds, recorded

pytestmark = pytest.mark.django_db
ROWS = [("Фирма", "ИНН"), ("Роза", "7707083893"), ("", "1"), ("Мак", "")]


def test_a_program_imports() -> None:
    people = make.cast()
    asking = program(people.admin)
    upload = asking.upload(SimpleUploadedFile("c.csv", csv_of(ROWS), "text/csv"))
    body = {"file": upload.body["items"][0]["uid"], "kind": "companies", "mapping": {"Фирма": "name"}}
    started = asking.post("/imports", body)
    assert (started.status, started.body["stage"], started.body["mapping"]) == (
        201,
        "running",
        ["name", "inn"],
    )
    address = f"/imports/{started.body['uid']}"
    worker.drain()
    tried = asking.get(address).body
    assert (tried["stage"], tried["total"], tried["created"], tried["bad"]) == ("checked", 3, 2, 1)
    assert not Company.objects.filter(name="Мак").exists()
    bad = asking.get(f"{address}/bad-rows").body
    assert (bad["headings"], [row["line"] for row in bad["items"]]) == (["Фирма", "ИНН"], [3])
    assert sorted(bad["items"][0]["problems"]) == ["inn", "name"]
    assert asking.post(f"{address}/actions/bring").status == 200
    worker.drain()
    done = asking.get(address).body
    assert (done["stage"], done["trial"], done["created"]) == ("done", False, 2)
    assert asking.post(f"{address}/actions/bring").status == 409
    wrong = asking.post("/imports", body | {"mapping": {"Нет": "name"}})
    assert (wrong.status, "mapping" in str(wrong.body)) == (422, True)


def test_clients_go_out_as_a_file(people: make.Cast) -> None:
    """The lists of the desk, narrowed as they are, told in the log; contacts get none."""
    asking = program(people.admin)
    address = "/api/v1/tables/companies?q=бета"
    with recorded() as events:
        sent = asking.client.get(address, headers=asking.headers)
        text = sent.getvalue().decode("utf-8-sig")
    assert (sent.status_code, sent.headers["Content-Type"]) == (200, "text/csv")
    assert ("ООО «Бета»" in text, "ООО «Альфа»" in text) == (True, False)
    assert kinds(events) == ["export.taken"]
    assert asking.get("/tables/passwords").status == 404
    assert asking.get("/tables/companies", form="doc").problem == "invalid"
    assert program(people.client).get("/tables/companies").problem == "denied"

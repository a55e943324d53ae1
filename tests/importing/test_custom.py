"""Custom fields as columns: read by their rules, found by, required, hidden from whoever may not see them."""

from __future__ import annotations

from otklik.clients.models import Asset, Company, Contract
from otklik.clients.queries import companies_page
from otklik.core import worker
from otklik.importing.exporting import exported
from otklik.importing.models import BadRow
from otklik.importing.tables.opening import Form
from otklik.people.models import Role
from tests import make
from tests.fields.made import field, option
from tests.importing.files import brought, counts, csv_of


def test_custom_fields_come_in_and_go_out(people: make.Cast) -> None:
    """By their titles; the index is written; the same file again changes nothing."""
    tariff = field(people.admin, "tariff", "list", owner="company", filterable=True)
    option(people.admin, tariff, "gold")
    field(people.admin, "power", "number", owner="asset", must="register")
    field(people.admin, "stage", owner="contract")
    worker.drain()
    companies = [("Название", "Поле tariff"), ("Роза", "Вариант gold"), ("Мак", "нет такого")]
    machines = [("Название", "Компания", "Поле power"), ("Насос", "Роза", "12"), ("Кран", "Роза", "")]
    contracts = [("Номер", "Компания", "Поле stage"), ("Д-1", "Роза", "первая")]
    for again in range(2):
        wanted = (0, 0, 1, 1) if again else (1, 0, 0, 1)
        run = brought(people.admin, csv_of(companies), "companies")
        told = [(row.line, list(row.problems)) for row in BadRow.objects.filter(run=run)]
        assert (counts(run), told) == (wanted, [(3, ["field.tariff"])])
        run = brought(people.admin, csv_of(machines), "assets")
        told = [(row.line, list(row.problems)) for row in BadRow.objects.filter(run=run)]
        assert (counts(run), told) == (wanted, [(3, ["field.power"])])
        run = brought(people.admin, csv_of(contracts), "contracts")
        assert counts(run) == ((0, 0, 1, 0) if again else (1, 0, 0, 0))
    assert Company.objects.get(name="Роза").custom == {"tariff": "gold"}
    assert [row.name for row in companies_page(people.admin, fields={"tariff": "gold"}).rows] == ["Роза"]
    assert Asset.objects.get().custom == {"power": "12"}
    assert Contract.objects.get().custom == {"stage": "первая"}
    for kind in ("companies", "assets", "contracts"):
        run = brought(people.admin, b"".join(exported(people.admin, kind, Form.XLSX, {})), kind)
        assert (run.created, run.changed, run.bad, all(run.mapping)) == (0, 0, 0, True)


def test_a_hidden_field_is_no_column(people: make.Cast) -> None:
    """Whoever may not see it takes it out neither."""
    lead = Role.objects.get(code="lead")
    field(people.admin, "secret", owner="company", roles=[lead.pk])
    seen = {
        who: "Поле secret" in b"".join(exported(getattr(people, who), "companies", Form.CSV, {})).decode()
        for who in ("agent", "lead")
    }
    assert seen == {"agent": False, "lead": True}

"""Companies and contacts from files: what is written, found again, refused; and what kills leave behind."""

from __future__ import annotations

from pathlib import Path

import pytest

from otklik.clients.commands import merge_clients
from otklik.clients.commands.bringing import What
from otklik.clients.models import Asset, AssetModel, AssetType, Company, Contact, Site
from otklik.clients.place_queries import assets_found, sites_found
from otklik.core import worker
from otklik.core.models import Event
from otklik.importing.commands import Description, describe, start, stop
from otklik.importing.enums import Stage
from otklik.importing.models import BadRow
from otklik.importing.queries import preview
from tests import make
from tests.importing.files import COMPANIES, brought, counts, csv_of, uploaded, xlsx_of

ROWS = [
    COMPANIES,
    ("C-1", "ООО «Ромашка»", "7707083893", "8 900 123-45-67", "romashka.test, romashka.example"),
    ("C-2", "ООО «Василёк»", "", "", ""),
    ("C-3", "", "", "", ""),
    ("C-4", "ООО «Кривой ИНН»", "7707083894", "", "не домен"),
    ("C-1", "Снова она", "", "", ""),
]


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_companies_from_a_file(people: make.Cast, tmp_path: Path, form: str) -> None:
    """Good rows are written with their events, bad ones told by line and field; again: nothing doubles."""
    content = csv_of(ROWS) if form == "csv" else xlsx_of(ROWS)
    run = brought(people.admin, content)
    assert (run.kind, run.stage, run.total, counts(run)) == ("companies", Stage.DONE, 5, (2, 0, 0, 3))
    company = Company.objects.get(external_id="C-1")
    assert (company.name, company.inn, company.name_key) == ("ООО «Ромашка»", "7707083893", "ооо «ромашка»")
    assert [row.phone for row in company.phones.all()] == ["+79001234567"]
    assert {row.domain for row in company.domains.all()} == {"romashka.test", "romashka.example"}
    event = Event.objects.get(kind="company.created", subject_id=company.pk)
    assert (event.via, event.actor_id) == ("import", people.admin.agent_id)
    assert event.data == {"import": str(run.uid)}
    told = {row.line: sorted(row.problems) for row in BadRow.objects.filter(run=run)}
    assert told == {4: ["name"], 5: ["domains", "inn"], 6: [""]}
    again = brought(people.admin, content)
    assert counts(again) == (0, 0, 2, 3)
    assert Event.objects.filter(kind="company.changed").count() == 0


def test_a_trial_writes_nothing_and_counts_the_same(people: make.Cast) -> None:
    """The figures of the trial are those of the import that follows it."""
    before = Company.objects.count()
    run = brought(people.admin, csv_of(ROWS), is_trial=True)
    assert (run.stage, counts(run), Company.objects.count()) == (Stage.CHECKED, (2, 0, 0, 3), before)
    start(people.admin, run, is_trial=False)
    worker.drain()
    run.refresh_from_db()
    assert (run.stage, counts(run), Company.objects.count()) == (Stage.DONE, (2, 0, 0, 3), before + 2)
    assert BadRow.objects.filter(run=run).count() == 3


def test_what_changed_is_changed_and_the_rest_is_left(people: make.Cast) -> None:
    """Columns that are not in the file stay; an empty cell leaves what stands unless it is to clear."""
    brought(people.admin, csv_of(ROWS))
    head = ("Внешний код", "Название", "Телефон")
    run = brought(people.admin, csv_of([head, ("C-1", "ООО «Роза»", ""), ("C-2", "ООО «Василёк»", "")]))
    assert counts(run) == (0, 1, 1, 0)
    company = Company.objects.get(external_id="C-1")
    assert (company.name, company.inn, company.phones.count(), company.version) == (
        "ООО «Роза»",
        "7707083893",
        1,
        2,
    )
    (event,) = Event.objects.filter(kind="company.changed")
    assert event.changes == [{"field": "name", "from": None, "to": None}]
    cleared = brought(people.admin, csv_of([head, ("C-1", "ООО «Роза»", "")]), clears=True)
    assert (counts(cleared), company.phones.count()) == ((0, 1, 0, 0), 0)


def test_companies_are_found_without_an_external_id(people: make.Cast) -> None:
    """By INN and KPP, else by name; one found so is given the external id of its row."""
    head = ("Название", "ИНН", "КПП", "Внешний код")
    brought(people.admin, csv_of([head, ("ООО «Ромашка»", "7707083893", "770701001", "")]))
    number = Company.objects.count()
    run = brought(
        people.admin,
        csv_of([head, ("Ромашка", "7707083893", "770701001", "X-1"), ("ооо «альфа»", "", "", "X-2")]),
    )
    assert (counts(run), Company.objects.count()) == ((0, 2, 0, 0), number)
    assert Company.objects.get(external_id="X-1").name == "Ромашка"
    assert Company.objects.get(external_id="X-2") == people.company


def test_contacts_from_a_file(people: make.Cast) -> None:
    """Found by address; the company by name, INN or external id; everything wrong with a row at once."""
    brought(people.admin, csv_of(ROWS))
    head = ("ФИО", "E-mail", "Телефон", "Компания", "Внешний код компании", "Мессенджеры", "Доступ")
    rows = [
        head,
        (
            "Анна Цветкова",
            "Anna@romashka.test; a2@romashka.test",
            "+7 900 1",
            "",
            "C-1",
            "Telegram: @anna",
            "",
        ),
        ("Иван Клиентов", "client@alpha.test", "", "ООО «Альфа»", "", "", "company"),
        ("Пётр", "", "+7 900 123-45-68", "7707083893", "", "", ""),
        ("", "не адрес", "", "Нет такой", "", "", ""),
        ("Вор", "colleague@alpha.test, x@y.test", "", "ООО «Бета»", "", "Голубь: почта", "все"),
    ]
    run = brought(people.admin, csv_of(rows), "contacts")
    told = {row.line: sorted(row.problems) for row in BadRow.objects.filter(run=run)}
    assert (counts(run), told) == ((1, 1, 0, 3), {2: ["phones"], 5: ["company"], 6: ["access", "messengers"]})
    assert Contact.objects.get(name="Пётр").company == Company.objects.get(external_id="C-1")
    assert make.contact_of(people.client).access == Contact.Access.COMPANY
    rows[1] = (*rows[1][:2], "", *rows[1][3:])
    assert counts(brought(people.admin, csv_of(rows), "contacts")) == (1, 0, 2, 2)
    anna = Contact.objects.get(name="Анна Цветкова")
    assert [one.email for one in anna.emails.order_by("position")] == [
        "anna@romashka.test",
        "a2@romashka.test",
    ]
    assert [(one.kind, one.address) for one in anna.messengers.all()] == [("telegram", "@anna")]
    assert (anna.user, counts(brought(people.admin, csv_of(rows), "contacts"))) == (None, (0, 0, 3, 2))


def test_stopped(people: make.Cast) -> None:
    """What was not taken yet is not taken."""
    run = uploaded(people.admin, csv_of(ROWS))
    start(people.admin, run, is_trial=False)
    stop(people.admin, run)
    worker.drain()
    run.refresh_from_db()
    assert (run.stage, counts(run)) == (Stage.STOPPED, (0, 0, 0, 0))


SITES = [
    ("Внешний код", "Объект", "Компания", "Адрес", "Менеджер"),
    ("S-1", "Кафе на Тверской", "ООО «Альфа»", "Тверская, 1", "agent@desk.test"),
    ("S-2", "Склад", "Нет такой", "", ""),
    ("S-3", "Склад", "ООО «Бета»", "", "Никто"),
]
MACHINES = [
    ("Название", "Компания", "Объект", "Тип", "Производитель", "Модель", "Серийный номер", "Гарантия до"),
    (
        "Кофемашина",
        "ООО «Альфа»",
        "Кафе на Тверской",
        "Кофемашина",
        "Nuova",
        "Appia",
        "SN 1",
        "31.12.2027",
    ),
    ("Кофемашина", "ООО «Альфа»", "Кафе на Тверской", "кофемашина", "", "Appia", "SN 2", ""),
    ("Стойка", "ООО «Альфа»", "", "", "", "", "", ""),
    ("Чужая", "ООО «Бета»", "Кафе на Тверской", "", "", "", "SN-1", "31.02.2027"),
    ("Чужая", "ООО «Бета»", "Кафе на Тверской", "", "", "", "SN-9", ""),
]


def test_sites_and_equipment_from_files(people: make.Cast) -> None:
    """Found in their companies; what the directories lack is made; again: nothing doubles."""
    run = brought(people.admin, csv_of(SITES))
    told = {row.line: sorted(row.problems) for row in BadRow.objects.filter(run=run)}
    assert (run.kind, counts(run), told) == ("sites", (1, 0, 0, 2), {3: ["company"], 4: ["manager"]})
    run = brought(people.admin, csv_of(MACHINES))
    told = {row.line: sorted(row.problems) for row in BadRow.objects.filter(run=run)}
    assert (run.kind, counts(run), told) == ("assets", (3, 0, 0, 2), {5: ["warranty_until"], 6: ["site"]})
    first, second = Asset.objects.filter(serial_key__in=("sn1", "sn2")).order_by("serial_key")
    assert (first.company, str(first.warranty_until)) == (people.company, "2027-12-31")
    assert first.site == second.site == Site.objects.get(external_id="S-1")
    assert (first.model, first.type) == (second.model, second.type)
    assert (str(second.manufacturer), AssetType.objects.count(), AssetModel.objects.count()) == (
        "Nuova",
        1,
        1,
    )
    assert Event.objects.filter(kind="asset.created", via="import").count() == 3
    again = brought(people.admin, csv_of(MACHINES))
    assert (counts(again), Asset.objects.count()) == ((0, 0, 3, 2), 3)
    assert counts(brought(people.admin, csv_of(SITES))) == (0, 0, 1, 2)
    assert list(assets_found(people.admin, "n1")) == [first]
    assert first.site is not None
    assert list(sites_found(people.admin, first.site.name[1:])) == [first.site]


def test_a_trial_makes_no_directories(people: make.Cast) -> None:
    """What would be made is no mistake; without the wish it is one."""
    machines = [("Название", "Компания", "Тип"), ("Насос", "ООО «Альфа»", "Насосы")]
    run = brought(people.admin, csv_of(machines), "assets", is_trial=True)
    assert (counts(run), AssetType.objects.count()) == ((1, 0, 0, 0), 0)
    describe(people.admin, run, Description("assets", run.mapping, makes=False))
    start(people.admin, run, is_trial=False)
    worker.drain()
    run.refresh_from_db()
    assert (counts(run), run.bad_rows.get().problems) == (
        (0, 0, 0, 1),
        {"type": "«Насосы» нет в справочнике."},
    )


def test_a_merged_client_is_found_as_the_one_kept(people: make.Cast) -> None:
    """By the external id of either, also where people and machines name it so; nothing is made anew."""
    head = ("Внешний код", "Название", "Телефон")
    both = [head, ("C-1", "ООО «Ромашка»", ""), ("C-2", "Ромашка", "")]
    brought(people.admin, csv_of(both))
    kept, twin = Company.objects.get(external_id="C-1"), Company.objects.get(external_id="C-2")
    merge_clients(people.admin, kept, twin)
    number = Company.objects.count()
    run = brought(people.admin, csv_of([head, ("C-2", "ООО «Ромашка»", "8 900 123-45-67")]))
    assert (counts(run), Company.objects.count()) == ((0, 1, 0, 0), number)
    kept.refresh_from_db()
    assert (kept.external_id, [row.phone for row in kept.phones.all()]) == ("C-1", ["+79001234567"])
    assert counts(brought(people.admin, csv_of(both)))[3] == 1  # two lines about one: the second is told
    titles = ("Внешний код", "Имя", "Внешний код компании")
    brought(people.admin, csv_of([titles, ("P-1", "Анна", "C-1"), ("P-2", "Аня", "C-2")]), kind="contacts")
    anna, anya = Contact.objects.get(external_id="P-1"), Contact.objects.get(external_id="P-2")
    assert anya.company == kept
    merge_clients(people.admin, anna, anya)
    again = brought(people.admin, csv_of([titles, ("P-2", "Анна", "C-2")]), kind="contacts")
    assert (counts(again), Contact.objects.filter(company=kept, hidden=False).count()) == ((0, 0, 1, 0), 1)


def test_what_nobody_can_take_is_quoted(people: make.Cast) -> None:
    """Who sends a file sees no list: the word is named that is no category, the line that is no phone."""
    rows = [("Название", "Категория", "Телефоны"), ("Ромб", "Нет такой", "звоните")]
    run = brought(people.admin, csv_of(rows), "companies")
    told = str(run.bad_rows.get().problems)
    assert "«Нет такой»" in told
    assert "«звоните»" in told
    assert not Company.objects.filter(name="Ромб").exists()


def test_a_preview_names_the_one_that_is_changed(people: make.Cast) -> None:
    """A wrong INN finds another company: what it is called till now stands beside the new name."""
    brought(people.admin, csv_of([("Название", "ИНН"), ("Пекарня", "7707083893")]), "companies")
    run = uploaded(people.admin, csv_of([("Название", "ИНН"), ("Ромб", "7707083893")]), "companies")
    (shown,) = preview(people.admin, run)
    assert (shown.what, shown.found) == (What.CHANGED, "Пекарня")

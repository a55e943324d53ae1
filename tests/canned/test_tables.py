"""Canned replies from a file and back: whose, in which folder, found again, refused by line; taken out."""

from __future__ import annotations

import pytest

from otklik.canned.commands import bringing as of_files
from otklik.canned.commands import write_own_reply
from otklik.canned.models import CannedReply, Folder
from otklik.canned.queries import canned_replies
from otklik.canned.shapes import CANNED_REPLY, folders
from otklik.core import small
from otklik.core.actors import Via
from otklik.core.models import Event
from otklik.importing.exporting import exported
from otklik.importing.kinds.canned import ROWS_AT_A_TIME
from otklik.importing.models import BadRow, ImportRun
from otklik.importing.queries import preview
from otklik.importing.tables.opening import Form
from otklik.people.actor import SYSTEM
from otklik.people.commands import change_set_up, hide_set_up, set_up
from otklik.people.models import Role
from otklik.people.queries import actor_of_agent, staff
from tests import make
from tests.api.program import program
from tests.importing.files import brought, counts, csv_of, uploaded
from tests.support.pages import text_of, visitor
from tests.support.writes import recorded

HEAD = ("Внешний код", "Папка", "Название", "Текст", "Title", "Body", "Для кого")
ROWS = [
    HEAD,
    ("R-1", "Касса", "Взяли", "Заявка {{ number }} в работе.", "Taken", "We are on {{ number }}.", ""),
    ("R-2", "касса", "Пароль", "Сбросили.", "", "", "ИТ"),
    ("", "", "Только моё", "Здравствуйте!", "", "", "только мне"),
    ("R-3", "", "Чужая подстановка", "Привет, {{ticket.requester.name}}", "", "", "все"),
    ("R-4", "", "", "Без названия", "", "", "all"),
    ("R-5", "", "Никому", "Текст", "", "", "Нет такой команды"),
    ("R-1", "Касса", "Дважды", "Текст", "", "", ""),
]


def bad(run: ImportRun) -> dict[int, list[str]]:
    return {row.line: sorted(row.problems) for row in BadRow.objects.filter(run=run)}


def it_of(people: make.Cast) -> str:
    return str(people.it.name)


def rows_for(people: make.Cast) -> list[tuple[str, ...]]:
    return [tuple(it_of(people) if cell == "ИТ" else cell for cell in row) for row in ROWS]


@pytest.mark.django_db
def test_from_a_file_and_again(people: make.Cast) -> None:
    """Good rows are written for whom they say, bad ones told by line and column; again: nothing doubles."""
    content = csv_of(rows_for(people))
    run = brought(people.admin, content, "canned")
    assert (counts(run), bad(run)) == (
        (3, 0, 0, 4),
        {5: ["text_ru"], 6: ["name_ru"], 7: ["whom"], 8: [""]},
    )
    taken, password, mine = CannedReply.objects.order_by("pk")
    assert (taken.name.texts, taken.text.texts["en"]) == (
        {"ru": "Взяли", "en": "Taken"},
        "We are on {{ number }}.",
    )
    assert (taken.team_id, password.team_id) == (None, people.it.pk)
    assert (mine.owner_id, mine.external_id) == (people.admin.agent_id, "")
    assert [str(one.name) for one in Folder.objects.all()] == ["Касса"]
    assert {taken.folder_id, password.folder_id, mine.folder_id} == {Folder.objects.get().pk, None}
    assert mine in canned_replies(people.admin, "здравствуй")
    told = Event.objects.filter(kind="canned_reply.changed")
    assert {(one.via, one.actor_id) for one in told} == {("import", people.admin.agent_id)}
    with recorded() as events:
        again = brought(people.admin, content, "canned")
    assert (counts(again), CannedReply.objects.count()) == ((0, 0, 3, 4), 3)
    assert [event.kind for event in events] == ["import.started", "import.finished"]


@pytest.mark.django_db
def test_what_changed_is_changed_and_the_rest_is_left(people: make.Cast) -> None:
    """A language that is not in the file stays, and so does an empty cell unless it is to clear; one found
    by its title is given the external id of its row."""
    old = set_up(
        people.admin,
        CANNED_REPLY,
        {"name": {"ru": "Взяли", "en": "Taken"}, "text": {"ru": "Старое", "en": "Old"}},
    )
    own = write_own_reply(people.admin, {"name": {"ru": "Взяли"}, "text": {"ru": "Личное"}})
    head = ("id", "Название", "Текст", "Не предлагается", "Для кого")
    run = brought(people.admin, csv_of([head, ("R-1", "ВЗЯЛИ", "Новое", "да", "")]), "canned")
    old.refresh_from_db()
    assert (counts(run), old.external_id, old.hidden) == ((0, 1, 0, 0), "R-1", True)
    assert old.text.texts == {"ru": "Новое", "en": "Old"}
    own.refresh_from_db()
    assert own.text.texts == {"ru": "Личное"}
    cleared = [("id", "Text in English", "Команда"), ("R-1", "", "")]
    assert counts(brought(people.admin, csv_of(cleared), "canned")) == (0, 0, 1, 0)
    assert counts(brought(people.admin, csv_of(cleared), "canned", clears=True)) == (0, 1, 0, 0)
    old.refresh_from_db()
    assert old.text.texts == {"ru": "Новое"}


@pytest.mark.django_db
def test_two_of_one_title_are_told_apart_by_folder(people: make.Cast) -> None:
    head = ("Папка", "Название", "Текст")
    both = [head, ("Касса", "Готово", "Чек пробит."), ("Склад", "Готово", "Товар пришёл.")]
    assert counts(brought(people.admin, csv_of(both), "canned")) == (2, 0, 0, 0)
    assert counts(brought(people.admin, csv_of(both), "canned")) == (0, 0, 2, 0)
    run = brought(people.admin, csv_of([head[1:], ("Готово", "Которое?")]), "canned")
    assert (counts(run), bad(run)) == ((0, 0, 0, 1), {2: [""]})


@pytest.mark.django_db
def test_more_than_a_transaction_takes(people: make.Cast) -> None:
    """The rest follows; a folder the first batch has made is there for the next."""
    number = ROWS_AT_A_TIME + 3
    rows = [("Папка", "Название", "Текст"), *(("Касса", f"Ответ {n}", "А") for n in range(number))]
    assert counts(brought(people.admin, csv_of(rows), "canned")) == (number, 0, 0, 0)
    assert counts(brought(people.admin, csv_of(rows), "canned")) == (0, 0, number, 0)
    assert Folder.objects.count() == 1


@pytest.mark.django_db
def test_a_trial_and_a_look_leave_nothing(people: make.Cast) -> None:
    """Neither replies nor folders, nor what memory holds of them; the figures are those of the real one."""
    content = csv_of(rows_for(people))
    run = brought(people.admin, content, "canned", is_trial=True)
    assert (counts(run), CannedReply.objects.count()) == ((3, 0, 0, 4), 0)
    with small.one_version():
        shown = preview(people.admin, uploaded(people.admin, content, "canned"))
        assert [str(one.what) for one in shown] == ["created"] * 3 + ["bad"] * 3 + ["created"]
        assert list(folders()) == []
    assert (Folder.objects.count(), CannedReply.objects.count()) == (0, 0)


@pytest.mark.django_db
def test_for_others_with_the_right_alone(people: make.Cast) -> None:
    """Whoever may import files but not write for others brings in their own; no folder is made for them."""
    info = staff().agents[people.agent.agent_id or 0]
    Role.objects.filter(pk__in=info.role_ids).update(rights=["importing.run"])
    small.bump()
    actor = actor_of_agent(staff().agents[info.id], Via.DESK)
    head = ("Название", "Текст", "Для кого", "Папка")
    rows = [head, ("А", "А", "все", ""), ("Б", "Б", "me", ""), ("В", "В", "me", "Новая")]
    run = brought(actor, csv_of(rows), "canned")
    assert (counts(run), bad(run)) == ((1, 0, 0, 2), {2: ["whom"], 4: ["folder"]})
    (own,) = CannedReply.objects.all()
    assert (own.owner_id, Folder.objects.count()) == (people.agent.agent_id, 0)
    nobody = brought(SYSTEM, csv_of([head, ("Г", "Г", "me", "")]), "canned")
    assert bad(nobody) == {2: ["whom"]}


@pytest.mark.django_db
def test_memory_is_bounded(people: make.Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(of_files, "MOST_SHARED", 1)
    head = ("Название", "Текст")
    run = brought(people.admin, csv_of([head, ("А", "А"), ("Б", "Б")]), "canned")
    assert (counts(run), bad(run)) == ((1, 0, 0, 1), {3: [""]})


@pytest.mark.django_db
@pytest.mark.parametrize("form", list(Form))
def test_what_is_taken_out_comes_back_unchanged(people: make.Cast, form: Form) -> None:
    """Of everybody's, a hidden team's, one's own; hidden ones; nothing is a formula; others' own stay out."""
    brought(people.admin, csv_of(rows_for(people)), "canned")
    formula = {"name": {"ru": "=СУММ(A1)"}, "text": {"ru": "-1; строка\nвторая"}}
    gone = set_up(people.admin, CANNED_REPLY, {**formula, "team": people.it.pk})
    change_set_up(people.admin, CANNED_REPLY, gone, {"external_id": "+7"})
    hide_set_up(people.admin, CANNED_REPLY, gone)
    write_own_reply(people.agent, {"name": {"ru": "Чужое"}, "text": {"ru": "Секрет"}})
    content = b"".join(exported(people.admin, "canned", form, {"hidden": "1"}))
    assert "Секрет".encode() not in content
    if form is Form.CSV:
        assert "'=СУММ(A1)" in content.decode("utf-8-sig")
    run = brought(people.admin, content, "canned")
    assert all(run.mapping)
    assert (counts(run), bad(run)) == ((0, 0, 4, 0), {})
    (event,) = Event.objects.filter(kind="export.taken")
    assert (event.data["kind"], event.data["rows"]) == ("canned", 4)


@pytest.mark.django_db
def test_the_pages_and_the_program(people: make.Cast) -> None:
    """Links where the replies stand; a program keeps the external id, which nobody else may have."""
    admin, agent = visitor(people.admin), visitor(people.agent)
    page = admin.get("/desk/canned-replies?q=пароль").content.decode()
    assert "/desk/clients/tables/canned.xlsx?q=%D0%BF" in page
    assert "/settings/imports?kind=canned" in page
    assert "/settings/imports" not in agent.get("/desk/canned-replies").content.decode()
    assert '<option value="canned" selected' in admin.get("/settings/imports?kind=canned").content.decode()
    assert "/desk/canned-replies" in admin.get("/settings/canned-replies").content.decode()
    assert "Взяли в работу" in admin.get("/settings/imports/samples/canned.csv").getvalue().decode(
        "utf-8-sig"
    )
    set_up(people.admin, CANNED_REPLY, {"name": {"ru": "А"}, "text": {"ru": "А"}, "external_id": "R-1"})
    assert "R-1" in agent.get("/desk/clients/tables/canned.csv").getvalue().decode("utf-8-sig")
    robot = program(people.agent)
    names = {"names": {"en": "Mine"}, "texts": {"en": "T"}, "own": True, "external_id": "R-1"}
    made = robot.post("/canned-replies", names)
    assert (made.status, made.body["external_id"]) == (201, "R-1")
    twice = robot.post("/canned-replies", names)
    assert (twice.status, "external_id" in str(twice.body)) == (422, True)
    boss = program(people.admin)
    taken = boss.post("/canned-replies", {**names, "own": False})
    assert (taken.status, "external_id" in str(taken.body)) == (422, True)
    assert text_of(admin.get("/settings/audit", {"kind": "canned_reply"}))

"""The sections of the settings as pages: the same for all of them, by the shapes they are declared with."""

from __future__ import annotations

import json
from collections.abc import Mapping

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from otklik.core.models import Event
from otklik.organisation.queries import default_brand
from otklik.people import rights
from otklik.people.commands import set_up
from otklik.people.models import Role, Team
from otklik.settings_ui.explained import MEANINGS, PACKAGES
from otklik.settings_ui.notes import status_group
from otklik.settings_ui.section import Section
from otklik.settings_ui.sections import SECTIONS
from otklik.tickets.models import Status
from otklik.web.setting_up import ROUTE, STATUS, TEAM
from tests import make
from tests.support.pages import field, ru, text_of, visitor, words_of
from tests.support.writes import changes, recorded, unchanged

TEAMS = "/settings/teams"
GIVES = {"turn_mode": "manual", "on_absence": "keep"}
"""What a form of a team always sends: how it gives tickets to its people."""
MORE: Mapping[str, Mapping[str, object]] = {
    "custom-fields": {"owner": "ticket", "kind": "text"},
    "sla": {"resolution": 60},
    "macros": {"actions": [{"do": "unassign"}]},
    "canned-replies": {"text": {"ru": "Сделано."}},
    "routing": {"team": 1},
    "triggers": {"events": ["created"], "actions": [{"do": "unassign"}]},
}
"""What a thing of a section needs besides its name."""


@pytest.mark.parametrize("section", SECTIONS, ids=lambda section: section.key)
def test_every_section_opens(people: make.Cast, section: Section) -> None:
    """Its list, an empty form, the form of something there is; sent back as it is, it changes nothing."""
    make.service("254001", team=people.it)
    more = dict(MORE.get(section.key, {}))
    if section.key == "stages":
        more = {"route": set_up(people.admin, ROUTE, {"name": {"ru": "Поддержка"}}).pk}
    if section.shape.model._default_manager.first() is None:
        set_up(people.admin, section.shape, {"name": {"ru": "Бумага"}, **more})
    admin = visitor(people.admin)
    assert admin.get(reverse(section.routes["list"])).status_code == 200
    assert admin.get(reverse(section.routes["new"])).status_code == 200
    row = section.shape.model._default_manager.first()
    assert row is not None
    page = admin.get(reverse(section.routes["edit"], args=[vars(row)["uid"]]))
    assert section.shape.title(row) in text_of(page)
    assert field(page, "version")


def test_make_by_the_form(people: make.Cast) -> None:
    """And it stands in the list; the next page says so."""
    admin = visitor(people.admin)
    form = {
        "name_ru": "Вторая линия",
        "name_en": "",
        "members": [str(people.agent.agent_id)],
        "notify": "",
        **GIVES,
    }
    answer = admin.post(f"{TEAMS}/new", form)
    team = Team.objects.get(code="vtoraia-liniia")
    assert answer.headers["Location"] == f"{TEAMS}/{team.uid}"
    assert "Вторая линия" in text_of(admin.get(TEAMS))
    assert list(team.members.values_list("pk", flat=True)) == [people.agent.agent_id]


def test_nothing_typed_is_lost(people: make.Cast) -> None:
    """The form comes back filled, with the fault at its field."""
    admin = visitor(people.admin)
    with unchanged():
        answer = admin.post(
            f"{TEAMS}/new",
            {"name_ru": "Моя группа", "name_en": "", "notify": "нет адреса", "purpose_ru": "Печать"},
        )
    assert answer.status_code == 422
    page = text_of(answer)
    assert "нет адреса" in page
    assert "Печать" in page
    assert field(answer, "name_ru") == "Моя группа"


def test_two_administrators_meet_in_the_form(people: make.Cast) -> None:
    """The second is told, keeps what they typed, sees what stands now; sending again applies it."""
    admin, address = visitor(people.admin), f"{TEAMS}/{people.it.uid}"
    version = field(admin.get(address), "version")
    form = {"name_ru": "Первое", "name_en": "One", "notify": "", "version": version, **GIVES}
    assert admin.post(address, form).status_code == 302
    with unchanged():
        second = admin.post(address, {**form, "name_ru": "Второе"})
    assert second.status_code == 409
    assert field(second, "name_ru") == "Второе"
    assert "Первое" in text_of(second)
    renewed = {**form, "name_ru": "Второе", "version": field(second, "version")}
    assert admin.post(address, renewed).status_code == 302
    assert str(Team.objects.get(pk=people.it.pk).name) == "Второе"


def test_hide_by_the_button(people: make.Cast) -> None:
    """Refused in words while tickets are open; then hidden, found on demand, brought back."""
    admin, address = visitor(people.admin), f"{TEAMS}/{people.hr.uid}/hidden"
    ticket = make.ticket(people.client, team=people.hr)
    with unchanged():
        refused = admin.post(address, {"hidden": "1"})
    assert refused.status_code == 409
    ticket.delete()
    people.hr.members.clear()
    assert admin.post(address, {"hidden": "1"}).status_code == 302
    name = str(people.hr.name)
    assert name not in text_of(admin.get(TEAMS))
    assert name in text_of(admin.get(TEAMS, {"hidden": "1"}))
    admin.post(address, {"hidden": ""})
    assert name in text_of(admin.get(TEAMS))


def test_order_by_the_buttons(people: make.Cast) -> None:
    """One step at a time, within the heading; at the end nothing happens."""
    admin = visitor(people.admin)
    ids = list(Team.objects.order_by("position", "id").values_list("pk", flat=True))
    answer = admin.post(f"{TEAMS}/order", {"down": str(ids[0]), "next": f"{TEAMS}?hidden=1"})
    assert answer.headers["Location"] == f"{TEAMS}?hidden=1"
    assert list(Team.objects.order_by("position").values_list("pk", flat=True)) == [ids[1], ids[0], ids[2]]
    with unchanged():
        admin.post(f"{TEAMS}/order", {"down": str(ids[2]), "next": "https://evil.test/"})
        admin.post(f"{TEAMS}/order", {"up": "999999"})
    in_work = Status.objects.get(code="on_hold")
    with unchanged():
        admin.post("/settings/statuses/order", {"down": str(in_work.pk)})


def test_order_by_dragging(people: make.Cast) -> None:
    """The whole family at once, one change in the log that can be taken back; others keep their places."""
    script = visitor(people.admin, script=True)
    before = _codes()
    shown = [row for row in Status.objects.order_by("position", "id") if not STATUS.is_hidden(row)]
    headings = [status_group(row) for row in shown]
    family = [row for row in shown if status_group(row) == max(headings, key=headings.count)]
    wanted = [family[-1], *family[:-1]]
    with recorded() as events:
        answer = script.post("/settings/statuses/order", {"ids": [str(row.pk) for row in wanted]})
    assert (answer.status_code, [event.kind for event in events]) == (204, ["workflow.changed"])
    moved = {row.code for row in family}
    assert [code for code in _codes() if code in moved] == [row.code for row in wanted]
    assert [code if code not in moved else "" for code in _codes()] == [
        code if code not in moved else "" for code in before
    ]
    visitor(people.admin).post(f"/settings/audit/{events[0].pk}/revert", {"next": "/settings/audit"})
    assert _codes() == before


def _codes() -> list[str]:
    return list(Status.objects.order_by("position", "id").values_list("code", flat=True))


def test_dragging_in_an_old_page(people: make.Cast) -> None:
    """A family that is no longer whole, or rows twice, change nothing and are told."""
    script = visitor(people.admin, script=True)
    teams = [str(pk) for pk in Team.objects.order_by("position", "id").values_list("pk", flat=True)]
    with unchanged():
        for ids in (teams[:-1], [*teams, "999999"], [teams[0], *teams[:-1]], ["none"]):
            refused = script.post(f"{TEAMS}/order", {"ids": ids})
            assert refused.status_code == 422
            assert json.loads(refused.content)["detail"] == ru(
                "The list has changed meanwhile. Look at it again."
            )


def test_lists_ask_the_same_number_of_questions(people: make.Cast) -> None:
    """For three teams and for thirty."""
    admin = visitor(people.admin)
    admin.get(TEAMS)
    with CaptureQueriesContext(
        connection,
    ) as few:
        admin.get(TEAMS)
    for number in range(30):
        set_up(people.admin, TEAM, {"name": {"ru": f"Группа {number}"}})
    admin.get(TEAMS)
    with CaptureQueriesContext(connection) as many:
        admin.get(TEAMS)
    assert len(many) == len(few)


def test_search_over_the_settings(people: make.Cast) -> None:
    """Sections, fields and things, by their words."""
    admin = visitor(people.admin)
    found = text_of(admin.get("/settings/", {"q": "группа it"}))
    assert str(people.it.name) in found
    assert "workflow" not in found
    assert admin.get("/settings/", {"q": "ничего такого нет"}).status_code == 200


def test_the_log_tells_and_takes_back(people: make.Cast) -> None:
    """In words, filtered by section and person; a press gives the old values back."""
    admin = visitor(people.admin)
    before = str(people.it.name)
    form = {"name_ru": "Железо", "name_en": "Hardware", "notify": "a@x.test", **GIVES}
    version = field(admin.get(f"{TEAMS}/{people.it.uid}"), "version")
    admin.post(f"{TEAMS}/{people.it.uid}", {**form, "version": version})
    event = Event.objects.latest("pk")
    page = words_of(admin.get("/settings/audit", {"kind": "team"}))
    assert f"{before} → Железо" in page
    assert "a@x.test" in page
    assert people.admin.name in page
    assert "Железо" not in text_of(admin.get("/settings/audit", {"kind": "role"}))
    with recorded() as events:
        answer = admin.post(f"/settings/audit/{event.pk}/revert", {"next": "/settings/"})
    assert answer.headers["Location"] == "/settings/"
    assert changes(events[0])["notify"] == (["a@x.test"], [])
    with unchanged():
        again = admin.post(f"/settings/audit/{event.pk}/revert")
    assert again.status_code == 409
    with unchanged():
        assert admin.post("/settings/audit/999999999/revert").status_code == 404


def test_every_right_is_explained() -> None:
    """A role's page says what each right means."""
    assert set(rights.known()) - set(MEANINGS) == set()
    assert {name.partition(".")[0] for name in rights.known()} - set(PACKAGES) == set()


def test_a_role_by_the_form(people: make.Cast) -> None:
    """Rights are boxes with their meaning."""
    admin = visitor(people.admin)
    admin.post("/settings/roles/new", {"name_ru": "Стажёр", "name_en": "Trainee", "rights": ["tickets.note"]})
    assert Role.objects.get(code="trainee").rights == ["tickets.note"]


def test_an_employee_leaves_by_the_form(people: make.Cast) -> None:
    """Asked who gets the tickets, told when nobody was chosen; the heir has them; back by the same button."""
    ticket = make.ticket(people.client, team=people.it, assignee=people.agent)
    admin, agent = visitor(people.admin), make.agent_of(people.agent)
    address = f"/settings/agents/{agent.uid}"
    assert 'name="heir"' in text_of(admin.get(address))
    with unchanged():
        assert admin.post(f"{address}/hidden", {"hidden": "1"}).status_code == 422
    heir = f"agent:{people.teammate.agent_id}"
    assert admin.post(f"{address}/hidden", {"hidden": "1", "heir": heir}).status_code == 302
    ticket.refresh_from_db()
    assert ticket.assignee_id == people.teammate.agent_id
    assert admin.post(f"{address}/hidden", {"hidden": ""}).status_code == 302
    agent.refresh_from_db()
    assert agent.is_active


def test_an_invitation_is_shown_once(people: make.Cast) -> None:
    """On the page after the press; it is in no event."""
    admin, agent = visitor(people.admin), make.agent_of(people.agent)
    with recorded() as events:
        page = admin.post(f"/settings/agents/{agent.uid}/invitation")
    assert "/invite/" in text_of(page)
    assert [(event.kind, event.data) for event in events] == [("user.invited", {})]


def test_the_brands_phone_stands_on_client_pages(people: make.Cast) -> None:
    """As soon as it is saved; a wrong address or phone is told; the default brand stays."""
    admin, brand = visitor(people.admin), default_brand()
    address = f"/settings/brands/{brand.uid}"
    form = {"name_ru": "Линия", "name_en": "Line", "base_url": "", "phone": "8 900 123-45-67"}
    form["version"] = field(admin.get(address), "version")
    for wrong in ({"base_url": "help.example.com"}, {"phone": "12"}, {"name_ru": "", "name_en": ""}):
        with unchanged():
            assert admin.post(address, {**form, **wrong}).status_code == 422
    assert admin.post(address, form).status_code == 302
    page = text_of(visitor(people.client).get("/"))
    assert "tel:+79001234567" in page
    assert "Линия" in page
    with unchanged():
        assert admin.post(f"{address}/hidden", {"hidden": "1"}).status_code == 409


def test_each_table_of_rules_says_how_it_stands_in_one_line(people: make.Cast) -> None:
    """One sign between the table and what is said of it, which may hold a colon itself."""
    words = words_of(visitor(people.admin).get("/settings/"))
    empty = ru("None yet: service, managers and mailbox say whose a ticket is.")
    assert f"{ru('Routing')} — {empty[0].lower()}{empty[1:]}" in words

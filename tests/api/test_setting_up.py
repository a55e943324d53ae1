"""Setting things up by the API: the same commands as the pages, codes and uids for references."""

from __future__ import annotations

import pytest

from otklik.catalogue.models import Service
from otklik.clients.models import Company, Contact
from otklik.people.commands import read_invitation
from otklik.people.models import Agent, Team
from otklik.tickets.models import Status, Ticket
from tests import make
from tests.api.program import program
from tests.support.writes import kinds, recorded, unchanged

pytestmark = pytest.mark.django_db
NAMES = {"ru": "Печать", "en": "Printing"}


def test_make_and_change(people: make.Cast) -> None:
    """Each noun of the catalogue and the workflow; references by code."""
    admin = program(people.admin)
    for noun, body in (
        ("types", {"guidance": {"ru": "Когда"}, "internal": True}),
        ("categories", {"belongs": "request"}),
        ("company-categories", {}),
        ("priorities", {"level": 7, "glyph": "high"}),
        ("services", {"code": "254001", "team": "it", "types": ["incident"], "public": False}),
        ("statuses", {"state": "open", "leads_to": ["resolved"], "client_names": {"ru": "Печатаем"}}),
        ("roles", {"rights": ["tickets.reply"]}),
    ):
        made = admin.post(f"/{noun}", {"names": NAMES, **body})
        assert made.status == 201, (noun, made.body)
        code = made.body["code"]
        changed = admin.patch(f"/{noun}/{code}", {"names": {"en": "Print"}, "hidden": True})
        assert (changed.status, changed.body["names"], changed.body["hidden"]) == (200, {"en": "Print"}, True)
    service = Service.objects.get(code="254001")
    assert (service.team, service.public) == (people.it, False)
    assert [kind.code for kind in service.types.all()] == ["incident"]
    status = Status.objects.get(code="printing")
    assert [move.target.code for move in status.leads_to.all()] == ["resolved"]
    assert admin.patch("/services/254001", {"team": None}).body["team"] is None


def test_faults_are_named_as_they_were_sent(people: make.Cast) -> None:
    """`names`, not the inner name; what cannot be named; what is not there; nothing changes."""
    admin = program(people.admin)
    admin.get("/me")  # notes the moment its token is used
    for path, body, field in (
        ("/types", {}, "names"),
        ("/types", {"names": NAMES, "code": "incident"}, "code"),
        ("/services", {"names": NAMES, "code": "1", "team": "nobody"}, "team"),
        ("/statuses", {"names": NAMES, "state": "open"}, "leads_to"),
        ("/teams", {"names": NAMES, "lead": "00000000-0000-7000-8000-000000000000"}, "lead"),
        ("/agents", {"name": "A", "email": "agent@desk.test", "roles": ["lead"]}, "email"),
    ):
        with unchanged():
            answer = admin.post(path, body)
        assert (answer.status, list(answer.body["errors"])) == (422, [field]), (path, answer.body)
    with unchanged():
        assert admin.patch("/types/nothing", {}).status == 404
        assert admin.patch("/types/request", {"hidden": True}).status == 409
        assert admin.patch("/types/incident", {"code": "other"}).status == 422


def test_a_team(people: make.Cast) -> None:
    """Members and lead by uid; hidden is refused while it holds something."""
    admin = program(people.admin)
    uid = str(make.agent_of(people.agent).uid)
    made = admin.post("/teams", {"names": NAMES, "members": [uid], "lead": uid, "notify": ["a@x.test"]})
    assert (made.status, made.body["lead"]["uid"], len(made.body["members"])) == (201, uid, 1)
    assert Team.objects.get(code="printing").notify == ["a@x.test"]
    make.ticket(people.client, team=people.it)
    assert admin.patch("/teams/it", {"hidden": True}).status == 409


def test_an_employee_comes_and_goes(people: make.Cast) -> None:
    """Added without a password, invited, switched off with a hand-over, switched on."""
    admin = program(people.admin)
    body = {"name": "Новая", "email": "new@desk.test", "roles": ["specialist"], "teams": ["it"]}
    made = admin.post("/agents", body)
    assert (made.status, made.body["teams"][0]["code"]) == (201, "it")
    uid = made.body["uid"]
    link = admin.post(f"/agents/{uid}/invitation").body["link"]
    agent = Agent.objects.get(uid=uid)
    assert read_invitation(link.rpartition("/")[2]) == agent.user
    ticket = make.ticket(people.client, team=people.it, assignee=people.agent)
    leaving = f"/agents/{make.agent_of(people.agent).uid}"
    assert admin.patch(leaving, {"is_active": False}).status == 422
    assert admin.patch(leaving, {"is_active": False, "heir_agent": uid}).body["is_active"] is False
    assert Ticket.objects.get(pk=ticket.pk).assignee_id == agent.pk
    assert admin.patch(leaving, {"is_active": True}).body["is_active"] is True
    assert admin.patch(f"/agents/{uid}", {"is_active": False, "heir_team": "it"}).status == 200
    assert Ticket.objects.get(pk=ticket.pk).assignee_id is None


def test_clients(people: make.Cast) -> None:
    """Hidden, looked after, let into the portal."""
    admin = program(people.admin)
    company, contact = people.company, make.contact("Олег")
    address = f"/companies/{company.uid}"
    assert admin.patch(address, {"manager_team": "it", "hidden": True}).status == 200
    kept = Company.objects.get(pk=company.pk)
    assert (kept.manager_team, kept.hidden) == (people.it, True)
    manager = str(make.agent_of(people.agent).uid)
    admin.patch(address, {"manager_agent": manager, "hidden": False})
    kept.refresh_from_db()
    assert (kept.manager_team, kept.manager_agent_id, kept.hidden) == (None, people.agent.agent_id, False)
    with recorded() as events:
        link = admin.post(f"/contacts/{contact.uid}/invitation").body["link"]
    assert kinds(events) == ["user.created", "contact.changed", "user.invited"]
    assert "/invite/" in link
    assert admin.delete(f"/contacts/{contact.uid}/invitation").status == 204
    admin.patch(f"/contacts/{contact.uid}", {"hidden": True})
    assert Contact.objects.get(pk=contact.pk).hidden

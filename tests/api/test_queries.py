"""Every list costs as many queries for many rows as for one: none of them asks for each row by itself."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from otklik.api.document_parts import array, node
from otklik.api.openapi import document, operations
from otklik.channels.mail.intake import receive_raw
from otklik.core import clock, worker
from otklik.people.commands import invite
from otklik.tickets.commands import observe
from otklik.tickets.models import Ticket
from tests import make
from tests.api.program import Program, program
from tests.channels.mail.writing import mail
from tests.clients.contracts import contract, period
from tests.importing.files import brought, csv_of

pytestmark = pytest.mark.django_db
MOST = 10
"""Queries of a whole page: whoever asks, the rows, what hangs on them."""
ROWS = 3


def test_many_rows_cost_the_queries_of_one(people: make.Cast) -> None:
    """Each list of the document: a page of one row and a page of all of them."""
    admin = program(people.admin)
    ticket = _tickets(people)
    run = _clients(people)
    for who in (people.agent, people.lead, people.dispatcher):
        invite(people.admin.ref, make.user_of(who))
    worker.drain()
    _configuration(admin)
    _absences(people, admin)
    mailings = _mailings(admin)
    trial = _trial(admin)
    for one in admin.get("/tickets").body["items"]:
        admin.patch(f"/tickets/{one['number']}", {"categories": ["thing-0"]})
    places = {"{number}": ticket.number, "{uid}": run, "/api/v1/mailings/{uid}/recipients": mailings}
    places["/api/v1/rules/trials/{uid}/tickets"] = trial
    places["/api/v1/calendar-trials/{uid}/tickets"] = _calendar_trial(people, admin)
    askers = {"admin": admin, "manager": program(people.manager)}
    dear: list[str] = []
    for path in _lists(places):
        for name, asking in askers.items():
            least = ROWS if name == "admin" else 0
            few, many = _queries(asking, path, 1, least), _queries(asking, path, 100, least)
            if few != many or many > MOST:
                dear.append(f"{path} by {name}: {few} for one row, {many} for all")
    assert dear == []


def _lists(places: Mapping[str, str]) -> Iterator[str]:
    """The addresses of all lists: of what takes a limit."""
    for path, method, operation in operations(document("en")):
        takes = {str(node(one)["name"]) for one in array(operation["parameters"])}
        if method == "get" and "limit" in takes:
            yield places.get(path) or "".join(places.get(part, part) for part in re.split(r"(\{\w+\})", path))


def _tickets(people: make.Cast) -> Ticket:
    """Tickets with messages, files, observers and ratings; the first one, which has several of each."""
    made = [
        make.ticket(people.client, team=people.it, files=[make.file(people.client)]) for _n in range(ROWS)
    ]
    client, admin = program(people.client), program(people.admin)
    for ticket in made:
        admin.post(f"/tickets/{ticket.number}/actions/resolve", {"text": "Done"})
        client.post(f"/tickets/{ticket.number}/actions/rate", {"value": 3})
    for agent in (people.agent, people.teammate, people.dispatcher):
        make.message(people.client, made[0], files=[make.file(people.client)])
        observe(people.admin, made[0], agent_id=agent.agent_id)
    return made[0]


def _clients(people: make.Cast) -> str:
    """Sites, equipment, contracts with periods, mail, mailboxes; the uid of an import with bad rows."""
    for number in range(ROWS):
        company = make.company(f"ООО «{number}»", domains=[f"d{number}.test"])
        person = make.client(f"Клиент {number}", company)
        site = make.site(company, f"Склад {number}")
        site.contacts.add(make.contact_of(person))
        make.asset(company, f"Касса {number}", site=site, serial=f"S{number}")
        period(contract(company, f"Д-{number}", companies=[people.company]), number, number)
        box = make.mailbox(f"box{number}", team=people.it)
        receive_raw(iter([mail("Кто <who@far.test>", f"Текст {number}", subject=f"Касса {number}")]), box)
    rows = [("Название", "ИНН"), *((f"Плохая {number}", "1") for number in range(ROWS))]
    return str(brought(people.admin, csv_of(rows), "companies").uid)


def _mailings(admin: Program) -> str:
    """Mass messages, the last one running; the address of its recipients."""
    address = ""
    for number in range(ROWS):
        body = {
            "name": f"M{number}",
            "subject": {"en": "S"},
            "text": {"en": "T"},
            "audience": {"everyone": True},
        }
        address = f"/mailings/{admin.post('/mailings', body).body['uid']}"
    version = admin.post(f"{address}/actions/check", {}).body["version"]
    admin.post(f"{address}/actions/start", {"version": version})
    return f"{address}/recipients"


def _absences(people: make.Cast, admin: Program) -> None:
    """Colleagues away, each later than the one before."""
    for number, agent in enumerate((people.agent, people.teammate, people.lead)):
        starts_at = (clock.now() + timedelta(days=number + 1)).isoformat()
        admin.post("/absences", {"agent": str(make.agent_of(agent).uid), "starts_at": starts_at})


def _trial(admin: Program) -> str:
    """A draft that promises every ticket something, tried to its end; the address of what would change. With
    it the letters of all that happened lie in the outbox."""
    asked = {"table": "sla", "values": {"names": {"en": "All"}, "resolution": 60}, "days": 7}
    uid = admin.post("/rules/trials", asked).body["uid"]
    worker.drain()
    return f"/rules/trials/{uid}/tickets"


def _calendar_trial(people: make.Cast, admin: Program) -> str:
    """The default calendar, around the clock instead, tried to its end on tickets that are promised
    something; the address of what would change."""
    admin.post("/rules/sla", {"names": {"en": "All"}, "resolution": 6000})
    for _number in range(ROWS):
        make.ticket(people.client, team=people.it)
    code = admin.get("/calendars").body["items"][0]["code"]
    always = {"weeks": [{"days": ["00:00-24:00"] * 7}], "days": []}
    uid = admin.post("/calendar-trials", {"calendar": code, "values": always, "days": 7}).body["uid"]
    worker.drain()
    return f"/calendar-trials/{uid}/tickets"


def _configuration(admin: Program) -> None:
    """What is configured, by the API itself."""
    companies = admin.get("/companies").body["items"]
    for number in range(ROWS):
        names = {"names": {"en": f"Thing {number}"}}
        for noun in ("categories", "company-categories", "asset-types", "manufacturers", "brands", "teams"):
            admin.post(f"/{noun}", names)
        asked = {"field": "company", "op": "one_of", "values": [companies[number]["uid"]]}
        admin.post("/rules/sla", {**names, "resolution": 60, "condition": asked})
        admin.post("/rules/routing", {**names, "team": "it", "condition": asked})
        admin.post("/rules/triggers", {**names, "events": ["created"], "actions": [{"do": "unassign"}]})
        admin.post("/routes", names)
        admin.post("/canned-replies", {**names, "texts": names["names"]})
        admin.post("/canned-replies/folders", names)
        admin.post("/views", {**names, "filters": {"team": "it"}})
        admin.post("/rules/macros", {**names, "actions": [{"do": "unassign"}]})
        admin.post("/services", {**names, "code": str(number), "types": ["incident"], "team": "it"})
        admin.post("/asset-models", {**names, "manufacturer": "thing-0", "asset_type": "thing-0"})
        field = {**names, "owner": "ticket", "kind": "list", "key": f"f{number}", "types": ["incident"]}
        uid = admin.post("/custom-fields", field).body["uid"]
        admin.post(f"/custom-fields/{uid}/options", names)
        admin.post("/calendars", {**names, "code": f"c{number}", "weeks": [{"days": ["9:00-18:00"] * 7}]})
        admin.post("/blocked-senders", {"sender": f"spam{number}.example"})
        admin.post("/mail/providers", {"name": f"P{number}", "client_id": "1"})
        key = {"domain": "desk.example", "selector": f"s{number}", "algorithm": "ed25519-sha256"}
        admin.post("/mail/signing-keys", key)


def _queries(asking: Program, path: str, limit: int, least: int) -> int:
    """How many a page costs; a refusal asks for no rows. An empty list would prove nothing: whoever adds a
    list fills it above."""
    answer = asking.get(path, limit=limit)
    if answer.status == 403:
        return 0
    with CaptureQueriesContext(connection) as asked:
        answer = asking.get(path, limit=limit)
    assert answer.status == 200, (path, answer.body)
    assert len(answer.body["items"]) >= min(limit, least), (path, answer.body["items"])
    return len(asked)

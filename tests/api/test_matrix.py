"""Each operation × each actor, on one ticket: who gets what. An operation without a row fails.

`agent` holds the ticket, `outsider` is an agent of another team, `client` is its contact, `colleague` works
in the client's company and sees only their own, `manager` sees the company's, `stranger` is of another
company. What is not theirs to know is 404, what is not theirs to do is 403; neither leaves a trace.
"""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from otklik.api.openapi import document, operations
from tests import make
from tests.api.asked import (
    CONFIGURED,
    INTERNAL,
    NO_CLIENT,
    NO_MANAGER,
    OF_THE_COMPANY,
    Row,
    about_company,
    closed,
    edited,
    ending,
    for_administrators,
    for_staff,
    listing,
    reading,
    row,
    work,
)
from tests.api.closed import AT_WORK, CLOSED, EDITED, STAFF
from tests.api.joined import JOINED
from tests.api.program import nobody, program
from tests.api.rows import rows, writes
from tests.api.world import undone, world_of

pytestmark = [pytest.mark.django_db, pytest.mark.long]

ACTORS = ("agent", "outsider", "client", "colleague", "manager", "stranger", "nobody")


UPLOAD = SimpleUploadedFile("a.txt", b"text", "text/plain")
EVERYBODY, STAFF_OF_IT, OTHERS = (201,) * 6, (200, 404, 403, 404, 403, 404), (404, 403, 404, 403, 404)
MATRIX: Mapping[str, Row] = {
    "read_me": listing("/me"),
    "list_tickets": listing("/tickets"),
    "register_ticket": row(lambda p, _: p.post("/tickets", {"subject": "s", "text": "t"}), *EVERYBODY),
    "read_ticket": reading("/tickets/{w.number}"),
    "change_ticket": row(lambda p, w: p.patch(f"/tickets/{w.number}", {"subject": "new"}), *STAFF_OF_IT),
    "remove_ticket": row(lambda p, w: p.delete(f"/tickets/{w.number}"), 403, 404, 403, 404, 403, 404),
    "bring_back_ticket": row(
        lambda p, w: p.post(f"/tickets/{w.number}/actions/restore"), 404, 404, 403, 403, 403, 403
    ),
    "take_ticket": work("take"),
    "release_ticket": work("release"),
    "assign_ticket": work("assign", {"team": "it"}),
    "readdress_ticket": work("readdress", {"mailbox": "support"}),
    "transfer_ticket": work("transfer", {"team": "hr"}),
    "change_status": work("status", {"status": "on_hold"}),
    "postpone_ticket": work("postpone", {"until": "2099-01-01T00:00:00Z"}),
    "plan_ticket": work("plan", {"due_at": "2099-01-01T00:00:00Z"}),
    "resolve_ticket": work("resolve", {"text": "Done."}),
    "read_sender": row(lambda p, w: p.get(f"/tickets/{w.number}/sender"), *STAFF_OF_IT),
    **{f"{verb}_ticket": work(verb, {}, agent=409) for verb in ("bind", "unbind")},
    "close_ticket": ending("close", {}, 409, 200),
    "reopen_ticket": ending("reopen", {"why": "It stopped printing again"}, 409, 409),
    "rate_ticket": ending("rate", {"value": 5}, 403, 409),
    "review_ticket": ending("review", {}, 403, 403),
    "list_ratings": for_staff("/ratings"),
    "list_calendars": for_staff("/calendars"),
    "read_calendar": for_staff("/calendars/weekdays"),
    "add_calendar": closed("POST", "/calendars", {"code": "x", "names": {}, "weeks": [{"days": [""] * 7}]}),
    "read_clocks": row(lambda p, w: p.get(f"/tickets/{w.number}/clocks"), 200, 404, *(403,) * 4),
    "list_messages": reading("/tickets/{w.number}/messages"),
    "write_message": row(
        lambda p, w: p.post(f"/tickets/{w.number}/messages", {"text": "Hi"}), 201, 404, 201, 404, 201, 404
    ),
    "read_message": reading("/tickets/{w.number}/messages/{w.message}"),
    "call_back_reply": row(lambda p, w: p.delete(f"/tickets/{w.number}/messages/{w.message}"), 409, *OTHERS),
    "list_thread_files": reading("/tickets/{w.number}/files"),
    "list_events": reading("/tickets/{w.number}/events"),
    "list_observers": row(lambda p, w: p.get(f"/tickets/{w.number}/observers"), *STAFF_OF_IT),
    "add_observer": row(
        lambda p, w: p.post(f"/tickets/{w.number}/observers", {"agent": w.agent}), 201, *OTHERS
    ),
    "remove_observer": row(lambda p, w: p.delete(f"/tickets/{w.number}/observers/{w.team}"), 204, *OTHERS),
    "upload_files": row(lambda p, _: p.upload(UPLOAD), *EVERYBODY),
    "read_file": reading("/files/{w.file}"),
    "list_contacts": listing("/contacts"),
    "add_contact": row(lambda p, _: p.post("/contacts", {"name": "New"}), *(403,) * 6),
    "read_contact": reading("/contacts/{w.contact}"),
    "list_failing": row(lambda p, w: p.get(f"/contacts/{w.contact}/failing-emails"), *STAFF_OF_IT),
    "clear_failing": row(lambda p, w: p.delete(f"/contacts/{w.contact}/failing-emails/x@y"), *NO_MANAGER),
    "patch_contact": row(lambda p, w: p.patch(f"/contacts/{w.contact}", {"name": "New"}), *NO_MANAGER),
    "list_companies": listing("/companies"),
    "add_company": closed("POST", "/companies", {"name": "New"}),
    "read_company": row(lambda p, w: p.get(f"/companies/{w.company}"), 200, 404, 200, 200, 200, 404),
    "patch_company": row(
        lambda p, w: p.patch(f"/companies/{w.company}", {"name": "New"}), 403, 404, 403, 403, 403, 404
    ),
    "list_company_files": about_company("GET", "files", (200, 404, 200, 200, 200, 404)),
    "add_company_files": row(
        lambda p, w: p.post(f"/companies/{w.company}/files", {"files": [w.file]}), *NO_CLIENT
    ),
    "patch_company_file": about_company("PATCH", "files/{w.client_file}", INTERNAL, {"public": True}),
    "remove_company_file": about_company("DELETE", "files/{w.client_file}", INTERNAL),
    "list_sites": listing("/sites"),
    "add_site": row(lambda p, w: p.post("/sites", {"company": w.company, "name": "New"}), *(403,) * 6),
    "read_site": row(lambda p, w: p.get(f"/sites/{w.site}"), 200, 404, 200, 200, 200, 404),
    "patch_site": row(
        lambda p, w: p.patch(f"/sites/{w.site}", {"name": "New"}), 403, 404, 403, 403, 403, 404
    ),
    "list_assets": listing("/assets"),
    "add_asset": row(lambda p, w: p.post("/assets", {"company": w.company, "name": "New"}), *(403,) * 6),
    "read_asset": row(lambda p, w: p.get(f"/assets/{w.asset}"), 200, 404, 200, 200, 200, 404),
    "patch_asset": row(lambda p, w: p.patch(f"/assets/{w.asset}", {"name": "New"}), *NO_CLIENT),
    "put_asset_picture": row(lambda p, w: p.put(f"/assets/{w.asset}/picture", {"file": w.file}), *NO_CLIENT),
    "remove_asset_picture": row(lambda p, w: p.delete(f"/assets/{w.asset}/picture"), *NO_CLIENT),
    "list_asset_types": listing("/asset-types"),
    "list_manufacturers": listing("/manufacturers"),
    "list_asset_models": listing("/asset-models"),
    "read_levels": row(lambda p, w: p.get(f"/contacts/{w.contact}/levels"), 200, 404, 403, 404, 403, 404),
    "merge_company": about_company("POST", "merge", NO_CLIENT, {"with": "0" * 32}),
    "list_unsubscriptions": row(
        lambda p, w: p.get(f"/contacts/{w.contact}/unsubscriptions"), 200, 404, 403, 404, 403, 404
    ),
    "part_clients": row(lambda p, w: p.post(f"/merges/{w.contact}/undo"), *(404,) * 6),
    "list_supervised": about_company("GET", "supervised", (200, 404, 403, 403, 403, 404)),
    "put_supervised": about_company("PUT", "supervised", NO_CLIENT, {"companies": []}),
    "list_blocked_senders": closed("GET", "/blocked-senders"),
    "add_blocked_sender": closed("POST", "/blocked-senders", {"sender": "spam.example"}),
    "remove_blocked_sender": closed("DELETE", "/blocked-senders/{w.contact}"),
    "list_brands": for_staff("/brands"),
    "read_brand": for_staff("/brands/default"),
    "give_logo_to_brand": row(lambda p, w: p.post("/brands/default/logo", {"file": w.contact}), *(403,) * 6),
    "list_company_services": about_company("GET", "services", (200, 404, 403, 403, 403, 404)),
    "put_company_services": row(
        lambda p, w: p.put(f"/companies/{w.company}/services", {"services": []}), 403, 404, 403, 403, 403, 404
    ),
    "list_contracts": listing("/contracts"),
    "add_contract": row(lambda p, w: p.post("/contracts", {"number": "7", "payer": w.company}), *(403,) * 6),
    "read_contract": row(lambda p, w: p.get(f"/contracts/{w.contract}"), *OF_THE_COMPANY),
    "patch_contract": row(
        lambda p, w: p.patch(f"/contracts/{w.contract}", {"name": "New"}), 403, 404, 404, 404, 403, 404
    ),
    "list_contract_files": row(lambda p, w: p.get(f"/contracts/{w.contract}/files"), *OF_THE_COMPANY),
    "add_contract_files": row(
        lambda p, w: p.post(f"/contracts/{w.contract}/files", {"files": [w.file]}),
        *(403, 404, 404, 404, 403, 404),
    ),
    "patch_contract_file": row(
        lambda p, w: p.patch(f"/contracts/{w.contract}/files/{w.contract_file}", {"public": True}),
        *(403, 404, 404, 404, 404, 404),
    ),
    "remove_contract_file": row(
        lambda p, w: p.delete(f"/contracts/{w.contract}/files/{w.contract_file}"),
        *(403, 404, 404, 404, 404, 404),
    ),
    "list_periods": listing("/periods"),
    "add_service_period": row(
        lambda p, w: p.post(
            "/periods", {"contract": w.contract, "starts_on": "2050-01-01", "ends_on": "2050-12-31"}
        ),
        *(403,) * 6,
    ),
    "read_period": row(lambda p, w: p.get(f"/periods/{w.period}"), *OF_THE_COMPANY),
    "patch_period": row(
        lambda p, w: p.patch(f"/periods/{w.period}", {"paid": False}), 403, 404, 404, 404, 403, 404
    ),
    "remove_service_period": row(lambda p, w: p.delete(f"/periods/{w.period}"), 403, 404, 404, 404, 403, 404),
    "list_agents": for_staff("/agents"),
    "read_agent": for_staff("/agents/{w.agent}"),
    "list_teams": for_staff("/teams"),
    "read_team": for_staff("/teams/it"),
    **{f"list_{noun}": listing(f"/{noun}") for noun in ("services", "types", "categories")},
    "list_company_categories": for_staff("/company-categories"),
    "take_clients_out": for_staff("/tables/companies"),
    "list_priorities": listing("/priorities"),
    "list_statuses": listing("/statuses"),
    "list_mailboxes": for_staff("/mailboxes"),
    "list_views": for_staff("/views"),
    **{name: closed(*asked) for name, asked in CLOSED.items()},
    "list_custom_fields": listing("/custom-fields"),
    **{
        f"{verb}_{noun}": for_administrators(verb, path, code)
        for noun, (path, code) in CONFIGURED.items()
        for verb in ("add", "patch")
    },
    "add_field_option": for_administrators("add", "/custom-fields/{w.agent}/options", ""),
    "patch_field_option": for_administrators("patch", "/custom-fields/{w.agent}/options", "a"),
    "invite_agent": row(lambda p, w: p.post(f"/agents/{w.agent}/invitation"), *(403,) * 6),
    **{name: edited(*asked) for name, asked in EDITED.items()},
    **{name: edited(*asked) for name, asked in STAFF.items()},
    **{name: Row(closed(*asked).request, statuses) for name, (asked, statuses) in AT_WORK.items()},
    **{name: row(ask, *statuses) for name, (ask, statuses) in JOINED.items()},
}


def test_every_operation_has_a_row() -> None:
    known = {str(operation["operationId"]) for _path, _method, operation in operations(document("en"))}
    assert known == set(MATRIX)


def test_everybody_gets_what_the_matrix_says_and_refusals_change_nothing() -> None:
    people = make.cast()
    world = world_of(people)
    programs = {who: program(getattr(people, who)) for who in ACTORS[:-1]} | {"nobody": nobody()}
    before = rows()
    wrong: list[str] = []
    for name, line in MATRIX.items():
        for who, expected in zip(ACTORS, (*line.statuses, 401), strict=True):
            with undone(), writes() as written:
                answer = line.request(programs[who], world)
                if answer.status != expected:
                    wrong.append(f"{name} by {who}: {answer.status} instead of {expected}: {answer.body}")
                if answer.status >= 400 and (not answer.problem or (written and rows() != before)):
                    wrong.append(f"{name} by {who}: refused with {answer.status}, and yet something changed")
    assert wrong == []

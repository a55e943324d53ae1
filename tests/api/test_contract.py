"""The API keeps to its OpenAPI document: schemathesis makes requests from it and judges every answer.

In-process, with a fixed seed: the same requests every time. Each operation is asked with made-up addresses
and with those of objects that exist, with good values and with spoilt ones, by an administrator and by a
client. What a request has changed is undone before the next. Each engine asks every operation by one of the
two; that all of them answer alike on both is the matrix's to show.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from wsgiref.types import StartResponse, WSGIEnvironment

import pytest
import schemathesis
from django.db import connection
from django.test.client import ClientHandler
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import APIOperation, Case, CheckFunction, GenerationMode
from schemathesis.checks import CHECKS, load_all_checks
from schemathesis.core.result import Ok

from tests import make
from tests.api.world import World, undone, world_of

pytestmark = [pytest.mark.django_db, pytest.mark.long]

Operation = APIOperation[Any, Any, Any, Any]  # Any: schemathesis leaves the kinds of its parts open
EXAMPLES = {"get": 2, "delete": 2, "post": 5, "patch": 5, "put": 5}
CHECKED = [
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_headers_conformance",
    "response_schema_conformance",
    "negative_data_rejection",
    "allow_header_conformance",
]
# Not asked: positive_data_acceptance (a uid that is well-formed and names nothing is refused, and should be),
# missing_required_header (none is required), ignored_auth (the matrix asks every operation as nobody), the
# stateful ones (what is made here is undone at once).

ROUNDS = [
    (GenerationMode.POSITIVE, False),
    (GenerationMode.POSITIVE, True),
    (GenerationMode.NEGATIVE, True),
]


PARTS = 3
"""An actor asks in so many tests: one alone would take minutes, and workers can share them."""


@pytest.mark.timeout(600)
@pytest.mark.parametrize("part", range(PARTS))
@pytest.mark.parametrize("who", ["admin", "client"])
def test_every_answer_is_as_documented(people: make.Cast, who: str, part: int) -> None:
    load_all_checks()
    checks = [check for check in CHECKS.get_by_names(CHECKED) if not isinstance(check, type)]
    assert len(checks) == len(CHECKED)
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application, config=_config())
    headers = {"Authorization": f"Bearer {make.token(getattr(people, who))}"}
    world = world_of(people)
    found = list(schema.get_all_operations())
    operations = [each.ok() for each in found if isinstance(each, Ok)]
    assert len(operations) == len(found)
    begins = ("sqlite", "postgresql").index(connection.vendor) ^ ("admin", "client").index(who)
    for operation in operations[begins::2][part::PARTS]:
        for mode, exists in ROUNDS:
            ask = Asking(operation, mode, world if exists else None, headers, checks)
            ask.all()


@dataclass(frozen=True)
class Asking:
    """One operation, asked in one way; with a world, about objects there are."""

    operation: Operation
    mode: GenerationMode
    world: World | None
    headers: Mapping[str, str]
    checks: Sequence[CheckFunction]

    def all(self) -> None:
        """Ask as often as there are examples; the first answer that breaks a rule is raised."""
        path = _addresses(self.operation, self.world) if self.world else None
        strategy = self.operation.as_strategy(self.mode, path_parameters=path)

        @settings(
            max_examples=EXAMPLES[self.operation.method],
            derandomize=True,
            database=None,
            deadline=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=strategy)
        def ask(case: Case[Operation]) -> None:
            if self.world and self.mode is GenerationMode.POSITIVE:
                _lead_to_objects(case, self.world)
            with undone():
                case.call_and_validate(headers=dict(self.headers), checks=list(self.checks))

        ask()


def _lead_to_objects(case: Case[Operation], world: World) -> None:
    """Let references lead to objects there are, so that commands are reached and not only refused."""
    if isinstance(case.query, dict):
        case.query.pop("after", None)
    if case.media_type != "application/json" or not isinstance(case.body, dict):
        return
    known = world.references()
    case.body.update({name: known[name] for name in known.keys() & case.body.keys()})
    for name in ("version", "email", "continues", *(["html"] if case.body.get("text") else [])):
        case.body.pop(name, None)
    if "agent" in case.body:
        case.body.pop("team", None)


def application(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    """Our program as a WSGI application that leaves the test's transaction open."""
    response = HANDLER(environ)
    start_response(f"{response.status_code} {response.reason_phrase}", list(response.items()))
    return [response.getvalue()]


HANDLER = ClientHandler(enforce_csrf_checks=False)


def _addresses(operation: Operation, world: World) -> dict[str, str]:
    """Path parameters that name objects there are; empty for an address without any."""
    ids = {
        "messages": world.message,
        "observers": world.team,
        "contracts": world.contract,
        "periods": world.period,
        "files": world.file,
        "contacts": world.contact,
        "companies": world.company,
        "sites": world.site,
        "assets": world.asset,
    }
    uid = next((found for noun, found in ids.items() if noun in operation.path), world.agent)
    known = {"number": world.number, "code": "it", "uid": uid, "file": world.contract_file}
    return {name: value for name, value in known.items() if f"{{{name}}}" in operation.path}


def _config() -> schemathesis.Config:
    return schemathesis.Config.from_dict({"seed": 1, "generation": {"allow-x00": True}})

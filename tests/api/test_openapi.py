"""The OpenAPI document says everything, in two languages, and the page of it needs nothing from elsewhere."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

import pytest
from django.test import Client
from pydantic import BaseModel

from otklik.api.document_parts import Json, Node, array, node
from otklik.api.openapi import document, operations
from otklik.web.problems import KINDS
from tests.api.program import nobody

pytestmark = pytest.mark.django_db

METHODS_WITH_BODY = {"post", "patch"}


def all_operations() -> list[tuple[str, str, Node]]:
    return list(operations(document("en")))


def test_it_is_served_to_everybody_in_the_language_asked_for() -> None:
    english = nobody().get("/openapi.json")
    assert english.status == 200
    assert english.headers["Content-Type"] == "application/json"
    assert english.body == document("en")
    assert english.body["openapi"].startswith("3.1")
    assert english.body["paths"]["/api/v1/tickets"]["post"]["summary"] == "Register a ticket"
    asked = Client().get("/api/v1/openapi.json", headers={"Accept-Language": "ru"})
    assert asked.headers["Content-Language"] == "ru"


def test_it_speaks_russian_throughout() -> None:
    """Every summary and description is translated; what has no letters of ours names values only."""
    english, russian = (dict(_words(document(language))) for language in ("en", "ru"))
    assert russian.keys() == english.keys()
    same = {words for place, words in english.items() if russian[place] == words}
    assert {words for words in same if not re.fullmatch(r"[\w ,.()0-9`*/:-]+", words)} == set()
    assert len(same) < 12, same


def test_every_operation_says_what_it_does() -> None:
    for path, method, operation in all_operations():
        where = f"{method} {path}"
        assert operation["operationId"], where
        assert str(operation["summary"])[0].isupper(), where
        assert not str(operation.get("description", "x")).isspace(), where
        assert len(array(operation["tags"])) == 1, where
        assert operation["security"] == [{"Token": []}, {"Session": []}], where


def test_names_of_operations_are_unique() -> None:
    names = [operation["operationId"] for _path, _method, operation in all_operations()]
    assert len(names) == len(set(names))


def test_names_of_schemas_are_unique() -> None:
    """Two classes of one name would be one schema: answers of one of them would break it."""
    found: list[type[BaseModel]] = []
    waiting = [BaseModel]
    while waiting:
        for one in waiting.pop().__subclasses__():
            waiting.append(one)
            if one.__module__.startswith("otklik.api"):
                found.append(one)
    places = Counter(one.__name__ for one in set(found))
    assert [name for name, times in places.items() if times > 1] == []


def test_every_tag_is_described() -> None:
    described = {str(node(tag)["name"]) for tag in array(document("en")["tags"])}
    assert {str(array(operation["tags"])[0]) for *_where, operation in all_operations()} == described


def test_every_operation_tells_its_refusals() -> None:
    for path, method, operation in all_operations():
        responses = set(node(operation["responses"]))
        assert "401" in responses, path
        if "{" in path:
            assert "404" in responses, path
        if "requestBody" in operation:
            assert {"400", "413", "415", "422"} <= responses, path
        if method == "get" and array(operation["parameters"]):
            takes = [p for p in array(operation["parameters"]) if node(p)["in"] == "query"]
            assert not takes or "422" in responses, path


def test_refusals_are_problem_documents_with_examples() -> None:
    responses = node(node(document("en")["components"])["responses"])
    assert set(responses) == {str(kind.status) for kind in KINDS}
    for status, response in responses.items():
        content = node(node(response)["content"])
        assert list(content) == ["application/problem+json"]
        examples = node(node(content["application/problem+json"])["examples"])
        assert len(examples) == len([kind for kind in KINDS if str(kind.status) == status])


def test_every_body_and_answer_has_an_example() -> None:
    for path, method, operation in all_operations():
        bodies = [node(operation.get("requestBody"))] if "requestBody" in operation else []
        good = {s: node(r) for s, r in node(operation["responses"]).items() if s < "300"}
        assert len(good) == 1, path
        for part in (*bodies, *good.values()):
            for kind, media in node(part.get("content")).items():
                assert kind == "multipart/form-data" or node(media)["example"] is not None, (method, path)


def test_headers_stand_where_they_are_taken() -> None:
    for path, method, operation in all_operations():
        names = {str(node(parameter)["name"]) for parameter in array(operation["parameters"])}
        assert "Accept-Language" in names
        assert ("Idempotency-Key" in names) == (method == "post"), path
    versioned = {
        str(operation["operationId"])
        for _path, _method, operation in all_operations()
        if any(node(parameter)["name"] == "If-Match" for parameter in array(operation["parameters"]))
    }
    assert {"change_ticket", "take_ticket", "patch_contact", "patch_company"} <= versioned
    assert "register_ticket" not in versioned


def test_every_parameter_is_described() -> None:
    for path, _method, operation in all_operations():
        for parameter in array(operation["parameters"]):
            assert node(parameter)["description"], (path, parameter)


def test_references_lead_somewhere() -> None:
    made = document("en")
    for reference in _references(made):
        found: Json = made
        for part in reference.removeprefix("#/").split("/"):
            found = node(found)[part]
        assert found


def test_no_internal_id_is_in_any_schema() -> None:
    schemas = node(node(document("en")["components"])["schemas"])
    names = {name for schema in schemas.values() for name in node(node(schema).get("properties"))}
    names -= {"external_id", "client_id"}  # what other programs call a thing
    assert {name for name in names if name in ("id", "pk") or name.endswith("_id")} == set()


def test_the_page_shows_every_operation_and_loads_nothing_foreign() -> None:
    response = Client().get("/api/docs", headers={"Accept-Language": "en"})
    assert response.status_code == 200
    page = response.getvalue().decode()
    for path, _method, operation in all_operations():
        assert f"<code>{path}</code>" in page
        assert f'id="{operation["operationId"]}"' in page
    for kind in KINDS:
        assert kind.type in page
    loaded = re.findall(r'(?:src|href)="([^"#]+)"', page)
    assert loaded
    assert all(address.startswith("/") and not address.startswith("//") for address in loaded)
    assert "<style" not in page
    assert " style=" not in page


def test_only_reading_is_offered_as_a_link() -> None:
    page = Client().get("/api/docs").getvalue().decode()
    assert 'href="/api/v1/tickets"' in page
    assert 'href="/api/v1/tickets/{number}' not in page


def _words(part: Json, place: str = "") -> Iterator[tuple[str, str]]:
    for number, inner in enumerate(array(part)):
        yield from _words(inner, f"{place}/{number}")
    for key, value in node(part).items():
        if key in ("summary", "description") and isinstance(value, str):
            yield f"{place}/{key}", value
        elif key not in ("example", "examples", "responses"):
            yield from _words(value, f"{place}/{key}")


def _references(part: Json) -> Iterator[str]:
    for inner in array(part):
        yield from _references(inner)
    for key, value in node(part).items():
        if key == "$ref":
            yield str(value)
        yield from _references(value)

"""The OpenAPI 3.1 document: what django-ninja reads off the operations, completed and put into words.

Added here, because every operation has it: refusals as problem details, headers, examples, security.
Summaries and descriptions are marked for translation where they are written; the document is made once per
language, from what is read off once.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import lru_cache

import orjson
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext
from ninja.openapi.schema import OpenAPISchema

from otklik import __version__
from otklik.api import described
from otklik.api.document_parts import Json, Node, array, example_of, node
from otklik.api.languages import asked_language
from otklik.api.v1 import api
from otklik.web.problems import KINDS, MEDIA_TYPE, Problem

PREFIX = "/api/v1/"
METHODS = ("get", "post", "put", "patch", "delete")
REFUSED_BODIES = (400, 413, 415)


def openapi_json(request: HttpRequest) -> HttpResponse:
    """`/api/v1/openapi.json`, in English unless the request asks for Russian."""
    return HttpResponse(_bytes(asked_language(request) or "en"), content_type="application/json")


@lru_cache(maxsize=2)
def document(language: str) -> Node:
    """The whole document in a language; callers only read it."""
    with translation.override(language):
        made: Node = orjson.loads(_read_off())
        _introduce(made)
        schemas = node(node(made["components"])["schemas"])
        for name, schema in schemas.items():
            _tidy(node(schema))
            _describe(name, node(schema))
        for _path, method, operation in operations(made):
            _complete(method, operation, schemas)
        _translate(made)
        return made


@lru_cache(maxsize=1)
def _read_off() -> str:
    """The operations' document, untranslated: seconds of work, the same for every language."""
    return json.dumps(OpenAPISchema(api, PREFIX))


def operations(made: Node) -> Iterator[tuple[str, str, Node]]:
    """(path, method, operation) of a document, in its order."""
    for path, item in node(made["paths"]).items():
        for method, operation in node(item).items():
            if method in METHODS:
                yield path, method, node(operation)


@lru_cache(maxsize=2)
def _bytes(language: str) -> bytes:
    return orjson.dumps(document(language))


def _introduce(made: Node) -> None:
    made["info"] = {
        "title": "Otklik",
        "version": __version__,
        "description": described.INTRODUCTION,
        "license": {"name": "AGPL-3.0-or-later", "identifier": "AGPL-3.0-or-later"},
    }
    made["servers"] = [{"url": "/"}]
    made["tags"] = [{"name": name, "description": words} for name, words in described.TAGS.items()]
    components = node(made["components"])
    components["responses"] = {
        str(status): _refusal(status) for status in sorted({kind.status for kind in KINDS})
    }


def _refusal(status: int) -> Node:
    """The response of a status with an example of each kind of problem that has it."""
    kinds = [kind for kind in KINDS if kind.status == status]
    examples: Node = {kind.code: {"value": _example_of(Problem(kind))} for kind in kinds}
    schema: Node = {"$ref": "#/components/schemas/ProblemDocument"}
    refusal: Node = {
        "description": " ".join(str(kind.title) for kind in kinds),
        "content": {MEDIA_TYPE: {"schema": schema, "examples": examples}},
    }
    if status == 401:
        challenge: Node = {"description": described.CHALLENGE, "schema": {"type": "string"}}
        refusal["headers"] = {"WWW-Authenticate": challenge}
    if status == 429:
        refusal["headers"] = {"Retry-After": _answer_header(described.RETRY_AFTER)}
    return refusal


def _example_of(problem: Problem) -> Json:
    value: Json = orjson.loads(orjson.dumps(problem.document()))
    return value


def _complete(method: str, operation: Node, schemas: Node) -> None:
    if operation.get("description") == " ":
        del operation["description"]
    body = node(operation.get("requestBody"))
    _complete_body(body, schemas)
    parameters = [_parameter(node(parameter)) for parameter in array(operation.get("parameters"))]
    parameters.append(_header("Accept-Language", described.LANGUAGE, "en"))
    if method == "post":
        parameters.append(_header("Idempotency-Key", described.KEY, "9b2f6c1e-register-printer"))
    if _is_versioned(body, schemas):
        parameters.append(_header("If-Match", described.IF_MATCH, '"4"'))
    operation["parameters"] = list(parameters)
    refusals = [401, 429, *(REFUSED_BODIES if body else ())]
    _complete_responses(method, operation, schemas, refusals)


def _complete_body(body: Node, schemas: Node) -> None:
    for kind, media in node(body.get("content")).items():
        schema = node(node(media)["schema"])
        _tidy(schema)
        wrapped = array(schema.get("allOf"))
        if wrapped:  # a body with a default: django-ninja wraps its reference
            node(media)["schema"] = wrapped[0]
        if kind == "application/json":
            node(media)["example"] = example_of(node(node(media)["schema"]), schemas)


def _complete_responses(method: str, operation: Node, schemas: Node, refusals: list[int]) -> None:
    responses = node(operation["responses"])
    for status in (*responses, *map(str, refusals)):
        if status >= "400":
            responses[status] = {"$ref": f"#/components/responses/{status}"}
            continue
        success = node(responses[status])
        headers: Node = {}
        if method == "post":
            headers["Idempotent-Replayed"] = _answer_header(described.REPLAYED)
        for media in node(success.get("content")).values():
            schema = node(node(media)["schema"])
            _tidy(schema)
            node(media)["example"] = example_of(schema, schemas)
            properties = _properties(schema, schemas)
            if "items" in properties and "next" in properties:
                headers["Link"] = _answer_header(described.LINK)
            if "version" in properties:
                headers["ETag"] = _answer_header(described.ETAG)
        if headers:
            success["headers"] = headers
    operation["responses"] = dict(sorted(responses.items()))


def _is_versioned(body: Node, schemas: Node) -> bool:
    contents = node(body.get("content")).values()
    return any("version" in _properties(node(node(media)["schema"]), schemas) for media in contents)


def _properties(schema: Node, schemas: Node) -> Node:
    """The properties of a schema, or of the first of several it may be."""
    if "$ref" in schema:
        return _properties(node(schemas[str(schema["$ref"]).rpartition("/")[2]]), schemas)
    choices = array(schema.get("anyOf"))
    return _properties(node(choices[0]), schemas) if choices else node(schema.get("properties"))


def _parameter(parameter: Node) -> Node:
    """django-ninja copies the schema's list of examples where OpenAPI wants a map; names get words."""
    parameter.pop("examples", None)
    words, example = described.PARAMETERS.get(str(parameter["name"]), ("", None))
    schema = node(parameter["schema"])
    _tidy(schema)
    schema.pop("description", None)
    given = array(schema.pop("examples", None))
    if parameter["in"] == "path":
        parameter["description"], parameter["example"] = words, example
    elif given:
        parameter["example"] = given[0]
    return parameter


def _header(name: str, words: str, example: str) -> Node:
    schema: Node = {"type": "string"}
    return {
        "in": "header",
        "name": name,
        "required": False,
        "schema": schema,
        "description": words,
        "example": example,
    }


def _answer_header(words: str) -> Node:
    return {"description": words, "schema": {"type": "string"}}


def _tidy(part: Node) -> None:
    """Drop titles: pydantic repeats names as titles everywhere."""
    if isinstance(part.get("title"), str):
        del part["title"]
    for value in part.values():
        for inner in value if isinstance(value, list) else [value]:
            if isinstance(inner, dict):
                _tidy(inner)


def _describe(name: str, schema: Node) -> None:
    """Docstrings speak to readers of the code; the document has its own words."""
    schema.pop("description", None)
    if name in described.SCHEMAS:
        schema["description"] = described.SCHEMAS[name]


def _translate(part: Json) -> None:
    for inner in array(part):
        _translate(inner)
    for key, value in node(part).items():
        if key in ("summary", "description") and isinstance(value, str) and value:
            node(part)[key] = gettext(value)
        elif key not in ("example", "examples"):
            _translate(value)

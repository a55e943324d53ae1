"""`/api/docs`: the OpenAPI document as a page people read, without a script from anywhere."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language, gettext

from otklik.api import described
from otklik.api.document_parts import Json, Node, array, node
from otklik.api.openapi import PREFIX, document, operations
from otklik.web.problems import KINDS


@dataclass(frozen=True)
class Field:
    """A parameter, header or field of a body."""

    name: str
    type: str
    required: bool
    words: str


@dataclass(frozen=True)
class Answer:
    """A good answer: status, its name, an example."""

    status: str
    words: str
    example: str


@dataclass(frozen=True)
class Operation:
    """One operation as the page shows it; `is_plain` ones can be opened as they stand."""

    id: str
    method: str
    path: str
    summary: str
    words: str
    is_plain: bool
    parameters: Sequence[Field]
    body: Sequence[Field]
    body_example: str
    answers: Sequence[Answer]
    refusals: str


@dataclass(frozen=True)
class Group:
    """The operations of a tag."""

    code: str
    words: str
    operations: Sequence[Operation]


def api_docs(request: HttpRequest) -> HttpResponse:
    """The page; open to everybody, like the document."""
    made = document((get_language() or "en").split("-")[0])
    shown = [
        (array(found["tags"])[0], _operation(made, path, method, found))
        for path, method, found in operations(made)
    ]
    groups = [
        Group(tag, gettext(words), [item for group, item in shown if group == tag])
        for tag, words in described.TAGS.items()
    ]
    introduction = _plain(node(made["info"])["description"]).replace("**", "")
    context = {
        "address": f"{PREFIX}openapi.json",
        "paragraphs": introduction.split("\n\n"),
        "groups": groups,
        "problems": KINDS,
        "base_url": settings.OTKLIK_BASE_URL,
    }
    return render(request, "api_docs.html", context)


def _operation(made: Node, path: str, method: str, found: Node) -> Operation:
    parameters = [_parameter(node(parameter)) for parameter in array(found["parameters"])]
    responses = node(found["responses"])
    media = next(iter(node(node(found.get("requestBody")).get("content")).values()), None)
    return Operation(
        id=str(found["operationId"]),
        method=method,
        path=path,
        summary=_plain(found["summary"]),
        words=_plain(found.get("description")),
        is_plain=method == "get" and "{" not in path,
        parameters=parameters,
        body=_body(made, node(node(media).get("schema"))),
        body_example=_shown(node(media).get("example")),
        answers=[_answer(status, node(answer)) for status, answer in responses.items() if status < "400"],
        refusals=", ".join(status for status in responses if status >= "400"),
    )


def _parameter(parameter: Node) -> Field:
    kind = _type(node(parameter["schema"]))
    return Field(
        str(parameter["name"]), kind, parameter["required"] is True, _plain(parameter["description"])
    )


def _body(made: Node, schema: Node) -> list[Field]:
    if "$ref" in schema:
        schema = node(node(node(made["components"])["schemas"])[str(schema["$ref"]).rpartition("/")[2]])
    required = array(schema.get("required"))
    return [
        Field(name, _type(node(part)), name in required, _plain(node(part).get("description")))
        for name, part in node(schema.get("properties")).items()
    ]


def _answer(status: str, answer: Node) -> Answer:
    media = next(iter(node(answer.get("content")).values()), None)
    return Answer(status, str(answer["description"]), _shown(node(media).get("example")))


def _type(schema: Node) -> str:
    """A schema in a word or two: `string`, `uuid`, `list of uuid`, `one of own, company`."""
    choices = [_type(node(choice)) for choice in array(schema.get("anyOf"))]
    if choices:
        return ", ".join(dict.fromkeys(choice for choice in choices if choice != "null"))
    if "enum" in schema:
        return ", ".join(str(value) for value in array(schema["enum"]) if value != "")
    if schema.get("type") == "array":
        return gettext("list of %(type)s") % {"type": _type(node(schema.get("items")))}
    return str(schema.get("format") or schema.get("type") or "")


def _plain(words: Json) -> str:
    """The words without the marks the document sets code in."""
    return str(words or "").replace("`", "")


def _shown(example: Json) -> str:
    return "" if example is None else json.dumps(example, ensure_ascii=False, indent=2)

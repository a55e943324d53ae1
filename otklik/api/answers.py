"""Answers: a model as JSON, once per idempotency key.

Operations build pydantic models and answer with `answer` or `answer_once`. The models are what the OpenAPI
document describes; they are written as JSON by pydantic itself, so that django-ninja does not check and
copy them a second time.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

import orjson
from django.http import HttpResponse
from django.utils.translation import gettext as _
from pydantic import BaseModel

from otklik.api.request import ApiRequest
from otklik.api.versions import etag
from otklik.core.errors import Invalid
from otklik.core.idempotency import once

JSON = "application/json"
KEY_HEADER = "Idempotency-Key"
REPLAYED_HEADER = "Idempotent-Replayed"
_KEY = re.compile(r"[\x21-\x7e][\x20-\x7e]{0,199}")


def answer(
    model: BaseModel | None, *, status: int = 200, headers: Mapping[str, str] | None = None
) -> HttpResponse:
    """The model as JSON; nothing for None."""
    if model is None:
        return HttpResponse(status=204, headers=headers)
    return HttpResponse(model.model_dump_json(), status=status, content_type=JSON, headers=headers)


def answer_read(request: ApiRequest, model: BaseModel, version: int) -> HttpResponse:
    """What was read, with the `ETag` whoever changes it sends back; contacts change none of it."""
    return answer(model, headers=etag(version) if request.auth.is_agent else None)


def answer_once(
    request: ApiRequest,
    do: Callable[[], BaseModel | None],
    *,
    status: int = 200,
    about: object = None,
) -> HttpResponse:
    """Do it in one transaction and answer; a repeat with the same `Idempotency-Key` gets the same answer.

    The key belongs to the actor and is remembered for a day (core.idempotency). `about` stands for the
    request where its body alone does not say what is asked (uploaded bytes).
    """
    key = _key(request)
    asked = {
        "method": request.method,
        "address": request.get_full_path(),
        "about": about if about is not None else request.body.decode(errors="replace"),
    }
    done = once(request.auth.key, key, asked, lambda: _kept(do()))
    headers = {REPLAYED_HEADER: "true"} if done.repeated else {}
    if "version" in done.result:
        headers["ETag"] = f'"{done.result["version"]}"'
    if done.result == NOTHING:
        return answer(None, headers=headers)
    return HttpResponse(orjson.dumps(done.result), status=status, content_type=JSON, headers=headers)


NOTHING: dict[str, object] = {}


def _kept(model: BaseModel | None) -> dict[str, object]:
    return model.model_dump(mode="json") if model is not None else NOTHING


def _key(request: ApiRequest) -> str:
    key = request.headers.get(KEY_HEADER, "").strip()
    if key and not _KEY.fullmatch(key):
        raise Invalid({KEY_HEADER: _("A key is 1 to 200 printable ASCII characters.")})
    return key

"""A program that talks to the API: a token, JSON in and out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson
from django.http import HttpResponseBase
from django.test import Client

from otklik.people.actor import Actor
from tests import make

ROOT = "/api/v1"


@dataclass(frozen=True)
class Answer:
    """What came back. `body` is parsed JSON: tests look into it as it is."""

    status: int
    body: Any  # Any: a document whose shape is what the test is about
    headers: Mapping[str, str]

    @property
    def problem(self) -> str:
        """The last part of a problem's type: `not-found`."""
        assert self.headers["Content-Type"] == "application/problem+json", self
        assert self.body["status"] == self.status
        assert self.body["title"]
        assert self.body["detail"]
        return str(self.body["type"]).removeprefix("urn:otklik:problem:")


@dataclass
class Program:
    """Sends requests with the headers it was made with."""

    headers: Mapping[str, str] = field(default_factory=dict)
    client: Client = field(default_factory=lambda: Client(raise_request_exception=False))

    def get(self, path: str, **query: str | int) -> Answer:
        """`get("/tickets", state="open")`; an address of an answer (`/api/v1/…`) is taken as it is."""
        return self._answer(self.client.get(_address(path), data=query, headers=self.headers))

    def post(self, path: str, body: object = None, *, key: str = "", **headers: str) -> Answer:
        """JSON; `key` is sent as `Idempotency-Key`."""
        return self.send("POST", path, body, **({"Idempotency-Key": key} if key else {}), **headers)

    def patch(self, path: str, body: object, **headers: str) -> Answer:
        """JSON."""
        return self.send("PATCH", path, body, **headers)

    def put(self, path: str, body: object) -> Answer:
        """JSON."""
        return self.send("PUT", path, body)

    def delete(self, path: str) -> Answer:
        """No body."""
        return self.send("DELETE", path)

    def send(self, method: str, path: str, body: object = None, **headers: str) -> Answer:
        """Any method with a JSON body, or without one."""
        data = b"" if body is None else body if isinstance(body, bytes) else orjson.dumps(body)
        return self._answer(
            self.client.generic(
                method,
                _address(path),
                data,
                content_type="application/json",
                headers={**self.headers, **headers},
            )
        )

    def upload(self, *files: object, key: str = "") -> Answer:
        """Files as a form sends them."""
        headers = {**self.headers, **({"Idempotency-Key": key} if key else {})}
        return self._answer(self.client.post(_address("/files"), {"files": files}, headers=headers))

    @staticmethod
    def _answer(response: HttpResponseBase) -> Answer:
        content = response.getvalue()
        is_json = "json" in response.headers.get("Content-Type", "")
        body = orjson.loads(content) if content and is_json else content or None
        return Answer(response.status_code, body, response.headers)


def program(actor: Actor, **headers: str) -> Program:
    """A program with a token of this person."""
    return Program({"Authorization": f"Bearer {make.token(actor)}", **headers})


def nobody() -> Program:
    """A program without a token."""
    return Program()


def _address(path: str) -> str:
    return path if path.startswith(ROOT) else ROOT + path

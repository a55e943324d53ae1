"""Every refusal has one form, stable types, and sentences in the reader's language."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.test import override_settings

from otklik.core import errors
from otklik.tickets import commands
from otklik.web.problems import KINDS, problem_of
from tests import make
from tests.api.program import Program, nobody, program

pytestmark = pytest.mark.django_db


@pytest.fixture
def asking() -> Program:
    return program(make.cast().dispatcher)


def test_kinds_have_distinct_types_and_titles() -> None:
    assert len({kind.type for kind in KINDS}) == len(KINDS)
    assert all(str(kind.title) for kind in KINDS)
    assert all(kind.type.startswith("urn:otklik:problem:") for kind in KINDS)


@pytest.mark.parametrize(
    ("error", "status", "code"),
    [
        (errors.NotFound(), 404, "not_found"),
        (errors.Denied("no"), 403, "denied"),
        (errors.Invalid({"name": "empty"}), 422, "invalid"),
        (errors.Conflict("late"), 409, "conflict"),
        (errors.Conflict("late", code="newer_message"), 409, "newer_message"),
        (errors.Conflict("other", code="key_reused"), 422, "key_reused"),
        (errors.NotPossible("closed"), 409, "not_possible"),
        (errors.Refused("no"), 400, "bad_request"),
    ],
)
def test_refusals_are_translated_once(error: errors.Refused, status: int, code: str) -> None:
    problem = problem_of(error)
    assert (problem.kind.status, problem.kind.code) == (status, code)


@pytest.mark.parametrize("path", ["/nothing", "/tickets/", "/tickets/INC1/nothing", "/contacts/1", ""])
def test_unknown_addresses_are_problems_too(asking: Program, path: str) -> None:
    assert asking.get(path).problem == "not-found"


def test_a_wrong_method_names_the_right_ones(asking: Program) -> None:
    answer = asking.send("PUT", "/tickets")
    assert (answer.status, answer.problem) == (405, "method-not-allowed")
    assert {name.strip() for name in answer.headers["Allow"].split(",")} == {"GET", "POST"}


@pytest.mark.parametrize("body", [b"{", b"", b'{"subject": "\xff"}', b'"\\ud800"', b"NaN"])
def test_a_body_that_is_no_json_is_a_bad_request(asking: Program, body: bytes) -> None:
    answer = asking.send("POST", "/tickets", body)
    assert answer.status in (400, 422)
    assert answer.problem in ("bad-request", "invalid")


@pytest.mark.parametrize("body", [[], "text", 7, None, [{"subject": "x"}]])
def test_a_body_that_is_no_object_is_invalid(asking: Program, body: object) -> None:
    assert asking.send("POST", "/tickets", b"null" if body is None else body).problem == "invalid"


def test_a_form_where_json_belongs(asking: Program) -> None:
    response = asking.client.post("/api/v1/tickets", {"subject": "x"}, headers=asking.headers)
    assert response.status_code == 415
    response = asking.client.post(
        "/api/v1/tickets",
        b"subject=x",
        content_type="application/x-www-form-urlencoded",
        headers=asking.headers,
    )
    assert response.status_code == 415


def test_a_body_too_large_is_said_so(asking: Program) -> None:
    body = {"subject": "x", "text": "y" * (settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1)}
    assert asking.post("/tickets", body).problem == "too-large"


def test_fields_are_named_in_both_languages(asking: Program) -> None:
    body = {"text": 5, "priority": "nothing", "strange": 1, "files": ["x"]}
    english = asking.post("/tickets", body, **{"Accept-Language": "en"})
    assert english.problem == "invalid"
    assert english.body["errors"] == {
        "text": "Send a text.",
        "subject": "This field is required.",
        "strange": "There is no such field.",
        "files.0": "Send a uid.",
    }
    assert english.headers["Content-Language"] == "en"
    russian = asking.post("/tickets", body, **{"Accept-Language": "ru-RU,ru;q=0.9,en;q=0.8"})
    assert russian.headers["Content-Language"] == "ru"
    assert set(russian.body["errors"]) == set(english.body["errors"])
    assert russian.body["type"] == english.body["type"]
    assert "Accept-Language" in russian.headers["Vary"]


def test_codes_are_checked_and_named(asking: Program) -> None:
    answer = asking.post("/tickets", {"subject": "x", "text": "y", "priority": "nothing"})
    assert answer.problem == "invalid"
    assert list(answer.body["errors"]) == ["priority"]


def test_without_a_language_the_actors_own_is_spoken() -> None:
    people = make.cast()
    user = make.user_of(people.dispatcher)
    user.language = "en"
    user.save(update_fields=["language"])
    make.team("bump")
    assert program(people.dispatcher).get("/priorities").body["items"][0]["name"] == "Immediate"
    assert program(people.agent).get("/priorities").body["items"][0]["name"] == "Критический"
    spoken = program(people.agent, **{"Accept-Language": "en-GB"}).get("/priorities")
    assert spoken.body["items"][0]["name"] == "Immediate"
    assert nobody().get("/priorities").headers["Content-Language"] == "ru"


def test_our_own_faults_are_told_without_a_trace(asking: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    def break_down(*_arguments: object, **_named: object) -> None:
        raise RuntimeError("secret detail")

    monkeypatch.setattr(commands, "take", break_down)
    ticket = make.ticket(make.actor_of(make.employee("Вера Новая", role="administrator")))
    for debug in (False, True):
        with override_settings(DEBUG=debug):
            answer = asking.post(f"/tickets/{ticket.number}/actions/take")
        assert (answer.status, answer.problem) == (500, "internal")
        assert "secret" not in str(answer.body)


def test_an_altered_cursor_is_a_sentence_not_a_fault(asking: Program) -> None:
    # [{"t": "9999-…"}, 1], ["text", 1], [{"t": …}, -1], [1], {}, bytes
    altered = [
        "W3sidCI6Ijk5OTktMTItMzFUMjM6NTk6NTktMTI6MDAifSwxXQ",
        "WyJ0ZXh0IiwxXQ",
        "W3sidCI6IjIwMjYtMDEtMDFUMDA6MDA6MDArMDA6MDAifSwtMV0",
        "WzFd",
        "e30",
        "////",
        "é",
    ]
    for cursor in altered:
        answer = asking.get("/tickets", after=cursor)
        assert (cursor, answer.problem) == (cursor, "invalid")
        assert list(answer.body["errors"]) == ["after"]

"""Probes and figures."""

from __future__ import annotations

import re
from unittest.mock import patch

import pytest
from django.db import OperationalError, connection
from django.test import Client, override_settings

from otklik.core import backlog
from tests import make
from tests.support.asking import ask
from tests.support.servers import Installation

ELSEWHERE = "10.0.0.7"


@pytest.mark.django_db
def test_ready_needs_database_migrations_and_a_worker(client: Client) -> None:
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()) == (
        503,
        {"database": True, "migrations": True, "worker": False},
    )
    backlog.say_alive("worker", ["default"])
    assert client.get("/readyz").status_code == 200
    with patch.object(connection, "cursor", side_effect=OperationalError):
        answer = client.get("/readyz")
    assert (answer.status_code, answer.json()) == (503, {"database": False})


def test_alive_needs_nothing(client: Client) -> None:
    answer = client.get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"ok\n")


@pytest.mark.django_db
def test_figures_are_for_this_machine_or_for_the_token(client: Client) -> None:
    assert client.get("/metrics").status_code == 200
    assert client.get("/metrics", headers={"X-Forwarded-For": "10.0.0.7"}).status_code == 403
    assert client.get("/metrics", REMOTE_ADDR=ELSEWHERE).status_code == 403
    with override_settings(OTKLIK_METRICS_TOKEN="secret"):
        assert client.get("/metrics", REMOTE_ADDR=ELSEWHERE).status_code == 403
        for token, status in (("secret", 200), ("other", 403), ("", 403)):
            sent = {"Authorization": f"Bearer {token}"}
            assert client.get("/metrics", headers=sent, REMOTE_ADDR=ELSEWHERE).status_code == status


@pytest.mark.django_db
def test_figures_of_queue_letters_and_requests(client: Client) -> None:
    make.ticket(make.cast().client)
    client.get("/login")
    text = client.get("/metrics").content.decode()
    assert re.search(r'otklik_jobs_due\{lane="\w+"\} [1-9]', text)
    assert 'otklik_letters{state="held"} 0.0' in text
    assert 'otklik_request_seconds_count{route="login",status="200"}' in text
    names = re.findall(r"^# TYPE (\S+)", text, re.MULTILINE)
    assert len(names) == len(set(names))


def test_several_processes_answer_as_one(installation: Installation) -> None:
    with installation.serve(workers=2) as server:
        for _ in range(6):
            assert ask(server, "/login").status == 302
        answers = [ask(server, "/metrics").text for _ in range(4)]
    counted = [re.search(r'seconds_count\{route="login",status="302"\} (\S+)', text) for text in answers]
    assert [float(match[1]) for match in counted if match] == [6.0] * 4
    for text in answers:
        assert "otklik_live_listeners 0.0" in text
        names = re.findall(r"^# TYPE (\S+)", text, re.MULTILINE)
        assert len(names) == len(set(names))

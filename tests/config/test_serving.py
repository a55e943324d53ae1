"""`otklik serve` as it is deployed: pages in threads that keep their database connections."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

import pytest
from django.db import connection

from otklik.config.asgi import THREADS
from tests import make
from tests import settings as test_settings
from tests.live.listening import cookies, listening
from tests.support import engines
from tests.support.asking import ask
from tests.support.servers import Installation, WebServer

NAME = "the server under test"
"""What its sessions call themselves: the tests' own process has connections, too, and not always one."""


@pytest.mark.postgres_only
def test_threads_keep_their_connections(transactional_db: None) -> None:
    """One a thread, and one to hear of events: neither one for every request nor one for every listener."""
    who = {"Cookie": cookies(make.cast().agent)}
    url = engines.url_of(str(connection.settings_dict["NAME"]))
    here = Installation(test_settings.HOME, url, {"PGAPPNAME": NAME})
    with here.serve() as server, ExitStack() as streams:
        for _ in range(8):
            streams.enter_context(listening(server, who))
        first = _sessions_after_load(server, who)
        second = _sessions_after_load(server, who)
    assert 1 < len(first) <= THREADS + 1
    assert first <= second
    assert len(second) <= THREADS + 1


def _sessions_after_load(server: WebServer, who: Mapping[str, str]) -> set[int]:
    with ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(lambda _: ask(server, "/desk/tickets", headers=who).status, range(60)))
    assert answers == [200] * 60
    with connection.cursor() as cursor:
        cursor.execute("SELECT pid FROM pg_stat_activity WHERE application_name = %s", [NAME])
        return {row[0] for row in cursor.fetchall()}


def test_pages_and_files_leave_through_the_bridge(live_server: WebServer) -> None:
    people = make.cast()
    content = b"\x89PNG\r\n\x1a\n" + bytes(3_000_000)
    file = make.file(people.client, content=content)
    ticket = make.ticket(people.client, team=people.it, files=[file])
    who = {"Cookie": cookies(people.agent)}
    assert ticket.number in ask(live_server, f"/desk/tickets/{ticket.number}", headers=who).text
    answer = ask(live_server, f"/files/{file.uid}", headers=who)
    assert (answer.status, answer.body) == (200, content)
    assert answer.headers["content-length"] == str(len(content))
    assert ask(live_server, f"/files/{file.uid}", method="HEAD", headers=who).body == b""
    assert ask(live_server, f"/files/{file.uid}").status == 404
    static = ask(live_server, "/static/dist/manifest.json")
    assert (static.status, static.headers["cache-control"]) == (200, "max-age=60, public")

"""`otklik serve` as it is deployed: pages in threads that keep their database connections."""

from __future__ import annotations

from tests import make
from tests.live.listening import cookies
from tests.support.asking import ask
from tests.support.servers import WebServer

_SESSIONS = "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"


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

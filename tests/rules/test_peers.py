"""The real peers of our tests do what tests rely on."""

from __future__ import annotations

import smtplib
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.support.browser import NARROW, Visitors
from tests.support.imap import ImapServer
from tests.support.smtp import Received, SmtpSink

MAIL = b"Subject: =?utf-8?b?0JTQsA==?=\r\n\r\nText\r\n"
PAGE = "<meta charset=utf-8><link rel=icon href=data:,><title>Да</title><script>{}</script>"


def test_the_smtp_server_keeps_what_it_takes_and_can_refuse(smtp_sink: SmtpSink) -> None:
    smtp_sink.answers = ["451 Later", "250 Now"]
    with smtplib.SMTP(smtp_sink.host, smtp_sink.port) as client:
        with pytest.raises(smtplib.SMTPDataError):
            client.sendmail("a@example.test", ["b@example.test"], MAIL)
        client.sendmail("a@example.test", ["b@example.test", "c@example.test"], MAIL)
    assert smtp_sink.received == [Received("a@example.test", ("b@example.test", "c@example.test"), MAIL)]
    assert smtp_sink.received[0].message["Subject"] == "Да"


@pytest.mark.parametrize("_time", [1, 2])
def test_the_imap_server_starts_every_test_with_an_empty_mailbox(imap_server: ImapServer, _time: int) -> None:
    imap_server.append(MAIL)
    with imap_server.connect() as client:
        assert client.select() == ("OK", [b"1"])


@pytest.mark.browser
@pytest.mark.parametrize(("script", "faults"), [("", []), ("nope()", ["script error: nope is not defined"])])
def test_a_fault_in_a_page_is_noticed(
    browser: Browser, site: str, script: str, faults: list[str], tmp_path: Path
) -> None:
    (tmp_path / "page.html").write_text(PAGE.format(script))
    visitors = Visitors(browser, site)
    page = visitors.open(size=NARROW)
    page.goto("/page.html")
    assert page.title() == "Да"
    assert page.evaluate("[innerWidth, innerHeight]") == list(NARROW)
    visitors.close()
    assert visitors.faults == faults


class QuietFiles(SimpleHTTPRequestHandler):
    """Serves files and says nothing."""

    def log_message(self, *_arguments: object) -> None:
        """Nothing."""


@pytest.fixture
def site(tmp_path: Path) -> Iterator[str]:
    """A web server of the files in `tmp_path`."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(QuietFiles, directory=tmp_path)) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()

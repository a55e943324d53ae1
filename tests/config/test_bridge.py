"""The bridge under a real server: bodies, files, streams, slow people, and nothing that keeps a thread."""

from __future__ import annotations

import hashlib
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.config.trial import LIMIT, MEGABYTE
from tests.support.asking import Answer, ask
from tests.support.ports import free_port, is_listening, wait_until
from tests.support.servers import Process, WebServer


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WebServer]:
    """Granian with the trial application: two threads, four may wait."""
    port, log = free_port(), tmp_path_factory.mktemp("granian") / "log"
    command = [sys.executable, "-m", "granian", "--interface", "asginl", "--no-ws", "--port", str(port)]
    command += ["--workers-kill-timeout", "1", "tests.config.trial:application"]
    with log.open("wb") as output:
        popen = subprocess.Popen(command, stdout=output, stderr=output, start_new_session=True)
    process = Process("granian", popen, log)
    try:
        wait_until(lambda: is_listening(port), "granian listens")
        yield WebServer(process, port)
    finally:
        os.killpg(popen.pid, signal.SIGTERM)
        process.kill()


def echoed(server: WebServer, path: str = "/echo", **request: object) -> dict[str, object]:
    """What the application saw of a request."""
    answer = ask(server, path, **request)  # type: ignore[arg-type]
    assert answer.status == 200, answer.text
    seen: dict[str, object] = json.loads(answer.body)
    return seen


@pytest.mark.parametrize("size", [0, 1, 1000, MEGABYTE, 3 * MEGABYTE + 7])
def test_a_body_arrives_whole(server: WebServer, size: int) -> None:
    body = os.urandom(size)
    seen = echoed(server, method="POST", body=body, headers={"Content-Type": "x/y"})
    assert seen["sha256"] == hashlib.sha256(body).hexdigest()
    assert (seen["CONTENT_LENGTH"], seen["CONTENT_TYPE"], seen["read"]) == (str(size), "x/y", size)


def test_a_body_in_chunks_has_a_length_for_the_application(server: WebServer) -> None:
    chunks = [os.urandom(100_000) for _ in range(40)]
    seen = echoed(server, method="PUT", body=iter(chunks))
    assert seen["sha256"] == hashlib.sha256(b"".join(chunks)).hexdigest()
    assert seen["CONTENT_LENGTH"] == "4000000"
    assert echoed(server, method="DELETE")["CONTENT_LENGTH"] == "0"


def test_several_large_uploads_at_once(server: WebServer) -> None:
    bodies = [os.urandom(25 * MEGABYTE) for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        seen = list(pool.map(lambda body: echoed(server, method="POST", body=body), bodies))
    assert [one["sha256"] for one in seen] == [hashlib.sha256(body).hexdigest() for body in bodies]


def test_what_is_too_large_is_refused_before_or_while_it_is_sent(server: WebServer) -> None:
    with socket.create_connection(("127.0.0.1", server.port), timeout=30) as connection:
        connection.sendall(f"POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: {LIMIT + 1}\r\n\r\n".encode())
        assert connection.recv(1000).startswith(b"HTTP/1.1 413 ")
    with socket.create_connection(("127.0.0.1", server.port), timeout=30) as connection:
        connection.sendall(b"POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n")
        chunk = b"100000\r\n" + bytes(MEGABYTE) + b"\r\n"
        for _ in range(LIMIT // MEGABYTE + 1):
            connection.sendall(chunk)
        assert connection.recv(1000).startswith(b"HTTP/1.1 413 ")


def test_the_request_reaches_the_application_letter_by_letter(server: WebServer) -> None:
    sent = {"Cookie": "a=1; b=2", "X-Forwarded-Proto": "https", "X_Forwarded_Proto": "forged", "Accept": "ü"}
    seen = echoed(server, "/echo/%D0%B0%FF%2F%20?q=%D0%B1&r=1+2", headers=sent)
    assert seen["PATH_INFO"] == "/echo/а".encode().decode("latin-1") + "\xff/ "
    assert seen["QUERY_STRING"] == "q=%D0%B1&r=1+2"
    assert (seen["HTTP_COOKIE"], seen["HTTP_X_FORWARDED_PROTO"]) == ("a=1; b=2", "https")
    assert (seen["REQUEST_METHOD"], seen["REMOTE_ADDR"], seen["SCRIPT_NAME"]) == ("GET", "127.0.0.1", "")
    assert seen["HTTP_HOST"] == f"127.0.0.1:{server.port}"


def test_repeated_headers_are_joined(server: WebServer) -> None:
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as connection:
        connection.sendall(
            b"GET /echo HTTP/1.1\r\nHost: x\r\nCookie: a=1\r\nCookie: b=2\r\nVia: x\r\nVia: y\r\n\r\n"
        )
        answer = connection.recv(10_000)
    assert b"\r\nx-two: 1\r\nx-two: 2\r\n" in answer
    seen = json.loads(answer.partition(b"\r\n\r\n")[2])
    assert (seen["HTTP_COOKIE"], seen["HTTP_VIA"]) == ("a=1; b=2", "x,y")


def test_head_says_the_length_and_nothing_else(server: WebServer, tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_bytes(bytes(5 * MEGABYTE))
    for path, length in (("/hello", "7"), (f"/file?name={file}", str(5 * MEGABYTE))):
        answer = ask(server, path, method="HEAD")
        assert (answer.status, answer.headers["content-length"], answer.body) == (200, length, b"")
    mark = tmp_path / "ended"
    assert ask(server, f"/stream?mark={mark}", method="HEAD").status == 200
    assert mark.exists()


def test_a_file_arrives_whole(server: WebServer, tmp_path: Path) -> None:
    content = os.urandom(30 * MEGABYTE)
    (tmp_path / "file").write_bytes(content)
    assert ask(server, f"/file?name={tmp_path / 'file'}").body == content


def test_a_fault_of_the_application_is_an_answer_too(server: WebServer) -> None:
    assert ask(server, "/broken").status == 500
    assert ask(server, "/hello").body == b'"hello"'


def test_slow_people_keep_no_thread(server: WebServer, tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_bytes(bytes(30 * MEGABYTE))
    slow = [socket.create_connection(("127.0.0.1", server.port), timeout=10) for _ in range(12)]
    for number, connection in enumerate(slow):
        if number % 2:
            connection.sendall(
                b"POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\n" + bytes(1000)
            )
        else:
            connection.sendall(f"GET /file?name={file} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
            assert connection.recv(100).startswith(b"HTTP/1.1 200 ")
    begun = time.monotonic()
    assert [ask(server, "/hello").status for _ in range(10)] == [200] * 10
    assert time.monotonic() - begun < 3
    for connection in slow:
        connection.close()
    assert ask(server, "/hello").status == 200


def test_a_stream_comes_piece_by_piece_and_ends_with_its_reader(server: WebServer, tmp_path: Path) -> None:
    mark = tmp_path / "ended"
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
    connection.request("GET", f"/stream?mark={mark}")
    response = connection.getresponse()
    assert [response.readline() for _ in range(3)] == [b"0\n", b"1\n", b"2\n"]
    assert not mark.exists()
    connection.sock.shutdown(socket.SHUT_RDWR)
    connection.close()
    wait_until(mark.exists, "the stream is ended", seconds=10)
    assert ask(server, "/hello").status == 200


def test_beyond_what_may_wait_the_answer_is_busy(server: WebServer) -> None:
    asked: list[Future[Answer]] = []
    with ThreadPoolExecutor(12) as pool:
        six = ["/slow"] * 6
        wait_until(
            lambda: all(one.status == 200 for one in pool.map(lambda path: ask(server, path), six)),
            "nothing is left in work of what was asked before",
        )
        for several in (2, 4, 6):  # in work; waiting; too many
            asked += [pool.submit(ask, server, "/slow") for _ in range(several)]
            time.sleep(0.5)
    answers = [answer.result() for answer in asked]
    assert [answer.status for answer in answers] == [200] * 6 + [503] * 6
    (retry,) = {answer.headers["retry-after"] for answer in answers if answer.status == 503}
    assert retry == "1"


def test_who_hangs_up_early_breaks_nothing(server: WebServer) -> None:
    for request in (
        b"POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 5000000\r\n\r\nhalf",
        b"GET /slow HTTP/1.1\r\nHost: x\r\n\r\n",
    ):
        with socket.create_connection(("127.0.0.1", server.port), timeout=10) as connection:
            connection.sendall(request)
    assert ask(server, "/hello").status == 200

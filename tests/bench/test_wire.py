"""The client of the benchmarks understands what servers send, however it is cut into pieces."""

from __future__ import annotations

import itertools
import socket
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

import pytest

from bench import wire

GET = b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"
WHOLE = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"
CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n"
EMPTY = b"HTTP/1.1 204 No Content\r\n\r\n"


@contextmanager
def server(say: Callable[[socket.socket], None]) -> Iterator[int]:
    """A server that says this after every request, on every connection; the port."""
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def talk(peer: socket.socket) -> None:
            with peer:
                while peer.recv(65536):
                    say(peer)

        def accept() -> None:
            while True:
                try:
                    peer, _address = listening.accept()
                except OSError:
                    return
                threading.Thread(target=talk, args=(peer,), daemon=True).start()

        threading.Thread(target=accept, daemon=True).start()
        yield listening.getsockname()[1]
        listening.shutdown(socket.SHUT_RDWR)


@pytest.mark.parametrize(("answer", "status"), [(WHOLE, 200), (CHUNKED, 200), (EMPTY, 204)])
def test_an_answer_is_whole_when_its_last_byte_is_there(answer: bytes, status: int) -> None:
    with server(lambda peer: peer.sendall(answer)) as port:
        answers = wire.drive(port, itertools.repeat(GET), clients=2, most=10)
    assert (answers.number, answers.statuses, answers.bytes) == (10, {status: 10}, 10 * len(answer))


def test_pieces_are_put_together() -> None:
    def trickle(peer: socket.socket) -> None:
        for place in range(len(WHOLE)):
            peer.sendall(WHOLE[place : place + 1])
            time.sleep(0.0005)

    with server(trickle) as port:
        answers = wire.drive(port, itertools.repeat(GET), most=3)
    assert (answers.statuses, answers.bytes) == ({200: 3}, 3 * len(WHOLE))


def test_requests_are_those_given_in_their_order() -> None:
    heard: list[bytes] = []

    def listen(peer: socket.socket) -> None:
        peer.sendall(WHOLE)

    with server(listen) as port:
        numbered = (b"GET /%d HTTP/1.1\r\n\r\n" % number for number in itertools.count())
        taken = _noting(numbered, heard)
        wire.drive(port, taken, most=5)
    assert [line.split()[1] for line in heard] == [b"/0", b"/1", b"/2", b"/3", b"/4"]


def test_time_ends_a_round() -> None:
    with server(lambda peer: peer.sendall(WHOLE)) as port:
        answers = wire.drive(port, itertools.repeat(GET), clients=4, until=0.2)
    assert 0.2 <= answers.took < 2
    assert answers.number == len(answers.seconds) > 4
    assert all(second <= answers.took for second in answers.seconds)


def test_a_server_that_hangs_up_is_noticed() -> None:
    with server(lambda peer: peer.shutdown(socket.SHUT_RDWR)) as port, pytest.raises((wire.Broken, OSError)):
        wire.drive(port, itertools.repeat(GET), most=1)


def test_one_question_has_a_status() -> None:
    with server(lambda peer: peer.sendall(EMPTY)) as port:
        assert wire.ask(port, GET) == 204


def _noting(requests: Iterator[bytes], heard: list[bytes]) -> Iterator[bytes]:
    for request in requests:
        heard.append(request)
        yield request


def test_latencies_are_those_of_the_server() -> None:
    def slowly(peer: socket.socket) -> None:
        time.sleep(0.05)
        peer.sendall(WHOLE)

    with server(slowly) as port:
        answers: Sequence[float] = wire.drive(port, itertools.repeat(GET), most=2).seconds
    assert all(0.05 <= second < 1 for second in answers)

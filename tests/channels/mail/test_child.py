"""The bounded child: reused, replaced, never blamed on the wrong mail."""

import os
import signal
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from otklik.channels.mail import child as children
from otklik.channels.mail.bounds import MAX_MAIL_BYTES, MailFailed, MailRefused, ReaderUnavailable
from otklik.channels.mail.child import parse_bounded

MAIL = b"From: a@b.ru\nSubject: x\n\nhello"


@pytest.fixture(autouse=True)
def fresh_pool() -> Iterator[None]:
    children._POOL.close()
    yield
    children._POOL.close()


def waiting() -> list[int]:
    return [child._process.pid for child in children._POOL._idle]


def test_one_child_reads_many_mails() -> None:
    pids = set()
    for number in range(20):
        assert parse_bounded(b"Subject: %d\n\nx" % number).subject == str(number)
        pids.update(waiting())
    assert len(pids) == 1


def test_child_is_replaced_after_its_share(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(children, "_MAILS_A_CHILD", 3)
    pids = set()
    for _ in range(7):
        parse_bounded(MAIL)
        pids.update(waiting())
    assert len(pids) == 3


def test_refusal_leaves_the_child_at_work() -> None:
    parse_bounded(MAIL)
    before = waiting()
    with pytest.raises(MailRefused) as refused:
        parse_bounded(b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\nx\n" * 1000)
    assert refused.value.reason == "too-many-parts"
    assert waiting() == before


def test_too_large_a_mail_is_not_even_sent() -> None:
    with pytest.raises(MailRefused) as refused:
        parse_bounded(b"x" * (MAX_MAIL_BYTES + 1))
    assert refused.value.reason == "too-large"
    assert waiting() == []


def test_child_that_died_while_waiting_is_replaced() -> None:
    parse_bounded(MAIL)
    (pid,) = waiting()
    os.kill(pid, signal.SIGKILL)
    assert parse_bounded(MAIL).text == "hello"
    assert waiting() != [pid]


def slow_reader(folder: Path, body: str) -> list[str]:
    """A stand-in reader that says it is ready and then does what `body` says with the request."""
    script = folder / "reader.py"
    script.write_text(
        "import os, sys, signal, time\n"
        "from otklik.channels.mail.reader import _limit_process, _give_time\n"
        "_limit_process()\nos.write(1, b'+')\nos.read(0, 1 << 16)\n_give_time(0.2)\n" + body
    )
    return [sys.executable, str(script)]


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("while True: pass", "cpu"),
        ("os.kill(os.getpid(), 9)", "died"),
        ("sys.exit(3)", "died"),
        ("os.write(1, b'?' + b'\\0' * 12)", "fault"),
        ("os.write(1, b'M' + b'\\xff' * 12)", "fault"),
        ("os.write(1, b'M' + b'\\0' * 12)", "fault"),
        ("time.sleep(30)", "timeout"),
    ],
)
def test_each_way_of_failing_has_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, body: str, reason: str
) -> None:
    monkeypatch.setattr(children, "_command", lambda: slow_reader(tmp_path, body))
    monkeypatch.setattr(children, "WALL_SECONDS", 3)
    with pytest.raises(MailFailed) as failed:
        parse_bounded(MAIL)
    assert failed.value.reason == reason
    assert waiting() == []


def test_fault_of_ours_names_its_place_and_no_word_of_the_mail(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = tmp_path / "reader.py"
    script.write_text(
        "from otklik.channels.mail import reader\nparse = reader.parse\n"
        "def broken(raw, own_domain=''):\n"
        "    return parse(raw) if b'ready' in raw else {}[raw]\n"
        "reader.parse = broken\nreader.main()\n"
    )
    monkeypatch.setattr(children, "_command", lambda: [sys.executable, str(script)])
    with pytest.raises(MailFailed) as failed:
        parse_bounded(b"Subject: secret\n\nsecret")
    assert (failed.value.reason, failed.value.detail) == ("fault", "KeyError in broken:4")
    assert waiting() == []


def test_memory_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    body = "try:\n    bytearray(400 << 20)\nexcept MemoryError:\n    sys.exit(7)\n"
    monkeypatch.setattr(children, "_command", lambda: slow_reader(tmp_path, body))
    with pytest.raises(MailFailed, match="code 7"):
        parse_bounded(MAIL)


def test_failure_of_a_used_child_is_tried_once_more_in_a_fresh_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """The memory that earlier mails left behind is not this mail's fault."""
    parse_bounded(MAIL)
    (pid,) = waiting()
    take = children._POOL.take

    def take_and_kill() -> children._Child:
        child = take()
        os.kill(child._process.pid, signal.SIGKILL)
        child._process.wait()
        return child

    monkeypatch.setattr(children._POOL, "take", take_and_kill)
    assert parse_bounded(MAIL).text == "hello"
    assert pid not in waiting()


@pytest.mark.parametrize("command", [["/no/such/python"], [sys.executable, "-c", "raise SystemExit(1)"]])
def test_child_that_cannot_start_blames_no_mail(monkeypatch: pytest.MonkeyPatch, command: list[str]) -> None:
    monkeypatch.setattr(children, "_command", lambda: command)
    with pytest.raises(ReaderUnavailable):
        parse_bounded(MAIL)


def test_many_threads_each_get_their_own_mail() -> None:
    def read(number: int) -> str:
        return parse_bounded(b"Subject: %d\n\nx" % number).subject

    with ThreadPoolExecutor(6) as threads:
        assert list(threads.map(read, range(60))) == [str(number) for number in range(60)]
    assert 1 <= len(waiting()) <= 6


def test_large_mail_goes_through() -> None:
    raw = b"Content-Type: application/zip\n\n" + os.urandom(1 << 20) * 30
    mail = parse_bounded(raw)
    assert mail.attachments[0].size == 30 << 20


def test_forked_process_starts_children_of_its_own() -> None:
    parse_bounded(MAIL)
    (pid,) = waiting()
    forked = os.fork()
    if not forked:
        is_right = waiting() == [] and parse_bounded(MAIL).text == "hello" and waiting() != [pid]
        children._POOL.close()
        os._exit(0 if is_right else 1)
    assert os.waitpid(forked, 0)[1] == 0
    assert waiting() == [pid]
    assert parse_bounded(MAIL).text == "hello"

"""Reading a mail at arm's length: in a child process with little time and little memory.

`parse_bounded` may be called from any number of threads. Children are started with `subprocess` (a fork of a
threaded server is unsafe), kept for the next mail and replaced after some hundred mails. A child that dies
takes one mail with it, and that mail only.
"""

import atexit
import os
import select
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

from otklik.channels.mail.bounds import (
    CPU_SECONDS,
    MAX_MAIL_BYTES,
    WALL_SECONDS,
    MailFailed,
    MailRefused,
    ReaderUnavailable,
)
from otklik.channels.mail.frames import ANSWER, FAILED, MAIL, READY, REFUSED, REQUEST
from otklik.channels.mail.inbound import InboundMail
from otklik.channels.mail.wire import WireError, decode, from_json

_MODULE = "otklik.channels.mail.reader"
_ROOT = Path(__file__).resolve().parents[3]
_MAILS_A_CHILD = 500
_START_SECONDS = 30
_MOST_JSON = 64 * 1024 * 1024
_CHUNK = 1 << 20
_CPU_SIGNALS = (-signal.SIGPROF, -signal.SIGXCPU)


def parse_bounded(raw: bytes, *, own_domain: str = "") -> InboundMail:
    """Read one mail in a child.

    Raises MailRefused (outside the limits) or MailFailed (time, memory, a fault of ours): quarantine it.
    Raises ReaderUnavailable when no child could be started: the mail is not to blame, try again later.
    """
    if len(raw) > MAX_MAIL_BYTES:
        raise MailRefused("too-large", f"{len(raw)} bytes; the limit is {MAX_MAIL_BYTES}")
    child = _POOL.take()
    was_used = child.served > 0
    try:
        return _POOL.read_with(child, raw, own_domain)
    except MailFailed as failure:
        if was_used and failure.reason in ("died", "memory"):  # earlier mails may have filled its memory
            return _POOL.read_with(_Child(), raw, own_domain)
        raise


def warm() -> None:
    """Start a child for the next mail, for a caller who has something else to do until it comes.

    Raises ReaderUnavailable, as the reading itself would.
    """
    _POOL.add(_Child())


class _Died(Exception):
    """The pipe ended in the middle."""


class _Child:
    """One reader process and its two pipes."""

    def __init__(self) -> None:
        environment = {
            "PYTHONPATH": str(_ROOT),
            "PYTHONUTF8": "1",
            "LANG": "C.UTF-8",
            "PYTHONNODEBUGRANGES": "1",
        }
        try:
            self._process = subprocess.Popen(  # noqa: S603 - our own module under our own interpreter
                _command(),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=environment,
                cwd=os.sep,
            )
        except OSError as error:
            raise ReaderUnavailable(f"no reader process could be started: {error}") from error
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._requests = self._process.stdin.fileno()
        self._answers = self._process.stdout.fileno()
        os.set_blocking(self._requests, False)
        os.set_blocking(self._answers, False)
        self.served = 0
        self._await_ready()

    def _await_ready(self) -> None:
        try:
            ready = self._receive(len(READY), time.monotonic() + _START_SECONDS)
        except (_Died, TimeoutError) as error:
            self.close()
            raise ReaderUnavailable("the reader process did not start") from error
        if ready != READY:
            self.close()
            raise ReaderUnavailable("the reader process said something strange")

    @property
    def is_alive(self) -> bool:
        """Whether the process still waits for mails."""
        return self._process.poll() is None

    def read(self, raw: bytes, own_domain: str) -> InboundMail:
        """One mail through the pipes. Raises MailRefused, MailFailed."""
        self.served += 1
        domain = own_domain.encode("idna")
        deadline = time.monotonic() + WALL_SECONDS
        try:
            self._send(REQUEST.pack(len(domain), len(raw)) + domain, deadline)
            self._send(raw, deadline)
            letter, document_length, contents_length = ANSWER.unpack(self._receive(ANSWER.size, deadline))
            if document_length > _MOST_JSON or contents_length > 2 * MAX_MAIL_BYTES:
                raise WireError("an answer too long")
            document = self._receive(document_length, deadline)
            return _mail(letter, document, self._receive(contents_length, deadline))
        except TimeoutError as error:
            raise MailFailed("timeout", f"more than {WALL_SECONDS} seconds") from error
        except WireError as error:
            raise MailFailed("fault", str(error)) from error
        except _Died as error:
            raise self._failure() from error

    def close(self) -> None:
        """Ends the process; a second call does nothing."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None and not pipe.closed:
                os.set_blocking(pipe.fileno(), True)
                pipe.close()

    def abandon(self) -> None:
        """After a fork: lets go of our copies of the pipes; the process itself is the parent's child."""
        self._process.returncode = 0
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                pipe.close()

    def _failure(self) -> MailFailed:
        """Why the process died."""
        try:
            code = self._process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            return MailFailed("died", "the reader closed its pipe")
        if code in _CPU_SIGNALS:
            return MailFailed("cpu", f"more than {CPU_SECONDS} seconds of processor time")
        return MailFailed("died", f"the reader ended with code {code}")

    def _send(self, data: bytes, deadline: float) -> None:
        rest = memoryview(data)
        while rest:
            _await(self._requests, select.POLLOUT, deadline)
            try:
                rest = rest[os.write(self._requests, rest[:_CHUNK]) :]
            except BlockingIOError:
                continue
            except BrokenPipeError as error:
                raise _Died from error

    def _receive(self, length: int, deadline: float) -> bytes:
        received = bytearray()
        while len(received) < length:
            _await(self._answers, select.POLLIN, deadline)
            try:
                piece = os.read(self._answers, min(_CHUNK, length - len(received)))
            except BlockingIOError:
                continue
            if not piece:
                raise _Died
            received += piece
        return bytes(received)


def _command() -> list[str]:
    """Our interpreter, without the current folder and the user's own packages on its path."""
    return [sys.executable, "-P", "-s", "-m", _MODULE]


def _await(descriptor: int, event: int, deadline: float) -> None:
    poll = select.poll()
    poll.register(descriptor, event)
    left = deadline - time.monotonic()
    if left <= 0 or not poll.poll(left * 1000):
        raise TimeoutError


def _mail(letter: bytes, document: bytes, contents: bytes) -> InboundMail:
    if letter == MAIL:
        return decode(document, contents)
    told = from_json(document)
    reason, detail = str(told.get("reason", "")), str(told.get("detail", ""))
    if letter == REFUSED:
        raise MailRefused(reason, detail)
    if letter == FAILED:
        raise MailFailed(reason, detail)
    raise WireError("an unknown answer")


class _Pool:
    """Children that wait for the next mail."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._idle: list[_Child] = []

    def take(self) -> _Child:
        """A waiting child or a new one."""
        while True:
            with self._lock:
                child = self._idle.pop() if self._idle else None
            if child is None:
                return _Child()
            if child.is_alive:
                return child
            child.close()

    def add(self, child: _Child) -> None:
        """A new child that waits."""
        with self._lock:
            self._idle.append(child)

    def read_with(self, child: _Child, raw: bytes, own_domain: str) -> InboundMail:
        """One mail; afterwards the child waits again, unless it failed or has served long enough."""
        is_fit = False
        try:
            mail = child.read(raw, own_domain)
            is_fit = True
        except MailRefused:
            is_fit = True
            raise
        finally:
            self._put_away(child, is_fit=is_fit)
        return mail

    def _put_away(self, child: _Child, *, is_fit: bool) -> None:
        if is_fit and child.served < _MAILS_A_CHILD:
            with self._lock:
                self._idle.append(child)
        else:
            child.close()

    def close(self) -> None:
        """Ends all waiting children."""
        with self._lock:
            children, self._idle = self._idle, []
        for child in children:
            child.close()

    def forget(self) -> None:
        """After a fork: the pipes belong to the parent's process."""
        self._lock = threading.Lock()
        children, self._idle = self._idle, []
        for child in children:
            child.abandon()


_POOL = _Pool()
atexit.register(_POOL.close)
os.register_at_fork(after_in_child=_POOL.forget)

"""The child process that reads mails: `python -m otklik.channels.mail.reader`, started by `child` only.

It limits itself before it sees a byte of mail: address space for its whole life, processor time anew for each
mail (an interval timer, exact; RLIMIT_CPU behind it, in whole seconds), no core files, no growing files, no
further processes where the system lets it say so. Overrunning the time kills it by a signal, which the parent
understands.
"""

import gc
import os
import resource
import signal
import sys
from collections.abc import Sequence
from functools import partial
from types import TracebackType
from typing import BinaryIO

from otklik.channels.mail.bounds import CPU_SECONDS, MEMORY_BYTES, MailRefused
from otklik.channels.mail.frames import ANSWER, FAILED, MAIL, READY, REFUSED, REQUEST
from otklik.channels.mail.parse import parse
from otklik.channels.mail.wire import encode, to_json

_OBJECTS_BETWEEN_COLLECTIONS = 50_000
"""A common mail makes a few thousand, and hardly any in circles."""
_WARM_UP = b"Content-Type: text/html\n\n<p>ready</p>"


def main() -> int:
    """Answers requests until the pipe is closed."""
    requests, answers = _own_pipes()
    _limit_process()
    parse(_WARM_UP)  # imports and compiles what a mail with HTML needs
    gc.freeze()  # what stays for good need not be looked at again and again
    gc.set_threshold(_OBJECTS_BETWEEN_COLLECTIONS)
    answers.write(READY)
    answers.flush()
    sys.excepthook = partial(_last_word, answers)
    while head := requests.read(REQUEST.size):
        domain_length, mail_length = REQUEST.unpack(head)
        domain = requests.read(domain_length).decode("ascii", "replace")
        letter, document, contents = _answer(requests.read(mail_length), domain)
        _write(answers, letter, document, contents)
        if letter == FAILED:
            return 1  # the next mail gets a fresh process
    return 0


def _own_pipes() -> tuple[BinaryIO, BinaryIO]:
    """The two pipes; whatever prints by mistake must not end up between the frames."""
    answers = os.fdopen(os.dup(1), "wb", buffering=1 << 16)
    null = os.open(os.devnull, os.O_RDWR)
    os.dup2(null, 1)
    return sys.stdin.buffer, answers


def _limit_process() -> None:
    for what, limit in (
        (resource.RLIMIT_AS, MEMORY_BYTES),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
    ):
        resource.setrlimit(what, (limit, limit))
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    signal.signal(signal.SIGXCPU, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C in a terminal is the parent's business


def _answer(raw: bytes, own_domain: str) -> tuple[bytes, bytes, list[bytes]]:
    _give_time(CPU_SECONDS)
    try:
        document, contents = encode(parse(raw, own_domain=own_domain))
        return MAIL, document, contents
    except MailRefused as refusal:
        return REFUSED, to_json({"reason": refusal.reason, "detail": refusal.detail}), []
    except MemoryError:
        return FAILED, to_json({"reason": "memory", "detail": f"more than {MEMORY_BYTES} bytes"}), []
    finally:
        _give_time(0)


def _give_time(seconds: float) -> None:
    """Processor time from now on; 0 takes the limit away while the process waits."""
    signal.setitimer(signal.ITIMER_PROF, seconds)
    used = resource.getrusage(resource.RUSAGE_SELF)
    soft = int(used.ru_utime + used.ru_stime + seconds) + 2 if seconds else resource.RLIM_INFINITY
    resource.setrlimit(resource.RLIMIT_CPU, (soft, resource.RLIM_INFINITY))


def _write(answers: BinaryIO, letter: bytes, document: bytes, contents: Sequence[bytes]) -> None:
    answers.write(ANSWER.pack(letter, len(document), sum(map(len, contents))))
    answers.write(document)
    for content in contents:
        answers.write(content)
    answers.flush()


def _last_word(
    answers: BinaryIO, kind: type[BaseException], _: BaseException, trace: TracebackType | None
) -> None:
    """A fault of ours ends the process; it still says what and where, without a word of the mail."""
    while trace and trace.tb_next:
        trace = trace.tb_next
    where = f"{trace.tb_frame.f_code.co_qualname}:{trace.tb_lineno}" if trace else "?"
    _write(answers, FAILED, to_json({"reason": "fault", "detail": f"{kind.__name__} in {where}"}), [])


if __name__ == "__main__":
    sys.exit(main())

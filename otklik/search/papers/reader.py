"""The child that reads one file: `python -m otklik.search.papers.reader KIND SECONDS`, the file as input.

It limits itself before it sees a byte: processor time, address space, what it can write. Its answer is one
JSON object, `{"text": …}` or `{"unread": reason}`. Overrunning the time kills it by a signal.
"""

from __future__ import annotations

import json
import logging
import resource
import signal
import sys

from otklik.search.papers.kinds import MEMORY_BYTES, MOST_CHARACTERS, Unread
from otklik.search.papers.texts import text_of

MOST_OUTPUT = 8 * MOST_CHARACTERS


def main() -> int:
    """Read, answer, end."""
    for what, limit in (
        (resource.RLIMIT_CPU, int(sys.argv[2])),
        (resource.RLIMIT_AS, MEMORY_BYTES),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, MOST_OUTPUT),
    ):
        resource.setrlimit(what, (limit, limit))
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C in a terminal is the parent's business
    logging.disable()
    try:
        answer = {"text": text_of(sys.argv[1], sys.stdin.buffer)}
    except Unread as error:
        answer = {"unread": error.reason}
    except (MemoryError, RecursionError):
        answer = {"unread": "memory"}
    sys.stdout.buffer.write(json.dumps(answer).encode())
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""IMAP connections are cut before every command in turn, and behind it, on a real Dovecot.

A cable between us and the server counts the commands and is cut at the one whose turn it is; the next look,
by a whole cable, has to bring every mail, once.
"""

from __future__ import annotations

import socket
import threading
from contextlib import suppress

from otklik.channels.mail.commands import create_mailbox
from otklik.channels.mail.enums import Security
from otklik.channels.mail.fetching import fetch
from otklik.channels.mail.mailbox_spec import Incoming
from prove.mail_count import Report, count, mark
from tests import make
from tests.channels.mail.boxes import spec
from tests.channels.mail.writing import mail
from tests.support.imap import ImapServer, imap_server

MAILS = 2
"""That lie in the folder at each look."""
BEFORE, BEHIND = "before a command", "behind a command"


def prove(people: make.Cast, most: int) -> Report:
    """Cut at the first command, the second …, both ways, until a look ends before, or `most` times."""
    since = mark()
    subjects: list[str] = []
    hurt = {BEFORE: 0, BEHIND: 0}
    with imap_server() as server:
        cable = Cable(server.port)
        source = Incoming(server.host, cable.port, Security.NONE, server.user, server.password)
        create_mailbox(people.admin, spec("cable", source, team=people.it))
        for moment in (BEFORE, BEHIND):
            for command in range(1, most + 1):
                _fill(server, subjects)
                cable.cut_at(command, is_behind=moment == BEHIND)
                fetch("cable")
                if not cable.was_cut:
                    break
                hurt[moment] += 1
        cable.cut_at(0)
        fetch("cable")
        cable.close()
    return count("imap", subjects, hurt, since)


def _fill(server: ImapServer, subjects: list[str]) -> None:
    for _one in range(MAILS):
        subject = f"Вопрос {len(subjects):05}"
        subjects.append(subject)
        server.append(mail(f"p{len(subjects) % 30}@far.test", f"Текст: {subject}", subject=subject))


class Cable:
    """Between a client and a server: every connection through it is cut at a command that was named."""

    def __init__(self, server_port: int) -> None:
        self.was_cut = False
        self._server_port, self._command, self._is_behind = server_port, 0, False
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listening.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def cut_at(self, command: int, *, is_behind: bool = False) -> None:
        """Cut at this command of a connection, counted from 1; 0: never. Behind it: its answer is lost."""
        self._command, self._is_behind, self.was_cut = command, is_behind, False

    def close(self) -> None:
        """Take no more connections."""
        self._listening.close()

    def _accept(self) -> None:
        with suppress(OSError):  # closed
            while True:
                client, _address = self._listening.accept()
                threading.Thread(target=self._carry, args=(client,), daemon=True).start()

    def _carry(self, client: socket.socket) -> None:
        server = socket.create_connection(("127.0.0.1", self._server_port))
        back = threading.Thread(target=_pour, args=(server, client), daemon=True)
        back.start()
        with suppress(OSError), client.makefile("rb") as lines:
            for number, line in enumerate(lines, 1):
                if number == self._command:
                    self.was_cut = True
                    if not self._is_behind:
                        break
                    _end(client)  # the command arrives, its answer does not
                    server.sendall(line)
                    break
                server.sendall(line)
        _end(client)
        _end(server)
        back.join()
        client.close()
        server.close()


def _pour(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError):
        while chunk := source.recv(65536):
            target.sendall(chunk)
    _end(target)


def _end(side: socket.socket) -> None:
    with suppress(OSError):
        side.shutdown(socket.SHUT_RDWR)

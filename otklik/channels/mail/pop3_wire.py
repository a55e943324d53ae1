"""The commands of POP3 we need (RFC 1939; CAPA: RFC 2449, STLS: RFC 2595, AUTH: RFC 5034).

Not `poplib`: it refuses lines above 2048 bytes, which real mail has, knows no AUTH, and holds a mail as a
list of all its lines. Here a mail is read up to a limit, whatever its lines look like.
"""

from __future__ import annotations

import base64
import re
import socket
import ssl
from collections.abc import Iterator, Mapping

_LONGEST_LINE = 8192  # of an answer, not of a mail
_MOST_LINES = 1_000_000  # of a listing
_PIECE = 1 << 16
_CODE = re.compile(r"\[([A-Z0-9/-]+)\]")
_END = (b".\r\n", b".\n")


class Pop3Error(Exception):
    """The server said -ERR. `code` is its reason where it names one: IN-USE, AUTH, SYS/TEMP (RFC 3206)."""

    def __init__(self, said: str) -> None:
        super().__init__(said)
        found = _CODE.match(said)
        self.code = found.group(1) if found else ""


class Pop3Gone(Pop3Error):
    """The connection has ended, or what came over it is no POP3: nothing more can be asked."""


class Pop3Client:
    """A connection. Everything raises `Pop3Error` for a refusal, OSError for what the network does."""

    def __init__(
        self,
        host: str,
        port: int,
        *,
        context: ssl.SSLContext | None,
        connect_seconds: float,
        answer_seconds: float,
    ) -> None:
        """Connect, encrypted from the first byte with a `context`, and hear the greeting."""
        self._host = host
        self._socket = socket.create_connection((host, port), timeout=connect_seconds)
        try:
            if context is not None:
                self._socket = context.wrap_socket(self._socket, server_hostname=host)
            self._socket.settimeout(answer_seconds)
            self._file = self._socket.makefile("rb")
            self._answer()
        except BaseException:
            self._socket.close()
            raise

    def capabilities(self) -> Mapping[str, str]:
        """What the server says it can: name → its parameters. Empty where it does not know the question."""
        try:
            self._ask("CAPA")
        except Pop3Gone:
            raise
        except Pop3Error:
            return {}
        words = (line.decode("ascii", "replace").partition(" ") for line in self._lines())
        return {name.upper(): parameters for name, _space, parameters in words}

    def starttls(self, context: ssl.SSLContext) -> None:
        """Encrypt from here on; what the server said before counts for nothing (RFC 2595, section 4)."""
        self._ask("STLS")
        self._file.close()
        self._socket = context.wrap_socket(self._socket, server_hostname=self._host)
        self._file = self._socket.makefile("rb")

    def log_in(self, login: str, password: str) -> None:
        """USER and PASS; letters beyond ASCII go as UTF-8 (RFC 6856)."""
        self._ask(f"USER {login}")
        self._ask(f"PASS {password}")

    def authenticate(self, mechanism: str, response: str) -> None:
        """AUTH with one answer of ours. An error the server explains in a challenge is heard to its end."""
        challenge = self._ask(f"AUTH {mechanism}", expects_challenge=True)
        if challenge is None:
            return
        said = self._ask(base64.b64encode(response.encode()).decode(), expects_challenge=True)
        if said is not None:
            explained = base64.b64decode(said + "===", validate=False).decode("utf-8", "replace")
            try:
                self._ask("")
            except Pop3Gone:
                raise
            except Pop3Error as error:
                raise Pop3Error(f"{error} {explained}") from error
            raise Pop3Error(explained)

    def sizes(self) -> Mapping[int, int]:
        """Every mail of the maildrop: its number in this session → bytes."""
        self._ask("LIST")
        return {number: int(size) for number, size in self._numbered() if size.isdecimal()}

    def uidls(self) -> Mapping[int, str]:
        """Every mail: number → the name it keeps over all sessions (RFC 1939, section 7)."""
        self._ask("UIDL")
        return dict(self._numbered())

    def retrieve(self, number: int, limit: int) -> bytes:
        """The bytes of a mail, of a larger one `limit + 1` of them; what follows is passed over."""
        self._ask(f"RETR {number}")
        kept = bytearray()
        at_start = True
        while True:
            piece = self._file.readline(_PIECE)
            if not piece:
                raise Pop3Gone("the connection ended in the middle of a mail")
            if at_start and piece.startswith(b"."):
                if piece in _END:
                    return bytes(kept)
                piece = piece[1:]
            at_start = piece.endswith(b"\n")
            kept += piece[: max(limit + 1 - len(kept), 0)]

    def delete(self, number: int) -> None:
        """Mark a mail; it goes when the session ends by `quit` (RFC 1939, section 6)."""
        self._ask(f"DELE {number}")

    def quit(self) -> None:
        """End the session: what was marked is deleted now."""
        self._ask("QUIT")

    def close(self) -> None:
        """Close the socket. Without `quit` before nothing is deleted."""
        self._file.close()
        self._socket.close()

    def _ask(self, command: str, *, expects_challenge: bool = False) -> str | None:
        if "\r" in command or "\n" in command:
            raise Pop3Error("a line break in a command")
        self._socket.sendall(command.encode() + b"\r\n")
        return self._answer(expects_challenge=expects_challenge)

    def _answer(self, *, expects_challenge: bool = False) -> str | None:
        """None for +OK, the challenge where one is expected."""
        line = self._line()
        if line.startswith(b"+OK"):
            return None
        if line.startswith(b"+ ") and expects_challenge:
            return line[2:].decode("ascii", "replace").strip()
        if line.startswith(b"-ERR"):
            raise Pop3Error(line[4:].decode("utf-8", "replace").strip())
        raise Pop3Gone(f"no POP3: {line[:80].decode('utf-8', 'replace')}")

    def _line(self) -> bytes:
        line = self._file.readline(_LONGEST_LINE)
        if not line:
            raise Pop3Gone("the server ended the connection")
        if not line.endswith(b"\n"):
            raise Pop3Gone("an answer without an end")
        return line.rstrip(b"\r\n")

    def _lines(self) -> Iterator[bytes]:
        for _number in range(_MOST_LINES):
            line = self._line()
            if line == b".":
                return
            yield line.removeprefix(b".")
        raise Pop3Gone("a listing without an end")

    def _numbered(self) -> Iterator[tuple[int, str]]:
        for line in self._lines():
            number, _space, rest = line.decode("utf-8", "replace").partition(" ")
            if number.isdecimal() and rest.strip():
                yield int(number), rest.strip()

"""How our mails are written out: the standard library's policy, with two of its faults mended. Pure.

`email.policy` turns a long unbroken word of an ordinary field into RFC 2047 encoded words; a Message-ID in
References is such a word, and no mail program finds a thread by an encoded one. These fields are folded
between their ids instead (RFC 5322, 3.6.4).

And where it folds a subject of other letters than ASCII between two words, the space between them is in
neither encoded word, so whoever joins them, as RFC 2047, 6.2 asks, reads one word (`принтерв цехе`): a
subject is written by `email.header`, which keeps the space.
"""

from __future__ import annotations

from email.header import Header
from email.policy import SMTP, EmailPolicy

MAX_LINE = 76
"""Characters of a line with encoded words (RFC 2047, 2)."""
THREADING = frozenset({"message-id", "references", "in-reply-to"})


class MailPolicy(EmailPolicy):
    """`email.policy.SMTP` that never touches a Message-ID."""

    def fold(self, name: str, value: str) -> str:
        """One field with its line ends."""
        if name.lower() in THREADING:
            return f"{name}: " + f"{self.linesep} ".join(str(value).split()) + self.linesep
        if _is_encoded(name, value):
            words = Header(str(value), "utf-8", header_name=name, maxlinelen=MAX_LINE)
            return f"{name}: {words.encode(linesep=self.linesep)}{self.linesep}"
        return str(super().fold(name, value))

    def fold_binary(self, name: str, value: str) -> bytes:
        """The same as bytes."""
        if name.lower() in THREADING or _is_encoded(name, value):
            return self.fold(name, value).encode("ascii", "replace")
        return bytes(super().fold_binary(name, value))


def _is_encoded(name: str, value: str) -> bool:
    return name.lower() == "subject" and not str(value).isascii()


POLICY = MailPolicy(linesep=SMTP.linesep)
"""For writing: CRLF, lines of at most 998 octets, 8-bit bodies allowed (RFC 6152)."""

SEVEN_BIT = MailPolicy(linesep=SMTP.linesep, cte_type="7bit")
"""The same for a server that does not offer 8BITMIME."""

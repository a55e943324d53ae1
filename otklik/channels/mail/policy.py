"""How our mails are written out: the standard library's policy, with one of its faults mended. Pure.

`email.policy` turns a long unbroken word of an ordinary field into RFC 2047 encoded words; a Message-ID in
References is such a word, and no mail program finds a thread by an encoded one. These fields are folded
between their ids instead (RFC 5322, 3.6.4).
"""

from __future__ import annotations

from email.policy import SMTP, EmailPolicy

THREADING = frozenset({"message-id", "references", "in-reply-to"})


class MailPolicy(EmailPolicy):
    """`email.policy.SMTP` that never touches a Message-ID."""

    def fold(self, name: str, value: str) -> str:
        """One field with its line ends."""
        if name.lower() in THREADING:
            return f"{name}: " + f"{self.linesep} ".join(str(value).split()) + self.linesep
        return str(super().fold(name, value))

    def fold_binary(self, name: str, value: str) -> bytes:
        """The same as bytes."""
        if name.lower() in THREADING:
            return self.fold(name, value).encode("ascii", "replace")
        return bytes(super().fold_binary(name, value))


POLICY = MailPolicy(linesep=SMTP.linesep)
"""For writing: CRLF, lines of at most 998 octets, 8-bit bodies allowed (RFC 6152)."""

SEVEN_BIT = MailPolicy(linesep=SMTP.linesep, cte_type="7bit")
"""The same for a server that does not offer 8BITMIME."""

"""Limits of reading a mail, and the three ways in which reading can end without a result.

Every limit is a constant here, so an administrator who asks "why was this mail quarantined?" gets a name and
a number. A mail is *refused* where going on would cost more than any honest mail does; everything else is
read within the limits (a header is cut, a text is shortened) and the raw bytes stay in the ledger as they
came.
"""

MAX_MAIL_BYTES = 40 * 1024 * 1024
"""Bytes of the whole raw mail. Providers accept 25 to 35 MB; base64 makes a 28 MB file 38 MB."""

MAX_PARTS = 500
"""MIME parts of a mail, containers included. Attached messages are not opened and count as one part."""

MAX_DEPTH = 24
"""Containers inside containers. Real mails stay below 8."""

MAX_HEADER_BYTES = 1024 * 1024
"""Bytes of one header block. Long ARC and Received chains reach 100 KB."""

MAX_FIELDS = 1000
"""Header fields read from one block; the rest is left unread."""

MAX_FIELD_BYTES = 64 * 1024
"""Bytes read of one header field. A To field of 1,500 recipients fits."""

MAX_ENCODED_WORDS = 2000
"""RFC 2047 words decoded in one header field."""

MAX_PARAMETERS = 64
"""Parameters read of one Content-Type or Content-Disposition (RFC 2231 pieces count one by one)."""

MAX_ADDRESSES = 500
"""Addresses read from one header field."""

MAX_REFERENCES = 100
"""Message ids kept of References: the first one and the newest ones."""

MAX_SUBJECT = 500
"""Characters of a subject."""

MAX_NAME = 200
"""Characters of a person's name."""

MAX_FILE_NAME = 255
"""Characters of an attachment's name, its extension kept."""

MAX_SCREENED_FIELDS = 200
"""Header fields handed on for screening."""

MAX_SCREENED_VALUE = 1000
"""Characters of one such field."""

MAX_ATTACHMENTS = 250
"""Files of one mail."""

MAX_TEXT = 500_000
"""Characters of text kept of one mail. A pasted log can be longer; the rest is in the raw mail."""

MAX_LINES = 20_000
"""Lines looked at for quotes and signatures; what stands below is kept as it is."""

MAX_HTML = 2_000_000
"""Characters of HTML read with its structure; a longer one is read as plain text."""

MAX_HTML_DEPTH = 300
"""Elements inside elements. The HTML parser takes time in the square of the depth."""

MAX_HTML_NODES = 30_000
"""Elements and texts of one HTML body."""

MAX_ATTRIBUTES = 3000
"""Attributes (words, roughly) of one HTML tag."""

MAX_HTML_ENTITIES = 60_000
"""Entities like `&nbsp;`; the HTML parser takes time in the square of a long run of them."""

MAX_DATA_PICTURES = 50
"""Pictures pasted into the HTML itself (`data:`) that become files."""

MAX_SUBJECT_NUMBERS = 20
"""Tokens of a subject that may be a ticket's number."""

SIGNATURE_PICTURE_BYTES = 20_000
"""A picture of this size is a screenshot, not a logo, and is never cut with a signature."""

CPU_SECONDS = 2
"""Processor time the child has for one mail."""

WALL_SECONDS = 20
"""Time after which the child is ended even if it only waits (a machine under load stretches it)."""

MEMORY_BYTES = 256 * 1024 * 1024
"""Address space of the child."""


class MailRefused(Exception):
    """The mail lies outside the limits: quarantine it. Reading it again gives the same answer.

    `reason` is a stable code (`too-large`, `too-many-parts`, …), `detail` a sentence in English for the
    ledger.
    """

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(detail or reason)
        self.reason = reason
        self.detail = detail


class MailFailed(Exception):
    """The reader gave up on this one mail (processor time, memory, a fault of ours): quarantine it, tell us.

    `reason`: `cpu`, `memory`, `timeout`, `died`, `fault`. A newer version may read it, so it is worth
    re-running.
    """

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(detail or reason)
        self.reason = reason
        self.detail = detail


class ReaderUnavailable(Exception):
    """No child process could be started: nothing is known about the mail. Try again later (EX_TEMPFAIL)."""

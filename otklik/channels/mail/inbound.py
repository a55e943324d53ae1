"""What was read out of one mail. Frozen, plain, without a trace of MIME: the language of everybody above."""

from dataclasses import dataclass, field
from datetime import datetime

from otklik.channels.mail.addresses import Address

__all__ = ["Address", "Bounce", "InboundAttachment", "InboundMail"]


@dataclass(frozen=True, slots=True, kw_only=True)
class InboundAttachment:
    """A file of the mail.

    `name` is safe to show and to save (no path, no control characters). `inline`: the HTML shows it where it
    says `cid:` + `content_id`. `quoted`: it is shown only in the history or the signature that was cut (a
    logo).
    """

    name: str
    content_type: str
    content: bytes = field(repr=False)
    content_id: str = ""
    inline: bool = False
    quoted: bool = False

    @property
    def size(self) -> int:
        """Bytes."""
        return len(self.content)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounce:
    """A delivery report (RFC 3464, or its older forms): which of our mails did not arrive, and why.

    `action`: failed, delayed, delivered, relayed, expanded or empty. `status`: "5.1.1" or empty.
    """

    action: str = ""
    status: str = ""
    final_recipient: str = ""
    diagnostic: str = ""
    original_message_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class InboundMail:
    """One mail.

    `text` is the new part only, `full_text` everything; so are `html` and `full_html`, empty for a mail
    without HTML. A mail that opens a ticket may be a conversation passed on: show `full_text` there. Message
    ids keep their angle brackets. `is_auto`: a machine wrote it (`auto_reason`: a code of
    `automatic.Reason`). `no_auto_reply`: a person may have written it, yet nothing may answer by itself (a
    mailing list, a sender who forbids it). `fields`: header fields for screening, decoded, bounded.
    `shortened`: the text was cut at a limit. `doubts`: codes of `doubts.Doubt` about the sender.
    """

    sha256: str
    size: int
    message_id: str = ""
    in_reply_to: str = ""
    references: tuple[str, ...] = ()
    subject: str = ""
    subject_numbers: tuple[str, ...] = ()
    from_email: str = ""
    from_name: str = ""
    reply_to: tuple[Address, ...] = ()
    to: tuple[Address, ...] = ()
    cc: tuple[Address, ...] = ()
    delivered_to: tuple[str, ...] = ()
    date: datetime | None = None
    text: str = ""
    full_text: str = ""
    html: str = ""
    full_html: str = ""
    attachments: tuple[InboundAttachment, ...] = ()
    is_reply: bool = False
    is_forward: bool = False
    is_auto: bool = False
    auto_reason: str = ""
    no_auto_reply: bool = False
    bounce: Bounce | None = None
    fields: tuple[tuple[str, str], ...] = ()
    doubts: tuple[str, ...] = ()
    shortened: bool = False

"""The shape of one language's words."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Tongue:
    """One language's words; `wrote_joined` are those written without a blank before them."""

    months: str = ""
    weekdays: str = ""
    leads: str = ""
    wrote: str = ""
    wrote_joined: str = ""
    sender: str = ""
    sent: str = ""
    to: str = ""
    cc: str = ""
    subject: str = ""
    original: str = ""
    forwarded: str = ""
    forwarded_plain: str = ""
    sent_from: str = ""
    sign_offs: str = ""
    replies: str = ""
    forwards: str = ""

"""The reasons why mails do not arrive, in the reader's words."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.utils.translation import gettext as _

from otklik.notifications.reasons import Why, why_of

_WORDS: Mapping[Why, Callable[[], str]] = {
    Why.NO_ADDRESS: lambda: _("there is no such address"),
    Why.NO_DOMAIN: lambda: _("what stands behind the @ takes no mail"),
    Why.SWITCHED_OFF: lambda: _("the mailbox is switched off"),
    Why.FULL: lambda: _("mailbox full"),
    Why.TOO_LARGE: lambda: _("the mail is too large for their server"),
    Why.SPAM: lambda: _("their server takes it for spam"),
    Why.NOT_BELIEVED: lambda: _("their server does not believe the mail is ours (SPF, DKIM, DMARC)"),
    Why.REFUSED: lambda: _("their server refuses it by a rule of its own"),
    Why.LATER: lambda: _("their server asks to try again later"),
    Why.NO_ANSWER: lambda: _("their server does not answer"),
    Why.NO_ENCRYPTION: lambda: _("our outgoing server offers no encryption, and the mailbox asks for it"),
    Why.LOOP: lambda: _("the mail went round in circles"),
}

PAST = "There is nothing to send any more."
NO_MAILBOX = "There is no enabled mailbox to send from."
_OURS: Mapping[str, Callable[[], str]] = {
    PAST: lambda: _("what the letter was about has passed"),
    NO_MAILBOX: lambda: _("no mailbox is switched on to send from"),
    "The mailbox it was to leave from is out of use.": lambda: _("its mailbox is out of use"),
    "The mail was returned.": lambda: _("their server does not say why"),
}
"""What no server said but we ourselves."""


def in_words(said: str) -> str:
    """What a server said, in a few words of the reader's language; as it was said where we know no better."""
    ours = _OURS.get(said)
    return ours() if ours else words_of(why_of(said)) or said


def words_of(why: Why) -> str:
    """The reason's words; empty for one that is none of the known."""
    found = _WORDS.get(why)
    return found() if found else ""

"""Why a mail had the outcome that the ledger says, in words for administrators."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.utils.translation import gettext as _

_WORDS: Mapping[str, Callable[[], str]] = {
    "token": lambda: _("by our signature in it"),
    "thread": lambda: _("by the thread of the mail program"),
    "number": lambda: _("by the number in the subject"),
    "same mail as before": lambda: _("the same mail as before"),
    "by hand": lambda: _("decided by hand"),
    "own-loop": lambda: _("our own letter came back"),
    "own-address": lambda: _("from a mailbox of ours, but not by us"),
    "no-sender": lambda: _("it names no sender"),
    "bounce": lambda: _("a report about a letter of ours"),
    "blocked": lambda: _("its sender is blocked"),
    "auto-flood": lambda: _("too many automatic mails of one address within an hour"),
    "auto-replied": lambda: _("an automatic reply"),
    "auto-out-of-office": lambda: _("out of office"),
    "auto-generated": lambda: _("written by a machine"),
    "auto-machine": lambda: _("written by a machine"),
    "auto-bounce": lambda: _("a report about a letter of ours"),
    "auto-delivery-report": lambda: _("a report about a letter of ours"),
    "auto-read-receipt": lambda: _("a read receipt"),
    "auto-complaint": lambda: _("a spam complaint"),
    "auto-bulk": lambda: _("a mass mail"),
    "auto-mailing-list": lambda: _("from a mailing list"),
    "auto-null-sender": lambda: _("its sender takes no answers"),
    "auto-loop": lambda: _("our own letter came back"),
    "empty": lambda: _("there is nothing in it"),
    "too-large": lambda: _("it is too large"),
    "too-deep": lambda: _("its parts are nested too deep"),
    "too-many-parts": lambda: _("it has too many parts"),
    "too-many-attachments": lambda: _("it has too many files"),
    "header-too-long": lambda: _("its headers are too long"),
    "cpu": lambda: _("reading it took too long"),
    "timeout": lambda: _("reading it took too long"),
    "memory": lambda: _("reading it took too much memory"),
    "died": lambda: _("reading it broke off"),
    "fault": lambda: _("a fault of Otklik"),
    "given up": lambda: _("given up after several attempts"),
}


def reason_in_words(reason: str) -> str:
    """The reason for the reader; a name of a fault as it is."""
    found = _WORDS.get(reason)
    return found() if found else reason

"""Letters about a ticket's events in words: to whom, what became of them, what kept them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from otklik.notifications.enums import Audience, DeliveryState
from otklik.notifications.reason_words import in_words
from otklik.notifications.untold import WhyNot
from otklik.web.mail_ways import WHO
from otklik.web.typography import localtime

if TYPE_CHECKING:
    from otklik.notifications.models import Delivery
    from otklik.notifications.untold import Line

_STATES: Mapping[str, Callable[[], str]] = {
    DeliveryState.QUEUED: lambda: _("waiting to be sent"),
    DeliveryState.SENT: lambda: _("sent at %(time)s"),
    DeliveryState.HELD: lambda: _("held in the outbox: outgoing mail is not set up"),
    DeliveryState.FAILED: lambda: _("not delivered: %(why)s"),
    DeliveryState.BOUNCED: lambda: _("came back: %(why)s"),
    DeliveryState.CANCELLED: lambda: _("called back before it left"),
}
_WHY: Mapping[WhyNot, Callable[[], str]] = {
    WhyNot.IMPORTED: lambda: _("it was imported: nobody is told of the past"),
    WhyNot.AUTOMATIC: lambda: _("a machine wrote the message: nobody is told of it"),
    WhyNot.WORKFLOW: lambda: _("the statuses were set up anew, nothing happened to the ticket"),
    WhyNot.WITH_ANSWER: lambda: _("the letter with the answer says it"),
    WhyNot.OWN_STATUS: lambda: _("the client did it"),
    WhyNot.NOT_ANNOUNCED: lambda: _("clients are not told of this status"),
    WhyNot.REGISTRATION: lambda: _("the letter about the new ticket says it"),
    WhyNot.OFF: lambda: _("this letter is switched off"),
    WhyNot.HUSHED: lambda: _("a rule keeps it back"),
    WhyNot.NOBODY: lambda: _(
        "there is nobody to tell, or no address; clients and teams are taken as they are now"
    ),
    WhyNot.OWN: lambda: _("nobody is told of their own doing, and no mailbox of ours is written to"),
    WhyNot.QUIET: lambda: _("a machine's mail is not confirmed"),
    WhyNot.UNWANTED: lambda: _("the client has chosen not to get such letters"),
    WhyNot.ALREADY: lambda: _("the same address got another letter about it"),
    WhyNot.TOO_MANY: lambda: _("too many letters to this address within the hour"),
    WhyNot.UNKNOWN: lambda: _(
        "nothing would keep it now: the ticket, the settings, clients or teams have changed since"
    ),
}
SETTINGS: Mapping[WhyNot, str] = {
    WhyNot.NOT_ANNOUNCED: "notifications.announced_statuses",
    WhyNot.OFF: "notifications.silent",
    WhyNot.OWN: "notifications.tell_doer",
    WhyNot.TOO_MANY: "mail.letters_per_ticket",
}
"""The setting that decides, by what it keeps."""


def whom(line: Line) -> str:
    """Who is told by this line of the table."""
    found = WHO.get(line.who)
    return found() if found else _("To whom a rule names") if line.who == Audience.RULE else line.who


def became(delivery: Delivery) -> str:
    """What became of a letter."""
    time = localtime(delivery.sent_at) if delivery.sent_at is not None else ""
    return _STATES[delivery.state]() % {"time": time, "why": in_words(delivery.error)}


def kept_by(why: WhyNot) -> str:
    """What kept a letter."""
    return _WHY[why]()

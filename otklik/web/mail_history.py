"""What the history says of letters: an icon and a sentence by kind of event."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.utils.translation import gettext as _

MAIL_WHAT: Mapping[str, tuple[str, Callable[[], str]]] = {
    "ticket.readdressed": ("mail", lambda: _("moved to another mailbox")),
    "delivery.queued": ("send", lambda: _("mail about to be sent")),
    "house_letter.queued": ("send", lambda: _("a letter sent once more")),
    "contract_letter.queued": ("send", lambda: _("a letter about a contract")),
    "ticket.link_asked": ("mail", lambda: _("asked by number and e-mail for the link")),
    "confirmation.withheld": ("warn", lambda: _("not confirmed: too many letters to this address")),
    "delivery.failed": ("warn", lambda: _("a mail did not go out")),
    "letter.withheld": ("warn", lambda: _("a letter was held back: too many to one address within an hour")),
    "address.failed": ("warn", lambda: _("mails do not reach an address")),
    "address.cleared": ("check", lambda: _("an address takes mails again")),
    "delivery.cancelled": ("x", lambda: _("a mail was called back")),
}

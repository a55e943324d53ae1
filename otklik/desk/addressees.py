"""To whom an answer written now would go, and which of those addresses mails do not reach."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from otklik.notifications.failing import failing_among
from otklik.notifications.recipients import answered_to
from otklik.web.typography import localtime

if TYPE_CHECKING:
    from otklik.tickets.models import Ticket


@dataclass(frozen=True)
class Addressees:
    """`line`: everybody by name and address (ux.md S3); `warnings`: a sentence for each that fails."""

    line: str
    warnings: Sequence[str] = ()


def addressees_of(ticket: Ticket) -> Addressees:
    """Who reads the answer; the caller has decided who may see the ticket."""
    found = answered_to(ticket)
    if not found:
        return Addressees(_("Nobody gets a letter"))
    line = "; ".join(", ".join(filter(None, (who.name, who.address))) for who in found)
    failing = failing_among(who.address for who in found)
    warnings = [
        _("Mails do not reach %(address)s: %(why)s, since %(moment)s.")
        % {"address": one.address, "why": one.words, "moment": localtime(one.first_at)}
        for one in failing.values()
    ]
    return Addressees(line, warnings)

"""Why was this mail sent, why was it not? `/desk/tickets/<number>/letters`, for a message with `message`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from otklik.automation.explaining.letters import Letters, letters_of
from otklik.people.rights import ADMINISTER
from otklik.web.gates import staff_page
from otklik.web.history import Line as HistoryLine
from otklik.web.history import line_of
from otklik.web.letter_words import SETTINGS, became, kept_by, whom
from otklik.web.request import OtklikRequest
from otklik.web.rule_pages import rule_address
from otklik.web.staff_frame import shell_for

if TYPE_CHECKING:
    from otklik.automation.explaining.rulings import Ruling
    from otklik.notifications.untold import Line
    from otklik.people.actor import Actor
    from otklik.tickets.models import Ticket


@dataclass(frozen=True)
class Shown:
    """A letter that was written (`address`) or kept: to whom, what became of it; the setting that decides."""

    whom: str
    address: str
    words: str
    setting_url: str


@dataclass(frozen=True)
class Told:
    """An event with its letters, and (name, version, address) of the rules that wrote or kept them.
    `set_since`: when settings about letters were changed afterwards; it is told by those of then."""

    line: HistoryLine
    letters: Sequence[Shown]
    rules: Sequence[tuple[str, str, str]]
    set_since: datetime | None = None


@require_safe
@staff_page
def letters(request: OtklikRequest, number: str) -> HttpResponse:
    """The letters about each event, the newest first: those that were written and what kept the others."""
    asked = request.GET.get("message", "")
    actor = request.actor
    ticket, found = letters_of(actor, number, int(asked) if asked.isdecimal() else None)
    context = {
        "t": ticket,
        "told": [_told(actor, ticket, one) for one in found],
        "of_message": asked,
        "shell": shell_for(actor),
    }
    return render(request, "desk/letters.html", context)


def _told(actor: Actor, ticket: Ticket, one: Letters) -> Told:
    names = {("contact", ticket.contact_id or 0): ticket.contact_name}
    return Told(
        line=line_of(one.event, names, actor),
        letters=[_shown(actor, line) for line in one.lines],
        rules=[_rule(actor, ruling) for ruling in one.rulings],
        set_since=one.set_since,
    )


def _shown(actor: Actor, line: Line) -> Shown:
    if line.delivery is not None:
        return Shown(whom(line), line.delivery.address, became(line.delivery), "")
    why = line.why
    key = SETTINGS.get(why) if why is not None and actor.has(ADMINISTER) else None
    url = f"{reverse('settings-general')}#f-{key}" if key else ""
    return Shown(whom(line), "", kept_by(why) if why is not None else "", url)


def _rule(actor: Actor, ruling: Ruling) -> tuple[str, str, str]:
    name = str(ruling.name) or _("A rule that is gone")
    version = _("version %(n)s") % {"n": ruling.version.number}
    may_look = actor.has(ruling.table.shape.right)
    return name, version, rule_address(ruling.table, ruling.uid) if may_look else ""

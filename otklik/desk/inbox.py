"""`/desk/inbox`: the first page after signing in. What waits for me and why; putting it aside, and back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from urllib.parse import urlencode

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from otklik.channels.mail.alarms import loud_alarms
from otklik.core import dead_letters
from otklik.core.errors import Invalid
from otklik.desk import choosing
from otklik.desk.boxes import boxes_for
from otklik.desk.tickets_list import MAX_NUMBERS
from otklik.people.actor import Actor
from otklik.people.rights import ADMINISTER
from otklik.tickets import commands
from otklik.tickets.queries.inbox import InboxRow, Why, inbox, inbox_count
from otklik.tickets.queries.single import ids_of_numbers
from otklik.web.errors import wants_fragment
from otklik.web.flash import say_next, toast
from otklik.web.gates import staff_page
from otklik.web.request import OtklikRequest
from otklik.web.showing import Row, rows_of
from otklik.web.staff_frame import shell_for, words

IN_INBOX = {"inbox": "1"}
"""What the addresses of an inbox's rows carry, so that a change answers with a row of the inbox."""


@dataclass(frozen=True)
class Section:
    """The tickets of one reason under their heading, with their number in words."""

    id: str
    title: str
    rows: Sequence[Row]
    has_more: bool = False

    @property
    def number(self) -> str:
        """`50+` where the page does not hold them all."""
        return f"{len(self.rows)}+" if self.has_more else str(len(self.rows))


@require_safe
@staff_page
def show(request: OtklikRequest) -> HttpResponse:
    """Everything that waits for me, by reason."""
    actor = request.actor
    sections = _sections(actor, inbox(actor))
    total = words(inbox_count(actor, fresh=True))
    context = {
        "shell": shell_for(actor, "inbox"),
        "sections": sections,
        "heads": [Section(str(why.value), _title(why), ()) for why in Why],
        "total": total,
        "alarms": loud_alarms(actor) if actor.has(ADMINISTER) else (),
        "given_up": dead_letters.dead_number() if actor.has(ADMINISTER) else 0,
        "rows_url": reverse("desk-inbox-rows"),
        "done_url": reverse("desk-inbox-done"),
        "me": choosing.my_value(actor),
        "boxes": boxes_for(actor),
        "bulk_url": f"{reverse('desk-bulk')}?{urlencode(IN_INBOX)}",
    }
    return render(request, "desk/inbox.html", context)


@require_safe
@staff_page
def rows(request: OtklikRequest) -> HttpResponse:
    """These numbers' rows, as far as they stand in my inbox."""
    return rows_response(request, request.GET.get("numbers", "").split(",")[:MAX_NUMBERS])


@require_POST
@staff_page
def done(request: OtklikRequest) -> HttpResponse:
    """Put these tickets aside; with `back`, bring them back as they stood."""
    numbers = request.POST.getlist("number") or request.GET.getlist("number")
    if not numbers or len(numbers) > MAX_NUMBERS:
        raise Invalid({"number": _("Choose at most %(n)s tickets at once.") % {"n": MAX_NUMBERS}})
    ids = ids_of_numbers(request.actor, numbers)
    if request.GET.get("back"):
        commands.take_back(request.actor, ids)
        inbox_count(request.actor, fresh=True)
        return rows_response(request, numbers) if wants_fragment(request) else _to_inbox()
    commands.put_aside(request.actor, ids)
    inbox_count(request.actor, fresh=True)
    said = ngettext("%(n)s ticket put aside", "%(n)s tickets put aside", len(ids)) % {"n": len(ids)}
    if not wants_fragment(request):
        say_next(request, said)
        return _to_inbox()
    response = render(request, "desk/inbox_gone.html", {"numbers": numbers})
    again = [("number", number) for number in numbers]
    undo = f"{reverse('desk-inbox-done')}?{urlencode([('back', '1'), *again])}"
    response.headers["HX-Trigger"] = toast(said, undo=undo)
    return response


def _to_inbox() -> HttpResponse:
    return HttpResponseRedirect(reverse("desk-inbox"))


def rows_response(request: OtklikRequest, numbers: Sequence[str]) -> HttpResponse:
    """The rows of my inbox among these, for placing into the open page."""
    actor = request.actor
    found = inbox(actor, only=ids_of_numbers(actor, numbers))
    shown = [row for section in _sections(actor, found) for row in section.rows]
    return render(request, "desk/inbox_rows.html", {"rows": shown})


def _sections(actor: Actor, found: Sequence[InboxRow]) -> list[Section]:
    sections = []
    for why, group in groupby(found, lambda item: item.why):
        items = list(group)
        drawn = rows_of(actor, [item.row for item in items], IN_INBOX)
        rows = [
            row._replace(group=str(why.value), tags=_tags(item))
            for row, item in zip(drawn, items, strict=True)
        ]
        sections.append(Section(str(why.value), _title(why), rows, items[0].has_more))
    return sections


def _title(why: Why) -> str:
    return {
        Why.MENTIONED: _("You were named"),
        Why.ANSWERED: _("The client waits for your answer"),
        Why.RETURNED: _("Back from postponing"),
        Why.GIVEN: _("Given to you"),
        Why.REVIEW: _("Low ratings and complaints"),
        Why.TEAM: _("New in your teams"),
    }[why]


def _tags(item: InboxRow) -> tuple[str, ...]:
    if item.why is Why.REVIEW:
        low = _("rated %(rating)s of 5") % {"rating": item.rating}
        return (low if item.rating is not None else _("complaint"),)
    return (_("reopened"),) if item.why is Why.ANSWERED and item.reopened else ()

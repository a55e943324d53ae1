"""A mass message that has started: how far its letters have come, who answered what; the same as a table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.timezone import get_current_timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from otklik.core import clock
from otklik.core.errors import NotFound
from otklik.importing.output import own_source, table_bytes
from otklik.importing.tables.opening import Form
from otklik.mailings.access import SEND, get_mailing_for
from otklik.mailings.commands import take_out
from otklik.mailings.enums import Kind, Stage, Standing
from otklik.mailings.queries import RecipientRow, recipients_page, results_of, standing_of
from otklik.mailings.wording import choices_of, position_of
from otklik.web.gates import page_for
from otklik.web.mailing_words import KINDS, REASONS, STAGES, STANDINGS
from otklik.web.request import OtklikRequest
from otklik.web.staff_frame import shell_for
from otklik.web.tables import download
from otklik.web.typography import localtime

if TYPE_CHECKING:
    from otklik.mailings.models import Mailing

TABS: Sequence[tuple[str, Sequence[Standing]]] = (
    ("", ()),
    ("open", (Standing.WAITING, Standing.QUEUED)),
    ("sent", (Standing.SENT, Standing.HELD)),
    ("failed", (Standing.FAILED, Standing.BOUNCED)),
    ("none", (Standing.LEFT_OUT, Standing.CANCELLED)),
)


def progress(request: OtklikRequest, row: Mailing) -> HttpResponse:
    """The page of a message that has started."""
    chosen = request.GET.get("show", "")
    states = dict(TABS).get(chosen, ())
    found = standing_of(request.actor, row)
    page = recipients_page(request.actor, row, states=states, after=request.GET.get("after", ""))
    names = {
        "": _("All"),
        "open": _("To come"),
        "sent": _("Sent"),
        "failed": _("Not delivered"),
        "none": _("No letter"),
    }
    following = urlencode({**({"show": chosen} if chosen else {}), "after": page.after or ""})
    context = {
        "shell": shell_for(request.actor, "mailings"),
        "row": row,
        "kind": str(KINDS[Kind(row.kind)]),
        "stage": str(STAGES[Stage(row.stage)]),
        "progress": found,
        "gone": found.of(*dict(TABS)["sent"], *dict(TABS)["failed"]),
        "tabs": [
            (
                names[key],
                f"?show={key}" if key else "?",
                key == chosen,
                found.of(*of) if of else sum(found.by_state.values()),
            )
            for key, of in TABS
        ],
        "recipients": [(one, *_said(row, one)) for one in page.rows],
        "results": results_of(request.actor, row, get_language() or "") if row.kind == Kind.SURVEY else None,
        "next_url": f"?{following}" if page.after else "",
    }
    return render(request, "desk/mailing.html", context)


@require_safe
@page_for(SEND)
def table(request: OtklikRequest, uid: str, kind: str) -> HttpResponseBase:
    """Recipients with what became of their letters and what they answered, as Excel or CSV."""
    if kind not in set(Form):
        raise NotFound
    actor = request.actor
    row = get_mailing_for(actor, str(uid))
    rows = list(_lines(row, take_out(actor, row)))
    day = clock.now().astimezone(get_current_timezone()).date().isoformat()
    content = table_bytes(rows, own_source(Form(kind), actor.language))
    return download(content, f"{row.name} {day}.{kind}", Form(kind))


def _said(row: Mailing, one: RecipientRow) -> tuple[str, str]:
    """How a recipient stands, in words; the words of their answer."""
    if one.reason is not None:
        return str(REASONS[one.reason]), ""
    position = position_of(one.choice, row.choices) if one.choice is not None else None
    labels = choices_of(row.choices, get_language() or "")
    return str(STANDINGS[one.state]), labels[position] if position is not None else ""


def _lines(row: Mailing, recipients: Iterator[RecipientRow]) -> Iterator[Sequence[str]]:
    yield [
        _("Name"),
        _("Company"),
        _("Address"),
        _("How it stands"),
        _("Sent"),
        _("Answer"),
        _("Words"),
        _("Ticket"),
        _("Unsubscribed"),
    ]
    for one in recipients:
        state, answer = _said(row, one)
        sent, left = (localtime(at) if at else "" for at in (one.sent_at, one.unsubscribed_at))
        yield [one.name, one.company, one.address, state, sent, answer, one.words, one.ticket, left]

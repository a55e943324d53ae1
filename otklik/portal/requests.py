"""`/` and `/company`: requests in three groups, in the client's words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from otklik.core.errors import NotFound
from otklik.people.actor import Actor
from otklik.portal.frame import portal_frame
from otklik.portal.standing import sentence
from otklik.tickets.enums import Turn
from otklik.tickets.queries import ListRow, workflow
from otklik.tickets.queries.portal import requests_page
from otklik.web.gates import client_page
from otklik.web.request import OtklikRequest
from otklik.web.showing import digits
from otklik.web.typography import localtime, since


@dataclass(frozen=True)
class RequestRow:
    """One request as a client's list shows it."""

    href: str
    subject: str
    sentence: str
    meta: str
    glyph: str
    end: str
    end_note: str
    is_late: bool
    is_done: bool


@require_safe
@client_page
def mine(request: OtklikRequest) -> HttpResponse:
    """What I asked for myself."""
    return _page(request, own=True)


@require_safe
@client_page
def company(request: OtklikRequest) -> HttpResponse:
    """What my company asked for; for those with that right, else 404."""
    if not request.actor.company_wide:
        raise NotFound(_("There is no such page, or it is not open to you."))
    return _page(request, own=False)


def _page(request: OtklikRequest, *, own: bool) -> HttpResponse:
    actor = request.actor
    words = request.GET.get("q", "").strip()
    page = requests_page(actor, own=own, after=request.GET.get("after", ""), words=words)
    waiting = [r for r in page.rows if r.is_open and r.turn == Turn.CLIENT]
    working = [r for r in page.rows if r.is_open and r.turn != Turn.CLIENT]
    done = [r for r in page.rows if not r.is_open]
    searched = {"q": words} if words else {}
    here = reverse("portal" if own else "portal-company")
    context = {
        "portal": portal_frame(actor, "mine" if own else "company"),
        "own": own,
        "words": words,
        "groups": [
            (_("Waiting for you"), "wait", _rows(actor, waiting), _("without you it does not move on")),
            (_("In progress"), "work", _rows(actor, working), ""),
            (_("Completed"), "done", _rows(actor, done), ""),
        ],
        "is_empty": not page.rows,
        "next_url": f"{here}?{urlencode({**searched, 'after': page.after})}" if page.after else "",
    }
    return render(request, "portal/requests.html", context)


def _rows(actor: Actor, rows: Sequence[ListRow]) -> list[RequestRow]:
    return [_row(actor, row) for row in rows]


def _row(actor: Actor, row: ListRow) -> RequestRow:
    status = workflow().statuses[row.status_id]
    who = row.contact_name if actor.company_wide else ""
    parts = [f"№ {digits(row.number)}", who, _last(actor, row)]
    return RequestRow(
        href=reverse("portal-request", args=[row.number]),
        subject=row.subject,
        sentence=sentence(row.status_id),
        meta=" · ".join(part for part in parts if part),
        glyph=status.glyph,
        end=localtime(row.postponed_until, "short") if row.postponed_until else "",
        end_note=_("we return to it") if row.postponed_until else "",
        is_late=False,
        is_done=not row.is_open,
    )


def _last(actor: Actor, row: ListRow) -> str:
    """Who wrote last, where that is a message the client sees: not even that there is a note is told."""
    if not row.last_author or row.last_message_id != row.last_public_id:
        return ""
    author = _("you") if row.last_author == actor.name else row.last_author
    return _("last message: %(name)s, %(time)s") % {"name": author, "time": since(row.updated_at)}

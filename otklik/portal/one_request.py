"""`/requests/<number>` and `/t/<signed>`: one request its conversation, and all its client can do."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from otklik.catalogue.queries import catalogue
from otklik.clients.queries import contact_name
from otklik.clients.settings import ASSETS, SITES
from otklik.portal import telling
from otklik.portal.doors import Door, by_link, signed_in
from otklik.portal.possible import possible_for, rated_words
from otklik.portal.standing import helper, standing_of
from otklik.tickets.custom import TICKET, bound_of
from otklik.tickets.enums import ClientChoice
from otklik.tickets.queries import MessageRow, history, thread
from otklik.web import custom_fields
from otklik.web.files import serve
from otklik.web.request import OtklikRequest
from otklik.web.showing import digits
from otklik.web.typography import filesize, initials

if TYPE_CHECKING:
    from otklik.people.actor import Actor
    from otklik.tickets.models import Ticket


@dataclass(frozen=True)
class Say:
    """A message as the client reads it."""

    id: int
    author: str
    where: str
    initials: str
    key: int
    at: datetime
    ours: bool
    html: str
    files: list[tuple[str, str, str, str]]


@dataclass(frozen=True)
class Returned:
    """What a form that was not taken comes back with. `form`: answer, rating, reopening. Files: (uid, name,
    size in words)."""

    form: str
    message: str = ""
    problems: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, str] = field(default_factory=dict)
    files: Sequence[tuple[str, str, str]] = ()
    key: str = ""
    asks_sure: Sequence[str] = ()
    status: int = 422


NOTHING = Returned("")


@require_safe
def show(request: OtklikRequest, door: Door) -> HttpResponseBase:
    """The request. `before`: older messages; `history`: what happened besides."""
    before = request.GET.get("before", "")
    return page(request, door, before=int(before) if before.isdecimal() else None)


@require_safe
def file(request: OtklikRequest, door: Door, uid: UUID) -> HttpResponseBase:
    """A file of the request, for whoever came by its link."""
    return serve(request, door.actor, str(uid))


def page(
    request: OtklikRequest, door: Door, *, returned: Returned = NOTHING, before: int | None = None
) -> HttpResponse:
    """The page as it stands; with what a form of it was refused for."""
    ticket = door.ticket
    messages, has_earlier = thread(door.actor, ticket, before=before)
    possible = possible_for(ticket, door.actor)
    context = {
        "portal": door.frame(),
        "door": door,
        "t": ticket,
        "digits": digits(ticket.number),
        "standing": standing_of(ticket, possible),
        "possible": possible,
        "returned": returned,
        "value": returned.values.get("value") or possible.own_mark,
        "rated": rated_words(possible.rating, door.actor),
        "reopening": possible.may_reopen and ("reopen" in request.GET or returned.form == "reopening"),
        "choice": returned.values.get("choice") or ClientChoice.LEAVE.value,
        "is_older": before is not None,
        "earlier": messages[0].id if has_earlier and messages else None,
        "facts": _facts(door.actor, ticket),
        "custom": custom_fields.filled(door.actor, TICKET.kind, ticket.custom, bound_of(ticket)),
        "says": [_say(row, door) for row in messages],
        "lines": telling.lines(history(door.actor, ticket)) if "history" in request.GET else None,
        "key": returned.key or str(uuid.uuid4()),
        "max_bytes": settings.MAX_UPLOAD_BYTES,
        "draft_key": f"{door.key}:{ticket.number}",
    }
    return render(request, "portal/request.html", context, status=returned.status if returned.form else 200)


def _facts(actor: Actor, ticket: Ticket) -> list[tuple[str, str]]:
    service = catalogue().services.get(ticket.service_id or 0)
    pairs = [
        (_("Number"), ticket.number),
        (_("Service"), str(service.name) if service else ""),
        (_("Where"), ticket.site.name if ticket.site and SITES.get() else ""),
        (_("Equipment"), ticket.asset.name if ticket.asset and ASSETS.get() else ""),
        (_("For whom"), ticket.contact_name),
        (_("Ordered by"), initiator_name(actor, ticket)),
        (_("Works on it"), helper(ticket.assignee_id)),
    ]
    return [(label, value) for label, value in pairs if value]


def initiator_name(actor: Actor, ticket: Ticket) -> str:
    """The client who ordered it for somebody else; empty where they did so themselves, or we did."""
    pk = ticket.initiator_contact_id
    if pk is None or pk == ticket.contact_id:
        return ""
    return actor.name if pk == actor.contact_id else contact_name(pk)


def _say(row: MessageRow, door: Door) -> Say:
    return Say(
        id=row.id,
        author=row.author_name or row.author_email,
        where=telling.where(row.via),
        initials=initials(row.author_name or row.author_email),
        key=row.agent_id or row.contact_id or 0,
        at=row.created_at,
        ours=row.is_ours,
        html=row.html.replace('"/files/', f'"{door.files}') if door.is_link else row.html,
        files=[
            (
                f.name,
                f"{door.files}{f.uid}",
                filesize(f.size),
                f"{door.files}{f.uid}?preview=small" if f.is_picture else "",
            )
            for f in row.files
        ],
    )


show_mine = signed_in(show)
show_linked = by_link(show)
file_linked = by_link(file)

"""By when a new ticket would be answered and solved, told beside its form as it is filled in (SLA-3)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from otklik.automation.asking_ahead import ask_ahead
from otklik.core import clock
from otklik.core.errors import Invalid, NotFound
from otklik.desk import client_field, custom, place_field
from otklik.desk.deadlines import Tile
from otklik.desk.new_form import FIELDS, meant, via_of
from otklik.people.actor import Actor
from otklik.sla.foreseeing import foreseen
from otklik.tickets.commands import drafted
from otklik.web import showing
from otklik.web.gates import staff_page
from otklik.web.moments import reading
from otklik.web.promise_words import label_of
from otklik.web.request import OtklikRequest

if TYPE_CHECKING:
    from otklik.clients.models import Contact


@require_POST
@staff_page
def promise(request: OtklikRequest) -> HttpResponse:
    """What the ticket of a form would be promised if it were created now; keeps nothing."""
    given = {name: request.POST.get(name, "").strip() for name in FIELDS}
    given |= place_field.sent_words(request.POST)
    own = custom.given_for(request.actor, request.POST, given["service"], given["type"])
    return render(request, "desk/_foretold.html", {"foretold": foretold(request.actor, given, own)})


def foretold(actor: Actor, given: Mapping[str, str], own: Mapping[str, object]) -> Sequence[Tile]:
    """First reply and solution of the form as it stands, with its custom fields (`own`) and what rules say
    whose it becomes; nothing while it names what does not fit."""
    try:
        asked = replace(meant(actor, given, _contact(actor, given)), fields=own)
        ticket = drafted(actor.through(via_of(given)), asked)
    except (Invalid, NotFound):
        return ()
    ask_ahead(ticket, given["text"], is_chosen=bool(asked.team or asked.assignee))
    told, now = reading(), clock.now()
    return [
        Tile(label_of(kind), "", showing.due(moment, now, paused=False).text, told.local(moment))
        for kind, moment in foreseen(ticket, given["text"]).items()
    ]


def _contact(actor: Actor, given: Mapping[str, str]) -> Contact | None:
    """Nobody while the words fit several or none: the form asks for more itself."""
    try:
        return client_field.named_client(actor, given)
    except Invalid:
        return None

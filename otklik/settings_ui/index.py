"""`/settings/`: the sections, each with a sentence of how it stands; search over them; what was changed
lately."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from otklik.channels.mail.standing import mailbox_states
from otklik.core import text
from otklik.core.backlog import figures
from otklik.people.actor import Actor
from otklik.people.commands import all_set_up
from otklik.people.trail import ConfigurationTrail
from otklik.settings_ui.framing import Place, frame, places
from otklik.settings_ui.listed import lines_of
from otklik.settings_ui.sections import BY_KEY, SECTIONS
from otklik.settings_ui.told import changes_of
from otklik.settings_ui.welcome.missing import sends
from otklik.web.gates import admin_page
from otklik.web.request import OtklikRequest

LATELY, FOUND = 4, 40


@dataclass(frozen=True)
class Hit:
    """Something the search found: a section, a field of one, a thing in one."""

    icon: str
    title: str
    url: str
    why: str


@require_safe
@admin_page
def index(request: OtklikRequest) -> HttpResponse:
    """What can be looked after."""
    words = request.GET.get("q", "").strip()
    context = {
        **frame(request.actor),
        "words": words,
        "found": _search(request.actor, words) if words else [],
        "states": {} if words else _states(request.actor),
        "changes": changes_of(request.actor, ConfigurationTrail(limit=LATELY)).rows,
    }
    return render(request, "settings/index.html", context)


def _states(actor: Actor) -> Mapping[str, str]:
    """How each section stands, in a sentence."""
    states = {
        section.key: section.state(
            sum(not section.shape.is_hidden(row) for row in all_set_up(actor, section.shape))
        )
        for section in SECTIONS
    }
    states["rules"] = " ".join(f"{one.title} — {_within(states[one.key])}" for one in SECTIONS if one.table)
    working = figures()
    dead = ngettext("%(n)s job was given up.", "%(n)s jobs were given up.", working.dead)
    alive = ngettext("%(n)s worker is alive.", "%(n)s workers are alive.", working.workers)
    states["queue"] = f"{alive % {'n': working.workers}} {dead % {'n': working.dead}}"
    boxes = [box for box in mailbox_states(actor) if box.account.enabled]
    states["outbox"] = (
        _("Outgoing mail is set up.") if sends(boxes) else _("No outgoing mail server: letters are held.")
    )
    if not boxes:
        states["mailboxes"] = _("No mailbox yet")
    return states


def _search(actor: Actor, words: str) -> list[Hit]:
    """Sections, then their fields, then the things in them, whose words hold what was typed."""
    wanted = text.key(words)
    every = places()
    found = [_hit(place) for place in every if wanted in text.key(f"{place.title} {place.about}")]
    for place in every:
        section = BY_KEY.get(place.key)
        if section is not None:
            found += [
                Hit(place.icon, f"{place.title}: {field.label}", place.url, str(field.hint))
                for field in section.shape.fields
                if wanted in text.key(f"{field.label} {field.hint}")
            ]
            found += _things(actor, place, wanted)
    return found[:FOUND]


def _things(actor: Actor, place: Place, wanted: str) -> Sequence[Hit]:
    lines = lines_of(actor, BY_KEY[place.key])
    return [
        Hit(place.icon, line.title, line.url, place.title)
        for line in lines
        if wanted in text.key(f"{line.title} {line.note}")
    ]


def _hit(place: Place) -> Hit:
    return Hit(place.icon, place.title, place.url, place.about)


def _within(sentence: str) -> str:
    """As it reads behind a dash; a number stays as it is."""
    return sentence[:1].lower() + sentence[1:]

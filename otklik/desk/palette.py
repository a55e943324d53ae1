"""`/desk/palette`: what the palette shows for the words typed so far, as HTML for its list.

A number, words of tickets, clients, views and pages, commands; behind «>» commands alone. Without words the
objects opened last and those opened most. What was typed in the other keyboard layout is understood.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from otklik.clients.queries import clients_named
from otklik.core.layouts import other_layout
from otklik.core.small import SmallTable
from otklik.desk.completing import completions
from otklik.desk.palette_commands import Here, commands, here
from otklik.desk.palette_opened import opened
from otklik.desk.palette_options import Group, Option, Sought, of_company, of_contact, sought
from otklik.people.actor import Actor
from otklik.people.rights import ADMINISTER
from otklik.search.asking import asked
from otklik.search.operators import Parsed, parsed
from otklik.search.queries import Suggestion, suggest
from otklik.web.addresses import address, address_of_page
from otklik.web.gates import staff_page
from otklik.web.request import OtklikRequest
from otklik.web.staff_frame import NavItem, sections

COMMANDS_ONLY = ">"
TICKETS, CLIENTS, PLACES = 6, 3, 5
FIRST_COMMANDS, LAST_COMMANDS, ALL_COMMANDS = 5, 3, 40

_NUMBER = re.compile(r"[#№]?\s?[^\W\d_]{0,10}-?\d{1,9}")

Pages = Callable[[], Sequence[NavItem]]
"""The pages of the settings, which another interface has."""


@dataclass(frozen=True)
class Answer:
    """What is shown; `words`: what was looked for, where that is not what was typed."""

    groups: Sequence[Group]
    words: str = ""


@require_safe
@staff_page
def palette(request: OtklikRequest, pages: Pages) -> HttpResponse:
    """`q`: the words; `ticket`: the number of the open card; `ticked`: rows of the open list are ticked;
    `last`, `often`: what was opened in this browser, as it remembers. All as far as the actor may see."""
    actor, get = request.actor, request.GET
    typed = get.get("q", "").strip()
    place = here(actor, get.get("ticket", ""), is_ticked=get.get("ticked") == "1")
    if not typed:
        answer = Answer(opened(actor, get.get("last", ""), get.get("often", "")))
    else:
        answer = _found(actor, typed, place, pages)
    context: dict[str, object] = {
        "is_bare": False,
        "groups": answer.groups,
        "typed": typed,
        "words": answer.words,
        "all_url": _all_url(typed),
    }
    return render(request, "desk/palette.html", context)


def _found(actor: Actor, typed: str, place: Here, pages: Pages) -> Answer:
    groups = _groups(actor, typed, place, pages)
    other = "" if groups else other_layout(typed)
    if other:
        found = _groups(actor, other, place, pages)
        if found:
            return Answer(found, other)
    return Answer(groups)


def _groups(actor: Actor, typed: str, place: Here, pages: Pages) -> list[Group]:
    if typed.startswith(COMMANDS_ONLY):
        words = sought(typed.removeprefix(COMMANDS_ONLY).strip())
        every = [option for options in commands(actor, words, place) for option in options]
        return _filled(Group(_("Commands"), every[:ALL_COMMANDS]), _go_to(actor, words, pages))
    given, proposed = parsed(typed), Group(_("Search for"), completions(typed))
    if not given.is_plain:
        return _filled(Group(_("Tickets"), _narrowed(actor, given)), proposed)
    words = sought(typed)
    ordered, named = commands(actor, words, place)
    return _filled(
        Group(_("Commands"), ordered[:FIRST_COMMANDS]),
        Group(_("Tickets"), _tickets(actor, typed)),
        Group(_("Clients"), [] if ordered or _NUMBER.fullmatch(typed) else _clients(actor, typed)),
        _first(_go_to(actor, words, pages), PLACES),
        Group(_("Also possible"), named[:LAST_COMMANDS]),
        proposed,
    )


def _first(group: Group, most: int) -> Group:
    return replace(group, options=group.options[:most])


def _filled(*groups: Group) -> list[Group]:
    return [group for group in groups if group.options]


def _tickets(actor: Actor, typed: str) -> list[Option]:
    return [_of_ticket(row) for row in suggest(actor, typed, limit=TICKETS)]


def _narrowed(actor: Actor, given: Parsed) -> list[Option]:
    """Tickets by operators; none while not one of them says anything."""
    meant = asked(actor, given)
    if meant.where is None and not meant.without and not meant.words:
        return []
    found = suggest(actor, meant.words, limit=TICKETS, where=meant.where, without=meant.without)
    return [_of_ticket(row) for row in found]


def _of_ticket(row: Suggestion) -> Option:
    note = f"{row.number} {row.contact_name}"
    return Option(
        row.subject or row.number, note, href=address("desk-ticket", args=[row.number]), icon="list"
    )


def _clients(actor: Actor, typed: str) -> list[Option]:
    companies, contacts = clients_named(actor, typed, CLIENTS)
    return [*map(of_company, companies), *map(of_contact, contacts)]


def _go_to(actor: Actor, words: Sought, pages: Pages) -> Group:
    return Group(_("Go to"), [option for option in _places(actor, pages) if words.fits(option.label)])


def _places(actor: Actor, pages: Pages) -> Sequence[Option]:
    """Sections of the desk, saved views, pages of the settings; kept until the configuration changes."""
    key, kept = (get_language() or "ru", actor.agent_id or 0), _KEPT.get()
    if key not in kept:
        places = [(item, "") for item in sections(actor)]
        if actor.has(ADMINISTER):
            places += [(item, _("Settings")) for item in pages()]
        kept[key] = [
            Option(item.label, note, href=item.url, icon=item.icon, key=f"G {item.go}" if item.go else "")
            for item, note in places
        ]
    return kept[key]


def _all_url(typed: str) -> str:
    if not typed or typed.startswith(COMMANDS_ONLY):
        return ""
    return f"{address_of_page('desk-search')}?{urlencode({'q': typed})}"


_KEPT: SmallTable[dict[tuple[str, int], Sequence[Option]]] = SmallTable(dict)

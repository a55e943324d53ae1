"""What can be done from the palette: with the open ticket, with the ticked rows of a list, on the page.

Nothing is done here: each line says which address of the desk does it, or which control of the page.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from django.utils.translation import gettext as _

from otklik.automation.macros.reading import fits, is_meant, macros
from otklik.core.errors import NotFound
from otklik.desk import choosing
from otklik.desk.palette_options import Option, Sought
from otklik.people.actor import Actor
from otklik.tickets.access import ASSIGN, CHANGE_STATUS, EDIT, NOTE, REGISTER, REPLY, get_ticket_for, may
from otklik.tickets.enums import State
from otklik.web.addresses import address, address_of_page

if TYPE_CHECKING:
    from otklik.tickets.models import Ticket

MACROS = 8
TAKE = "take взять забрать себе"
ASSIGN_TO = "assign to give назначить на передать отдать ответственный исполнитель"
LATER = "postpone later until отложить позже до"
STATUS = "status set статус поставить"
PRIORITY = "priority set приоритет важность поставить"
MACRO = "macro run макрос выполнить"
WRITE = "reply answer note write ответить написать заметка"
OPEN = "new create создать новая завести"
LOOK = "theme dark light keys density тема клавиши тёмная светлая плотность"
"""By which words of either language a command is called besides its name, whatever the page's language."""


class Verb(NamedTuple):
    """A command's own words, and the key that does the same."""

    words: str
    key: str = ""
    icon: str = ""


@dataclass(frozen=True)
class Here:
    """What commands are about: the open ticket, or the rows ticked in a list, or neither."""

    ticket: Ticket | None = None
    is_ticked: bool = False


Line = tuple[Verb, Option]


def here(actor: Actor, number: str, *, is_ticked: bool) -> Here:
    """The page the palette was opened on; a ticket that is not open to the actor is none."""
    if not number:
        return Here(is_ticked=is_ticked)
    try:
        return Here(get_ticket_for(actor, number))
    except NotFound:
        return Here()


def commands(actor: Actor, words: Sought, place: Here) -> tuple[list[Option], list[Option]]:
    """Those that fit the words: such as were called by their verb, and such as only a name in them fits."""
    called: list[Option] = []
    named: list[Option] = []
    for verb, option in _lines(actor, words, place):
        if words.fits(option.label, verb.words):
            (called if words.begins(f"{verb.words} {_verb_of(option.label)}") else named).append(option)
    return called, named


def _verb_of(label: str) -> str:
    """The first word of a name: what is done."""
    return label.partition(" ")[0]


def _lines(actor: Actor, words: Sought, place: Here) -> Iterator[Line]:
    if place.ticket is not None:
        yield from _of_ticket(actor, place.ticket)
        yield from _macros(actor, words, place)
    elif place.is_ticked:
        yield from _of_rows(actor)
        yield from _macros(actor, words, place)
    yield from _of_page(actor, place)


def _of_ticket(actor: Actor, ticket: Ticket) -> Iterator[Line]:
    """Changes of the open ticket that the actor may make now."""
    base = address("desk-ticket", args=[ticket.number])
    is_closed = ticket.state == State.CLOSED
    if may(actor, ticket, ASSIGN) and not is_closed:
        mine = "" if ticket.assignee_id == actor.agent_id else choosing.my_value(actor)
        yield from _assigning(actor, mine, ticket.team_id, {"url": f"{base}/assignment"})
    if may(actor, ticket, CHANGE_STATUS) and not is_closed:
        to = {"url": f"{base}/status"}
        if ticket.is_open:
            yield from _postponing({**to, "with": {"status": "postponed"}})
        yield from _statuses([one for one in choosing.statuses_in_box(actor, ticket) if one.allowed], to)
    if may(actor, ticket, EDIT):
        yield from _priorities({"url": f"{base}/priority"})
    if may(actor, ticket, REPLY) and not is_closed:
        yield Verb(WRITE), Option(_("Reply to the client"), icon="reply", key="R", press="R")
    if may(actor, ticket, NOTE):
        yield Verb(WRITE), Option(_("Write a note"), icon="lock", key="N", press="N")


def _of_rows(actor: Actor) -> Iterator[Line]:
    """The same changes for every ticked row; what one of them refuses is said when it is done."""
    yield from _assigning(actor, choosing.my_value(actor), None, {})
    yield from _postponing({})
    yield from _statuses([one for one in choosing.statuses(actor) if one.value != "postponed"], {})
    yield from _priorities({})


def _assigning(actor: Actor, mine: str, team: int | None, to: Mapping[str, object]) -> Iterator[Line]:
    if mine:
        yield Verb(TAKE), _done(_("Take it"), to, "assignee", mine, key="I", icon="hand")
    for choice in choosing.assignees(actor, team):
        if choice.value and choice.value != mine:
            label = _("Assign to %(name)s") % {"name": choice.name}
            icon = "users" if choice.kind == "team" else "user"
            yield Verb(ASSIGN_TO), _done(label, to, "assignee", choice.value, choice.note, key="A", icon=icon)
    yield Verb(ASSIGN_TO), _done(_("Take the assignee away"), to, "assignee", "", key="A", icon="user")


def _postponing(to: Mapping[str, object]) -> Iterator[Line]:
    times = (
        ("monday", _("Postpone until Monday, 9:00")),
        ("tomorrow", _("Postpone until tomorrow, 9:00")),
        ("today", _("Postpone for three hours")),
    )
    for value, label in times:
        yield Verb(LATER), _done(label, to, "until", value, key="H", icon="pause")


def _statuses(choices: Sequence[choosing.Choice], to: Mapping[str, object]) -> Iterator[Line]:
    for choice in choices:
        label = _("Status: %(name)s") % {"name": choice.name}
        yield Verb(STATUS), _done(label, to, "status", choice.value, key="S", icon=f"s-{choice.glyph}")


def _priorities(to: Mapping[str, object]) -> Iterator[Line]:
    for choice in choosing.priorities():
        label = _("Priority: %(name)s") % {"name": choice.name}
        yield Verb(PRIORITY), _done(label, to, "priority", choice.value, key="P", icon=f"p-{choice.glyph}")


def _macros(actor: Actor, words: Sought, place: Here) -> Iterator[Line]:
    """Those whose name fits the words and, of an open ticket, whose condition holds for it."""
    if place.ticket is not None:
        to = {"url": address("desk-ticket-macros", args=[place.ticket.number])}
    else:
        to = {"url": address_of_page("desk-macros-run")}
    left = MACROS
    for row in macros(actor):
        label = _("Macro: %(name)s") % {"name": row.name}
        if not left or not row.enabled or not is_meant(actor, row) or not words.fits(label, MACRO):
            continue
        if place.ticket is None or fits(row, place.ticket):
            left -= 1
            yield Verb(MACRO), _done(label, to, "macro", str(row.uid), key="M", icon="macro")


def _of_page(actor: Actor, place: Here) -> Iterator[Line]:
    """What needs no ticket; a line whose control the page does not have is left out there."""
    if actor.has(REGISTER):
        yield Verb(OPEN), Option(_("New ticket"), href=address_of_page("desk-new"), icon="plus", key="C")
    if place.ticket is not None:
        yield Verb(WRITE), Option(_("Copy link"), icon="link", press="[data-copy]")
        yield Verb(WRITE), Option(_("Print"), icon="printer", press="[data-print='']")
    yield Verb(LOOK), Option(_("Keys on this page"), icon="kbd", key="?", press="[data-show-keys]")
    yield Verb(LOOK), Option(_("Dark theme"), icon="moon", press="[data-theme-set=dark]")
    yield Verb(LOOK), Option(_("Light theme"), icon="sun", press="[data-theme-set=light]")
    yield Verb(LOOK), Option(_("Dense rows"), icon="rows", press="[data-density-toggle]")


def _done(
    label: str, to: Mapping[str, object], name: str, value: str, note: str = "", *, key: str, icon: str
) -> Option:
    return Option(label, note, icon=icon, key=key, run={**to, "name": name, "value": value})

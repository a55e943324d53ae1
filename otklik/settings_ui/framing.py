"""What stands around every page of the settings: the shell and the list of sections."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from otklik.core.configuring.kinds import Label
from otklik.people.actor import Actor
from otklik.settings_ui.section import Section
from otklik.settings_ui.sections import BY_KEY, GROUPS, SECTIONS
from otklik.web.staff_frame import NavItem, shell_for


@dataclass(frozen=True)
class Place:
    """A line of the list of sections."""

    key: str
    title: str
    icon: str
    url: str
    about: str
    group: str


def frame(actor: Actor, current: str = "") -> dict[str, object]:
    """The shell, the places by group, and which one is open; of a table of rules, that of all of them."""
    section = BY_KEY.get(current)
    here = "rules" if section is not None and section.table else current
    return {"shell": shell_for(actor, "settings"), "places": grouped(), "here": here}


def grouped() -> list[tuple[str, list[Place]]]:
    """The places this installation has, by group, in their order; the tables of rules are one."""
    tables = {section.key for section in SECTIONS if section.table}
    every = [place for place in places() if place.key not in tables]
    return [
        (str(title), [place for place in every if place.group == key])
        for key, title in GROUPS.items()
        if any(place.group == key for place in every)
    ]


def places() -> Sequence[Place]:
    """Every section: declared lists, then pages of their own."""
    return [*(_place_of(section) for section in SECTIONS if section.is_on and not section.within), *_others()]


def pages() -> Sequence[NavItem]:
    """The same as lines of the desk's palette, for those who administer."""
    return [NavItem(place.key, place.title, place.url, place.icon) for place in places()]


def _place_of(section: Section) -> Place:
    return Place(
        section.key,
        section.title,
        section.icon,
        reverse(section.routes["list"]),
        str(section.about),
        section.group,
    )


def _others() -> Sequence[Place]:
    return [
        Place(key, str(title), icon, reverse(route), str(about), group)
        for key, title, icon, route, about, group in _OTHERS
    ]


_OTHERS: Sequence[tuple[str, Label, str, str, Label, str]] = (
    (
        "general",
        _("Rules of the house"),
        "gear",
        "settings-general",
        _("Numbers, closing by itself, ratings, portal, language and time."),
        "people",
    ),
    (
        "calendars",
        _("Working time"),
        "calendar",
        "settings-calendars",
        _("Weeks, holidays, days that differ."),
        "people",
    ),
    (
        "rules",
        _("Rules"),
        "route",
        "settings-rules",
        _("Whose tickets are, until when they are done, what happens by itself."),
        "tickets",
    ),
    (
        "imports",
        _("Import from files"),
        "download",
        "settings-imports",
        _("Companies, people, canned replies from Excel and CSV, as often as you like."),
        "people",
    ),
    (
        "mailboxes",
        _("Mailboxes"),
        "mail",
        "settings-mailboxes",
        _("Where clients write, and from where we answer."),
        "contact",
    ),
    (
        "letters",
        _("Letters"),
        "send",
        "settings-letters",
        _("What clients read in mails, in both languages."),
        "contact",
    ),
    (
        "ledger",
        _("Mail that came in"),
        "mail",
        "settings-ledger",
        _("Every mail with what became of it; what could not be read can be read again."),
        "contact",
    ),
    (
        "blocked",
        _("Blocked senders"),
        "ban",
        "settings-blocked",
        _("Addresses and domains whose mail makes no tickets."),
        "contact",
    ),
    (
        "outbox",
        _("Outbox"),
        "send",
        "settings-outbox",
        _("Letters with their fate; held ones can be read."),
        "contact",
    ),
    (
        "audit",
        _("Audit log"),
        "history",
        "settings-audit",
        _("Who changed what in the settings, and the way back."),
        "order",
    ),
    (
        "queue",
        _("Background work"),
        "timer",
        "settings-queue",
        _("What waits to be done, and what was given up."),
        "order",
    ),
)
"""Pages of their own: key, title, icon, route, what they are for, group."""

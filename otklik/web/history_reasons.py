"""Why a ticket is whose it is, in words of its history."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from otklik.catalogue.queries import catalogue
from otklik.web.assignment_words import by_turn
from otklik.web.rule_words import rule_name

if TYPE_CHECKING:
    from otklik.core.models import Event


def assigned(event: Event) -> str:
    """`assigned by the rule “Night”`, `assigned by its service (12 Network)`; where a person did, what they
    did: given to another team, to an employee."""
    if rule := rule_name(event):
        return _("assigned by the rule “%(name)s”") % {"name": rule}
    why = str(event.data.get("why") or "")
    return by_turn(why) or (_placed(why) if why else _handed(event))


def routed(event: Event) -> str:
    """A rule held and changed nothing."""
    return _("the rule “%(name)s” holds, all is so already") % {"name": rule_name(event)}


def followed(event: Event) -> str:
    """By which rule; empty where a person changed who follows it."""
    rule = rule_name(event)
    return _("by the rule “%(name)s”") % {"name": rule} if rule else ""


def reason(why: str) -> str:
    """What decided where the ticket went."""
    kind, _colon, name = why.partition(":")
    known = {
        "service": _("service %(name)s"),
        "account": _("mailbox %(name)s"),
        "house": _("the default of the installation"),
        "dispatch": _("nothing chosen"),
        "stage": _("stage %(name)s"),
        "manager": _MANAGED.get(name, lambda: "")(),
    }
    # Any other reason is somebody's own words, with whatever signs they hold.
    return known[kind] % {"name": name} if kind in known else why


def _placed(why: str) -> str:
    """The same as a part of a sentence."""
    kind, _colon, name = why.partition(":")
    if kind == "manager" and name in _TO_MANAGER:
        return _TO_MANAGER[name]()
    if kind not in _PLACED:
        return _("assigned by rule (%(why)s)") % {"why": reason(why)}
    return _PLACED[kind]() % {"name": _service(name) if kind == "service" else name}


def _service(code: str) -> str:
    """A service's code with its name, as lists show it."""
    return next((str(row) for row in catalogue().services.values() if row.code == code), code)


def _handed(event: Event) -> str:
    """What a person did; empty where the event tells neither team nor assignee."""
    changes = {str(change["field"]): change for change in event.changes}
    if "team" in changes:
        is_first = changes["team"]["from"] is None
        return _("given to the team") if is_first else _("given to another team")
    if "assignee" not in changes:
        return ""
    if changes["assignee"]["to"] is None:
        return _("taken from its assignee")
    is_first = changes["assignee"]["from"] is None
    return _("an assignee is named") if is_first else _("given to another assignee")


_MANAGED: Mapping[str, Callable[[], str]] = {
    "site": lambda: _("who looks after the site"),
    "contact": lambda: _("who looks after the contact"),
    "company": lambda: _("who looks after the company"),
}
_TO_MANAGER: Mapping[str, Callable[[], str]] = {
    "site": lambda: _("assigned to who looks after the site"),
    "contact": lambda: _("assigned to who looks after the contact"),
    "company": lambda: _("assigned to who looks after the company"),
}
_PLACED: Mapping[str, Callable[[], str]] = {
    "service": lambda: _("assigned by its service (%(name)s)"),
    "account": lambda: _("assigned by the mailbox (%(name)s)"),
    "house": lambda: _("assigned by the default of the installation"),
    "dispatch": lambda: _("left to the dispatchers, as nothing says whose it is"),
    "stage": lambda: _("assigned by the stage (%(name)s)"),
}

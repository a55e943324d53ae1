"""Why a ticket is whose it is, in words of its history."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from otklik.web.assignment_words import by_turn
from otklik.web.rule_words import rule_name

if TYPE_CHECKING:
    from otklik.core.models import Event


def assigned(event: Event) -> str:
    """`assigned by the rule “Night”`; empty when a person did."""
    if rule := rule_name(event):
        return _("assigned by the rule “%(name)s”") % {"name": rule}
    why = str(event.data.get("why") or "")
    return by_turn(why) or (_("assigned by rule (%(why)s)") % {"why": reason(why)} if why else "")


def routed(event: Event) -> str:
    """A rule held and changed nothing."""
    return _("the rule “%(name)s” holds, all is so already") % {"name": rule_name(event)}


_MANAGED = {
    "site": lambda: _("who looks after the site"),
    "contact": lambda: _("who looks after the contact"),
    "company": lambda: _("who looks after the company"),
}


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

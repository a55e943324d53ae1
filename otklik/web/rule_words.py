"""What happened by rule, as lines of a ticket's history."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from otklik.core.configuring.durations import spell
from otklik.core.translated import Translated

if TYPE_CHECKING:
    from otklik.core.models import Event


def rule_name(event: Event) -> str:
    """What the rule was called that did it; empty where none did."""
    texts = event.data.get("rule")
    return str(Translated(texts)) if isinstance(texts, dict) else ""


def _noticed(event: Event) -> str:
    told = int(event.data.get("told") or 0)
    if not told:
        return _("the rule “%(rule)s” found nobody to notify") % {"rule": rule_name(event)}
    words = ngettext(
        "the rule “%(rule)s” notified %(n)s address", "the rule “%(rule)s” notified %(n)s addresses", told
    )
    return words % {"n": told, "rule": rule_name(event)}


def _host(event: Event) -> str:
    return urlsplit(str(event.data.get("url") or "")).netloc


def _called(event: Event) -> str:
    return _("the rule “%(rule)s” called the program at %(host)s") % {
        "host": _host(event),
        "rule": rule_name(event),
    }


def _not_called(event: Event) -> str:
    return _("%(host)s is not called: it is no public address") % {"host": _host(event)}


def _macro(event: Event) -> str:
    return _("did the macro “%(macro)s”") % {"macro": rule_name(event)}


def _fired(event: Event) -> str:
    return _("the trigger “%(rule)s” acted") % {"rule": rule_name(event)}


def _failed(event: Event) -> str:
    facts = {"rule": rule_name(event), "why": event.data.get("said")}
    return _("the trigger “%(rule)s” could not be done: %(why)s") % facts


def _waited(event: Event) -> str:
    minutes = event.data.get("minutes")
    time = spell(minutes) if isinstance(minutes, int) else ""
    return _("%(time)s have passed, as the trigger “%(rule)s” waits for") % {
        "time": time,
        "rule": rule_name(event),
    }


def _stopped(event: Event) -> str:
    if not rule_name(event):
        return _("automation stopped: too many steps followed from one another")
    facts = {"rule": rule_name(event), "n": event.data.get("depth")}
    return _("automation stopped at “%(rule)s”: %(n)s steps followed from one another") % facts


WHAT: Mapping[str, tuple[str, Callable[[], str]]] = {
    "trigger.fired": ("zap", lambda: _("a trigger")),
    "trigger.failed": ("warn", lambda: _("a trigger could not be done")),
    "ticket.waited": ("clock", lambda: _("a time has passed")),
    "automation.stopped": ("ban", lambda: _("automation stopped: too many steps followed from one another")),
    "reply.automated": ("reply", lambda: _("a rule wrote to the client")),
    "notice.given": ("bell", lambda: _("a rule notified people")),
    "webhook.queued": ("send", lambda: _("a rule called another program")),
    "macro.run": ("macro", lambda: _("macro")),
    "webhook.failed": ("warn", lambda: _("another program was not called")),
}
TOLD: Mapping[str, Callable[[Event], str]] = {
    "trigger.fired": _fired,
    "trigger.failed": _failed,
    "ticket.waited": _waited,
    "automation.stopped": _stopped,
    "notice.given": _noticed,
    "webhook.queued": _called,
    "webhook.failed": _not_called,
    "macro.run": _macro,
}

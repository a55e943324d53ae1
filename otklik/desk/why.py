"""Why? and why not? on the card: `/desk/tickets/<number>/why` and `/why-not`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from otklik.automation.explaining.rulings import Ruling, then_of, when_of
from otklik.automation.explaining.why import Deed, why, why_event, why_field
from otklik.automation.explaining.why_not import Answer, Verdict, why_not
from otklik.automation.tables import TABLES
from otklik.core import text
from otklik.core.actors import ActorKind
from otklik.core.errors import NotFound
from otklik.people.actor import Actor
from otklik.rules.tracing import Line
from otklik.web.errors import wants_fragment
from otklik.web.gates import staff_page
from otklik.web.history import Line as HistoryLine
from otklik.web.history import line_of
from otklik.web.request import OtklikRequest
from otklik.web.rule_pages import rule_address, versions_address
from otklik.web.staff_frame import shell_for
from otklik.web.typography import localtime

if TYPE_CHECKING:
    from otklik.tickets.models import Ticket

FIELDS = ("assignee", "team", "due_at", "status", "priority", "service", "type", "categories")
"""What can be asked about by name."""
MOST_SHOWN = 50


@dataclass(frozen=True)
class Told:
    """A decision in words: the line of the history, and the rule, setting or person behind it."""

    line: HistoryLine
    by: str
    rule: str = ""
    rule_url: str = ""
    version: str = ""
    versions_url: str = ""
    changed: str = ""
    when: str = ""
    then: Sequence[tuple[str, str]] = ()
    parts: Sequence[Line] = ()
    note: str = ""


@require_safe
@staff_page
def explained(request: OtklikRequest, number: str) -> HttpResponse:
    """Every automatic change with its cause; `event` or `of` (a field) names one, which a box on the card
    shows."""
    actor, key = request.actor, ""
    asked, field = request.GET.get("event", ""), request.GET.get("of", "")
    if asked.isdecimal():
        ticket, deed = why_event(actor, number, int(asked))
        deeds, key = [deed], asked
    elif field in FIELDS:
        ticket, last = why_field(actor, number, field)
        deeds, key = [last] if last is not None else [], field
    elif asked or field:
        raise NotFound
    else:
        ticket, every = why(actor, number)
        deeds = list(every)[::-1]
    context = {
        "t": ticket,
        "told": [_told(actor, ticket, deed) for deed in deeds],
        "key": key,
        "tables": [(one.key, str(one.title)) for one in TABLES.values()],
    }
    if wants_fragment(request) and key:
        return render(request, "desk/why_box.html", context)
    return render(request, "desk/why.html", {**context, "shell": shell_for(actor)})


@require_safe
@staff_page
def not_explained(request: OtklikRequest, number: str) -> HttpResponse:
    """The rules of a table asked about the ticket, found by name (`q`): what failed, what came first."""
    actor, words = request.actor, request.GET.get("q", "").strip()
    key = request.GET.get("table", "") or next(iter(TABLES))
    asked = why_not(actor, number, key, request.GET.get("rule", ""))
    wanted = text.key(words)
    shown = [one for one in asked.answers if wanted in text.key(f"{one.rule.name} {one.rule.about}")]
    context = {
        "shell": shell_for(actor),
        "t": asked.ticket,
        "tables": [(k, str(one.title), k == key) for k, one in TABLES.items() if not one.is_pressed],
        "key": key,
        "words": words,
        "rules": [(one, _verdict(one), _address(actor, one)) for one in shown[:MOST_SHOWN]],
        "more": max(len(shown) - MOST_SHOWN, 0),
        "asked_of": _("as it is now") if asked.table.of_now else localtime(asked.at),
        "of_now": asked.table.of_now,
    }
    return render(request, "desk/why_not.html", context)


def _told(actor: Actor, ticket: Ticket, deed: Deed) -> Told:
    names = {("contact", ticket.contact_id or 0): ticket.contact_name}
    line = line_of(deed.event, names, actor)
    if deed.ruling is None:
        return Told(line, _by(deed), note=_note(deed))
    return _ruled(actor, line, deed, deed.ruling)


def _ruled(actor: Actor, line: HistoryLine, deed: Deed, ruling: Ruling) -> Told:
    body = ruling.version.body
    may_look = actor.has(ruling.table.shape.right)
    return Told(
        line,
        by="rule",
        rule=str(ruling.name) or _("A rule that is gone"),
        rule_url=rule_address(ruling.table, ruling.uid) if may_look else "",
        version=_("version %(n)s") % {"n": ruling.version.number},
        versions_url=versions_address(ruling.table, ruling.uid) if may_look else "",
        changed=_changed(ruling),
        when=when_of(body),
        then=then_of(ruling.table, body),
        parts=deed.lines,
        note=_seen_at(deed),
    )


def _changed(ruling: Ruling) -> str:
    if ruling.rule is None:
        return _("gone since")
    if ruling.has_changed:
        return _("changed since, now version %(n)s") % {"n": ruling.current}
    return _("switched off since") if not ruling.rule.enabled or ruling.rule.hidden else ""


def _seen_at(deed: Deed) -> str:
    if deed.seen_in is None:
        return _("What it saw then was not kept: the values are those of now.") if deed.lines[1:] else ""
    if deed.seen_in.pk != deed.event.pk:
        return _("Seen at %(moment)s, when the rule was last asked.") % {"moment": localtime(deed.seen_in.at)}
    return ""


def _by(deed: Deed) -> str:
    if deed.event.data.get("why") or deed.is_automatic:
        return "setting"
    return "system" if deed.event.actor_kind == ActorKind.SYSTEM else "person"


def _note(deed: Deed) -> str:
    if deed.event.data.get("why"):
        return _("No rule decided this: it follows from the settings of service, mailbox or client.")
    if deed.is_automatic:
        return _BY_ITSELF.get(deed.event.kind, lambda: "")()
    return _("A person did it, no rule.") if _by(deed) == "person" else ""


def _address(actor: Actor, one: Answer) -> str:
    return rule_address(one.table, str(one.rule.uid)) if actor.has(one.table.shape.right) else ""


def _verdict(one: Answer) -> str:
    facts = {"rule": str(one.winner.name) if one.winner is not None else "", "why": one.fault}
    return _VERDICTS[one.verdict]() % facts


_VERDICTS: Mapping[Verdict, Callable[[], str]] = {
    Verdict.TAKEN: lambda: _("It holds and is taken."),
    Verdict.FAILED: lambda: _("It does not hold:"),
    Verdict.COVERED: lambda: _("It holds, but “%(rule)s” stands before it and is taken."),
    Verdict.OFF: lambda: _("It is switched off."),
    Verdict.BROKEN: lambda: _("Out of use: %(why)s"),
}
_BY_ITSELF: Mapping[str, Callable[[], str]] = {
    "ticket.closed": lambda: _(
        "The time after which a done ticket is closed has passed (rules of the house)."
    ),
    "ticket.returned": lambda: _("The moment until which it was postponed has come."),
    "ticket.client_reminded": lambda: _("The client had not answered for as long as the settings say."),
}

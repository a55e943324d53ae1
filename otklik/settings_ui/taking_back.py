"""`/settings/rules/<table>/<uid>/taking-back`: what a rule did since a moment, looked at and taken back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import get_current_timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from otklik.automation.tables import table_called
from otklik.automation.taking_back.doing import take_back
from otklik.automation.taking_back.looking import look
from otklik.automation.taking_back.recounting import stop_counting
from otklik.core import clock
from otklik.core.actors import ActorKind
from otklik.core.errors import NotFound, Refused
from otklik.people.commands import get_set_up
from otklik.people.queries import staff
from otklik.settings_ui.framing import frame
from otklik.settings_ui.rule_versions import sentence_of
from otklik.web.errors import status_of
from otklik.web.flash import say_next
from otklik.web.gates import admin_page
from otklik.web.outcome_words import outcome_label, outcome_words
from otklik.web.request import OtklikRequest
from otklik.web.rule_pages import list_address, rule_address

if TYPE_CHECKING:
    from otklik.automation.tables import Table
    from otklik.automation.taking_back.planning import Preview, Row, Stays

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Told:
    """A ticket in words: (field, now, then) of what goes back; (field, who changed it) of what stays."""

    number: str
    subject: str
    back: Sequence[tuple[str, str, str]]
    notes: str
    stays: Sequence[tuple[str, str]]


@require_http_methods(["GET", "HEAD", "POST"])
@admin_page
def taking_back(request: OtklikRequest, table: str, uid: str) -> HttpResponse:
    """What would go back and what stays, since a moment; a POST begins it and leads to the step it is, of an
    SLA rule to the list, where its switch takes it back."""
    uid, now, own = str(uid), clock.now(), table_called(table)
    rule = get_set_up(request.actor, own.shape, uid)
    given = request.POST if request.method == "POST" else request.GET
    since = _moment(given.get("since", "")) or now - DAY
    context: dict[str, object] = {
        **frame(request.actor, table),
        "since": since.astimezone(get_current_timezone()).strftime("%Y-%m-%dT%H:%M"),
        "rule": rule,
        "rule_url": rule_address(own, uid),
        "list_title": str(own.title),
        "list_url": list_address(own),
        "counts_anew": own.counts_anew,
        "found": None,
        "refused": "",
        "rows": (),
        "gone": (),
    }
    try:
        if request.method == "POST":
            return _begin(request, own, uid, since)
        found = look(request.actor, table, uid, since, now)
    except NotFound:
        raise
    except Refused as error:
        whole = context | {"refused": sentence_of(error)}
        return render(request, "settings/taking_back.html", whole, status=status_of(error))
    shown = {"found": found, "rows": [_told(row) for row in found.rows], "gone": _gone(found)}
    return render(request, "settings/taking_back.html", context | shown)


def has_deeds(key: str) -> bool:
    """Whether what a rule of this table did can be taken back."""
    table = table_called(key) if key else None
    return table is not None and not table.is_pressed


def _begin(request: OtklikRequest, own: Table, uid: str, since: datetime) -> HttpResponse:
    if not own.counts_anew:
        step = take_back(request.actor, own.key, uid, since)
        return HttpResponseRedirect(reverse("desk-step", args=[step.uid]))
    rule = stop_counting(request.actor, uid, since).deeds.rule
    said = _("“%(name)s” is switched off. Its tickets are being counted without it; its switch undoes it.")
    say_next(request, said % {"name": rule.name})
    return HttpResponseRedirect(f"{list_address(own)}#rule-{uid}")


def _told(row: Row) -> Told:
    fields = [
        (outcome_label(one.field), outcome_words(one.field, one.now), outcome_words(one.field, one.then))
        for one in row.plan.back
    ]
    watchers = outcome_label("observer")
    ends = [(watchers, outcome_words("observer", [who]), "") for who in row.plan.unfollow]
    begins = [(watchers, "", outcome_words("observer", [who])) for who in row.plan.follow]
    notes = ngettext("%(n)s note goes", "%(n)s notes go", row.notes) % {"n": row.notes} if row.notes else ""
    return Told(
        number=row.ticket.number,
        subject=row.ticket.subject,
        back=[*fields, *ends, *begins],
        notes=notes,
        stays=[(outcome_label(one.field), _who(one)) for one in row.stays],
    )


def _who(one: Stays) -> str:
    if one.by is None:
        return ""
    kind, key = one.by
    agent = staff().agents.get(key or 0) if kind == ActorKind.AGENT else None
    if agent is not None:
        return agent.name
    return _("the client") if kind in (ActorKind.CONTACT, ActorKind.SENDER) else "Otklik"


def _gone(found: Preview) -> Sequence[str]:
    """What cannot be taken back, plainly."""
    deeds = found.deeds
    letters, calls, made = deeds.letters, deeds.calls, deeds.made
    said = (
        (letters, ngettext("%(n)s letter has gone out", "%(n)s letters have gone out", letters)),
        (calls, ngettext("another program was called once", "other programs were called %(n)s times", calls)),
        (made, ngettext("%(n)s ticket was registered", "%(n)s tickets were registered", made)),
    )
    return [words % {"n": number} for number, words in said if number]


def _moment(typed: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(typed)
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=get_current_timezone())

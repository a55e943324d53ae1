"""`/settings/rules/<table>/<uid>/versions`: what a rule was, who made it so, and the way back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from otklik.automation.explaining.versions import Step, bring_back, versions_of
from otklik.core.actors import ActorKind
from otklik.core.errors import NotFound, Refused
from otklik.people.queries import staff
from otklik.settings_ui.framing import frame
from otklik.web.errors import status_of
from otklik.web.flash import say_next
from otklik.web.gates import admin_page
from otklik.web.request import OtklikRequest
from otklik.web.rule_pages import rule_address, versions_address

if TYPE_CHECKING:
    from collections.abc import Sequence

    from otklik.automation.explaining.versions import Difference


@dataclass(frozen=True)
class Told:
    """A version in words."""

    number: int
    who: str
    who_key: int
    at: datetime
    is_current: bool
    differences: Sequence[Difference]


@require_safe
@admin_page
def versions(request: OtklikRequest, table: str, uid: str) -> HttpResponse:
    """Every version, newest first."""
    return _page(request, table, str(uid))


@require_POST
@admin_page
def restore(request: OtklikRequest, table: str, uid: str, number: int) -> HttpResponse:
    """Let the rule decide as it did then; refused in words where that names what is gone."""
    try:
        rule = bring_back(request.actor, table, str(uid), number)
    except NotFound:
        raise
    except Refused as error:
        return _page(request, table, str(uid), error)
    now = rule.current.number if rule.current is not None else number
    say_next(request, _("Version %(n)s is in force again, as version %(now)s.") % {"n": number, "now": now})
    return HttpResponseRedirect(request.path.rsplit("/", 2)[0])


def _page(request: OtklikRequest, key: str, uid: str, refused: Refused | None = None) -> HttpResponse:
    table, rule, steps = versions_of(request.actor, key, uid)
    context = {
        **frame(request.actor, key),
        "rule": rule,
        "table": table,
        "rule_url": rule_address(table, uid),
        "here_url": versions_address(table, uid),
        "steps": [_told(step) for step in steps],
        "refused": sentence_of(refused) if refused else "",
    }
    return render(
        request, "settings/rule_versions.html", context, status=status_of(refused) if refused else 200
    )


def _told(step: Step) -> Told:
    by = step.event if step.event is not None and step.event.actor_kind == ActorKind.AGENT else None
    agent = staff().agents.get(by.actor_id or 0) if by is not None else None
    return Told(
        number=step.version.number,
        who=agent.name if agent else "Otklik",
        who_key=agent.id if agent else 0,
        at=step.version.at,
        is_current=step.is_current,
        differences=step.differences,
    )


def sentence_of(refused: Refused) -> str:
    """What was refused, in words."""
    fields = getattr(refused, "fields", {})
    return " ".join(str(words) for words in fields.values()) or refused.message

"""`/settings/rules/<table>/<uid>/versions`: what a rule was, who made it so, and the way back."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from otklik.automation.explaining.versions import bring_back, versions_of
from otklik.core.errors import NotFound, Refused
from otklik.settings_ui.framing import frame
from otklik.settings_ui.version_told import told_of
from otklik.web.errors import status_of
from otklik.web.flash import say_next
from otklik.web.gates import admin_page
from otklik.web.request import OtklikRequest
from otklik.web.rule_pages import rule_address, versions_address


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
        "steps": [told_of(step) for step in steps],
        "refused": sentence_of(refused) if refused else "",
    }
    return render(
        request, "settings/rule_versions.html", context, status=status_of(refused) if refused else 200
    )


def sentence_of(refused: Refused) -> str:
    """What was refused, in words."""
    fields = getattr(refused, "fields", {})
    return " ".join(str(words) for words in fields.values()) or refused.message

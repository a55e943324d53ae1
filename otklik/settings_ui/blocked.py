"""`/settings/mail/blocked`: senders whose mail makes no ticket; blocking one, letting one in again."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from otklik.channels.mail.blocked import blocked_senders, get_blocked_for
from otklik.channels.mail.commands import block_sender, unblock_sender
from otklik.channels.mail.queries import ledger_line
from otklik.core.errors import Invalid, Refused
from otklik.people.queries import staff
from otklik.settings_ui.forms import problems_of
from otklik.settings_ui.framing import frame
from otklik.web.errors import status_of
from otklik.web.flash import say_next
from otklik.web.gates import admin_page
from otklik.web.request import OtklikRequest


@require_http_methods(["GET", "HEAD", "POST"])
@admin_page
def blocked(request: OtklikRequest) -> HttpResponse:
    """The list with a form above it; a POST blocks `sender` for `reason`."""
    given = {name: request.POST.get(name, "").strip() for name in ("sender", "reason")}
    if request.method != "POST":
        return _page(request, given, {})
    try:
        made = block_sender(request.actor, given["sender"], given["reason"])
    except Refused as error:
        return _page(request, given, problems_of(error), status_of(error))
    say_next(request, _("%(sender)s is blocked: mail from there makes no tickets.") % {"sender": made.value})
    return HttpResponseRedirect(reverse("settings-blocked"))


@require_POST
@admin_page
def blocked_removal(request: OtklikRequest, uid: UUID) -> HttpResponse:
    """Let a sender in again; then the mails that came meanwhile, to be read again."""
    lifted = unblock_sender(request.actor, get_blocked_for(request.actor, str(uid)))
    say_next(
        request,
        _("%(sender)s is let in again. What came meanwhile is here.") % {"sender": lifted.value},
    )
    wanted = {"outcome": "blocked"} | ({"q": lifted.value} if "@" in lifted.value else {})
    return HttpResponseRedirect(f"{reverse('settings-ledger')}?{urlencode(wanted)}")


@require_POST
@admin_page
def line_sender(request: OtklikRequest, uid: UUID) -> HttpResponse:
    """Block the sender of a mail in the ledger."""
    row = ledger_line(request.actor, str(uid))
    try:
        made = block_sender(request.actor, row.sender, request.POST.get("reason", ""))
    except Invalid as error:
        say_next(request, error.message)
    else:
        said = _("%(sender)s is blocked: mail from there makes no tickets.")
        say_next(request, said % {"sender": made.value})
    return HttpResponseRedirect(reverse("settings-ledger-line", args=[uid]))


def _page(
    request: OtklikRequest, given: dict[str, str], problems: dict[str, str], status: int = 200
) -> HttpResponse:
    page, agents = blocked_senders(request.actor, after=request.GET.get("after", "")), staff().agents
    here = reverse("settings-blocked")
    context = {
        **frame(request.actor, "blocked"),
        "rows": [(row, agents.get(row.agent_id or 0)) for row in page.rows],
        "given": given,
        "problems": problems,
        "next_url": f"{here}?{urlencode({'after': page.after})}" if page.after else "",
    }
    return render(request, "settings/blocked.html", context, status=status)

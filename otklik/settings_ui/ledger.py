"""`/settings/mail/ledger`: every mail that came in and what became of it; unread ones can be read again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from otklik.channels.mail.enums import SETTLED, Outcome
from otklik.channels.mail.intake import run_again
from otklik.channels.mail.queries import ledger as lines
from otklik.channels.mail.queries import ledger_line, original_for, unread_mails
from otklik.settings_ui.framing import frame
from otklik.web.flash import say_next
from otklik.web.gates import admin_page
from otklik.web.original import as_file, described
from otklik.web.request import OtklikRequest


@require_safe
@admin_page
def ledger(request: OtklikRequest) -> HttpResponse:
    """Mails newest first, fifty a page, all or of one outcome."""
    chosen = _outcome(request.GET.get("outcome", ""))
    page = lines(request.actor, outcome=chosen, after=request.GET.get("after", ""))
    here = reverse("settings-ledger")
    asked = f"outcome={chosen}&" if chosen else ""
    context = {
        **frame(request.actor, "ledger"),
        "rows": page.rows,
        "outcomes": outcomes(),
        "tabs": _tabs(here, chosen, unread_mails()),
        "next_url": f"{here}?{asked}after={page.after}" if page.after else "",
    }
    return render(request, "settings/ledger.html", context)


@require_safe
@admin_page
def line(request: OtklikRequest, uid: UUID) -> HttpResponse:
    """One mail: what became of it and why, its headers and its source."""
    row = ledger_line(request.actor, str(uid))
    context = {
        **frame(request.actor, "ledger"),
        "row": row,
        "outcome": outcomes().get(row.outcome, row.outcome),
        "may_read_again": row.outcome not in SETTLED and bool(row.outcome),
        "original": described(original_for(request.actor, str(uid))),
        "file_url": reverse("settings-ledger-file", args=[uid]),
    }
    return render(request, "settings/ledger_line.html", context)


@require_safe
@admin_page
def line_file(request: OtklikRequest, uid: UUID) -> HttpResponse:
    """The mail as it came in."""
    return as_file(original_for(request.actor, str(uid)), str(uid))


@require_POST
@admin_page
def again(request: OtklikRequest, uid: UUID) -> HttpResponse:
    """Read a mail once more that could not be read; what came of it is said on the next page."""
    taken = run_again(request.actor, str(uid))
    outcome = outcomes().get(taken.outcome, str(taken.outcome))
    say_next(request, _("Read again: %(outcome)s") % {"outcome": outcome})
    return HttpResponseRedirect(reverse("settings-ledger-line", args=[uid]))


def outcomes() -> Mapping[str, str]:
    """What became of a mail, in words."""
    return {
        "": _("being read"),
        Outcome.CREATED: _("new ticket"),
        Outcome.APPENDED: _("added to a ticket"),
        Outcome.DUPLICATE: _("was here before"),
        Outcome.AUTOMATIC: _("automatic answer"),
        Outcome.IGNORED: _("ignored"),
        Outcome.QUARANTINED: _("could not be read"),
        Outcome.FAILED: _("failed"),
    }


def _tabs(
    here: str, chosen: Outcome | None, unread: Mapping[str, int]
) -> Sequence[tuple[str, str, bool, object]]:
    known = outcomes()
    tabs: list[tuple[str, str, bool, object]] = [(_("All"), here, chosen is None, "")]
    for outcome in (
        Outcome.QUARANTINED,
        Outcome.FAILED,
        Outcome.AUTOMATIC,
        Outcome.IGNORED,
        Outcome.DUPLICATE,
    ):
        number: object = unread.get(outcome) or ""
        tabs.append((known[outcome], f"{here}?outcome={outcome}", chosen is outcome, number))
    return tabs


def _outcome(asked: str) -> Outcome | None:
    return Outcome(asked) if asked in set(Outcome) else None

"""`/settings/mail/ledger`: every mail that came in and what became of it; unread ones can be read again."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from otklik.catalogue.queries import catalogue
from otklik.channels.mail.balance import Balance, balance
from otklik.channels.mail.blocked import is_blocked
from otklik.channels.mail.commands import delete_mail
from otklik.channels.mail.enums import BY_HAND, READ_AGAIN, Outcome
from otklik.channels.mail.handling import attach, make_ticket
from otklik.channels.mail.intake import Taken, run_again
from otklik.channels.mail.queries import NEWEST_LINES, ledger_line, original_for, unread_mails
from otklik.channels.mail.queries import ledger as lines
from otklik.core.errors import NotFound, Refused
from otklik.settings_ui.framing import frame
from otklik.web.flash import say_next
from otklik.web.gates import admin_page
from otklik.web.mail_reasons import reason_in_words
from otklik.web.original import as_file, described
from otklik.web.request import OtklikRequest
from otklik.web.sender_doubts import in_sentences

WEEK = 7
DAYS = {"1": 1, "7": WEEK, "30": 30}


@require_safe
@admin_page
def ledger(request: OtklikRequest) -> HttpResponse:
    """Mails newest first, fifty a page, all or of one outcome."""
    chosen = _outcome(request.GET.get("outcome", ""))
    asked = {name: request.GET.get(name, "").strip() for name in ("mailbox", "q")}
    page = lines(
        request.actor,
        outcome=chosen,
        mailbox=asked["mailbox"],
        words=asked["q"],
        after=request.GET.get("after", ""),
    )
    here = reverse("settings-ledger")
    days = DAYS.get(request.GET.get("days", ""), WEEK)
    kept = {name: value for name, value in {"outcome": chosen or "", **asked}.items() if value}
    context = {
        "asked": asked,
        "chosen_outcome": chosen or "",
        "balance": _balance(balance(request.actor, days, asked["mailbox"])),
        "days": days,
        "mailboxes": [(box.name, box.address) for box in catalogue().mailboxes()],
        "newest": NEWEST_LINES,
        **frame(request.actor, "ledger"),
        "rows": page.rows,
        "doubted": in_sentences,
        "outcomes": outcomes(),
        "why": reason_in_words,
        "tabs": _tabs(here, chosen, unread_mails()),
        "next_url": f"{here}?{urlencode({**kept, 'after': page.after})}" if page.after else "",
    }
    return render(request, "settings/ledger.html", context)


@require_safe
@admin_page
def line(request: OtklikRequest, uid: UUID) -> HttpResponse:
    """One mail: what became of it and why, its headers and its source."""
    row = ledger_line(request.actor, str(uid))
    is_gone = row.outcome == Outcome.DELETED
    context = {
        **frame(request.actor, "ledger"),
        "row": row,
        "outcome": outcomes().get(row.outcome, row.outcome),
        "why": reason_in_words,
        "may_read_again": row.outcome in READ_AGAIN,
        "may_block": bool(row.sender) and not is_blocked(row.sender),
        "may_decide": row.outcome in BY_HAND and not row.number,
        "original": None if is_gone else described(original_for(request.actor, str(uid))),
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


@require_POST
@admin_page
def ticket(request: OtklikRequest, uid: UUID) -> HttpResponse:
    """A new ticket of a mail that made none."""
    return _done(request, uid, lambda: make_ticket(request.actor, str(uid)))


@require_POST
@admin_page
def attachment(request: OtklikRequest, uid: UUID) -> HttpResponse:
    """A message of the ticket whose number was typed."""
    number = request.POST.get("number", "").strip().upper()
    return _done(request, uid, lambda: attach(request.actor, str(uid), number))


@require_POST
@admin_page
def removal(request: OtklikRequest, uid: UUID) -> HttpResponse:
    """Take a mail away; its line stays."""
    delete_mail(request.actor, str(uid))
    say_next(request, _("The mail is deleted; its line stays, so that the sum is right."))
    return HttpResponseRedirect(reverse("settings-ledger-line", args=[uid]))


def _done(request: OtklikRequest, uid: UUID, decide: Callable[[], Taken]) -> HttpResponse:
    ledger_line(request.actor, str(uid))
    try:
        taken = decide()
    except NotFound:
        say_next(request, _("There is no such ticket."))
    except Refused as refusal:
        say_next(request, refusal.message)
    else:
        outcome = outcomes().get(taken.outcome, str(taken.outcome))
        say_next(request, f"{outcome} {taken.number or ''}".strip())
    return HttpResponseRedirect(reverse("settings-ledger-line", args=[uid]))


def _balance(found: Balance) -> Mapping[str, object]:
    parts = [(_numbered(outcome, number), number) for outcome, number in found.parts.items() if number]
    return {"total": found.total, "parts": [words for words, _n in sorted(parts, key=lambda part: -part[1])]}


def _numbered(outcome: str, number: int) -> str:
    """So many mails of an outcome; those named by a noun agree with their number."""
    nouns = {
        Outcome.CREATED: ngettext("%(n)s new ticket", "%(n)s new tickets", number),
        Outcome.AUTOMATIC: ngettext("%(n)s automatic answer", "%(n)s automatic answers", number),
        Outcome.FAILED: ngettext("%(n)s failure", "%(n)s failures", number),
    }
    known = outcomes()
    words = nouns.get(Outcome(outcome)) if outcome in set(Outcome) else None
    return words % {"n": number} if words else f"{number} {known.get(outcome, outcome)}"


def outcomes() -> Mapping[str, str]:
    """What became of a mail, in words."""
    return {
        "": _("being read"),
        Outcome.CREATED: _("new ticket"),
        Outcome.APPENDED: _("added to a ticket"),
        Outcome.DUPLICATE: _("was here before"),
        Outcome.AUTOMATIC: _("automatic answer"),
        Outcome.BLOCKED: _("of a blocked sender"),
        Outcome.IGNORED: _("ignored"),
        Outcome.QUARANTINED: _("could not be read"),
        Outcome.FAILED: _("failed"),
        Outcome.DELETED: _("deleted"),
    }


def _tabs(
    here: str, chosen: Outcome | None, unread: Mapping[str, int]
) -> Sequence[tuple[str, str, bool, object]]:
    known = outcomes()
    tabs: list[tuple[str, str, bool, object]] = [(_("All"), here, chosen is None, "")]
    for outcome in (
        Outcome.QUARANTINED,
        Outcome.FAILED,
        Outcome.BLOCKED,
        Outcome.AUTOMATIC,
        Outcome.IGNORED,
        Outcome.DUPLICATE,
        Outcome.DELETED,
    ):
        number: object = unread.get(outcome) or ""
        tabs.append((known[outcome], f"{here}?outcome={outcome}", chosen is outcome, number))
    return tabs


def _outcome(asked: str) -> Outcome | None:
    return Outcome(asked) if asked in set(Outcome) else None

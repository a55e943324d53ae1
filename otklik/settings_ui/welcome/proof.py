"""The end: a letter comes in, becomes a ticket, is answered, and each of it turns green on the page."""

from __future__ import annotations

from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import formataddr, make_msgid

from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from otklik.catalogue.queries import catalogue
from otklik.channels.mail.intake import receive_raw
from otklik.channels.mail.queries import fetched_servers
from otklik.core.errors import Refused
from otklik.notifications.queries import delivery_states
from otklik.people.actor import Actor
from otklik.settings_ui.welcome.missing import missing
from otklik.settings_ui.welcome.steps import framed
from otklik.tickets.access import get_ticket_for
from otklik.tickets.commands import Reply, reply
from otklik.tickets.content import from_text
from otklik.tickets.queries.single import newest_by_mail, public_answers
from otklik.web.flash import say_next
from otklik.web.gates import admin_page
from otklik.web.request import OtklikRequest

SENDER = "first.letter@example.invalid"
"""Nobody's address (RFC 2606): an answer to it is held, never sent to a stranger."""


QUEUED = "queued"


@dataclass(frozen=True)
class Proof:
    """How far the first letter has come. `answer`: the state of the answer's delivery, empty without one."""

    number: str = ""
    subject: str = ""
    answer: str = ""
    error: str = ""

    @property
    def waits(self) -> bool:
        """Whether something is on its way that a look in some seconds may find."""
        return not self.number or self.answer == QUEUED

    @property
    def may_answer(self) -> bool:
        """There is a ticket, and no answer yet that has arrived or may arrive."""
        return bool(self.number) and (not self.answer or self.has_failed)

    @property
    def has_failed(self) -> bool:
        """The answer will not go out by itself any more."""
        return self.answer in ("failed", "bounced", "cancelled")

    @property
    def is_whole(self) -> bool:
        """In, ticket, out."""
        return self.answer in ("sent", "held")


@require_http_methods(["GET", "HEAD", "POST"])
@admin_page
def proof(request: OtklikRequest) -> HttpResponse:
    """Show how far it is; `letter` writes one ourselves where no mail leaves, `answer` answers the newest."""
    if request.method == "POST":
        try:
            _do(request.actor, request.POST.get("action", ""))
        except Refused as error:
            say_next(request, error.message)
        return HttpResponseRedirect(reverse("welcome-proof"))
    fetched = fetched_servers()
    account = next(iter(catalogue().mailboxes()), None)
    context = {
        **framed("welcome-proof"),
        "proof": _stands(request.actor),
        "address": account.address if account else "",
        "is_fetched": bool(fetched),
        "has_mailbox": account is not None,
        "may_write": account is not None and not fetched and not settings.OTKLIK_SMTP_URL,
        "missing": missing(request.actor),
    }
    return render(request, "settings/welcome/proof.html", context)


def _do(actor: Actor, action: str) -> None:
    if action == "letter":
        account = next(iter(catalogue().mailboxes()), None)
        receive_raw(iter([_letter()]), account)
    elif action == "answer":
        newest = newest_by_mail(actor)
        if newest is not None:
            ticket = get_ticket_for(actor, newest.number)
            words = _("Hello! Your letter has arrived, and this is our first answer.")
            reply(actor, ticket, Reply(from_text(words)))


def _stands(actor: Actor) -> Proof:
    newest = newest_by_mail(actor)
    if newest is None:
        return Proof()
    answers = public_answers(actor, newest.number)
    if not answers:
        return Proof(newest.number, newest.subject)
    lines = [
        line
        for lines in delivery_states(answers[-1:]).values()
        for line in lines
        if line.audience == "client"
    ]
    if not lines:
        return Proof(newest.number, newest.subject, QUEUED)
    return Proof(newest.number, newest.subject, str(lines[-1].state), lines[-1].error)


def _letter() -> bytes:
    letter = EmailMessage()
    letter["From"] = formataddr((_("First client"), SENDER))
    letter["To"] = "support@example.invalid"
    letter["Subject"] = _("The first letter")
    letter["Message-ID"] = make_msgid(domain="example.invalid")
    letter.set_content(_("Hello! Does this desk work?"))
    return letter.as_bytes()

"""`/mail/ledger`: every mail that came in, what became of it, and what is decided otherwise. For
administrators."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext_noop as _
from ninja import Query, Router

from otklik.api.answers import answer, answer_once
from otklik.api.lists import listed
from otklik.api.operations import told
from otklik.api.request import ApiRequest
from otklik.api.schemas.mail_ledger import (
    AttachIn,
    LedgerQuery,
    MailOut,
    Mails,
    MailTaken,
    mail_out,
    taken_out,
)
from otklik.channels.mail.commands import delete_mail
from otklik.channels.mail.enums import Outcome
from otklik.channels.mail.handling import attach, make_ticket
from otklik.channels.mail.intake import Taken, run_again
from otklik.channels.mail.queries import ledger, ledger_line, original_for
from otklik.core.errors import Invalid, NotFound
from otklik.people.actor import Actor
from otklik.web.original import as_file

router = Router(tags=["mail"])
DECIDING = (403, 404, 409, 422)


@router.get(
    "",
    **told(
        _("List incoming mail"),
        _("The ledger: every mail that came in, and what became of it. For administrators."),
        gives={200: Mails},
        refuses=(403, 422),
    ),
)
def list_mail(request: ApiRequest, query: Query[LedgerQuery]) -> HttpResponse:
    """The newest first."""
    page = ledger(
        request.auth,
        outcome=Outcome(query.outcome) if query.outcome else None,
        mailbox=query.mailbox,
        words=query.q,
        after=query.after,
        size=query.limit,
    )
    return listed(request, Mails(items=[mail_out(row) for row in page.rows]), page.after)


@router.get("/{uuid:uid}", **told(_("Read about a mail"), gives={200: MailOut}, refuses=(403, 404)))
def read_mail(request: ApiRequest, uid: UUID) -> HttpResponse:
    """One line of the ledger."""
    return answer(mail_out(ledger_line(request.auth, str(uid))))


@router.get(
    "/{uuid:uid}/source",
    **told(
        _("Read a mail as it came"),
        _("Its raw bytes (RFC 5322), as a file."),
        gives={200: None},
        refuses=(403, 404),
    ),
    openapi_extra={
        "responses": {
            200: {
                "content": {
                    "application/octet-stream": {
                        "schema": {"type": "string", "format": "binary", "examples": ["Subject: Printer"]}
                    }
                }
            }
        }
    },
)
def read_mail_source(request: ApiRequest, uid: UUID) -> HttpResponse:
    """The bytes, for whoever may read the ledger."""
    row = ledger_line(request.auth, str(uid))
    if row.outcome == Outcome.DELETED:
        raise NotFound
    return as_file(original_for(request.auth, row.uid), row.uid)


@router.post(
    "/{uuid:uid}/actions/read-again",
    **told(
        _("Read a mail again"),
        _("One that could not be read, or at which we failed."),
        gives={200: MailTaken},
        refuses=DECIDING,
    ),
)
def read_mail_again(request: ApiRequest, uid: UUID) -> HttpResponse:
    """`intake.run_again`; one that was settled keeps its outcome."""
    return _decided(request, uid, lambda actor: run_again(actor, str(uid)))


@router.post(
    "/{uuid:uid}/actions/make-ticket",
    **told(
        _("Make a ticket of a mail"),
        _("Of one that made none: an automatic one, an ignored one, one nobody could read."),
        gives={200: MailTaken},
        refuses=DECIDING,
    ),
)
def make_ticket_of_mail(request: ApiRequest, uid: UUID) -> HttpResponse:
    """`handling.make_ticket`."""
    return _decided(request, uid, lambda actor: make_ticket(actor, str(uid)))


@router.post(
    "/{uuid:uid}/actions/attach",
    **told(
        _("Attach a mail to a ticket"),
        _("As a public message where its sender is the ticket's client, else as an internal one."),
        gives={200: MailTaken},
        refuses=DECIDING,
    ),
)
def attach_mail(request: ApiRequest, uid: UUID, body: AttachIn) -> HttpResponse:
    """`handling.attach`."""
    return _decided(request, uid, lambda actor: _attached(actor, uid, body.ticket.strip().upper()))


@router.delete(
    "/{uuid:uid}",
    **told(
        _("Delete a mail"),
        _("One that is in no ticket. Its line stays, so that the sum of the ledger is right."),
        gives={200: MailOut},
        refuses=(403, 404, 409),
    ),
)
def delete_mail_of_ledger(request: ApiRequest, uid: UUID) -> HttpResponse:
    """`commands.delete_mail`."""
    delete_mail(request.auth, str(uid))
    return answer(mail_out(ledger_line(request.auth, str(uid))))


def _decided(request: ApiRequest, uid: UUID, decide: Callable[[Actor], Taken]) -> HttpResponse:
    """404 for a mail there is none of, before anything else is looked at."""
    actor = request.auth
    ledger_line(actor, str(uid))
    return answer_once(request, lambda: taken_out(decide(actor)))


def _attached(actor: Actor, uid: UUID, number: str) -> Taken:
    try:
        return attach(actor, str(uid), number)
    except NotFound as error:
        raise Invalid({"ticket": error.message}) from error

"""`/tickets/{number}/messages`, `/files`, `/events`: what was said and what happened."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _
from ninja import Query, Router

from otklik.api import references
from otklik.api.answers import answer, answer_once
from otklik.api.lists import listed
from otklik.api.operations import staff, told
from otklik.api.registering import refuse_staff_fields
from otklik.api.request import ApiRequest
from otklik.api.schemas.events import Events, event_out
from otklik.api.schemas.messages import (
    ClientMessage,
    MessageIn,
    MessageOut,
    Messages,
    ThreadFiles,
    message_out,
    thread_file_out,
)
from otklik.api.schemas.pages import PageQuery
from otklik.core import text
from otklik.core.errors import Invalid, NotFound
from otklik.notifications.queries import delivery_states
from otklik.people.actor import Actor
from otklik.tickets import commands
from otklik.tickets.queries.around import read_up_to
from otklik.tickets.queries.events_for_api import events_for_api
from otklik.tickets.queries.messages_for_api import (
    files_for_api,
    get_message_for,
    message_for_api,
    messages_for_api,
    written_message,
)
from otklik.web.problems import TOO_LATE, Problem, ProblemFound

if TYPE_CHECKING:
    from otklik.tickets.models import Message, Ticket

router = Router(tags=["thread"])
STAFF_ONLY = frozenset({"cc", "mentions", "status", "seen", "undo_seconds"})


@router.get(
    "/{number}/messages",
    **told(
        _("List the messages of a ticket"),
        _("Oldest first. A contact reads public messages only."),
        gives={200: Messages},
        refuses=(404, 422),
    ),
)
def list_messages(request: ApiRequest, number: str, query: Query[PageQuery]) -> HttpResponse:
    """A page of the thread."""
    ticket = references.ticket_at(request.auth, number)
    page = messages_for_api(request.auth, ticket, after=query.after, limit=query.limit)
    mails = delivery_states([row.id for row in page.rows]) if request.auth.is_agent else {}
    read = read_up_to(ticket.pk) if request.auth.is_agent else 0
    items = [message_out(request.auth, row, mails.get(row.id, ()), read) for row in page.rows]
    return listed(request, Messages(items=items), page.after)


@router.post(
    "/{number}/messages",
    **told(
        _("Write a message"),
        _(
            "An agent: a reply the client gets at once, or after “undo_seconds”, or a note. A contact: "
            "a message of their own, which brings a resolved ticket back to work."
        ),
        gives={201: MessageOut | ClientMessage},
        refuses=(403, 404, 409, 422),
    ),
)
def write_message(request: ApiRequest, number: str, body: MessageIn) -> HttpResponse:
    """`commands.reply`, `commands.add_note` or, for a contact, `commands.receive`."""
    actor = request.auth
    refuse_staff_fields(actor, body.model_fields_set & STAFF_ONLY)
    refuse_staff_fields(actor, {"kind"} if body.kind == "note" else set())

    def write() -> MessageOut | ClientMessage:
        ticket = references.ticket_at(actor, number)
        return message_out(actor, written_message(_write(actor, ticket, body)))

    return answer_once(request, write, status=201)


@router.get(
    "/{number}/messages/{uuid:uid}",
    **told(_("Read a message"), gives={200: MessageOut | ClientMessage}, refuses=(404,)),
)
def read_message(request: ApiRequest, number: str, uid: UUID) -> HttpResponse:
    """One message of the thread."""
    ticket = references.ticket_at(request.auth, number)
    read = read_up_to(ticket.pk) if request.auth.is_agent else 0
    return answer(message_out(request.auth, message_for_api(request.auth, ticket, uid), read=read))


@router.delete(
    "/{number}/messages/{uuid:uid}",
    **told(
        _("Call back a reply"),
        _("Your own, still held back. Its text, files and status return to your draft at the desk."),
        gives={204: None},
        refuses=(403, 404, 409),
    ),
)
def call_back_reply(request: ApiRequest, number: str, uid: UUID) -> HttpResponse:
    """`commands.cancel_reply`; what has left is not called back."""
    ticket = references.ticket_at(request.auth, number)
    message = get_message_for(request.auth, ticket, uid)
    commands.cancel_reply(staff(request), message)
    return answer(None)


@router.get(
    "/{number}/files",
    **told(
        _("List the files of a ticket"),
        _("Of all messages you may read, in the order they came."),
        gives={200: ThreadFiles},
        refuses=(404, 422),
    ),
)
def list_thread_files(request: ApiRequest, number: str, query: Query[PageQuery]) -> HttpResponse:
    """A page of the files."""
    ticket = references.ticket_at(request.auth, number)
    page = files_for_api(request.auth, ticket, after=query.after, limit=query.limit)
    return listed(request, ThreadFiles(items=[thread_file_out(file) for file in page.rows]), page.after)


@router.get(
    "/{number}/events",
    **told(
        _("Read the history of a ticket"),
        _("Oldest first; to follow it, ask again behind the last cursor. A contact reads public events."),
        gives={200: Events},
        refuses=(404, 422),
    ),
)
def list_events(request: ApiRequest, number: str, query: Query[PageQuery]) -> HttpResponse:
    """A page of the history."""
    ticket = references.ticket_at(request.auth, number)
    page = events_for_api(request.auth, ticket, after=query.after, limit=query.limit)
    items = [event_out(request.auth, event) for event in page.rows]
    return listed(request, Events(items=items), page.after)


def _write(actor: Actor, ticket: Ticket, body: MessageIn) -> Message:
    content = references.content(body.text, body.html)
    files = references.attachments(actor, body.files)
    if actor.is_contact:
        said = commands.Incoming(content, actor.name, contact_id=actor.contact_id, attachments=files)
        try:
            return commands.receive(actor, ticket, said)
        except commands.TooLate:
            detail = gettext("It was closed too long ago. Register a new one with “continues”.")
            raise ProblemFound(Problem(TOO_LATE, detail)) from None
    mentions = [references.agent("mentions", uid).id for uid in body.mentions]
    if body.kind == "note":
        _refuse_with_note(body)
        return commands.add_note(actor, ticket, content, attachments=files, invited=mentions)
    reply = commands.Reply(
        content,
        attachments=files,
        cc=_addresses(body.cc),
        mentions=mentions,
        status=body.status or "",
        seen=_seen(actor, ticket, body.seen),
        undo_seconds=body.undo_seconds,
    )
    return commands.reply(actor, ticket, reply)


def _refuse_with_note(body: MessageIn) -> None:
    given = [name for name in ("cc", "status", "seen", "undo_seconds") if getattr(body, name)]
    if given:
        raise Invalid({given[0]: gettext("This goes with a reply, not with a note.")})


def _addresses(sent: list[str]) -> list[str]:
    found = [text.email_key(address) for address in sent]
    if not all(found):
        raise Invalid({"cc": gettext("Enter a mail address such as name@example.com.")})
    return list(dict.fromkeys(found))


def _seen(actor: Actor, ticket: Ticket, uid: UUID | None) -> int | None:
    if uid is None:
        return None
    try:
        return get_message_for(actor, ticket, uid).pk
    except NotFound:
        raise Invalid({"seen": gettext("There is no such message in this ticket.")}) from None

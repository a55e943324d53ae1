"""The answer box of a card: drafts, recipients, files, and what may be sent with which status."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.translation import gettext as _

from otklik.core.errors import NotFound
from otklik.desk import choosing
from otklik.desk.addressees import addressees_of
from otklik.desk.boxes import drawn
from otklik.desk.guarding import Stop
from otklik.people.actor import Actor
from otklik.tickets.access import NOTE, REPLY, get_file_for, may
from otklik.tickets.commands import Attachment
from otklik.tickets.commands.held import OVERTAKEN
from otklik.tickets.enums import State
from otklik.tickets.queries import Card, workflow
from otklik.web.addresses import address
from otklik.web.form_files import shown_files
from otklik.web.request import OtklikRequest

if TYPE_CHECKING:
    from otklik.tickets.models import Ticket

COMPLETE = "resolved"


@dataclass(frozen=True)
class Composer:
    """Plain values for `composer.html`; see its head."""

    action: str
    number: str
    idempotency_key: str
    base_message: int
    draft_url: str
    upload_url: str
    mention_url: str
    canned_url: str
    draft_key: str
    mode: str
    reply_text: str
    note_text: str
    reply_saved_at: str
    note_saved_at: str
    reply_files: Sequence[tuple[str, str, str]]
    note_files: Sequence[tuple[str, str, str]]
    to_icon: str
    to_html: str
    to_failing: Sequence[str]
    statuses: Sequence[tuple[str, str]]
    complete_value: str
    complete_label: str
    can_reply: bool
    can_note: bool
    max_bytes: int
    error: str
    after: str
    restored: bool
    again: Again | None


@dataclass(frozen=True)
class Again:
    """A reply that was stopped for a second look, as it will be sent: the lines, the status of the button
    that was pressed, what its author is sure of already."""

    stops: Sequence[Stop]
    then: str
    sure: Sequence[str]
    forced: bool


@dataclass(frozen=True)
class Typed:
    """What came back with a send that was stopped, so that nothing typed is lost."""

    kind: str = "reply"
    reply: str = ""
    note: str = ""
    error: str = ""
    key: str = ""
    files: Sequence[tuple[str, str, str]] = ()
    again: Again | None = None


def composer_of(request: OtklikRequest, found: Card, typed: Typed) -> Composer:
    """The answer box of a card: what came back, else the draft, with the buttons this person may press."""
    actor, ticket, kept = request.actor, found.ticket, found.around.kept.get("reply", {})
    base = address("desk-ticket", args=[ticket.number])
    targets = _targets(actor, ticket)
    # What was typed in an old page stays in its box, also where it can no longer be sent.
    can_reply = (may(actor, ticket, REPLY) and ticket.state != State.CLOSED) or bool(typed.reply)
    to = addressees_of(ticket)
    main = _main_of(request, targets, str(kept.get("status") or ""))
    return Composer(
        action=f"{base}/messages",
        number=ticket.number,
        idempotency_key=typed.key or str(uuid.uuid4()),
        base_message=ticket.last_public_id or 0,
        draft_url=f"{base}/draft",
        upload_url=address("desk-upload"),
        mention_url=address("desk-mentions"),
        canned_url=f"{base}/canned",
        draft_key=f"{actor.key}:{ticket.number}",
        mode=typed.kind,
        reply_text=typed.reply or found.around.drafts.get("reply", ""),
        note_text=typed.note or found.around.drafts.get("note", ""),
        reply_saved_at="",
        note_saved_at="",
        reply_files=_files_of("reply", actor, found, typed),
        note_files=_files_of("note", actor, found, typed),
        to_icon="mail",
        to_html=to.line,
        to_failing=to.warnings,
        statuses=[(c.value, drawn(c)) for c in targets if c is not main],
        complete_value=main.value if main and can_reply else "",
        complete_label=drawn(main) if main and main.value != COMPLETE else "",
        can_reply=can_reply,
        can_note=may(actor, ticket, NOTE),
        max_bytes=settings.MAX_UPLOAD_BYTES,
        error=typed.error or _overtaken(kept),
        after=after_send_of(request),
        restored=bool(kept.get("status")),
        again=typed.again,
    )


def _targets(actor: Actor, ticket: Ticket) -> Sequence[choosing.Choice]:
    """Statuses a reply may move this ticket to: not where it stands, none that asks until when."""
    flow = workflow()
    now = flow.statuses[ticket.status_id].code
    allowed = (c for c in choosing.statuses(actor, ticket) if c.allowed and c.value != now)
    return [c for c in allowed if not flow.by_code[c.value].asks_until]


def after_send_of(request: OtklikRequest) -> str:
    """Where this person goes after sending: nowhere, to the next ticket, back to the list."""
    return request.user.after_send if request.user.is_authenticated else ""


def _overtaken(kept: Mapping[str, object]) -> str:
    """Why a reply that was about to leave stands as a draft again, where a newer message stopped it."""
    if kept.get("why") != OVERTAKEN:
        return ""
    return _("Your reply was not sent: a new message came first. Read it, then send again.")


def _main_of(request: OtklikRequest, targets: Sequence[choosing.Choice], kept: str) -> choosing.Choice | None:
    """The status of the second button: of the reply that was taken back, of the last one sent with one, done
    work."""
    last = request.user.send_status if request.user.is_authenticated else ""
    by_code = {c.value: c for c in targets}
    return next((by_code[code] for code in (kept, last, COMPLETE) if code in by_code), None)


def _files_of(kind: str, actor: Actor, found: Card, typed: Typed) -> Sequence[tuple[str, str, str]]:
    """Files that came back with a send that was stopped, else those of the draft."""
    came_back = typed.files if typed.kind == kind else ()
    return came_back or _files(actor, found.around.kept.get(kind, {}))


def _files(actor: Actor, kept: Mapping[str, object]) -> Sequence[tuple[str, str, str]]:
    """Files of a draft that are still there."""
    uids, found = kept.get("files"), []
    for uid in uids if isinstance(uids, list) else ():
        try:
            found.append(Attachment(get_file_for(actor, str(uid))))
        except NotFound:
            continue  # cleared away since: an upload nobody sent is kept for a day
    return shown_files(found)

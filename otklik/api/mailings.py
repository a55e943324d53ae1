"""`/mailings`: announcements and surveys to many, for whoever may send them."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.http import HttpResponse
from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _
from ninja import Query, Router

from otklik.api import references
from otklik.api.answers import answer, answer_once, answer_read
from otklik.api.lists import listed
from otklik.api.operations import told
from otklik.api.request import ApiRequest
from otklik.api.schemas.mailings import (
    MailingIn,
    MailingOut,
    MailingPatch,
    MailingPreview,
    MailingQuery,
    MailingResults,
    Mailings,
    PreviewQuery,
    RecipientQuery,
    Recipients,
    mailing_out,
    recipient_out,
    results_out,
)
from otklik.api.versions import expected_version
from otklik.catalogue.queries import catalogue
from otklik.channels.mail.mass_preview import preview_of
from otklik.core.errors import Invalid
from otklik.mailings.access import get_mailing_for, require_sending
from otklik.mailings.audience import read
from otklik.mailings.commands import (
    MailingSpec,
    change_mailing,
    create_mailing,
    remove_mailing,
)
from otklik.mailings.enums import Kind
from otklik.mailings.queries import mailings_page, recipients_page, results_of, standing_of
from otklik.mailings.values import written_of

if TYPE_CHECKING:
    from otklik.catalogue.models import ChannelAccount
    from otklik.core.models import StoredFile
    from otklik.mailings.models import Mailing
    from otklik.people.actor import Actor

router = Router(tags=["mailings"])


@router.get("", **told(_("List mass messages"), gives={200: Mailings}, refuses=(403, 422)))
def list_mailings(request: ApiRequest, query: Query[MailingQuery]) -> HttpResponse:
    """The newest first."""
    page = mailings_page(
        request.auth, stage=query.stage, kind=query.kind, after=query.after, limit=query.limit
    )
    items = [mailing_out(row.mailing, row.progress) for row in page.rows]
    return listed(request, Mailings(items=items), page.after)


@router.post(
    "",
    **told(
        _("Write a mass message"),
        _("A draft: nothing leaves before it is checked and started."),
        gives={201: MailingOut},
        refuses=(403, 404, 409, 422),
    ),
)
def add_mailing(request: ApiRequest, body: MailingIn) -> HttpResponse:
    """`commands.create_mailing`."""
    actor = request.auth

    def add() -> MailingOut:
        require_sending(actor)
        return told_of(actor, create_mailing(actor, _spec(actor, body, None)))

    return answer_once(request, add, status=201)


@router.get("/{uuid:uid}", **told(_("Read a mass message"), gives={200: MailingOut}, refuses=(403, 404)))
def read_mailing(request: ApiRequest, uid: UUID) -> HttpResponse:
    """One message with its progress."""
    row = get_mailing_for(request.auth, str(uid))
    return answer_read(request, told_of(request.auth, row), row.version)


@router.patch(
    "/{uuid:uid}",
    **told(
        _("Change a mass message"),
        _("Before it starts. One that was checked is a draft again."),
        gives={200: MailingOut},
        refuses=(403, 404, 409, 422),
    ),
)
def patch_mailing(request: ApiRequest, uid: UUID, body: MailingPatch) -> HttpResponse:
    """`commands.change_mailing`."""
    actor = request.auth

    def change() -> MailingOut:
        row = get_mailing_for(actor, str(uid))
        version = expected_version(request, body.version) or row.version
        return told_of(actor, change_mailing(actor, row, version=version, spec=_spec(actor, body, row)))

    return answer_once(request, change)


@router.delete(
    "/{uuid:uid}",
    **told(
        _("Remove a mass message"),
        _("One that never started; what was started stays on record."),
        gives={204: None},
        refuses=(403, 404, 409),
    ),
)
def delete_mailing(request: ApiRequest, uid: UUID) -> HttpResponse:
    """`commands.remove_mailing`."""
    remove_mailing(request.auth, get_mailing_for(request.auth, str(uid)))
    return answer(None)


@router.get(
    "/{uuid:uid}/preview",
    **told(
        _("Preview a mass message"),
        _("As a contact would get it, else the first recipient."),
        gives={200: MailingPreview},
        refuses=(403, 404, 409, 422),
    ),
)
def preview_mailing(request: ApiRequest, uid: UUID, query: Query[PreviewQuery]) -> HttpResponse:
    """Nothing is written."""
    actor = request.auth
    row = get_mailing_for(actor, str(uid))
    seen = preview_of(actor, row, references.contact(actor, query.contact))
    found = MailingPreview(
        subject=seen.subject, text=seen.faces.text, html=seen.faces.html, language=seen.language
    )
    return answer(found)


@router.get(
    "/{uuid:uid}/recipients",
    **told(
        _("List recipients of a mass message"),
        _("Fixed at the start; who was left out stands there with the reason."),
        gives={200: Recipients},
        refuses=(403, 404, 422),
    ),
)
def list_recipients(request: ApiRequest, uid: UUID, query: Query[RecipientQuery]) -> HttpResponse:
    """In the order of the list."""
    row = get_mailing_for(request.auth, str(uid))
    states = [query.state] if query.state else []
    page = recipients_page(request.auth, row, states=states, after=query.after, limit=query.limit)
    return listed(request, Recipients(items=[recipient_out(one) for one in page.rows]), page.after)


@router.get(
    "/{uuid:uid}/results",
    **told(_("Read what a survey found"), gives={200: MailingResults}, refuses=(403, 404)),
)
def read_results(request: ApiRequest, uid: UUID) -> HttpResponse:
    """Counted by answer."""
    row = get_mailing_for(request.auth, str(uid))
    language = (translation.get_language() or "").split("-")[0]
    return answer(results_out(results_of(request.auth, row, language)))


def told_of(actor: Actor, row: Mailing) -> MailingOut:
    """A message with its progress."""
    return mailing_out(row, standing_of(actor, row))


def _spec(actor: Actor, body: MailingPatch, row: Mailing | None) -> MailingSpec:
    """What is sent over what stands."""
    sent = body.model_dump(exclude_unset=True, exclude_none=True)
    written = written_of(row) if row else None
    return MailingSpec(
        name=sent.get("name", row.name if row else ""),
        account=_mailbox(body.mailbox, row),
        kind=Kind(body.kind or (row.kind if row else Kind.ANNOUNCEMENT)),
        subject=sent.get("subject", written.subject if written else {}),
        text=sent.get("text", written.text if written else {}),
        question=sent.get("question", written.question if written else {}),
        choices=sent.get("choices", written.choices if written else ()),
        audience=body.audience.meant() if body.audience else read(row.audience if row else {}),
        files=_files(actor, body, row),
    )


def _mailbox(name: str | None, row: Mailing | None) -> ChannelAccount:
    if name is None and row is not None:
        return row.account
    found = references.mailbox(name) or next(iter(catalogue().mailboxes()), None)
    if found is None:
        raise Invalid({"mailbox": gettext("Choose a mailbox that is in use.")})
    return found


def _files(actor: Actor, body: MailingPatch, row: Mailing | None) -> list[StoredFile]:
    """Those of the message may be named again; others are uploads of the actor's own."""
    own = {link.file.uid: link.file for link in row.files.select_related("file")} if row else {}
    if body.files is None:
        return list(own.values())
    new = references.attachments(actor, [uid for uid in body.files if uid not in own])
    uploads = {one.file.uid: one.file for one in new}
    return [own.get(uid) or uploads[uid] for uid in dict.fromkeys(body.files)]

"""`/contacts`: the people of clients."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.http import HttpResponse
from django.utils.translation import gettext_noop as _
from ninja import Query, Router

from otklik.api import references
from otklik.api.answers import answer, answer_once, answer_read
from otklik.api.client_fields import external_asked, fields_asked, with_fields
from otklik.api.lists import listed
from otklik.api.operations import told
from otklik.api.our_people import with_our_people
from otklik.api.request import ApiRequest
from otklik.api.schemas.clients import (
    ContactForAll,
    ContactIn,
    ContactOut,
    ContactPatch,
    ContactQuery,
    Contacts,
    MessengerIn,
    contact_out,
)
from otklik.api.schemas.phones import phones_given
from otklik.api.versions import etag, expected_version
from otklik.clients.access import get_contact_for
from otklik.clients.commands import ContactSpec, Messenger, change_contact, create_contact, hide_contact
from otklik.clients.queries import contact_with_addresses, contacts_page

if TYPE_CHECKING:
    from otklik.clients.models import Contact, ContactMessenger

router = Router(tags=["clients"])


@router.get(
    "",
    **told(
        _("List contacts"),
        _("By name; those you may know of."),
        gives={200: Contacts},
        refuses=(403, 422),
    ),
)
def list_contacts(request: ApiRequest, query: Query[ContactQuery]) -> HttpResponse:
    """A page of contacts."""
    page = contacts_page(
        request.auth,
        words=query.q,
        company=query.company,
        fields=fields_asked(request, request.auth, "contact"),
        external_id=external_asked(request.auth, query.external_id),
        after=query.after,
        limit=query.limit,
    )
    items = [contact_out(request.auth, row) for row in page.rows]
    return listed(request, Contacts(items=items), page.after)


@router.post("", **told(_("Add a contact"), gives={201: ContactOut}, refuses=(403, 409, 422)))
def add_contact(request: ApiRequest, body: ContactIn) -> HttpResponse:
    """`commands.create_contact`."""
    actor = request.auth
    spec = ContactSpec(
        name=body.name,
        emails=body.emails,
        phones=phones_given(body.phones),
        company=references.company(actor, body.company),
        position=body.position,
        language=body.language,
        access=body.access,
        notes=body.notes,
        copies=body.copies,
        messengers=_messengers(body.messengers),
    )

    def add() -> ContactOut | ContactForAll:
        made = with_our_people(actor, create_contact(actor, spec), body)
        return _out(request, with_fields(actor, made, body, is_new=True))

    return answer_once(request, add, status=201)


@router.get(
    "/{uuid:uid}",
    **told(_("Read a contact"), gives={200: ContactOut | ContactForAll}, refuses=(404,)),
)
def read_contact(request: ApiRequest, uid: UUID) -> HttpResponse:
    """One contact."""
    contact = get_contact_for(request.auth, str(uid))
    return answer_read(request, _out(request, contact), contact.version)


@router.patch(
    "/{uuid:uid}",
    **told(
        _("Change a contact"),
        _("What is left out stays; lists are replaced whole."),
        gives={200: ContactOut},
        refuses=(403, 404, 409, 422),
    ),
)
def patch_contact(request: ApiRequest, uid: UUID, body: ContactPatch) -> HttpResponse:
    """`commands.change_contact` with what is known and what was sent."""
    actor = request.auth
    contact = get_contact_for(actor, str(uid))
    version = expected_version(request, body.version) or contact.version
    spec = _merged(request, contact_with_addresses(contact), body)
    with transaction.atomic():
        changed = change_contact(actor, contact, version=version, spec=spec)
        changed = with_fields(actor, with_our_people(actor, changed, body), body)
        if body.hidden is not None:
            changed = hide_contact(actor, changed, hidden=body.hidden)
    return answer(_out(request, changed), headers=etag(changed.version))


def _merged(request: ApiRequest, known: Contact, body: ContactPatch) -> ContactSpec:
    company = known.company
    if "company" in body.model_fields_set:
        company = references.company(request.auth, body.company)
    return ContactSpec(
        name=known.name if body.name is None else body.name,
        emails=[row.email for row in known.emails.all()] if body.emails is None else body.emails,
        phones=[row.phone for row in known.phones.all()]
        if body.phones is None
        else phones_given(body.phones),
        company=company,
        position=known.position if body.position is None else body.position,
        language=known.language if body.language is None else body.language,
        access=known.access if body.access is None else body.access,
        notes=known.notes if body.notes is None else body.notes,
        copies=known.copies if body.copies is None else body.copies,
        messengers=_messengers(known.messengers.all() if body.messengers is None else body.messengers),
    )


def _messengers(given: Iterable[MessengerIn | ContactMessenger]) -> list[Messenger]:
    return [Messenger(one.kind, one.address) for one in given]


def _out(request: ApiRequest, contact: Contact) -> ContactOut | ContactForAll:
    return contact_out(request.auth, contact_with_addresses(contact))
